"""The plan of visits: who visits which project in a window; a plan is drafted, checked against BR-06, and published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zjdesk.errors import InputError, NotAllowed, Problem
from zjdesk.ops import edit
from zjdesk.ops.changes import Change, Changes, DeleteRecord, EditRecord, NewRecord
from zjdesk.ops.session import Session
from zjdesk.ops.supervision import PUBLISHED, Matrix, Row, Window, assignments, is_published, matrix
from zjdesk.store.entry import STATE
from zjdesk.store.read import Record


@dataclass(frozen=True)
class Plan:
    """Who visits what in one window: for each project those it was given to; ``loads`` counts projects by person.

    ``visitors`` are the supervisors who visit in this cycle; all of them before anything was planned.
    """

    matrix: Matrix
    window: Window
    given: Mapping[str, Sequence[str]]
    published: bool
    visitors: Sequence[str] = ()

    @property
    def loads(self) -> Counter[str]:
        """Return how many projects each person has."""
        return Counter(person for people in self.given.values() for person in people)

    @property
    def unassigned(self) -> list[Row]:
        """Return the projects that nobody visits."""
        return [row for row in self.matrix.rows if not self.given.get(row.id)]

    @property
    def doubled(self) -> list[Row]:
        """Return the projects given to more than one person."""
        return [row for row in self.matrix.rows if len(self.given.get(row.id, ())) > 1]


def plan(session: Session, number: int) -> Plan:
    """Return the plan of a window, of the one that today lies in for 0; raises InputError before there is a cycle."""
    whole = matrix(session)
    if whole.cycle is None:
        raise InputError("ops.no_cycle")
    number = number or whole.now
    given: dict[str, list[str]] = {}
    records = _of_window(session, whole, number)
    for one in records:
        for project in one.values.get("projects") or ():
            given.setdefault(project, []).append(str(one.values["supervisor"]))
    published = bool(records) and all(is_published(one) for one in records)
    busy = {str(one.values["supervisor"]) for one in assignments(session, whole.cycle.id)}
    visitors = [person for person in whole.people if not busy or person in busy]
    return Plan(whole, whole.window(number), given, published, visitors)


def assign(session: Session, number: int, wanted: Mapping[str, str | None]) -> Changes:
    """Give projects to people for a window, taking them from whoever had them; None gives one to nobody.

    Raises NotAllowed when the plan is published: it is taken back first.
    """
    whole = matrix(session)
    if whole.cycle is None:
        raise InputError("ops.no_cycle")
    records = _of_window(session, whole, number)
    if any(is_published(one) for one in records):
        raise NotAllowed("ops.plan_published", window=number)
    changes = list(_edits(records, wanted, {"cycle": whole.cycle.id, "window": number}))
    return edit.save(session, changes) if changes else Changes((), frozenset(), ())


def as_before(now: Plan, before: Plan) -> dict[str, str | None]:
    """Return what is to be assigned so that nobody's projects change from one window to the next."""
    return {row.id: before.given[row.id][0] for row in now.unassigned if before.given.get(row.id)}


def spread(now: Plan, people: Sequence[str]) -> dict[str, str | None]:
    """Return the unassigned projects shared out evenly, those of a community to one person as far as that goes."""
    loads = Counter({person: now.loads[person] for person in people})
    found: dict[str, str | None] = {}
    target = -(-len(now.matrix.rows) // max(1, len(people)))
    by_place: dict[str, list[Row]] = {}
    for row in now.unassigned:
        by_place.setdefault(row.code, []).append(row)
    for rows in by_place.values():
        fitting = [one for one in people if loads[one] + len(rows) <= target]
        for row in rows:
            room = [one for one in fitting if loads[one] < target] or list(people)
            person = max(fitting, key=lambda one: loads[one]) if fitting else min(room, key=lambda one: loads[one])
            found[row.id] = person
            loads[person] += 1
    return found


def publish(session: Session, number: int) -> Changes:
    """Put the plan of a window in force; raises InputError while BR-06 is broken: every project, exactly one person."""
    found = plan(session, number)
    problems = [
        *(Problem("project", row.no, "ops.br_06_nobody", {"name": row.name}) for row in found.unassigned),
        *(Problem("project", row.no, "ops.br_06_several", {"name": row.name}) for row in found.doubled),
    ]
    if problems:
        raise InputError("ops.plan_not_whole", problems=tuple(problems), count=len(problems))
    records = [one for one in _of_window(session, found.matrix, number) if not is_published(one)]
    return edit.save(session, [EditRecord(one.id, {STATE: PUBLISHED}) for one in records])


def take_back(session: Session, number: int, why: str) -> Changes:
    """Make the plan of a window a draft again."""
    records = [one for one in _of_window(session, matrix(session), number) if one.values.get(STATE) == PUBLISHED]
    return edit.save(session, [EditRecord(one.id, {STATE: "draft"}) for one in records], why=why)


def _of_window(session: Session, whole: Matrix, number: int) -> list[Record]:
    known = assignments(session, whole.cycle.id) if whole.cycle else []
    return [one for one in known if int(one.values["window"]) == number]


def _edits(
    records: Iterable[Record], wanted: Mapping[str, str | None], place: Mapping[str, object]
) -> Iterable[Change]:
    people = {person for person in wanted.values() if person}
    for one in records:
        person = str(one.values["supervisor"])
        before = [str(project) for project in one.values.get("projects") or ()]
        after = [project for project in before if wanted.get(project, person) == person]
        if person in people:
            after += [project for project, who in wanted.items() if who == person and project not in after]
            people.discard(person)
        if not after:
            yield DeleteRecord(one.id)
        elif after != before:
            yield EditRecord(one.id, {"projects": after})
    for person in sorted(people):
        mine = [project for project, who in wanted.items() if who == person]
        yield NewRecord("supervisor_assignment", {**place, "supervisor": person, "projects": mine})
