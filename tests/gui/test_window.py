"""The window itself: keys, the way back, search, undo, and how it says that something failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import ALT, CONTROL, press, write
from zjdesk.errors import DeviceError
from zjdesk.gui.app import Desk
from zjdesk.gui.pages import NAVIGATION
from zjdesk.gui.widgets.notices import Notice
from zjdesk.gui.widgets.table import Table

OpenDesk = Callable[..., Desk]


def active(qtbot: QtBot, desk: Desk) -> QWidget:
    """Return the window, sure to have the keyboard."""
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
    return desk.window


def words_on(window: QWidget) -> str:
    """Return all words that are shown."""
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_alt_and_a_digit_open_the_pages(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    window = active(qtbot, desk)
    for number, spec in enumerate(NAVIGATION[:4], 1):
        press(window, Qt.Key(Qt.Key.Key_0 + number), ALT)
        settle(qtbot, desk)
        assert desk.window.page is not None
        assert desk.window.page.name == spec.name


def test_escape_leads_back_the_way_one_came(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    project = records(qtbot, desk, "project")[0].id
    show_page(qtbot, desk, "projects")
    show_page(qtbot, desk, "project", record=project)
    press(active(qtbot, desk), Qt.Key.Key_Escape)
    settle(qtbot, desk)
    assert [name for name, _ in desk.window.way] == ["home", "projects"]


def test_control_k_finds_a_project_by_initials(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    press(active(qtbot, desk), Qt.Key.Key_K, CONTROL)
    line = QApplication.focusWidget()
    assert line is not None
    write(line, "fswlsc")
    qtbot.wait(250)
    settle(qtbot, desk)
    press(line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert desk.window.page is not None
    assert "福沈为老送餐" in desk.window.page.title.text()


def test_the_sheet_of_keys_comes_and_goes(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    window = active(qtbot, desk)
    press(window, Qt.Key.Key_Slash, CONTROL)
    assert "Ctrl+K" in words_on(window)
    focus = QApplication.focusWidget()
    assert focus is not None
    press(focus, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "Ctrl+K" not in words_on(window))


def test_f1_explains_the_page(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    show_page(qtbot, desk, "exchange")
    press(active(qtbot, desk), Qt.Key.Key_F1)
    assert "合并不会丢失任何数据" in words_on(desk.window)


def test_a_fault_of_the_users_world_comes_with_its_remedy(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()

    def fail(_backend: object) -> None:
        raise DeviceError("store.no_store", path="/x")

    desk.tasks.run(desk, fail, lambda _result: None)
    settle(qtbot, desk)
    notice = desk.window.findChild(Notice)
    assert notice is not None
    assert "/x" in notice.accessibleName()


def test_a_fault_of_ours_offers_diagnostics(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    desk.tasks.run(desk, lambda _backend: 1 // 0, lambda _result: None)
    settle(qtbot, desk)
    notice = desk.window.findChild(Notice)
    assert notice is not None
    assert "复制诊断信息" in [button.text() for button in notice.findChildren(QWidget) if hasattr(button, "text")]


def test_a_store_that_is_open_elsewhere_says_so(open_desk: OpenDesk, qtbot: QtBot) -> None:
    open_desk()
    second = open_desk()
    notice = second.window.findChild(Notice)
    assert notice is not None
    assert "请先关闭另一个窗口" in notice.accessibleName()
    second.window.go("projects", {})
    assert second.window.way == (), "there is nothing to show"


def test_projects_are_found_sorted_and_opened_by_keys(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "projects")
    active(qtbot, desk)
    press(page, Qt.Key.Key_F, CONTROL)
    write(page.search, "ldmh")
    table: Table = page.table
    assert len(table.model.lines) == 3
    table.model.sort(1, Qt.SortOrder.DescendingOrder)
    names = [line.cells[1] for line in table.model.lines]
    assert names == sorted(names, reverse=True)
    table.view.setFocus()
    press(table.view, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert desk.window.page is not None
    assert desk.window.page.name == "project"
