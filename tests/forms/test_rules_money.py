"""Rules on vouchers, adjustments of the budget and subsidies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.forms.looking import look_in
from zjdesk.forms.check import Values
from zjdesk.forms.facts import Facts
from zjdesk.forms.rules import breaches

Wanted = list[tuple[str | None, str, str]]
PROJECT: Values = {"id": "p", "cycle": "c", "state": "running"}
CYCLE: Values = {"id": "c", "subsidy_ceiling_fen": 20_000}
FUND: Values = {"id": "f", "parent": "p", "kind": "fund", "approved_fen": 10_000}
HSBC: Values = {"id": "h", "parent": "p", "kind": "hsbc", "approved_fen": 10_000}
TEA: Values = {"id": "tea", "parent": "p", "item": "茶点", "amount": 6_000, "source": "f"}
PRINT: Values = {"id": "print", "parent": "p", "item": "印刷", "amount": 4_000, "source": "f"}
WAGES: Values = {"id": "wages", "parent": "p", "item": "社工加班费", "amount": 4_000, "source": "f"}
SPENT: Values = {
    "parent": "p",
    "source": "f",
    "budget_line": "tea",
    "amount_fen": 4_000,
    "date": "2016-03-01",
    "state": "submitted",
}
ADJUSTED: Values = {"id": "a", "parent": "p", "state": "approved", "approved_on": "2016-03-10"}
MOVED: Values = {"id": "al", "parent": "a", "from_line": "print", "to_line": "tea", "amount_fen": 1_000}
SUBSIDY: Values = {"category": "volunteer_subsidy"}
RECEIPT: Values = {"id": "s", "parent": "p", "voucher": "own", "activity": "act"}
PAID: Values = {"id": "e", "parent": "s", "no": 1, "payee": "r", "amount_fen": 5_000, "signed": True}
PEOPLE: dict[str, Values] = {
    "r": {"id": "r", "name": "示例甲", "kind": "resident", "phone": "13800001234"},
    "q": {"id": "q", "name": "示例己", "kind": "resident", "phone": "13800002222"},
    "w": {"id": "w", "name": "示例乙", "kind": "secretary", "phone": "13800005678"},
}
SHEET: Values = {"id": "sh", "parent": "act"}
SIGNED: Values = {"parent": "sh", "name": "示例甲"}


def _voucher(values: Values, role: str = "LI", **rows: list[Values]) -> Facts:
    own = {**SPENT, **values}
    rows = {"funding_source": [FUND, HSBC], "budget_line": [TEA, PRINT], "person": list(PEOPLE.values()), **rows}
    return Facts(own, parent=PROJECT, id="own", role=role, look=look_in(**rows))


def _receipt(*entries: Values, role: str = "LI", activity: str | None = "act", **rows: list[Values]) -> Facts:
    total = sum(int(str(entry["amount_fen"])) for entry in entries)
    values = {"total_fen": total, "prepared_by": "甲", "handled_by": "乙", "approved_by": "丙", "activity": activity}
    values |= {} if activity else {"period": "2015年10月"}
    look = look_in(cycle=[CYCLE], person=list(PEOPLE.values()), **rows)
    facts = Facts(values, parent=PROJECT, children={"subsidy_entry": entries}, records=PEOPLE, id="own")
    return replace(facts, look=look, role=role)


def _adjustment(approved: str | None, *lines: Values, **rows: list[Values]) -> Facts:
    records = {str(line["id"]): line for line in (TEA, PRINT, WAGES)}
    facts = Facts({"approved_on": approved}, parent=PROJECT, children={"budget_adjustment_line": lines}, id="a")
    return replace(facts, records=records, look=look_in(funding_source=[FUND], **rows))


EARLY: list[Values] = [{**SPENT, "id": "v", "amount_fen": 6_500}]
OTHER = {**RECEIPT, "id": "t"}
MONTH: Values = {"id": "t", "parent": "p", "period": "2015年10月"}
NEXT: Values = {**MONTH, "period": "2015年11月"}
MUCH: Values = {**PAID, "parent": "t", "amount_fen": 15_000}
CASES: list[tuple[str, Facts, Wanted]] = [
    ("expenditure", _voucher(SUBSIDY), [("BR-04", "W", "category")]),
    ("expenditure", _voucher(SUBSIDY, subsidy_receipt=[RECEIPT]), [("BR-04", "W", "category")]),
    ("expenditure", _voucher(SUBSIDY, subsidy_receipt=[RECEIPT], subsidy_entry=[PAID]), []),
    ("expenditure", _voucher({"payee": "示例乙"}), [("BR-04", "W", "payee")]),
    ("expenditure", _voucher({"payee": "示例甲"}), []),
    ("expenditure", _voucher({"amount_fen": 6_000}), []),
    ("expenditure", _voucher({"amount_fen": 6_001}), [("BR-29", "W", "amount_fen")]),
    (
        "expenditure",
        _voucher({"amount_fen": 7_000}, budget_adjustment=[ADJUSTED], budget_adjustment_line=[MOVED]),
        [],
    ),
    (
        "expenditure",
        _voucher(
            {"amount_fen": 7_000},
            budget_adjustment=[{**ADJUSTED, "state": "rejected"}],
            budget_adjustment_line=[MOVED],
        ),
        [("BR-29", "W", "amount_fen")],
    ),
    (
        "expenditure",
        _voucher(
            {"budget_line": "print", "amount_fen": 3_500},
            budget_adjustment=[ADJUSTED],
            budget_adjustment_line=[MOVED],
        ),
        [("BR-29", "W", "amount_fen")],
    ),
    (
        "expenditure",
        _voucher({"budget_line": None, "amount_fen": 5_001}, expenditure=[{**SPENT, "id": "v", "amount_fen": 5_000}]),
        [("BR-29", "E", "amount_fen")],
    ),
    (
        "expenditure",
        _voucher(
            {"budget_line": None, "amount_fen": 5_001},
            "SA",
            expenditure=[{**SPENT, "id": "v", "amount_fen": 5_000}],
        ),
        [("BR-29", "W", "amount_fen")],
    ),
    (
        "expenditure",
        _voucher(
            {"budget_line": None, "amount_fen": 5_001},
            expenditure=[{**SPENT, "id": "v", "amount_fen": 5_000, "state": "rejected"}],
        ),
        [],
    ),
    (
        "expenditure",
        _voucher(
            {"budget_line": None, "amount_fen": 10_001},
            budget_adjustment=[{**ADJUSTED, "state": "submitted"}],
            budget_adjustment_line=[{**MOVED, "from_line": None, "extra_source": "f"}],
        ),
        [],
    ),
    ("expenditure", _voucher({"budget_line": None, "source": "h", "amount_fen": 20_000}), []),
    ("budget_adjustment", _adjustment("2016-03-10", MOVED, budget_line=[TEA]), []),
    ("budget_adjustment", _adjustment(None, {**MOVED, "to_line": "wages"}), [("BR-30", "E", "")]),
    ("budget_adjustment", _adjustment("2016-03-10", MOVED, expenditure=EARLY), [("BR-30", "E", "approved_on")]),
    ("budget_adjustment", _adjustment("2016-03-01", MOVED, expenditure=EARLY), []),
    ("budget_adjustment", _adjustment("2016-03-10", MOVED, expenditure=[{**EARLY[0], "state": "draft"}]), []),
    (
        "budget_adjustment",
        _adjustment(
            "2016-03-10",
            MOVED,
            expenditure=EARLY,
            budget_adjustment=[{**ADJUSTED, "id": "b"}],
            budget_adjustment_line=[{**MOVED, "parent": "b"}],
        ),
        [],
    ),
    ("subsidy_receipt", _receipt(PAID), []),
    ("subsidy_receipt", _receipt({**PAID, "payee": "w"}), [("BR-03", "E", "")]),
    ("subsidy_receipt", _receipt({**PAID, "payee": "w"}, role="SF"), [("BR-03", "W", "")]),
    (
        "subsidy_receipt",
        _receipt(PAID, subsidy_receipt=[OTHER], subsidy_entry=[{**PAID, "parent": "t"}]),
        [("BR-22", "W", "activity")],
    ),
    (
        "subsidy_receipt",
        _receipt(PAID, subsidy_receipt=[{**OTHER, "activity": "b"}], subsidy_entry=[{**PAID, "parent": "t"}]),
        [],
    ),
    ("subsidy_receipt", _receipt(PAID, sign_in_sheet=[SHEET], sign_in_entry=[SIGNED]), []),
    (
        "subsidy_receipt",
        _receipt({**PAID, "payee": "q"}, sign_in_sheet=[SHEET], sign_in_entry=[SIGNED]),
        [("BR-22", "W", "activity")],
    ),
    (
        "subsidy_receipt",
        _receipt({**PAID, "payee": "q"}, sign_in_sheet=[{**SHEET, "count_only": True}], sign_in_entry=[SIGNED]),
        [],
    ),
    ("subsidy_receipt", _receipt({**PAID, "amount_fen": 20_000}), []),
    ("subsidy_receipt", _receipt({**PAID, "amount_fen": 20_001}), [("BR-23", "W", "")]),
    ("subsidy_receipt", _receipt(PAID, activity=None, subsidy_receipt=[MONTH], subsidy_entry=[MUCH]), []),
    (
        "subsidy_receipt",
        _receipt({**PAID, "amount_fen": 5_001}, activity=None, subsidy_receipt=[MONTH], subsidy_entry=[MUCH]),
        [("BR-23", "W", "")],
    ),
    (
        "subsidy_receipt",
        _receipt({**PAID, "amount_fen": 5_001}, activity=None, subsidy_receipt=[NEXT], subsidy_entry=[MUCH]),
        [],
    ),
    (
        "subsidy_entry",
        Facts({**PAID, "amount_fen": 6_000}, parent={"state": "paid"}, before=PAID),
        [("BR-21", "E", "amount_fen")],
    ),
    ("subsidy_entry", Facts({**PAID, "amount_fen": 6_000}, parent={"state": "draft"}, before=PAID), []),
    ("subsidy_entry", Facts(PAID, parent={"state": "paid"}, before={**PAID, "no": 9}), []),
]


@pytest.mark.parametrize(("form", "facts", "wanted"), CASES)
def test_a_rule_on_money_finds(form: str, facts: Facts, wanted: Wanted) -> None:
    found = breaches(form, facts)

    assert [(one.rule, one.level, one.field) for one in found] == wanted
    assert all(one.text("zh") and one.text("en") for one in found)


@pytest.mark.parametrize(("amount", "tax", "asked"), [(80_000, None, 0), (80_001, None, 1), (80_001, 0, 0)])
def test_br_23_tax_is_thought_of_above_what_is_free(amount: int, tax: int | None, asked: int) -> None:
    entry = {**PAID, "amount_fen": amount, "tax_fen": tax}
    facts = replace(_receipt(entry), look=look_in(person=list(PEOPLE.values())))
    assert [one.rule for one in breaches("subsidy_receipt", facts)] == ["BR-23"] * asked
