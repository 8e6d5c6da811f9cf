"""Saving, deleting, restoring and undoing as a person does it."""

from __future__ import annotations

import pytest

from tests.ops.world import Street, project
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.changes import DeleteRecord, EditRecord, NewRecord, RestoreRecord
from zjdesk.ops.edit import new_id, save
from zjdesk.ops.queries import get, history, list_records
from zjdesk.ops.undo import redo, undo


def _line(project_id: str, item: str = "横幅") -> NewRecord:
    return NewRecord(
        "activity_plan",
        {
            "project": project_id,
            "seq": 1,
            "title": item,
            "planned_from": "2015-09-01",
            "planned_to": "2015-09-01",
            "planned_headcount": 20,
        },
    )


def test_a_record_and_its_children_are_one_action(street: Street) -> None:
    own = project(street)
    changes = save(street.liaison, [_line(own), _line(own, "海报")])
    assert len(changes.groups) == 1
    plans = list_records(street.liaison, "activity_plan", parent=own)
    assert {item.values["title"] for item in plans} == {"横幅", "海报"}
    undo(street.liaison)
    assert list_records(street.liaison, "activity_plan", parent=own) == []
    redo(street.liaison)
    assert len(list_records(street.liaison, "activity_plan", parent=own)) == 2


def test_all_or_none_is_saved_and_every_problem_is_named(street: Street) -> None:
    own = project(street)
    bad = NewRecord("activity_plan", {"project": own, "seq": "eins", "title": "横幅"})
    with pytest.raises(InputError) as caught:
        save(street.liaison, [_line(own), bad])
    assert {problem.place for problem in caught.value.problems} >= {"2/seq", "2/planned_headcount"}
    assert list_records(street.liaison, "activity_plan") == []


def test_an_edit_keeps_what_the_writer_did_not_touch(street: Street) -> None:
    own = project(street)
    shown = get(street.liaison, own)
    save(street.liaison, [EditRecord(own, {"name": "合唱队"}, shown)])
    save(street.liaison, [EditRecord(own, {"target_group": "老年居民"}, shown)])
    after = get(street.liaison, own)
    assert (after.values["name"], after.values["target_group"], after.conflict) == ("合唱队", "老年居民", False)


def test_two_windows_editing_the_same_field_become_a_conflict(street: Street) -> None:
    own = project(street)
    shown = get(street.liaison, own)
    save(street.liaison, [EditRecord(own, {"name": "合唱队"}, shown)])
    save(street.liaison, [EditRecord(own, {"name": "书法班"}, shown)])
    assert get(street.liaison, own).conflict


def test_deleting_takes_the_children_along_and_restoring_brings_them_back(street: Street) -> None:
    own = project(street)
    save(street.liaison, [_line(own)])
    changes = save(street.liaison, [DeleteRecord(own)])
    assert len(changes.ids) == 2
    assert list_records(street.liaison, "activity_plan") == []
    with pytest.raises(NotAllowed):
        save(street.liaison, [DeleteRecord(own)])
    save(street.liaison, [RestoreRecord(own)])
    assert len(list_records(street.liaison, "activity_plan")) == 1
    assert not get(street.liaison, own).deleted


def test_undo_puts_the_old_value_back_and_keeps_history(street: Street) -> None:
    own = project(street)
    save(street.liaison, [EditRecord(own, {"name": "合唱队"})])
    undo(street.liaison)
    assert get(street.liaison, own).values["name"] == "示例项目01"
    redo(street.liaison)
    assert get(street.liaison, own).values["name"] == "合唱队"
    assert [line.set.get("name") for line in history(street.liaison, own)] == [
        "示例项目01",
        "合唱队",
        "示例项目01",
        "合唱队",
    ]


def test_a_step_must_be_one_of_the_life_cycle(street: Street) -> None:
    own = project(street)
    with pytest.raises(NotAllowed):
        save(street.liaison, [EditRecord(own, {"state": "archived"})])
    save(street.liaison, [EditRecord(own, {"state": "proposed"})], why="民意征集在居委纸质登记")
    assert get(street.liaison, own).values["state"] == "proposed"


def test_a_parent_made_in_the_same_action_is_known(street: Street) -> None:
    own = project(street)
    plan = new_id(street.liaison)
    changes = save(street.liaison, [NewRecord("activity_plan", dict(_line(own).values), plan), DeleteRecord(own)])
    assert plan in changes.ids


def test_where_a_record_belongs_cannot_change(street: Street) -> None:
    own = project(street)
    with pytest.raises(NotAllowed):
        save(street.liaison, [EditRecord(own, {"community": own})])


def test_a_new_action_closes_the_way_to_redo(street: Street) -> None:
    own = project(street)
    for name in ("甲", "乙"):
        save(street.liaison, [EditRecord(own, {"name": name})])
    undo(street.liaison)
    save(street.liaison, [EditRecord(own, {"name": "丙"})])
    with pytest.raises(NotAllowed):
        redo(street.liaison)
    undo(street.liaison)
    undo(street.liaison)
    assert get(street.liaison, own).values["name"] == "示例项目01"
    redo(street.liaison)
    redo(street.liaison)
    assert get(street.liaison, own).values["name"] == "丙"
