"""Business rules on one record with what belongs to it: the breach, its rule and its field."""

from __future__ import annotations

import pytest

from tests.forms.looking import look_in
from zjdesk.forms.check import Values
from zjdesk.forms.facts import Facts
from zjdesk.forms.model import Catalogue
from zjdesk.forms.rules import RULES, breaches

RESIDENT: Values = {"name": "示例甲", "kind": "resident", "phone": "00000001234"}
WORKER: Values = {"name": "示例乙", "kind": "social_worker", "phone": "00000005678"}
TWIN: Values = {"name": "示例乙", "kind": "resident", "phone": "00000005678"}
PEOPLE = {"r": RESIDENT, "w": WORKER, "t": TWIN}
RECEIPT: Values = {
    "total_fen": 15000,
    "total_words": "壹佰伍拾元整",
    "prepared_by": "甲",
    "handled_by": "乙",
    "approved_by": "丙",
}
PAID = (
    {"no": 1, "payee": "r", "amount_fen": 5000, "signed": True},
    {"no": 2, "payee": "t", "amount_fen": 10000, "signed": True},
)
PROJECT: Values = {"cycle": "c", "leader": "r"}
CYCLE = {"c": {"cap_fen": 2_000_000}}
FUND: Values = {"id": "f", "kind": "fund", "approved_fen": 2_000_000}
SELF: Values = {"id": "s", "kind": "self_raised", "approved_fen": 500_000}
ITEMS = ({"source": "f", "amount": 2_000_000}, {"source": "s", "amount": 500_000})
LINES = {
    "a": {"item": "茶点", "source": "f"},
    "b": {"item": "印刷", "source": "f"},
    "c": {"item": "讲师", "source": "s"},
}
PLANS = {"p": {"title": "讲座", "planned_from": "2016-03-20"}, "q": {"title": "参观", "planned_from": "2016-04-20"}}
LONG = "居民" * 25

