"""A visit in the window: the visit, what was seen of the archive and the issues found are one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import CONTROL, press, write
from tests.gui.test_supervision_page import click
from zjdesk.gui.app import Desk

OpenDesk = Callable[..., Desk]


def look(qtbot: QtBot, desk: Desk, **args: str) -> Any:
    """Show a visit, or begin one."""
    page = show_page(qtbot, desk, "visit", form="supervisor_visit", **args)
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
    return page


def begin(qtbot: QtBot, desk: Desk) -> Any:
    """Begin a visit to the first project, with the supervisor and what was found filled in."""
    project = records(qtbot, desk, "project")[0].id
    page = look(qtbot, desk, parent=project)
    rows = page.sheet.rows
    assert (rows["date"].value, rows["mode"].value) == ("2016-07-31", "on_site")
    rows["supervisor"].editor.value = records(qtbot, desk, "supervisor_visit")[0].values["supervisor"]
    rows["progress"].editor.value = "behind"
    write(rows["findings"].editor.focus_widget(), "活动少开展。")
    return page


def tick(sheet: Any, field: str, text: str) -> None:
    """Tick one answer of a field."""
    radio = next(one for one in sheet.rows[field].findChildren(QRadioButton) if one.text() == text)
    QTest.mouseClick(radio, Qt.MouseButton.LeftButton)


def test_archive_and_issues_are_saved_with_the_visit(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = begin(qtbot, desk)
    tick(page.archive.sheet, "photo", "缺失")
    click(page.archive, "按系统记录填写")
    click(page.found, "登记问题")
    issue = page.found.sheets[0]
    issue.rows["code"].editor.value = "activities_missing"
    assert (issue.rows["due"].value, bool(issue.rows["owner"].value)) == ("2016-08-14", True)
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    visit = next(one for one in records(qtbot, desk, "supervisor_visit") if one.values["date"] == "2016-07-31")
    seen = records(qtbot, desk, "visit_archive", parent=visit.id)
    assert [one.values["photo"] for one in seen] == ["missing"], "an answer that was given stands"
    assert seen[0].values["sign_in"] == "partial"
    assert "handout" not in {name for name, value in seen[0].values.items() if value}
    issues = records(qtbot, desk, "issue")
    assert [(one.values["code"], one.values["found_in"], one.parent) for one in issues] == [
        ("activities_missing", visit.id, visit.parent)
    ]
    page = look(qtbot, desk, record=visit.id)
    assert page.archive.sheet.rows["photo"].value == "missing"
    tick(page.archive.sheet, "photo", "部分")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert [one.values["photo"] for one in records(qtbot, desk, "visit_archive")] == ["partial"]


def test_a_wrong_issue_stops_the_visit(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = begin(qtbot, desk)
    before = len(records(qtbot, desk, "supervisor_visit"))
    click(page.found, "登记问题")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert (len(records(qtbot, desk, "supervisor_visit")), records(qtbot, desk, "issue")) == (before, [])
    click(page.found, "去掉这个问题")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert len(records(qtbot, desk, "supervisor_visit")) == before + 1
    assert records(qtbot, desk, "visit_archive") == [], "what nobody looked at is no record"


def test_the_parts_survive_a_crash(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = begin(qtbot, desk)
    tick(page.archive.sheet, "record", "部分")
    click(page.found, "登记问题")
    page.found.sheets[0].rows["code"].editor.value = "archive_late"
    qtbot.wait(900)
    settle(qtbot, desk)
    desk.tasks.close()
    again = open_desk()
    project = records(qtbot, again, "project")[0].id
    page = look(qtbot, again, parent=project)
    assert page.archive.sheet.rows["record"].value == "partial"
    assert [one.rows["code"].value for one in page.found.sheets] == ["archive_late"]
