"""What must hold before a step of a life cycle is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.forms.looking import look_in
from zjdesk.forms.check import Values
from zjdesk.forms.facts import Facts
from zjdesk.forms.gates import CRITERIA, GATES
from zjdesk.forms.model import Catalogue
from zjdesk.forms.rules import shut_gates

Wanted = list[tuple[str | None, str]]
TODAY = date(2015, 7, 28)
STEPS = [
    ("collecting", "proposed"),
    ("proposed", "pre_reviewed"),
    ("pre_reviewed", "reviewed"),
    ("reviewed", "noticed"),
    ("noticed", "approved"),
    ("approved", "running"),
    ("running", "mid_evaluated"),
    ("mid_evaluated", "final_evaluated"),
    ("final_evaluated", "closed"),
    ("closed", "archived"),
]
NEED: Values = {"turned_into": ["p"], "state": "submitted"}
PASSED: Values = {"id": "1", "parent": "p", "date": "2015-07-20", "result": "pass", "state": "submitted"}
REVIEWER: Values = {"id": "o", "name": "示例评委", "kind": "outsider", "parent": "street"}
SCORES: list[Values] = [
    {"parent": "p", "reviewer": "o", "criterion": one, "state": "submitted"} for one in (*CRITERIA, "innovation")
]
NOTICE: Values = {"id": "n", "projects": ["p"], "from": "2015-07-20", "to": "2015-07-27", "state": "submitted"}
OBJECTION: Values = {"parent": "n", "content": "噪音"}
LEADER: Values = {"parent": "p", "person": "r", "duty": "leader", "from": "2015-07-01"}
LIAISON: Values = {"parent": "p", "person": "w", "from": "2015-07-01"}
WHOLE: dict[str, list[Values]] = {
    "need": [NEED],
    "pre_review": [PASSED],
    "review_score": SCORES,
    "person": [REVIEWER],
    "notice": [NOTICE],
    "team_member": [LEADER],
    "liaison_assignment": [LIAISON],
}


def _turned(source: str, target: str, parent: Values | None = None, **values: object) -> Facts:
    before = {"state": source, **values}
    facts = Facts({**before, "state": target}, parent={"id": "above", **(parent or {})}, id="p", before=before)
    return replace(facts, today=TODAY)


def _found(catalogue: Catalogue, form: str, facts: Facts) -> Wanted:
    found = shut_gates(catalogue.form(form), facts)
    assert all(one.text("zh") and one.text("en") for one in found)
    return [(one.rule, one.level) for one in found]


def _without(**rows: list[Values]) -> Facts:
    return replace(_turned("noticed", "approved"), look=look_in(**{**WHOLE, **rows}))


@pytest.mark.parametrize(("source", "target"), STEPS)
def test_a_project_with_everything_walks_from_collecting_to_archived(
    catalogue: Catalogue, source: str, target: str
) -> None:
    cycle = catalogue.form("project").life_cycle
    assert cycle is not None and cycle.transition(source, target) is not None
    assert _found(catalogue, "project", replace(_turned(source, target), look=look_in(**WHOLE))) == []


@pytest.mark.parametrize("target", ["rejected", "terminated"])
def test_the_side_exits_ask_for_a_reason(catalogue: Catalogue, target: str) -> None:
    cycle = catalogue.form("project").life_cycle
    assert cycle is not None
    steps = [step for step in cycle.transitions if step.target == target]
    assert steps and all(step.reason for step in steps)


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        (_without(pre_review=[]), [("BR-32", "E")]),
        (_without(pre_review=[{**PASSED, "result": "improve"}]), [("BR-32", "E")]),
        (_without(pre_review=[{**PASSED, "state": "draft"}]), [("BR-32", "E")]),
        (_without(pre_review=[PASSED, {**PASSED, "date": "2015-07-21", "result": "refused"}]), [("BR-32", "E")]),
        (_without(pre_review=[{**PASSED, "date": "2015-07-10", "result": "improve"}, PASSED]), []),
        (_without(review_score=[]), [("BR-34", "E")]),
        (_without(review_score=SCORES[1:]), [("BR-34", "E")]),
        (_without(review_score=SCORES[:4]), []),
        (_without(review_score=[*SCORES, {**SCORES[0], "reviewer": "z"}]), [("BR-34", "E")]),
        (_without(team_member=[LEADER, {**LEADER, "person": "o", "duty": "other"}]), [("BR-34", "E")]),
        (_without(notice=[]), [("BR-32", "E")]),
        (_without(notice=[{**NOTICE, "projects": ["q"]}]), [("BR-32", "E")]),
        (_without(notice=[{**NOTICE, "to": "2015-07-28"}]), [("BR-32", "E")]),
        (_without(notice=[{**NOTICE, "from": "2015-07-22"}]), [("BR-32", "E")]),  # four working days
        (_without(notice=[{**NOTICE, "from": "2015-07-21"}]), []),  # five
        (_without(notice=[{**NOTICE, "state": "draft"}]), [("BR-32", "E")]),
        (_without(notice_objection=[OBJECTION]), [("BR-32", "E")]),
        (_without(notice_objection=[{**OBJECTION, "handling": "已说明"}]), [("BR-32", "E")]),
        (_without(notice_objection=[{**OBJECTION, "handling": "已说明", "result": "无异议"}]), []),
        (_without(team_member=[]), [("BR-17", "E")]),
        (_without(team_member=[LEADER, {**LEADER, "person": "s"}]), [("BR-17", "E")]),
    ],
)
def test_br_32_br_34_approval_waits_for_its_gates(catalogue: Catalogue, facts: Facts, wanted: Wanted) -> None:
    assert _found(catalogue, "project", facts) == wanted


@pytest.mark.parametrize(
    ("source", "target", "lacking", "wanted"),
    [
        ("collecting", "proposed", "need", [("BR-33", "W")]),
        ("pre_reviewed", "reviewed", "pre_review", [("BR-32", "E")]),
        ("reviewed", "noticed", "review_score", [("BR-34", "E")]),
        ("approved", "running", "liaison_assignment", [("BR-20", "E")]),
    ],
)
def test_earlier_steps_have_gates_of_their_own(
    catalogue: Catalogue, source: str, target: str, lacking: str, wanted: Wanted
) -> None:
    facts = replace(_turned(source, target), look=look_in(**{**WHOLE, lacking: []}))
    assert _found(catalogue, "project", facts) == wanted


def test_br_33_a_proposal_that_names_needs_will_do(catalogue: Catalogue) -> None:
    rows = {"proposal": [{"parent": "p", "need_refs": ["n"], "state": "submitted"}]}
    facts = replace(_turned("collecting", "proposed"), look=look_in(**rows))
    assert _found(catalogue, "project", facts) == []


def test_a_new_record_in_a_later_state_passes_the_gates_that_lead_there(catalogue: Catalogue) -> None:
    facts = replace(_turned("", "approved"), before=None)
    assert {rule for rule, _ in _found(catalogue, "project", facts)} == {"BR-32", "BR-34", "BR-17"}
    assert _found(catalogue, "project", replace(facts, look=look_in(**WHOLE))) == []


@pytest.mark.parametrize(
    ("consent", "photo", "wanted"),
    [
        (True, "written_consent", []),
        (True, "no_people", []),
        (True, "informed", [("BR-38", "E")]),
        (True, "to_be_blurred", [("BR-38", "E")]),
        (False, "written_consent", [("BR-38", "E")]),
    ],
)
def test_br_38_a_case_is_published_with_consent(
    catalogue: Catalogue, consent: bool, photo: str, wanted: Wanted
) -> None:
    facts = _turned("selected", "published", named_people_consent=consent, photos=["x"])
    facts = replace(facts, look=look_in(photo=[{"id": "x", "faces_consent": photo}]))
    assert _found(catalogue, "case_study", facts) == wanted


@pytest.mark.parametrize(("who", "wanted"), [("示例社工", [("BR-37", "W")]), ("示例督导", [])])
def test_br_37_another_verifies_an_issue(catalogue: Catalogue, who: str, wanted: Wanted) -> None:
    facts = replace(_turned("answered", "verified", owner="示例社工"), who=who)
    assert _found(catalogue, "issue", facts) == wanted


@pytest.mark.parametrize("lacking", [None, "self_assessment", "supervisor_assessment", "interview", "archive_check"])
def test_br_45_a_finding_is_fixed_with_its_four_sources(catalogue: Catalogue, lacking: str | None) -> None:
    forms = ("self_assessment", "supervisor_assessment", "interview", "archive_check")
    row: Values = {"parent": "above", "wave": "final", "state": "submitted"}
    rows: dict[str, list[Values]] = {form: [{**row, "wave": "mid"} if form == lacking else row] for form in forms}
    facts = replace(_turned("submitted", "checked", wave="final"), look=look_in(**rows))
    assert _found(catalogue, "evaluation_finding", facts) == ([("BR-45", "W")] if lacking else [])


@pytest.mark.parametrize(("entered", "wanted"), [(1, [("BR-39", "E")]), (2, []), (3, [("BR-39", "E")])])
def test_br_39_a_cycle_is_closed_when_every_paper_is_entered(
    catalogue: Catalogue, entered: int, wanted: Wanted
) -> None:
    batch: Values = {"id": "b", "cycle": "p", "recovered": 2}
    rows: dict[str, list[Values]] = {"batch": [batch], "response": [{"parent": "b"}] * entered}
    facts = replace(_turned("final", "closed"), look=look_in(**rows))
    assert _found(catalogue, "cycle", facts) == wanted


def test_every_gate_stands_at_a_step(catalogue: Catalogue) -> None:
    cycles = [catalogue.form(name).life_cycle for name in catalogue.names()]
    used = {gate for cycle in cycles if cycle for step in cycle.transitions for gate in step.gates}
    assert used == set(GATES)
