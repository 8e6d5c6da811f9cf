"""What is due to be erased, and what the law still has kept (PIPL 19, 47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True)
class Period:
    """How long one record is kept: the rule, the last day, and where that stands (``kept``, ``running``, …)."""

    keeping: Keeping
    until: str | None
    state: str


def retention(session: Session) -> list[Line]:
    """Return everything that holds personal data by form and end of its period, what is due first."""
    found: dict[tuple[str, Period], list[str]] = {}
    ends = _ends(session.store.conn)
    for form, keeping in load_retention(forms_dir()).items():
        for own, period in _periods(session, form, keeping, ends):
            found.setdefault((form, period), []).append(own.hex())
    lines = [Line(form, one.keeping, one.until, one.state, tuple(ids)) for (form, one), ids in found.items()]
    return sorted(lines, key=lambda line: (line.state not in (WITHDRAWN, DUE), line.until or "9999", line.form))


def due(session: Session) -> list[Line]:
    """Return what should be erased now."""
    return [line for line in retention(session) if line.state in (DUE, WITHDRAWN)]


def kept_by_law(session: Session, form: str, record: str) -> Period | None:
    """Return the period that forbids erasing a record, if one still runs."""
    period = period_of(session, form, record)
    return period if period is not None and period.state == KEPT else None


def period_of(session: Session, form: str, record: str) -> Period | None:
    """Return how long a record is kept, None where no rule says or nothing of it is left."""
    keeping = load_retention(forms_dir()).get(form)
    if keeping is None:
        return None
    found = list(_periods(session, form, keeping, _ends(session.store.conn), bytes.fromhex(record)))
    return found[0][1] if found else None


def _periods(
    session: Session, form: str, keeping: Keeping, ends: Mapping[bytes | None, str], only: bytes | None = None
) -> Iterator[tuple[bytes, Period]]:
    """Yield the records of a form, or the one named, each with its period; deleted ones are held as well."""
    lapsed = _lapsed(session) if form == "person_private" else frozenset()
    today = session.store.env.today()
    test = f"_id = coalesce(?, _id) AND NOT ({_emptied(session, form)})"
    sql = f"SELECT _id, _parent FROM {quoted(form)} WHERE {test} ORDER BY _id"
    for own, parent in session.store.conn.execute(sql, (only,)).fetchall():
        end = ends.get(own) or ends.get(parent) or ends.get(None)
        until = _after(end, keeping.years) if end else None
        yield own, Period(keeping, until, WITHDRAWN if parent in lapsed else _state(keeping, until, today))


def _emptied(session: Session, form: str) -> str:
    """Return the test for records whose personal data were erased already."""
    fields = session.store.catalogue.form(form).fields
    nothing = [f"{quoted(field.name)} IS NULL" for field in fields if field.sensitivity != "P0"]
    return " AND ".join(["EXISTS (SELECT 1 FROM log_erased_field WHERE record = _id)", *nothing])


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
