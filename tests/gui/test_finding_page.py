"""Findings in the window: suggested by the records, answered otherwise with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle
from tests.gui.keys import CONTROL, press, write
from tests.gui.looking import cut_off, nameless
from tests.gui.test_supervision_page import approve, open_tab
from tests.gui.test_visit_page import tick
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look

OpenDesk = Callable[..., Desk]


def begin(qtbot: QtBot, desk: Desk) -> Any:
    """Begin the mid-term finding of the first project from the list of those that lack one."""
    tab = open_tab(qtbot, desk, "findings")
    tab.state.setCurrentIndex(tab.state.findData("findings_missing_mid"))
    tab.table.turn_to(0)
    tab.table.opened.emit(tab.table.key)
    settle(qtbot, desk)
    page: Any = desk.window.page
    assert page.name == "finding"
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
    return page


def test_a_finding_is_suggested_and_saved(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    approve(qtbot, desk)
    assert "中期结论还差 12 个" in open_tab(qtbot, desk, "findings")._told.text()
    page = begin(qtbot, desk)
    rows = page.sheet.rows
    assert (rows["wave"].value, rows["liaison"].value, rows["archive"].value) == ("mid", "dutiful", "late")
    assert rows["why"].isHidden()
    tick(page.sheet, "completion", "严格按原定内容开展")
    tick(page.sheet, "backbone", "团队协作实施")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    (made,) = records(qtbot, desk, "evaluation_finding")
    assert (made.values["overridden"], made.values["archive"]) == (False, "late")
    assert "档案情况" in made.values["suggested_by_rule"]
    assert "中期结论还差 11 个" in open_tab(qtbot, desk, "findings")._told.text()


def test_another_answer_needs_its_reason(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    approve(qtbot, desk)
    page = begin(qtbot, desk)
    tick(page.sheet, "completion", "严格按原定内容开展")
    tick(page.sheet, "backbone", "团队协作实施")
    tick(page.sheet, "archive", "档案保存良好")
    qtbot.waitUntil(lambda: not page.sheet.rows["why"].isHidden())
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    assert records(qtbot, desk, "evaluation_finding") == []
    write(page.sheet.rows["why"].editor.focus_widget(), "补齐后已复查。")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    (made,) = records(qtbot, desk, "evaluation_finding")
    assert made.values["overridden"] is True
    tab = open_tab(qtbot, desk, "findings")
    tab.state.setCurrentIndex(tab.state.findData("findings_overridden"))
    assert len(tab.table.model.lines) == 1


def test_what_was_suggested_is_taken_again(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    approve(qtbot, desk)
    page = begin(qtbot, desk)
    tick(page.sheet, "archive", "档案保存良好")
    qtbot.waitUntil(lambda: page.sheet.rows["overridden"].value is True)
    page.take()
    qtbot.waitUntil(lambda: page.sheet.rows["overridden"].value is False)
    assert page.sheet.rows["archive"].value == "late"


@pytest.mark.parametrize("look", [Look("zh"), Look("en", scale=150)], ids=lambda look: f"{look.lang}-{look.scale}")
def test_nothing_is_cut_off(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk = open_desk(look)
    approve(qtbot, desk)
    open_tab(qtbot, desk, "findings")
    assert not [*cut_off(desk.window), *nameless(desk.window)]
    begin(qtbot, desk)
    assert not [*cut_off(desk.window), *nameless(desk.window)]
