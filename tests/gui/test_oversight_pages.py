"""Issues, case studies and joint meetings in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import CONTROL, press, write
from tests.gui.looking import cut_off, nameless
from tests.gui.test_supervision_page import click, open_tab
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.ops.changes import NewRecord

OpenDesk = Callable[..., Desk]


def find_issues(qtbot: QtBot, desk: Desk) -> None:
    """Record two issues, one of them overdue."""
    visit = records(qtbot, desk, "supervisor_visit")[0]
    about = {"severity": "ordinary", "owner": "王示例", "project": visit.parent, "found_in": visit.id}
    made = [
        NewRecord("issue", {**about, "code": "archive_late", "due": "2016-07-01"}),
        NewRecord("issue", {**about, "code": "team_change", "due": "2016-08-01"}),
    ]
    done: list[Any] = []
    desk.tasks.run(desk, lambda backend: backend.save(made), done.append)
    settle(qtbot, desk)
    assert done


def test_issues_past_their_day_are_said_to_be(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    find_issues(qtbot, desk)
    tab = open_tab(qtbot, desk, "issues")
    assert "未整改完 2 个，其中逾期 1 个" in tab._told.text()
    lines = tab.table.model.lines
    assert [line.cells[1] for line in lines] == ["档案滞后", "团队变动"]
    assert ("2016-07-01 逾期" in lines[0].cells, "逾期" in " ".join(lines[1].cells)) == (True, False)
    tab.state.setCurrentIndex(1)
    assert len(tab.table.model.lines) == 1
    tab.table.opened.emit(tab.table.key)
    settle(qtbot, desk)
    assert desk.window.page is not None
    assert desk.window.page.name == "entry"


def test_minutes_begin_with_what_is_reported(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    find_issues(qtbot, desk)
    tab = open_tab(qtbot, desk, "meetings")
    assert "2015-08、2015-09" in tab._told.text()
    click(tab, "新增联席会议纪要")
    settle(qtbot, desk)
    page: Any = desk.window.page
    assert page.name == "meeting"
    assert "督导 12 次（实地 12）" in page.sheet.rows["supervision_report"].value
    assert len(page.sheet.rows["issues"].value) == 2
    for name, said in (("place", "会议室"), ("chair", "王示例"), ("attendees", "自治办")):
        write(page.sheet.rows[name].editor.focus_widget(), said)
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    (made,) = records(qtbot, desk, "joint_meeting")
    assert len(made.values["issues"]) == 2
    assert "2016-07" not in open_tab(qtbot, desk, "meetings")._told.text()


@pytest.mark.parametrize("look", [Look("zh"), Look("en", scale=150)], ids=lambda look: f"{look.lang}-{look.scale}")
def test_nothing_is_cut_off(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk = open_desk(look)
    find_issues(qtbot, desk)
    for name in ("issues", "meetings", "cases"):
        open_tab(qtbot, desk, name)
        assert not [*cut_off(desk.window), *nameless(desk.window)], name
    cycle = records(qtbot, desk, "cycle")[0].id
    show_page(qtbot, desk, "meeting", form="joint_meeting", parent=cycle)
    assert not [*cut_off(desk.window), *nameless(desk.window)]
