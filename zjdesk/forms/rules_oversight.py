"""Business rules on supervision and evaluation: assignments, meetings, findings, scores and questionnaires."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zjdesk.forms.check import Finding, Values
from zjdesk.forms.facts import Facts, day, finding, ids
from zjdesk.forms.model import STATE
from zjdesk.forms.suggest import suggestions
from zjdesk.forms.types import blank, plain_number

MEETING_DAY = 10
OPEN_ISSUES = ("open", "assigned", "reopened")
_WHOLE = Decimal(100)
_UNANSWERED = ("-9", ["-9"])


def project_is_assigned_once(facts: Facts) -> Iterator[Finding]:
    """BR-06: each project has one supervisor in a window."""
    mine = ids(facts.values.get("projects"))
    others = [
        row
        for row in facts.look("supervisor_assignment", "cycle", facts.parent.get("id"))
        if row.get("id") != facts.id and row.get("window") == facts.values.get("window")
    ]
    taken = {own for row in others for own in ids(row.get("projects"))}
    twice = [own for own in mine if own in taken]
    if twice:
        named = facts.records.get(twice[0], {})
        yield finding("BR-06", "projects", "E", count=len(twice), name=named.get("no", twice[0]))


def meeting_is_early(facts: Facts) -> Iterator[Finding]:
    """BR-36: the joint meeting takes place by the tenth of its month."""
    held = day(facts.values.get("date"))
    if held is not None and held.day > MEETING_DAY:
        yield finding("BR-36", "date", "I", day=held.day, latest=MEETING_DAY)


def overdue_issues_are_reported(facts: Facts) -> Iterator[Finding]:
    """BR-37: issues that are overdue are listed at the next joint meeting."""
    listed, held = ids(facts.values.get("issues")), str(facts.values.get("date") or "")
    waiting = [row for state in OPEN_ISSUES for row in facts.look("issue", STATE, state)]
    missing = [row for row in waiting if str(row.get("due") or "9") < held and row.get("id") not in listed]
    if missing:
        yield finding("BR-37", "issues", "W", "unreported", count=len(missing))


def finding_follows_suggestion(facts: Facts) -> Iterator[Finding]:
    """BR-14, BR-19: a finding that differs from what the records suggest says so and why."""
    if facts.values.get("overridden") is True or facts.values.get("wave") != "final":
        return
    for one in suggestions(facts.look, str(facts.parent.get("id")), facts.today):
        said = facts.values.get(one.field)
        if said is not None and said != one.value:
            yield finding(one.rule, one.field, "I", "suggested", **one.params)


def weights_are_whole(facts: Facts) -> Iterator[Finding]:
    """BR-46: the weights of a score sum to 100 and are those that the cycle sets."""
    lines = facts.of("evaluation_score_line")
    given = sum((Decimal(plain_number(line.get("weight")) or 0) for line in lines), Decimal(0))
    if given != _WHOLE:
        yield finding("BR-46", "", "E", total=given.normalize() if given else 0)
    ruled = {_spot(row): row.get("weight") for row in facts.look("score_weight", "cycle", facts.parent.get("cycle"))}
    for line in lines:
        if ruled and not _same(ruled.get(_spot(line)), line.get("weight")):
            yield finding("BR-46", "", "E", "weight", given=line.get("weight"), ruled=ruled.get(_spot(line)) or 0)
            return


def bonus_is_capped(facts: Facts) -> Iterator[Finding]:
    """BR-46: the bonus stays within the cap of the cycle; without a cap there is none."""
    cycles = facts.look("cycle", "id", facts.parent.get("cycle"))
    most = plain_number((cycles[0] if cycles else {}).get("bonus_max")) or 0
    bonus = plain_number(facts.values.get("bonus")) or 0
    if bonus > most:
        yield finding("BR-46", "bonus", "E", "bonus", bonus=bonus, most=most)


def cycle_weights_are_whole(facts: Facts) -> Iterator[Finding]:
    """BR-46: the weights that a cycle sets sum to 100."""
    rows = facts.of("score_weight")
    given = sum((Decimal(plain_number(row.get("weight")) or 0) for row in rows), Decimal(0))
    if rows and given != _WHOLE:
        yield finding("BR-46", "", "E", total=given.normalize() if given else 0)


def _spot(row: Values) -> tuple[object, object]:
    return row.get("dimension"), row.get("source")


def _same(one: object, other: object) -> bool:
    return plain_number(one) == plain_number(other)


def paper_looks_invalid(facts: Facts) -> Iterator[Finding]:
    """BR-40: a paper with more than half its questions unanswered may be invalid; a person decides."""
    asked = [value for name, value in facts.values.items() if name.startswith("q") and not name.endswith("_other")]
    asked = [value for value in asked if value not in ("-8", ["-8"])]
    left = sum(blank(value) or value in _UNANSWERED for value in asked)
    if left * 2 > len(asked) and facts.values.get("is_invalid") != "yes":
        yield finding("BR-40", "is_invalid", "I", left=left, asked=len(asked))
