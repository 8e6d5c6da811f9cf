"""Names that are known: offered while one types, taken over from a sign-in list; sheets without names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle
from tests.gui.keys import CONTROL, press, write, write_here
from tests.gui.test_sheets_of_rows import bare_activity, fill_receipt, sheet
from zjdesk.gui.app import Desk
from zjdesk.gui.backend import Candidate
from zjdesk.gui.pinyin import keys, offered

OpenDesk = Callable[..., Desk]
ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down
PEOPLE = [Candidate("", name, keys(name)) for name in ("张三", "王小明", "李华", "刘华", "欧阳示例")]


def key(page: Any, pressed: Qt.Key) -> None:
    """Press a key where it goes: into the list, while there is one, or else into the cell."""
    popup = QApplication.activePopupWidget()
    press(popup or QApplication.focusWidget() or page.grid, pressed)


def second_activity(qtbot: QtBot, desk: Desk) -> str:
    """Return an activity after one whose three signers are known."""
    signed = records(qtbot, desk, "sign_in_sheet")[0].parent
    activities = records(qtbot, desk, "activity_record")
    first = next(one for one in activities if one.id == signed)
    return next(
        one.id for one in activities if one.parent == first.parent and one.values["date"] > first.values["date"]
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王", ["王小明"]),
        ("wxm", ["王小明"]),
        ("xiaoming", ["王小明"]),
        ("wangxiaomin", ["王小明"]),
        ("章三", ["张三"]),
        ("zhangsna", ["张三"]),
        ("lihua", ["李华"]),
        ("ouyang", ["欧阳示例"]),
        ("陌生", []),
        ("q", []),
    ],
)
def test_people_are_found_by_sign_sound_and_slip(typed: str, found: list[str]) -> None:
    assert [one.title for one in offered(typed, PEOPLE, 10)] == found


def test_a_known_name_is_taken_by_its_initials(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=second_activity(qtbot, desk))
    write_here("jmsl2")
    key(page, ENTER)
    assert [row["name"] for row in page.model.filled] == ["居民示例2"]


def test_staff_are_known_as_what_they_are(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    activity = second_activity(qtbot, desk)
    above = {one.id: one.parent for form in ("activity_record", "project") for one in records(qtbot, desk, form)}
    people = records(qtbot, desk, "person", parent=above[str(above[activity])])
    staff = next(one for one in people if one.values["kind"] == "social_worker")
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    write_here(keys(staff.values["name"])[0])
    key(page, ENTER)
    assert [(row["name"], row["role"]) for row in page.model.filled] == [(staff.values["name"], "social_worker")]


def test_the_arrows_go_into_the_list_after_a_surname(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=second_activity(qtbot, desk))
    write_here("居")
    key(page, DOWN)
    key(page, DOWN)
    key(page, ENTER)
    (row,) = page.model.filled
    assert row["name"] == page.grid.candidates["name"][1].title


def test_a_whole_name_leaves_the_list_alone(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=second_activity(qtbot, desk))
    write_here("居民示")
    key(page, DOWN)
    write_here("居民示例")
    key(page, DOWN)
    assert [row["name"] for row in page.model.filled] == ["居民示", "居民示例"]


def test_the_last_list_is_taken_over_with_one_press(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    activity = second_activity(qtbot, desk)
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    page.model.put(0, 1, [["居民示例2"]])
    page.take_over()
    settle(qtbot, desk)
    assert [row["name"] for row in page.model.filled] == ["居民示例2", "居民示例1", "居民示例3"]
    assert page.sheet.rows["count"].value == 3
    page.take_over()
    settle(qtbot, desk)
    assert len(page.model.filled) == 3, "nobody comes twice"
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    made = next(one for one in records(qtbot, desk, "sign_in_sheet") if one.parent == activity)
    assert len(records(qtbot, desk, "sign_in_entry", parent=made.id)) == 3


def test_the_first_activity_has_no_list_before_it(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    first = str(records(qtbot, desk, "sign_in_sheet")[0].parent)
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=first)
    page.take_over()
    settle(qtbot, desk)
    assert not page.model.filled


def test_signers_are_taken_over_into_a_hand_out_list(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "handout", "handout_list", parent=records(qtbot, desk, "project")[0].id)
    page.take_over()
    settle(qtbot, desk)
    assert [(row["name"], row["qty"]) for row in page.model.filled] == [(f"居民示例{one}", 1) for one in (1, 2, 3)]
    assert page.sheet.rows["total_qty"].value == 3


def test_volunteers_are_taken_over_into_a_receipt(open_desk: OpenDesk, qtbot: QtBot) -> None:
    """Who has a record of a person is that person; who has none stays as written, and stops the receipt."""
    desk = open_desk()
    activity = second_activity(qtbot, desk)
    project = next(str(one.parent) for one in records(qtbot, desk, "activity_record") if one.id == activity)
    resident = next(one for one in records(qtbot, desk, "person") if one.values["kind"] == "resident")
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    page.model.put(0, 1, [[resident.values["name"], "", "", "志愿者"], ["示例生人", "", "", "志愿者"], ["旁人示例"]])
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    page = sheet(qtbot, desk, "subsidy", "subsidy_receipt", parent=project)
    page.take_over()
    settle(qtbot, desk)
    assert [row["payee"] for row in page.model.filled] == [resident.id, "示例生人"]
    fill_receipt(page)
    page.model.put(0, 2, [["值班", "1", "50"], ["值班", "1", "50"]])
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert not records(qtbot, desk, "subsidy_receipt")


def answer(page: Any, field: str, value: bool) -> None:
    """Answer a question of the head as a click does."""
    page.sheet.rows[field].editor.value = value
    page.sheet.rows[field].editor.tell()


def test_a_sheet_that_only_counts_needs_no_names(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    activity = bare_activity(qtbot, desk)
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    answer(page, "count_only", True)
    qtbot.waitUntil(lambda: not page.grid.isVisible())
    write(page.sheet.rows["count"].editor.focus_widget(), "43")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    made = next(one for one in records(qtbot, desk, "sign_in_sheet") if one.parent == activity)
    assert (made.values["count"], made.values["count_only"]) == (43, True)
    again = sheet(qtbot, desk, "sign_in", "sign_in_sheet", record=made.id)
    assert not again.grid.isVisible()
    assert again.sheet.rows["count"].value == 43


def test_a_sheet_on_paper_says_where_it_lies(open_desk: OpenDesk, qtbot: QtBot) -> None:
    """BR-12: paper alone is accepted, with its pages and its place."""
    desk = open_desk()
    activity = bare_activity(qtbot, desk)
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    answer(page, "paper_only", True)
    qtbot.waitUntil(lambda: not page.grid.isVisible())
    write(page.sheet.rows["count"].editor.focus_widget(), "43")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert activity not in {one.parent for one in records(qtbot, desk, "sign_in_sheet")}, "it has no place yet"
    write(page.sheet.rows["paper_place"].editor.focus_widget(), "居委档案柜2格")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    made = next(one for one in records(qtbot, desk, "sign_in_sheet") if one.parent == activity)
    assert (made.values["paper_only"], made.values["count_only"]) == (True, True)
    assert made.values["paper_place"] == "居委档案柜2格"


def test_names_that_are_there_stay_when_paper_is_named(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=bare_activity(qtbot, desk))
    page.model.put(0, 1, [["甲示例"]])
    answer(page, "paper_only", True)
    qtbot.waitUntil(page.sheet.rows["paper_place"].isVisible)
    assert page.grid.isVisible()
    assert page.sheet.rows["count"].value == 1
    assert page.sheet.rows["count_only"].value is False
