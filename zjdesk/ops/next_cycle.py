"""Opens the cycle that follows another: its settings and forms are carried over, the old one is archived.

People and communities belong to the street, not to a cycle, so they go on by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zjdesk.errors import InputError, NotAllowed, Problem
from zjdesk.forms.model import STATE, Form
from zjdesk.forms.windows import months_after
from zjdesk.i18n import LANGUAGES, Label, text
from zjdesk.ops.changes import Change, EditRecord, NewRecord
from zjdesk.ops.edit import new_id, save
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session
from zjdesk.store.read import Record

CYCLE, PROJECT = "cycle", "project"
# Forms of a cycle that the next one takes over; visits, meetings and notices belong to the year in which they were.
CARRIED = ("questionnaire_def", "score_weight")
# What is said anew for each cycle.
_OWN = ("name", "start", "end", "accounts_as_of", "mid_from", "mid_to", "final_from", "final_to", STATE)
_OVER = ("archived", "rejected", "terminated")
_CLOSING: Mapping[str, tuple[str, ...]] = {"final_evaluated": ("closed", "archived"), "closed": ("archived",)}
_ENDING: Mapping[str, tuple[str, ...]] = {"final": ("closed", "archived"), "closed": ("archived",)}


@dataclass(frozen=True)
class Opened:
    """The new cycle, the old one, how many projects were archived, and how many of each form were carried over."""

    cycle: str
    former: str
    archived: int
    carried: Mapping[str, int]
    people: int
    communities: int


def latest(session: Session) -> Record | None:
    """Return the cycle that began last."""
    return max(list_records(session, CYCLE), key=lambda one: (str(one.values.get("start")), one.id), default=None)


def unfinished(session: Session, cycle: str) -> list[Record]:
    """Return the projects of a cycle that are neither at their end nor finally evaluated."""
    known = list_records(session, PROJECT, where={"cycle": cycle})
    return [one for one in known if one.values.get(STATE) not in (*_OVER, *_CLOSING)]


def open_next(session: Session, *, name: str, start: str, end: str, accounts_as_of: str = "", why: str = "") -> Opened:
    """Archive the latest cycle with its projects and open the next one; all of it or nothing.

    Raises InputError naming every project that is still under way, and what the rules find against closing.
    """
    if session.store.installation.kind != "office":
        raise NotAllowed("ops.office_only")
    former = latest(session)
    if former is None:
        raise InputError("ops.no_cycle")
    _may_follow(session, former, start)
    with session.store.transaction():
        archived = _archive(session, former, why)
        values = _carried(session.store.catalogue.form(CYCLE), former)
        values |= {"name": name, "start": start, "end": end, "accounts_as_of": accounts_as_of or end}
        own = new_id(session)
        forms = list(_forms(session, former.id, own))
        save(session, [NewRecord(CYCLE, values, own), *forms], why=why)
    counts = {form: sum(one.form == form for one in forms) for form in CARRIED}
    people, communities = (len(list_records(session, form)) for form in ("person", "community"))
    return Opened(own, former.id, archived, counts, people, communities)


def _may_follow(session: Session, former: Record, start: str) -> None:
    if start <= str(former.values.get("end")):
        raise InputError("ops.cycle_overlaps", end=former.values.get("end"))
    if former.values.get(STATE) not in (*_ENDING, "archived"):
        raise InputError("ops.cycle_not_evaluated", name=former.values.get("name"))
    waiting = unfinished(session, former.id)
    if waiting:
        problems = tuple(_waiting(session, one) for one in waiting)
        raise InputError("ops.projects_under_way", problems=problems, count=len(waiting))


def _waiting(session: Session, one: Record) -> Problem:
    cycle = session.store.catalogue.form(PROJECT).life_cycle
    state = cycle.state(str(one.values.get(STATE))) if cycle else None
    told = {"no": one.values.get("no"), "name": one.values.get("name"), "state": state.label if state else ""}
    return Problem(PROJECT, one.id, "ops.project_under_way", told)


def _archive(session: Session, former: Record, why: str) -> int:
    """Take projects and cycle through the rest of their life cycles; returns how many projects were archived."""
    projects = list_records(session, PROJECT, where={"cycle": former.id})
    ways = {one.id: _CLOSING.get(str(one.values.get(STATE)), ()) for one in projects}
    for step in ("closed", "archived"):
        _turn(session, [one for one in projects if step in ways[one.id]], step, why)
    for step in _ENDING.get(str(former.values.get(STATE)), ()):
        save(session, [EditRecord(former.id, {STATE: step})], why=why)
    return sum(bool(way) for way in ways.values())


def _turn(session: Session, projects: Sequence[Record], step: str, why: str) -> None:
    changes: list[Change] = [EditRecord(one.id, {STATE: step}) for one in projects]
    try:
        save(session, changes, why=why)
    except InputError as error:
        problems = tuple(_named(projects, one) for one in error.problems)
        raise InputError(error.key, problems=problems, **error.params) from None


def _named(projects: Sequence[Record], problem: Problem) -> Problem:
    """Return what is wrong with a project together with which one it is."""
    one = projects[int(problem.place.partition("/")[0]) - 1]
    what = Label(*(text(lang, problem.key, **problem.params) for lang in LANGUAGES))
    return Problem(PROJECT, one.id, "ops.project_breaks", {"no": one.values.get("no"), "what": what})


def following(start: str, end: str) -> tuple[str, str]:
    """Return first and last day of the cycle after one: as many months, or as many days where those are not whole."""
    first, begins = date.fromisoformat(start), date.fromisoformat(end) + timedelta(days=1)
    span = (begins.year - first.year) * 12 + begins.month - first.month
    whole = begins.day == first.day
    after = months_after(begins, span) if whole else begins + (begins - first)
    return begins.isoformat(), (after - timedelta(days=1)).isoformat()


def _carried(form: Form, former: Record) -> dict[str, Any]:
    settings = [field.name for field in form.fields if field.name not in _OWN]
    return {name: former.values[name] for name in settings if former.values.get(name) is not None}


def _forms(session: Session, former: str, own: str) -> Iterator[NewRecord]:
    for name in CARRIED:
        form = session.store.catalogue.form(name)
        for one in list_records(session, name, parent=former, masked=False):
            values = {key: value for key, value in one.values.items() if value is not None and key in form.by_name}
            yield NewRecord(name, {**values, form.parent_field(CYCLE): own})
