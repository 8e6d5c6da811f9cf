"""The page of keeping periods: what is due comes first, is looked at, printed, erased and certified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from tests.gui.door import words_on
from tests.gui.looking import cut_off, nameless
from tests.ops.test_extract import read
from zjdesk.gui.app import Desk
from zjdesk.gui.door import Door
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.settings import Environment, milliseconds

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]


def states(page: Any) -> dict[str, str]:
    """Return the state of every form in the list."""
    return {line.cells[0]: line.cells[3] for line in page.table.model.lines}


def test_everything_is_listed_and_filtered(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "periods")
    assert states(page)["项目"] == "须依规定保管"
    assert states(page)["人员"] == "在保存期内"
    page.filter.setCurrentIndex(page.filter.findData("kept"))
    page.filter.activated.emit(0)
    assert set(states(page).values()) == {"须依规定保管"}
    page.filter.setCurrentIndex(page.filter.findData("due"))
    page.filter.activated.emit(0)
    assert states(page) == {}
    assert "没有符合的内容" in words_on(page)
    assert not page.print.isEnabled()


def test_a_line_opens_its_records(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "periods")
    page.look()
    settle(qtbot, desk)
    shown = desk.window.page
    assert shown is not None
    assert shown.name == "records"


def test_the_list_is_printed(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "periods")
    page.keep(tmp_path / "list.pdf")
    settle(qtbot, desk)
    assert "已保存到" in words_on(page)
    assert "个人信息保存期限表" in read(tmp_path / "list.pdf")


@pytest.fixture
def later(qapp: QApplication, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path) -> Any:
    """The window eleven years later, when lists of names are due."""
    there = replace(env.at(milliseconds("2027-01-04")), anchors=env.anchors)
    desk = Desk(qapp, Door(store, there), preferences=Preferences(tmp_path / "later.ini"))
    desk.start()
    desk.window.resize(1366, 768)
    settle(qtbot, desk)
    yield desk
    desk.window.close()
    desk.stop()
    desk.deleteLater()


def test_what_is_due_is_erased_and_certified(later: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page: Any = show_page(qtbot, later, "periods")
    first = page.table.model.lines[0]
    assert first.cells[3] == "到期，应删除"
    assert "应当删除" in words_on(page)
    names = [line.cells[0] for line in page.table.model.lines]
    page.table.view.selectRow(names.index("签到人员"))
    assert page.act.isVisible()
    page.act.click()
    assert "删除“签到人员”里应当删除的" in words_on(later.window)
    page.erase("保存期限已满")
    settle(qtbot, later)
    settle(qtbot, later)
    assert "签到人员" not in states(page)
    assert "个人信息。" in words_on(page)
    assert "保存期限已满" not in words_on(page)
    assert not cut_off(later.window)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def test_the_page_is_whole_in_every_look(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk = open_desk(look)
    show_page(qtbot, desk, "periods")
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
