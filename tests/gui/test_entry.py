"""Entry pages: what is asked, what is wrong, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import CONTROL, focus, press, press_here, write, write_here
from zjdesk.gui.app import Desk
from zjdesk.gui.sheets import Sheet

OpenDesk = Callable[..., Desk]
PERSON = {"form": "person"}


def entry(qtbot: QtBot, desk: Desk, form: str, **args: str) -> Any:
    """Open an entry page with the keyboard in it."""
    page = show_page(qtbot, desk, "entry", form=form, **args)
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
    return page


def line(page: Any, field: str) -> QLineEdit:
    """Return the line of a field."""
    found = page.sheet.rows[field].editor.focus_widget()
    assert isinstance(found, QLineEdit)
    return found


def test_a_required_field_left_empty_is_named_and_focused(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    project = records(qtbot, desk, "project")[0].id
    page = entry(qtbot, desk, "activity_record", parent=project)
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert focus() is line(page, "title")
    assert page.sheet.rows["title"].wrong
    assert "活动名称" in page.sheet.rows["title"].editor.accessibleDescription()
    assert len(records(qtbot, desk, "activity_record")) == 42


def test_a_rule_is_said_beside_its_field_while_typing(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = entry(qtbot, desk, "activity_record", parent=records(qtbot, desk, "project")[0].id)
    write(line(page, "headcount"), "10")
    write(line(page, "volunteers"), "12")
    qtbot.waitUntil(lambda: page.sheet.rows["volunteers"].wrong)
    assert not page.sheet.rows["title"].wrong, "what was not touched is not complained of"


def test_a_question_appears_when_it_is_asked_for(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = entry(qtbot, desk, "activity_record", parent=records(qtbot, desk, "project")[0].id)
    assert page.sheet.rows["paper_pages"].isHidden()
    page.sheet.rows["paper_only"].editor.value = True
    page.sheet.rows["paper_only"].editor.tell()
    qtbot.waitUntil(lambda: not page.sheet.rows["paper_pages"].isHidden())


def test_a_person_is_entered_by_keys_alone(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = entry(qtbot, desk, "person", parent=records(qtbot, desk, "community")[0].id)
    write_here("钱示例新")
    press_here(Qt.Key.Key_Return)
    page.sheet.rows["kind"].editor.value = "resident"
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert "钱示例新" in [one.values["name"] for one in records(qtbot, desk, "person")]


def test_save_and_next_waits_for_the_next_person(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = entry(qtbot, desk, "person", parent=records(qtbot, desk, "community")[0].id)
    for name in ("钱示例一", "钱示例二"):
        write(line(page, "name"), name)
        page.sheet.rows["kind"].editor.value = "resident"
        press(page, Qt.Key.Key_Return, CONTROL)
        settle(qtbot, desk)
        assert line(page, "name").text() == ""
    names = [one.values["name"] for one in records(qtbot, desk, "person")]
    assert {"钱示例一", "钱示例二"} <= set(names)


def test_a_reference_is_found_by_initials(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = entry(qtbot, desk, "activity_record", parent=records(qtbot, desk, "project")[0].id)
    host = page.sheet.rows["host"].editor
    write(host.line, "zdd")
    press(host.line, Qt.Key.Key_Tab)
    host.line.editingFinished.emit()
    chosen = {one.id: one.values["name"] for one in records(qtbot, desk, "person")}[host.value]
    assert chosen == "周督导（示例）"


def test_what_was_typed_survives_a_crash(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    project = records(qtbot, desk, "project")[0].id
    page = entry(qtbot, desk, "activity_record", parent=project)
    write(line(page, "title"), "写到一半的活动")
    qtbot.wait(900)
    settle(qtbot, desk)
    desk.tasks.close()
    again = open_desk()
    page = entry(qtbot, again, "activity_record", parent=project)
    assert line(page, "title").text() == "写到一半的活动"


def test_a_saved_page_leaves_no_draft(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    community = records(qtbot, desk, "community")[0].id
    page = entry(qtbot, desk, "person", parent=community)
    write(line(page, "name"), "钱示例新")
    page.sheet.rows["kind"].editor.value = "resident"
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    page = entry(qtbot, desk, "person", parent=community)
    assert line(page, "name").text() == ""


def test_an_edit_is_taken_back(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    person = next(one for one in records(qtbot, desk, "person") if one.values["name"] == "王示例甲")
    page = entry(qtbot, desk, "person", record=person.id)
    line(page, "name").clear()
    write(line(page, "name"), "王示例改")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert "王示例改" in [one.values["name"] for one in records(qtbot, desk, "person")]
    desk.window.answer("undo")
    settle(qtbot, desk)
    assert "王示例改" not in [one.values["name"] for one in records(qtbot, desk, "person")]


def test_a_deletion_names_the_thing_and_can_be_taken_back(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    visit = records(qtbot, desk, "supervisor_visit")[0].id
    page: Any = show_page(qtbot, desk, "visit", form="supervisor_visit", record=visit)
    page._ask_delete()
    sheet = desk.window._sheet
    assert sheet is not None
    press(sheet.findChildren(type(page._save))[-1], Qt.Key.Key_Space)
    settle(qtbot, desk)
    assert len(records(qtbot, desk, "supervisor_visit")) == 11
    desk.window.answer("undo")
    settle(qtbot, desk)
    assert len(records(qtbot, desk, "supervisor_visit")) == 12


def test_what_was_submitted_cannot_be_changed(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    activity = records(qtbot, desk, "activity_record")[0].id
    page = entry(qtbot, desk, "activity_record", record=activity)
    page._step("submitted", "补录的活动")
    settle(qtbot, desk)
    assert not any(row.editor.isEnabled() for row in page.sheet.rows.values())
    assert not page._save.isEnabled()


def test_a_warning_asks_for_a_reason_and_keeps_it(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    activity = str(records(qtbot, desk, "sign_in_sheet")[0].parent)
    page = entry(qtbot, desk, "activity_record", record=activity)
    page._step("submitted", "")
    settle(qtbot, desk)
    (asked,) = [one for one in desk.window.findChildren(Sheet) if one.isVisible()]
    assert any("资料滞后" in label.text() for label in asked.findChildren(QLabel))
    line = asked.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    press(line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert asked.isVisible(), "an empty reason is none"

    write(line, "材料补交")
    press(line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    states = {one.id: one.values["state"] for one in records(qtbot, desk, "activity_record")}
    assert [own for own, state in states.items() if state == "submitted"] == [activity]
    kept = records(qtbot, desk, "overridden_warning")
    assert sorted(one.values["rule"] for one in kept) == ["BR-09", "BR-25"]
    assert not [one.text() for one in page.notices.findChildren(QLabel) if one.isVisible() and "理由" in one.text()]


def test_a_new_activity_is_shown_with_what_hangs_on_it(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    project = records(qtbot, desk, "project")[0].id
    show_page(qtbot, desk, "project", record=project)
    page = entry(qtbot, desk, "activity_record", parent=project)
    host = records(qtbot, desk, "person")[0].id
    filled: dict[str, Any] = {
        "title": "新活动",
        "date": "2016-07-20",
        "start_time": "09:00",
        "end_time": "10:00",
        "place": "活动室",
    }
    filled |= {"process": "大家一起动手。" * 10, "headcount": 10, "volunteers": 2, "host": host, "run_by": "team"}
    page.sheet.put({**filled, "label_shown": True})
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert [name for name, _ in desk.window.way] == ["home", "project", "entry"]
    desk.window.answer("new")
    reached = desk.window.focusWidget()
    assert reached is not None
    assert reached.property("adds"), "Ctrl+N leads to adding a sheet or a photo"
