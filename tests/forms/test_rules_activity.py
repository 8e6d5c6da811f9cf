"""Rules on activities that look beyond the record: handed in late, moved, handed out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.forms.looking import look_in
from zjdesk.forms.check import Values
from zjdesk.forms.facts import Facts
from zjdesk.forms.rules import breaches

Wanted = list[tuple[str | None, str, str]]
PROJECT: Values = {"id": "p", "cycle": "c"}
RECORD: Values = {
    "date": "2016-03-01",
    "process": "居民" * 25,
    "label_shown": True,
    "state": "submitted",
    "headcount": 30,
}
DRAFT: Values = {**RECORD, "state": "draft"}
AGREED: Values = {"parent": "p", "plan_items": ["own"], "state": "approved"}
BOUGHT: dict[str, Values] = {"v": {"id": "v", "purchased_qty": 10}}
LIST: Values = {"id": "x", "parent": "p", "expenditure": "v", "total_qty": 6, "state": "submitted"}


def _record(before: Values | None, today: str, days: int | None = None) -> Facts:
    look = look_in(cycle=[{"id": "c", "record_days": days}])
    return Facts(RECORD, parent=PROJECT, before=before, today=date.fromisoformat(today), look=look)


def _plan(state: str, **rows: list[Values]) -> Facts:
    values = {"title": "讲座", "state": state}
    return Facts(values, parent=PROJECT, id="own", before={**values, "state": "planned"}, look=look_in(**rows))


def _list(total: int, **rows: list[Values]) -> Facts:
    facts = Facts({"total_qty": total, "expenditure": "v"}, parent=PROJECT, records=BOUGHT, id="own")
    return replace(facts, look=look_in(**rows))


CASES: list[tuple[str, Facts, Wanted]] = [
    ("activity_record", _record(None, "2016-03-16"), []),
    ("activity_record", _record(None, "2016-03-17"), [("BR-09", "W", "date")]),
    ("activity_record", _record(DRAFT, "2016-03-17"), [("BR-09", "W", "date")]),
    ("activity_record", _record(RECORD, "2016-03-17"), []),
    ("activity_record", _record(DRAFT, "2016-03-21", 20), []),
    ("activity_record", _record(DRAFT, "2016-03-22", 20), [("BR-09", "W", "date")]),
    ("activity_plan", _plan("moved"), [("BR-16", "W", "state")]),
    ("activity_plan", _plan("cancelled", project_adjustment=[AGREED]), []),
    (
        "activity_plan",
        _plan("cancelled", project_adjustment=[{**AGREED, "state": "submitted"}]),
        [("BR-16", "W", "state")],
    ),
    (
        "activity_plan",
        _plan("cancelled", project_adjustment=[{**AGREED, "plan_items": ["y"]}]),
        [("BR-16", "W", "state")],
    ),
    ("activity_plan", _plan("held"), []),
    ("handout_list", _list(10), []),
    ("handout_list", _list(11), [("BR-24", "E", "total_qty")]),
    ("handout_list", _list(5, handout_list=[LIST]), [("BR-24", "E", "total_qty")]),
    ("handout_list", _list(4, handout_list=[LIST]), []),
    ("handout_list", _list(5, handout_list=[{**LIST, "state": "draft"}]), []),
]


@pytest.mark.parametrize(("form", "facts", "wanted"), CASES)
def test_a_rule_on_activities_finds(form: str, facts: Facts, wanted: Wanted) -> None:
    found = breaches(form, facts)

    assert [(one.rule, one.level, one.field) for one in found] == wanted
    assert all(one.text("zh") and one.text("en") for one in found)
