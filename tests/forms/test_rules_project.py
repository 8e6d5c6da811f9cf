"""Rules on projects, proposals, budgets as approved, teams and liaisons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.forms.looking import look_in
from zjdesk.forms.check import Values
from zjdesk.forms.facts import Facts
from zjdesk.forms.rules import breaches

Wanted = list[tuple[str | None, str, str]]
CYCLE: Values = {
    "id": "c",
    "cap_fen": 2_000_000,
    "start": "2015-08-01",
    "end": "2016-07-31",
    "match_ratio": "1.5",
}
RUNNING: Values = {"id": "p", "state": "running", "cycle": "c", "leader": "r", "parent": "C01"}
DRAFT: Values = {**RUNNING, "state": "collecting"}
FUND: Values = {"id": "f", "parent": "p", "kind": "fund", "approved_fen": 2_000_001, "received_fen": 0}
RAISED: Values = {"id": "s", "parent": "p", "kind": "self_raised", "approved_fen": 0, "received_fen": 1000}
MATCHED: Values = {"id": "h", "parent": "p", "kind": "hsbc", "approved_fen": 0, "received_fen": 1500}
LINE: Values = {"category": "supplies", "item": "茶杯", "unit_price": 100, "qty": "3", "source": "f"}
PEOPLE: dict[str, Values] = {
    "r": {"id": "r", "name": "示例甲", "kind": "resident", "parent": "C01"},
    "w": {"id": "w", "name": "示例乙", "kind": "social_worker", "parent": "C01"},
    "x": {"id": "x", "name": "示例丙", "kind": "director", "parent": "C02"},
    "o": {"id": "o", "name": "示例丁", "kind": "outsider", "parent": "street"},
}
PERSON = list(PEOPLE.values())
LED: Values = {"id": "m", "parent": "p", "person": "r", "duty": "leader", "from": "2015-08-01"}
LIAISON: Values = {"id": "l", "parent": "p", "person": "w", "from": "2015-08-01"}


def _project(*sources: Values, **values: object) -> Facts:
    own = {"cycle": "c", "leader": "r", "start": "2015-08-01", "end": "2016-07-31", **values}
    return Facts(own, children={"funding_source": sources}, records={"c": CYCLE, **PEOPLE}, id="p")


def _below(values: Values, parent: Values = RUNNING, **rows: list[Values]) -> Facts:
    return Facts(values, parent=parent, records=PEOPLE, id="own", look=look_in(cycle=[CYCLE], person=PERSON, **rows))


CASES: list[tuple[str, Facts, Wanted]] = [
    ("funding_source", _below(FUND, funding_source=[FUND]), [("BR-01", "E", "")]),
    ("funding_source", _below(FUND, DRAFT, funding_source=[FUND]), []),
    ("funding_source", _below(FUND, funding_source=[{**FUND, "approved_fen": 2_000_000}, RAISED]), []),
    ("budget_adjustment", _below({}, funding_source=[FUND]), [("BR-01", "E", "")]),
    ("project", _project(start="2015-07-31"), [("R07", "E", "start")]),
    ("project", _project(end="2016-08-01"), [("R07", "E", "end")]),
    ("project", replace(_project(), children={"liaison_assignment": [{"person": "r"}]}), [("BR-20", "E", "leader")]),
    ("project", _project(RAISED, MATCHED, building_project=True), []),
    (
        "project",
        _project(RAISED, {**MATCHED, "received_fen": 1501}, building_project=True),
        [("BR-47", "W", "building_project")],
    ),
    ("project", _project(RAISED, {**MATCHED, "received_fen": 1501}), []),
    ("project", _project(membership_system=True), [("BR-48", "W", "membership_system")]),
    ("project", _project(RAISED, membership_system=True), [("BR-48", "W", "membership_system")]),
    ("project", _project({**RAISED, "receipt": "hash"}, membership_system=True), []),
    ("proposal", _below({}), [("BR-33", "W", "need_refs")]),
    ("proposal", _below({"need_refs": ["n"]}), []),
    ("proposal", _below({}, need=[{"turned_into": ["p"], "state": "submitted"}]), []),
    ("proposal", _below({}, need=[{"turned_into": ["p"], "state": "draft"}]), [("BR-33", "W", "need_refs")]),
    ("budget_line", replace(_below({**LINE, "qty": "4"}), before=LINE), [("R13", "E", "qty")]),
    ("budget_line", replace(_below({**LINE, "note": "改"}), before=LINE), []),
    ("budget_line", replace(_below({**LINE, "qty": "4"}, DRAFT), before=LINE), []),
    ("budget_line", _below(LINE), []),
    ("team_member", _below({**LED, "from": "2016-03-01"}, team_member=[LED]), [("BR-17", "E", "duty")]),
    ("team_member", _below({**LED, "from": "2016-03-01"}, team_member=[{**LED, "to": "2016-03-01"}]), []),
    ("team_member", _below({**LED, "duty": "finance"}, team_member=[LED]), []),
    ("team_member", _below({**LED, "person": "w"}), [("BR-20", "E", "person")]),
    ("liaison_assignment", _below(LIAISON, liaison_assignment=[{**LIAISON, "id": "k"}]), [("BR-20", "E", "from")]),
    ("liaison_assignment", _below(LIAISON, liaison_assignment=[{**LIAISON, "id": "own"}]), []),
    ("review_score", _below({"reviewer": "o"}, team_member=[LED], liaison_assignment=[LIAISON]), []),
    ("review_score", _below({"reviewer": "x"}), []),
    ("review_score", _below({"reviewer": "r"}), [("BR-34", "E", "reviewer")]),
    ("review_score", _below({"reviewer": "o"}, team_member=[{**LED, "person": "o"}]), [("BR-34", "E", "reviewer")]),
    ("review_score", _below({"reviewer": "w"}), [("BR-34", "E", "reviewer")]),
]


@pytest.mark.parametrize(("form", "facts", "wanted"), CASES)
def test_a_rule_on_projects_finds(form: str, facts: Facts, wanted: Wanted) -> None:
    found = breaches(form, facts)

    assert [(one.rule, one.level, one.field) for one in found] == wanted
    assert all(one.text("zh") and one.text("en") for one in found)
