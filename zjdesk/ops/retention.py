"""What is due to be erased, and what the law still has kept (PIPL 19, 47)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zjdesk.forms.consent import stands
from zjdesk.forms.retention import Keeping, load_retention
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir
from zjdesk.store.database import Connection
from zjdesk.store.read import columns, from_row
from zjdesk.store.schema import quoted

KEPT, RUNNING, DUE, WITHDRAWN = "kept", "running", "due", "withdrawn"


@dataclass(frozen=True)
class Line:
    """Records of one form with the same end: ``kept`` by law until then, ``running``, or ``due`` to be erased.

    ``withdrawn`` are sensitive records whose consent no longer stands; they are due at once, whatever ``until`` says.
    """

    form: str
    keeping: Keeping
    until: str | None
    state: str
    records: tuple[str, ...]


def retention(session: Session) -> list[Line]:
    """Return everything that holds personal data by form and end of its period, what is due first."""
    ends = _ends(session.store.conn)
    found: dict[tuple[str, str | None, str], list[str]] = {}
    keepings = load_retention(forms_dir())
    for form, keeping in keepings.items():
        lapsed = _lapsed(session) if form == "person_private" else frozenset()
        sql = f"SELECT _id, _parent FROM {quoted(form)} WHERE _deleted = 0 ORDER BY _id"
        for own, parent in session.store.conn.execute(sql).fetchall():
            end = ends.get(own) or ends.get(parent) or ends.get(None)
            until = _after(end, keeping.years) if end else None
            state = WITHDRAWN if parent in lapsed else _state(keeping, until, session.store.env.today())
            found.setdefault((form, until, state), []).append(own.hex())
    lines = [
        Line(form, keepings[form], until, state, tuple(ids))
        for (form, until, state), ids in sorted(found.items(), key=str)
    ]
    return sorted(lines, key=lambda line: (line.state not in (WITHDRAWN, DUE), line.until or "9999", line.form))


def due(session: Session) -> list[Line]:
    """Return what should be erased now."""
    return [line for line in retention(session) if line.state in (DUE, WITHDRAWN)]


def kept_by_law(session: Session, form: str, record: str) -> Line | None:
    """Return the period that forbids erasing a record, if one still runs."""
    lines = (line for line in retention(session) if line.form == form and line.state == KEPT)
    return next((line for line in lines if record in line.records), None)


def _state(keeping: Keeping, until: str | None, today: date) -> str:
    if until is not None and until < today.isoformat():
        return DUE
    return KEPT if keeping.legal else RUNNING


def _after(end: str, years: int) -> str:
    day = date.fromisoformat(end)
    try:
        return day.replace(year=day.year + years).isoformat()
    except ValueError:
        return day.replace(year=day.year + years, day=28).isoformat()


def _ends(conn: Connection) -> dict[bytes | None, str]:
    """Return the end of the cycle for every project, batch and what lies in them; under None the last of all."""
    cycles: dict[bytes, str] = dict(conn.execute("SELECT _id, end FROM cycle WHERE _deleted = 0"))
    found: dict[bytes | None, str] = {None: max(cycles.values())} if cycles else {}
    for form in ("project", "batch"):
        for own, cycle in conn.execute(f"SELECT _id, cycle FROM {quoted(form)}"):
            if cycle in cycles:
                found[own] = cycles[cycle]
    for form in _NESTED:
        for own, parent in conn.execute(f"SELECT _id, _parent FROM {quoted(form)}"):
            if parent in found:
                found[own] = found[parent]
    return found


# What lies in a project and has children of its own, from the top down.
_NESTED = (
    *("activity_record", "subsidy_receipt", "handout_list", "supervisor_visit", "issue"),
    *("sign_in_sheet", "sign_in_entry", "subsidy_entry"),
)


def _lapsed(session: Session) -> frozenset[bytes]:
    """Return the people of whom no written consent stands any longer."""
    form = session.store.catalogue.form("consent")
    rows = session.store.conn.execute(f"SELECT {columns(form)} FROM consent WHERE _deleted = 0").fetchall()
    today = session.store.env.today()
    standing = {row[1] for row in rows if stands(from_row(form, row).values, today)}
    return frozenset(_people(session.store.conn)) - standing


def _people(conn: Connection) -> Iterator[bytes]:
    return (own for (own,) in conn.execute("SELECT DISTINCT _parent FROM person_private WHERE _deleted = 0"))
