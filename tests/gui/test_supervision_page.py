"""Supervision in the window: the visits by window, the plan of visits, and the way from a cell to a record."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import press, press_here
from tests.gui.looking import cut_off, nameless
from tests.ops.programme import run
from zjdesk.gui.app import Desk
from zjdesk.gui.pinyin import keys
from zjdesk.gui.preferences import Look
from zjdesk.gui.widgets.notices import Notice

OpenDesk = Callable[..., Desk]
FIRST_WINDOW = 4


def approve(qtbot: QtBot, desk: Desk) -> list[str]:
    """Let all projects of the sample be running; return them in the order of their numbers."""
    projects = sorted(records(qtbot, desk, "project"), key=lambda one: str(one.values["no"]))
    found = [one.id for one in projects]
    done: list[Any] = []
    desk.tasks.run(desk, lambda backend: run(backend._session, found), done.append)  # type: ignore[attr-defined]
    settle(qtbot, desk)
    return found


def open_tab(qtbot: QtBot, desk: Desk, name: str) -> Any:
    """Bring a tab of the page to the front."""
    page: Any = show_page(qtbot, desk, "supervision", tab=name)
    settle(qtbot, desk)
    return page.tab


def click(widget: Any, text: str) -> None:
    """Click the button that says this."""
    found = [one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisible()]
    assert found, text
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_the_matrix_tells_who_was_visited_in_which_window(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    approve(qtbot, desk)
    tab = open_tab(qtbot, desk, "matrix")
    lines = tab.table.model.lines
    assert len(lines) == 12
    assert lines[0].cells[FIRST_WINDOW:] == ("逾期", "逾期", "逾期", "03-15", "逾期", "应督导", "1", "—")
    assert lines[0].tones[FIRST_WINDOW] == "danger"
    assert tab.told.text() == "第6期（2016-06-01 至 2016-07-31）：已督导 0/12 个项目，还剩 0 天。"
    tab.search.setText("laoer")
    assert {line.cells[2] for line in tab.table.model.lines} == {"崂二"}
    tab.search.clear()
    tab.state.setCurrentIndex(1)
    assert len(tab.table.model.lines) == 12


def test_enter_goes_to_what_the_cell_stands_for(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    projects = approve(qtbot, desk)
    tab = open_tab(qtbot, desk, "matrix")
    view = tab.table.view
    view.setFocus()
    for _ in range(FIRST_WINDOW + 3):
        press(view, Qt.Key.Key_Right)
    assert "已督导：2016-03-15" in tab._cell.text()
    press(view, Qt.Key.Key_Return)
    settle(qtbot, desk)
    page: Any = desk.window.page
    assert (page.name, page.sheet.rows["date"].value) == ("visit", "2016-03-15")
    tab = open_tab(qtbot, desk, "matrix")
    press(tab.table.view, Qt.Key.Key_Right)
    assert "还没有督导" in tab._cell.text()
    press(tab.table.view, Qt.Key.Key_Return)
    settle(qtbot, desk)
    page = desk.window.page
    assert (page.name, page._subject.parent, page._subject.record) == ("visit", projects[0], None)


def test_a_plan_is_shared_out_changed_and_published(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    approve(qtbot, desk)
    tab = open_tab(qtbot, desk, "plan")
    click(tab, "公布分工")
    settle(qtbot, desk)
    said = " ".join(one.accessibleName() for one in tab.findChildren(Notice))
    assert "12 个项目没有且只有一名督导员" in said
    tab.table.view.setFocus()
    tab.table.turn_to(0)
    chosen = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    tab.table.view.selectionModel().select(tab.table.model.index(1, 0), chosen)
    click(tab, "交给他（选中 2 个）")
    settle(qtbot, desk)
    assert [line.cells[3] for line in tab.table.model.lines[:3]] == ["周督导（示例）", "周督导（示例）", "未分配"]
    click(tab, "平均分配")
    settle(qtbot, desk)
    assert "还没有督导员的：0/12" in tab.loads.text()
    click(tab, "公布分工")
    settle(qtbot, desk)
    assert (tab.told.text(), tab.give.isEnabled()) == ("已公布", False)
    assert [one.values["state"] for one in records(qtbot, desk, "supervisor_assignment")] == ["published"]
    click(tab, "撤回修改")
    QTest.keyClicks(desk.window.focusWidget(), "ill")
    press_here(Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert tab.told.text() == "草稿"


@pytest.mark.parametrize("look", [Look("zh"), Look("en", scale=150)], ids=lambda look: f"{look.lang}-{look.scale}")
def test_nothing_is_cut_off(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk = open_desk(look)
    approve(qtbot, desk)
    page: Any = show_page(qtbot, desk, "supervision")
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        settle(qtbot, desk)
        assert not [*cut_off(desk.window), *nameless(desk.window)]


def test_a_day_is_planned_put_in_order_and_kept(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    approve(qtbot, desk)
    tab = open_tab(qtbot, desk, "matrix")
    tab.table.turn_to(4)
    chosen = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    tab.table.view.selectionModel().select(tab.table.model.index(0, 0), chosen)
    tab.table.view.selectionModel().select(tab.table.model.index(5, 0), chosen)
    click(tab, "排路线")
    settle(qtbot, desk)
    page: Any = desk.window.page
    assert page.name == "route"
    first = [line.cells[2][:13] for line in page.table.model.lines]
    assert first == ["ZJ2015-C01-01", "ZJ2015-C02-01", "ZJ2015-C02-02"]
    assert "共 3 个项目，2 个居民区" in page._told.text()
    assert not [*cut_off(desk.window), *nameless(desk.window)]
    click(page, "下移")
    click(page, "下移")
    assert [line.cells[2][:13] for line in page.table.model.lines] == [*first[1:], first[0]]
    click(page, "去掉")
    assert len(page.table.model.lines) == 2
    page.keep_sheet(tmp_path / "day.pdf")
    settle(qtbot, desk)
    assert (tmp_path / "day.pdf").read_bytes().startswith(b"%PDF")
    show_page(qtbot, desk, "home")
    again: Any = show_page(qtbot, desk, "route")
    assert len(again.table.model.lines) == 2, "the day that was planned stays"


def test_pinyin_is_spelt_off_the_windows_thread(
    open_desk: OpenDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[bool] = set()

    def spell(text: str) -> tuple[str, ...]:
        threads.add(threading.current_thread() is threading.main_thread())
        return keys(text)

    monkeypatch.setattr("zjdesk.gui.found.keys", spell)
    desk = open_desk()
    approve(qtbot, desk)
    for name in ("matrix", "visits", "plan"):
        tab = open_tab(qtbot, desk, name)
        tab.search.setText("laoer")
        assert 0 < len(tab.table.model.lines) < 12, name
    assert threads == {False}
