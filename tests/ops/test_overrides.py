"""Who goes past a warning says why; the reason is kept with the rule and its version, and travels to the office."""

from __future__ import annotations

import pytest

from tests.ops.world import Street, leader, project
from zjdesk.errors import InputError
from zjdesk.forms.rulebook import load_rules
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.overrides import OVERRIDE
from zjdesk.ops.queries import get, list_records
from zjdesk.ops.undo import undo
from zjdesk.paths import forms_dir

RECORD = {
    "title": "邻里讲座",
    "start_time": "09:00",
    "end_time": "10:00",
    "place": "活动室",
    "process": "居民" * 30,
    "headcount": 20,
    "volunteers": 2,
    "run_by": "team",
    "label_shown": False,
}
WHY = "横幅丢失，已口头说明"


def _record(street: Street, **values: object) -> str:
    own = {"project": project(street), "host": leader(street), "date": "2016-07-20", **RECORD, **values}
    return save(street.liaison, [NewRecord("activity_record", own)]).ids[0]


def test_a_draft_goes_past_its_warnings(street: Street) -> None:
    own = _record(street)
    save(street.liaison, [EditRecord(own, {"place": "广场"})])
    assert list_records(street.liaison, OVERRIDE) == []


def test_a_warning_wants_a_reason_and_nothing_is_saved_without_one(street: Street) -> None:
    own = _record(street)
    for why in ("", "  "):
        with pytest.raises(InputError) as caught:
            save(street.liaison, [EditRecord(own, {"state": "submitted"})], why=why)
        assert caught.value.key == "ops.reason_needed"
        assert [problem.key for problem in caught.value.problems] == ["forms.rule_br_11"]
    assert get(street.liaison, own).values["state"] == "draft"


def test_the_reason_is_kept_with_rule_and_version_and_comes_to_the_office(street: Street) -> None:
    own = _record(street)
    save(street.liaison, [EditRecord(own, {"state": "submitted"})], why=WHY)

    street.carry(street.liaison, street.office)
    (kept,) = list_records(street.office, OVERRIDE, masked=False)
    assert kept.parent == get(street.office, own).parent
    assert kept.values == {
        "form": "activity_record",
        "record": own,
        "rule": "BR-11",
        "rule_version": load_rules(forms_dir())["BR-11"].version,
        "message": "未体现“自治金项目”字样。",
        "reason": WHY,
    }


def test_what_was_answered_is_not_asked_again_but_another_warning_is(street: Street) -> None:
    own = _record(street)
    save(street.liaison, [EditRecord(own, {"state": "submitted"})], why=WHY)
    save(street.liaison, [EditRecord(own, {"place": "广场"})])
    sheet = {"activity": own, "count": 30, "count_only": True, "state": "submitted"}
    save(street.liaison, [NewRecord("sign_in_sheet", sheet)])

    with pytest.raises(InputError) as caught:
        save(street.liaison, [EditRecord(own, {"place": "会所"})])
    assert [problem.key for problem in caught.value.problems] == ["forms.rule_br_25_headcount"]
    assert len(list_records(street.liaison, OVERRIDE)) == 1


def test_undoing_the_save_takes_the_reason_back(street: Street) -> None:
    own = _record(street)
    save(street.liaison, [EditRecord(own, {"state": "submitted"})], why=WHY)
    undo(street.liaison)
    assert get(street.liaison, own).values["state"] == "draft"
    assert list_records(street.liaison, OVERRIDE) == []


def test_an_error_is_told_before_a_reason_is_asked(street: Street) -> None:
    own = _record(street, state="draft")
    record = {**RECORD, "project": str(get(street.liaison, own).parent), "host": leader(street, "示例王二")}
    with pytest.raises(InputError) as caught:
        save(street.liaison, [NewRecord("activity_record", {**record, "date": "2016-08-20", "state": "submitted"})])
    assert caught.value.key != "ops.reason_needed"