SOUND = [
    (
        "project",
        Facts(PROJECT, children={"funding_source": [FUND, SELF], "budget_line": ITEMS}, records=CYCLE | PEOPLE),
    ),
    ("subsidy_receipt", Facts(RECEIPT, children={"subsidy_entry": PAID}, records=PEOPLE)),
    ("subsidy_entry", Facts({"payee": "r"}, records=PEOPLE)),
    ("subsidy_entry", Facts({"payee": "elsewhere"}, records=PEOPLE)),
    ("sign_in_sheet", Facts({"count": 2}, children={"sign_in_entry": [{"name": "甲"}, {"name": "乙"}]})),
    ("sign_in_sheet", Facts({"count": 40, "count_only": True})),
    ("handout_list", Facts({"total_qty": 10, "left_qty": 2}, children={"handout_entry": [{"qty": 5}, {"qty": 3}]})),
    (
        "activity_record",
        Facts({"headcount": 33, "process": LONG, "label_shown": True}, children={"sign_in_sheet": [{"count": 30}]}),
    ),
    ("activity_record", Facts({"process": f"自治金项目{LONG}", "label_shown": False})),
    ("team_change", Facts({"kind": "member"})),
    ("photo", Facts({"taken_on": "2016-03-01"}, parent={"date": "2016-02-29"})),
    (
        "budget_adjustment",
        Facts({}, children={"budget_adjustment_line": [{"from_line": "a", "to_line": "b"}]}, records=LINES),
    ),
    ("liaison_assignment", Facts({"person": "w"}, records=PEOPLE)),
    ("project_adjustment", Facts({"approved_on": "2016-03-19", "plan_items": ["p", "q"]}, records=PLANS)),
    ("project_adjustment", Facts({"plan_items": ["p"]}, records=PLANS)),
    ("response", Facts({"q1_aware": "-9", "q2_content": ["-8"], "q4_freq": "1", "q7_sat": "1"})),
    ("street", Facts({})),
]
BROKEN: list[tuple[str, Facts, list[tuple[str | None, str]]]] = [
    (
        "project",
        Facts(
            PROJECT,
            children={
                "funding_source": [FUND, {**FUND, "id": "g", "approved_fen": 1}],
                "budget_line": [*ITEMS, {"source": "g", "amount": 1}],
            },
            records=CYCLE,
        ),
        [("BR-01", "")],
    ),
    (
        "project",
        Facts(
            PROJECT, children={"funding_source": [FUND], "budget_line": [{"source": "f", "amount": 1}]}, records=CYCLE
        ),
        [("BR-02", "")],
    ),
    ("project", Facts({"leader": "w"}, records=PEOPLE), [("BR-20", "leader")]),
    ("liaison_assignment", Facts({"person": "r"}, records=PEOPLE), [("BR-20", "person")]),
    (
        "team_change",
        Facts({"kind": "leader", "handover_done": False, "new_leader_signed": True}),
        [("BR-17", "handover_done")],
    ),
    (
        "team_change",
        Facts({"kind": "leader", "handover_done": True, "new_leader_signed": False}),
        [("BR-17", "new_leader_signed")],
    ),
    ("subsidy_entry", Facts({"payee": "w"}, records=PEOPLE), [("BR-03", "payee")]),
    ("subsidy_entry", Facts({"payee": "t"}, records=PEOPLE, look=look_in(person=[WORKER])), [("BR-03", "payee")]),
    ("subsidy_receipt", Facts(RECEIPT, children={"subsidy_entry": PAID[:1]}), [("BR-21", "total_fen")]),
    (
        "subsidy_receipt",
        Facts({**RECEIPT, "total_words": "壹佰元整"}, children={"subsidy_entry": PAID}),
        [("BR-21", "total_words")],
    ),
    (
        "subsidy_receipt",
        Facts({**RECEIPT, "approved_by": "甲"}, children={"subsidy_entry": PAID}),
        [("BR-21", "approved_by")],
    ),
    (
        "subsidy_receipt",
        Facts(RECEIPT, children={"subsidy_entry": [PAID[0], {**PAID[1], "signed": False}]}),
        [("BR-21", "")],
    ),
    (
        "subsidy_receipt",
        Facts(RECEIPT, children={"subsidy_entry": [PAID[0], {**PAID[1], "payee": "r"}]}),
        [("BR-22", "")],
    ),
    ("sign_in_sheet", Facts({"count": 2}, children={"sign_in_entry": [{"name": "甲"}]}), [("BR-25", "count")]),
    (
        "sign_in_sheet",
        Facts({"count": 2}, children={"sign_in_entry": [{"name": "甲"}, {"name": "甲"}]}),
        [("BR-25", "count")],
    ),
    (
        "handout_list",
        Facts({"total_qty": 10, "left_qty": 2}, children={"handout_entry": [{"qty": 9}]}),
        [("BR-24", "total_qty")],
    ),
    (
        "activity_record",
        Facts({"headcount": 34, "process": LONG, "label_shown": True}, children={"sign_in_sheet": [{"count": 30}]}),
        [("BR-25", "headcount")],
    ),
    (
        "activity_record",
        Facts({"process": LONG[:49], "label_shown": False}),
        [("R18", "process"), ("BR-11", "label_shown")],
    ),
    ("photo", Facts({"taken_on": "2016-03-02"}, parent={"date": "2016-02-29"}), [("R21", "taken_on")]),
    (
        "budget_adjustment",
        Facts({}, children={"budget_adjustment_line": [{"from_line": "a", "to_line": "c"}]}, records=LINES),
        [("BR-30", "")],
    ),
    (
        "project_adjustment",
        Facts({"approved_on": "2016-04-20", "plan_items": ["q", "elsewhere"]}, records=PLANS),
        [("BR-16", "approved_on")],
    ),
    ("response", Facts({"q1_aware": "-9", "q4_freq": "-9", "q7_sat": "1"}), [("BR-40", "is_invalid")]),
]


@pytest.mark.parametrize(("form", "facts"), SOUND)
def test_a_sound_record_breaks_no_rule(form: str, facts: Facts) -> None:
    assert breaches(form, facts) == []


@pytest.mark.parametrize(("form", "facts", "wanted"), BROKEN)
def test_a_breach_names_its_rule_and_field(form: str, facts: Facts, wanted: list[tuple[str | None, str]]) -> None:
    found = breaches(form, facts)

    assert [(item.rule, item.field) for item in found] == wanted
    assert all(item.text("zh") and item.text("en") for item in found)


def test_rules_look_only_at_declared_forms_and_fields(catalogue: Catalogue) -> None:
    for name, ruled in RULES.items():
        assert set(ruled.children) <= set(catalogue.children(name))
    for form, _, wanted in BROKEN:
        assert all(field in ("", *catalogue.form(form).columns) for _, field in wanted)
