"""Business rules on projects, their money as planned, their teams and liaisons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zjdesk.forms.check import Finding, Values
from zjdesk.forms.facts import APPROVED, Facts, day, done, finding, ids, overlap, total, yuan
from zjdesk.forms.model import STATE
from zjdesk.forms.types import blank, plain_number

STAFF_COST = ("工资", "薪酬", "奖金", "津贴", "津补贴", "福利", "加班费", "值班费")
_FIXED = ("category", "item", "unit_price", "qty", "source")
_MATCHED = ("hsbc", "matched_other")


def fund_within_cap(facts: Facts) -> Iterator[Finding]:
    """BR-01: the fund's share of a project stays within the cap of the cycle."""
    yield from _capped(facts.of("funding_source"), facts.named(facts.values, "cycle") or {})


def fund_stays_within_cap(facts: Facts) -> Iterator[Finding]:
    """BR-01: neither another source nor an adjustment takes the fund's share of a proposed project above the cap."""
    if facts.parent.get(STATE) in (None, "collecting"):
        return
    cycles = facts.look("cycle", "id", facts.parent.get("cycle"))
    sources = facts.look("funding_source", "project", facts.parent.get("id"))
    yield from _capped(sources, cycles[0] if cycles else {})


def _capped(sources: object, cycle: Values) -> Iterator[Finding]:
    cap = cycle.get("cap_fen")
    funds = [row for row in sources if row.get("kind") == "fund"] if isinstance(sources, (list, tuple)) else []
    share = total(funds, "approved_fen")
    if isinstance(cap, int) and share > cap:
        yield finding("BR-01", "", "E", share=yuan(share), cap=yuan(cap))


def budget_equals_sources(facts: Facts) -> Iterator[Finding]:
    """BR-02: the budget lines of a project come to what its sources give, source by source."""
    lines = facts.of("budget_line")
    for source in facts.of("funding_source"):
        planned = total([line for line in lines if line.get("source") == source.get("id")], "amount")
        given = total([source], "approved_fen")
        if planned != given:
            yield finding("BR-02", "", "E", planned=yuan(planned), given=yuan(given))


def leader_is_resident(facts: Facts) -> Iterator[Finding]:
    """BR-20: residents lead projects, and not the liaison."""
    leader = facts.named(facts.values, "leader")
    if leader is not None and leader.get("kind") != "resident":
        yield finding("BR-20", "leader", "E", name=leader.get("name"))
    liaisons = [row.get("person") for row in facts.of("liaison_assignment")]
    if leader is not None and facts.values.get("leader") in liaisons:
        yield finding("BR-20", "leader", "E", "both", name=leader.get("name"))


def project_within_cycle(facts: Facts) -> Iterator[Finding]:
    """R07: a project begins and ends within its cycle."""
    cycle = facts.named(facts.values, "cycle")
    first, last = day((cycle or {}).get("start")), day((cycle or {}).get("end"))
    for name in ("start", "end"):
        own = day(facts.values.get(name))
        if first and last and own and not first <= own <= last:
            yield finding("R07", name, "E", first=first.isoformat(), last=last.isoformat())


def match_within_ratio(facts: Facts) -> Iterator[Finding]:
    """BR-47: a building project is matched by no more than the ratio to what its residents raised."""
    ratio = plain_number((facts.named(facts.values, "cycle") or {}).get("match_ratio"))
    if facts.values.get("building_project") is not True or ratio is None:
        return
    sources = facts.of("funding_source")
    matched = total([row for row in sources if row.get("kind") in _MATCHED], "received_fen")
    raised = total([row for row in sources if row.get("kind") == "self_raised"], "received_fen")
    if matched > Decimal(ratio) * raised:
        yield finding("BR-47", "building_project", "W", matched=yuan(matched), raised=yuan(raised), ratio=ratio)


