"""Sign-in sheet and subsidy receipt: as fast as names can be typed, sums by themselves, saved as one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import CONTROL, press, press_here, write, write_here
from zjdesk.gui.app import Desk

OpenDesk = Callable[..., Desk]
ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


def sheet(qtbot: QtBot, desk: Desk, page: str, form: str, **args: str) -> Any:
    """Open a page with a grid, the keyboard in it."""
    found: Any = show_page(qtbot, desk, page, form=form, **args)
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
    found.grid.begin()
    return found


def bare_activity(qtbot: QtBot, desk: Desk) -> str:
    """Return an activity without a sign-in sheet."""
    signed = {one.parent for one in records(qtbot, desk, "sign_in_sheet")}
    return next(one.id for one in records(qtbot, desk, "activity_record") if one.id not in signed)


def test_ten_names_are_typed_without_a_mouse(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    activity = bare_activity(qtbot, desk)
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    for number in range(10):
        write_here(f"居民示例{number}")
        press_here(DOWN)
    assert "10" in page.told.text()
    assert len(page.model.rows) == 11, "a blank row waits"
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    made = next(one for one in records(qtbot, desk, "sign_in_sheet") if one.parent == activity)
    assert made.values["count"] == 10
    rows = records(qtbot, desk, "sign_in_entry", parent=made.id)
    assert sorted(int(one.values["no"]) for one in rows) == list(range(1, 11))


def test_enter_moves_from_cell_to_cell_and_to_the_next_line(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=bare_activity(qtbot, desk))
    write_here("居民示例")
    press_here(ENTER)
    write_here("3号楼")
    press_here(ENTER)
    write_here("1234")
    press_here(ENTER)
    write_here("2")
    write_here("下一位")
    press_here(ENTER)
    first, second = page.model.filled
    assert (first["name"], first["building"], first["phone_tail"], first["role"]) == (
        "居民示例",
        "3号楼",
        "1234",
        "volunteer",
    )
    assert second["name"] == "下一位"
    assert "1" in page.told.text()


def test_a_block_is_pasted_from_a_spreadsheet(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=bare_activity(qtbot, desk))
    clipboard = QApplication.clipboard()
    clipboard.setText("甲示例\t1号\t\t志愿者\n乙示例\t2号\t\t服务对象\n")
    page.grid.setFocus()
    page.grid.setCurrentIndex(page.model.index(0, 1))
    press(page.grid, Qt.Key.Key_V, CONTROL)
    assert [(row["name"], row["role"]) for row in page.model.filled] == [
        ("甲示例", "volunteer"),
        ("乙示例", "beneficiary"),
    ]


@pytest.mark.parametrize(
    ("copied", "names"),
    [
        ("甲示例\r\n乙示例\r\n", ["甲示例", "乙示例"]),
        ("甲示例、乙示例，丙示例", ["甲示例", "乙示例", "丙示例"]),
        ("甲示例 乙示例　丙示例", ["甲示例", "乙示例", "丙示例"]),
        ("张　三 李示例", ["张三", "李示例"]),
        ("#接龙\n1. 甲示例\n2、乙示例\n3 丙示例", ["甲示例", "乙示例", "丙示例"]),
        ("姓名\n甲示例\n乙示例", ["甲示例", "乙示例"]),
        ("Ann Example\nBob Example", ["Ann Example", "Bob Example"]),
    ],
)
def test_names_are_pasted_as_they_stand_in_a_chat(
    open_desk: OpenDesk, qtbot: QtBot, copied: str, names: list[str]
) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=bare_activity(qtbot, desk))
    QApplication.clipboard().setText(copied)
    press_here(Qt.Key.Key_V, CONTROL)
    assert [row["name"] for row in page.model.filled] == names
    assert str(len(names)) in page.told.text()
    write_here("最后一位")
    press_here(ENTER)
    assert [row["name"] for row in page.model.filled][-1] == "最后一位", "one goes on typing below"


def test_a_single_name_is_pasted_into_the_text_being_typed(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=bare_activity(qtbot, desk))
    write_here("王")
    QApplication.clipboard().setText("示例")
    press_here(Qt.Key.Key_V, CONTROL)
    press_here(DOWN)
    assert [row["name"] for row in page.model.filled] == ["王示例"]


def test_a_block_with_heads_finds_its_columns(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=bare_activity(qtbot, desk))
    QApplication.clipboard().setText("序号\t身份\t备注\t姓名\n7\t志愿者\t无\t甲　乙\n8\t\t\t丙示例\n")
    press_here(Qt.Key.Key_V, CONTROL)
    assert [(row["no"], row["name"], row["role"]) for row in page.model.filled] == [
        (1, "甲乙", "volunteer"),
        (2, "丙示例", "beneficiary"),
    ]


def test_three_hundred_names_are_one_edit(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=bare_activity(qtbot, desk))
    edits = []
    page.model.edited.connect(lambda: edits.append(1))
    QApplication.clipboard().setText("\n".join(f"居民示例{number}" for number in range(300)))
    press_here(Qt.Key.Key_V, CONTROL)
    assert len(page.model.filled) == 300
    assert len(page.model.rows) == 301
    assert len(edits) == 1


def test_a_wrong_cell_is_marked_and_nothing_is_saved(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    activity = bare_activity(qtbot, desk)
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    page.model.put(0, 1, [["甲示例", "1号", "12"]])
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    tip = page.model.data(page.model.index(0, 3), Qt.ItemDataRole.ToolTipRole)
    assert "后4位" in tip
    assert activity not in {one.parent for one in records(qtbot, desk, "sign_in_sheet")}


def test_changed_added_and_removed_lines_are_one_action(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    made = records(qtbot, desk, "sign_in_sheet")[0]
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", record=made.id)
    page.model.put(0, 1, [["改名示例"]])
    page.model.remove(1)
    page.model.put(2, 1, [["新人示例"]])
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    rows = records(qtbot, desk, "sign_in_entry", parent=made.id)
    assert {one.values["name"] for one in rows} == {"改名示例", "居民示例3", "新人示例"}
    desk.window.answer("undo")
    settle(qtbot, desk)
    rows = records(qtbot, desk, "sign_in_entry", parent=made.id)
    assert {one.values["name"] for one in rows} == {"居民示例1", "居民示例2", "居民示例3"}


def test_half_typed_lines_survive_a_crash(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    activity = bare_activity(qtbot, desk)
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    page.model.put(0, 1, [["甲示例"], ["乙示例"]])
    qtbot.wait(900)
    settle(qtbot, desk)
    desk.tasks.close()
    again = sheet(qtbot, open_desk(), "sign_in", "sign_in_sheet", parent=activity)
    assert [row["name"] for row in again.model.filled] == ["甲示例", "乙示例"]


def fill_receipt(page: Any) -> None:
    """Fill in what the head of a receipt must have."""
    for field, value in (("purpose", "志愿者补贴"), ("period", "2016年3月"), ("standard", "每人每次50元")):
        write(page.sheet.rows[field].editor.focus_widget(), value)
    page.sheet.rows["method"].editor.value = "cash"
    for field in ("prepared_by", "handled_by", "approved_by"):
        write(page.sheet.rows[field].editor.focus_widget(), f"{field}示例")


def test_the_receipt_adds_up_in_figures_and_in_words(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    project = records(qtbot, desk, "project")[0]
    page = sheet(qtbot, desk, "subsidy", "subsidy_receipt", parent=project.id)
    names = page.model.names["person"]
    first, second = [own for own, name in names.items() if "示例" in name][:2]
    page.model.put(0, 1, [[names[first], "值班", "4", "50"], [names[second], "讲课", "1", "300.50"]])
    assert page.sheet.rows["total_fen"].value == 50050
    assert page.sheet.rows["total_words"].value == "伍佰元伍角"
    assert "500.50" in page.told.text()
    fill_receipt(page)
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    made = records(qtbot, desk, "subsidy_receipt")[0]
    assert made.values["total_fen"] == 50050
    rows = records(qtbot, desk, "subsidy_entry", parent=made.id)
    assert sorted(int(one.values["amount_fen"]) for one in rows) == [20000, 30050]


def test_a_submitted_sheet_can_be_read_but_not_added_to(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    sheets = records(qtbot, desk, "sign_in_sheet")
    made = next(one for one in sheets if one.values["state"] == "draft")
    filled = len(records(qtbot, desk, "sign_in_entry", parent=made.id))
    page: Any = show_page(qtbot, desk, "sign_in", form="sign_in_sheet", record=made.id)
    assert len(page.model.rows) == filled + 1
    page._step("submitted", "")
    settle(qtbot, desk)
    page = show_page(qtbot, desk, "sign_in", form="sign_in_sheet", record=made.id)
    assert len(page.model.rows) == filled, "no blank row invites to type"
    shown = [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]
    assert "去掉这一行" not in shown
    said = [one.text() for one in page.notices.findChildren(QLabel)]
    assert "这份材料的状态是“已提交”，不能直接修改。" in said
    assert "需要修改时，请先退回。" in said


def test_staff_as_payee_is_stopped_while_one_types(open_desk: OpenDesk, qtbot: QtBot) -> None:
    """BR-03: at once in the row, not when the receipt is saved or submitted."""
    desk = open_desk()
    project = records(qtbot, desk, "project")[0]
    people = [one for one in records(qtbot, desk, "person") if "示例" in one.values["name"]]
    staff = next(one for one in people if one.values["kind"] == "social_worker")
    first, second = [one.values["name"] for one in people if one.values["kind"] == "resident"][:2]
    page = sheet(qtbot, desk, "subsidy", "subsidy_receipt", parent=project.id)
    page.model.put(0, 1, [[first, "值班", "1", "50"], [staff.values["name"], "值班", "1", "50"]])
    assert "第 2 行" in page.said.text()
    assert "不得领取自治金补贴" in page.said.text()
    assert "不得领取" in page.model.data(page.model.index(1, 1), Qt.ItemDataRole.ToolTipRole)
    fill_receipt(page)
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert not records(qtbot, desk, "subsidy_receipt")
    page.model.put(1, 1, [[second]])
    assert page.said.isHidden()
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert records(qtbot, desk, "subsidy_receipt")


def test_a_name_that_stands_twice_is_pointed_out(open_desk: OpenDesk, qtbot: QtBot) -> None:
    """BR-25: a warning does not stop the sheet."""
    desk = open_desk()
    activity = bare_activity(qtbot, desk)
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    page.model.put(0, 1, [["甲示例"], ["乙示例"], ["甲示例"]])
    assert "签到2次" in page.said.text()
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert activity in {one.parent for one in records(qtbot, desk, "sign_in_sheet")}


def handout(qtbot: QtBot, desk: Desk) -> Any:
    """Open a new hand-out list of the first project."""
    return sheet(qtbot, desk, "handout", "handout_list", parent=records(qtbot, desk, "project")[0].id)


def test_the_hand_out_list_counts_by_itself(open_desk: OpenDesk, qtbot: QtBot) -> None:
    """BR-24: what was handed out and what is left are all there was; worth is said in figures and in words."""
    desk = open_desk()
    page = handout(qtbot, desk)
    for field, value in (("item", "洗手液"), ("unit", "瓶"), ("unit_price", "12.5"), ("issued_on", "2016-03-12")):
        write(page.sheet.rows[field].editor.focus_widget(), value)
    page.model.put(0, 1, [["甲示例", "1号楼", "2"], ["乙示例", "2号楼", "1"]])
    assert page.sheet.rows["total_qty"].value == 3
    qtbot.waitUntil(lambda: "37.50" in page.told.text())
    assert "叁拾柒元伍角" in page.told.text()
    assert {row["date"] for row in page.model.filled} == {"2016-03-12"}
    total = page.sheet.rows["total_qty"].editor
    total.value = None
    write(total.focus_widget(), "10")
    qtbot.waitUntil(lambda: page.sheet.rows["left_qty"].value == 7)
    for field in ("issuer", "witness"):
        write(page.sheet.rows[field].editor.focus_widget(), f"{field}示例")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    made = records(qtbot, desk, "handout_list")[0]
    assert (made.values["total_qty"], made.values["left_qty"]) == (10, 7)
    rows = records(qtbot, desk, "handout_entry", parent=made.id)
    assert sorted(one.values["qty"] for one in rows) == [1, 2]


def test_more_than_there_was_cannot_be_handed_out(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = handout(qtbot, desk)
    write(page.sheet.rows["total_qty"].editor.focus_widget(), "3")
    page.model.put(0, 1, [["甲示例", "", "2"], ["乙示例", "", "2"]])
    assert "多 1" in page.said.text()
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert not records(qtbot, desk, "handout_list")