def membership_fees_are_receipted(facts: Facts) -> Iterator[Finding]:
    """BR-48: a membership's fees are self-raised money, with a receipt for what was paid."""
    raised = [row for row in facts.of("funding_source") if row.get("kind") == "self_raised"]
    if facts.values.get("membership_system") is not True:
        return
    if not raised:
        yield finding("BR-48", "membership_system", "W")
    elif any(total([row], "received_fen") and blank(row.get("receipt")) for row in raised):
        yield finding("BR-48", "membership_system", "W", "receipt")


def budget_line_is_fixed(facts: Facts) -> Iterator[Finding]:
    """R13: what was approved is changed by an adjustment (R28), not in the budget itself."""
    before = facts.before
    if before is None or facts.parent.get(STATE) not in APPROVED:
        return
    changed = next((name for name in _FIXED if before.get(name) != facts.values.get(name)), None)
    if changed is not None:
        yield finding("R13", changed, "E")


def needs_come_first(facts: Facts) -> Iterator[Finding]:
    """BR-33: a proposal rests on what residents were heard to need."""
    named = ids(facts.values.get("need_refs"))
    if not named and not done(facts.look("need", "turned_into", facts.parent.get("id"))):
        yield finding("BR-33", "need_refs", "W")


def one_leader(facts: Facts) -> Iterator[Finding]:
    """BR-17: a team has one leader at a time."""
    if facts.values.get("duty") != "leader":
        return
    for other in facts.look("team_member", "project", facts.parent.get("id")):
        if other.get("id") != facts.id and other.get("duty") == "leader" and overlap(facts.values, other):
            yield finding("BR-17", "duty", "E", "leaders")
            return


def member_is_resident(facts: Facts) -> Iterator[Finding]:
    """BR-20: the team is made up of residents."""
    person = facts.named(facts.values, "person")
    if person is not None and person.get("kind") in ("social_worker", "secretary", "director"):
        yield finding("BR-20", "person", "E", "member", name=person.get("name"))


def leader_hands_over(facts: Facts) -> Iterator[Finding]:
    """BR-17: a change of the leader needs a hand-over and the new leader's signature."""
    if facts.values.get("kind") != "leader":
        return
    if facts.values.get("handover_done") is not True:
        yield finding("BR-17", "handover_done", "E")
    if facts.values.get("new_leader_signed") is not True:
        yield finding("BR-17", "new_leader_signed", "E", "signed")


def liaison_is_social_worker(facts: Facts) -> Iterator[Finding]:
    """BR-20: a liaison is a social worker of the committee."""
    person = facts.named(facts.values, "person")
    if person is not None and person.get("kind") != "social_worker":
        yield finding("BR-20", "person", "E", "liaison", name=person.get("name"))


def one_liaison(facts: Facts) -> Iterator[Finding]:
    """BR-20: a project has one liaison at a time."""
    for other in facts.look("liaison_assignment", "project", facts.parent.get("id")):
        if other.get("id") != facts.id and overlap(facts.values, other):
            yield finding("BR-20", "from", "E", "liaisons")
            return


def reviewer_has_no_tie(facts: Facts) -> Iterator[Finding]:
    """BR-34: nobody scores a project in whose team or committee he is."""
    reviewer = str(facts.values.get("reviewer") or "")
    if reviewer and tied(facts, facts.parent, reviewer):
        name = facts.records.get(reviewer, {}).get("name", reviewer)
        yield finding("BR-34", "reviewer", "E", "tie", name=name)


def tied(facts: Facts, project: Values, person: str) -> bool:
    """Tell whether a person leads a project, is in its team, is its liaison, or is staff of its committee."""
    own = project.get("id")
    rows = [*facts.look("team_member", "project", own), *facts.look("liaison_assignment", "project", own)]
    if person == project.get("leader") or person in [row.get("person") for row in rows]:
        return True
    known = facts.look("person", "id", person)
    kinds = ("social_worker", "secretary", "director")
    return any(row.get("kind") in kinds and row.get("parent") == project.get("parent") for row in known)
