"""The page of hand-ins and the tiles of the home page: who handed in, who is overdue, what to ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from tests.gui.door import to_front, words_on
from tests.gui.keys import press as press_key
from tests.gui.looking import cut_off, nameless
from tests.gui.stick import LAPTOP, hand_in
from tests.gui.test_laptops_page import press
from tests.ops.test_extract import read
from zjdesk.gui.app import Desk
from zjdesk.gui.door import Door
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import merge
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import open_session
from zjdesk.settings import Environment, milliseconds

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]


@pytest.fixture
def handed_in(store: Path, env: Environment) -> None:
    """An office with three communities, of which one has a laptop, which handed in."""
    (bundle,) = hand_in(store, env, 1)
    with open_session(store, env=env) as office:
        merge(office, bundle)
        (cycle,) = list_records(office, "cycle")
        save(office, [EditRecord(cycle.id, {"end": "2016-12-31"})])


@pytest.fixture
def later(qapp: QApplication, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path, handed_in: None) -> Any:
    """The window six weeks later, when the laptop is overdue."""
    there = replace(env.at(milliseconds("2016-09-12")), anchors=env.anchors)
    desk = Desk(qapp, Door(store, there), preferences=Preferences(tmp_path / "later.ini"))
    desk.start()
    desk.window.resize(1366, 768)
    settle(qtbot, desk)
    yield desk
    desk.window.close()
    desk.stop()
    desk.deleteLater()


def states(table: Any) -> dict[str, str]:
    """Return the state of every line."""
    return {line.cells[0]: line.cells[3] for line in table.model.lines}


@pytest.mark.usefixtures("handed_in")
def test_communities_stand_by_what_came(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "board")
    assert list(states(page.communities).items()) == [("C02", "没有电脑"), ("C03", "没有电脑"), ("C01", "齐全")]
    assert "1 个齐全，2 个没有电脑" in words_on(page)
    page.tabs.setCurrentIndex(1)
    assert states(page.computers) == {LAPTOP: "齐全"}
    assert "李联络" not in words_on(page)
    assert [line.cells[0] for line in page.feeds.table.model.lines][:1] == [LAPTOP]


def test_who_is_late_comes_first_and_is_asked(later: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page: Any = show_page(qtbot, later, "board")
    assert next(iter(states(page.communities).items())) == ("C01", "逾期")
    page.filter.setCurrentIndex(page.filter.findData("overdue"))
    page.filter.activated.emit(0)
    assert list(states(page.communities)) == ["C01"]
    page.keep(tmp_path / "asks.pdf")
    settle(qtbot, later)
    said = read(tmp_path / "asks.pdf")
    assert "催报清单" in said
    assert LAPTOP in said
    assert "已保存到" in words_on(page)


@pytest.mark.usefixtures("handed_in")
def test_found_in_pinyin_and_by_community(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "board")
    page.search.setText("fushen")
    assert list(states(page.communities)) == ["C01"]
    page.search.setText("nothing of this name")
    assert "没有符合的内容" in words_on(page)
    assert not page.feeds.isVisible()
    page = show_page(qtbot, desk, "board", community="C03")
    assert page.search.text() == ""
    assert page.chosen.name == "浦江茗园"


@pytest.mark.usefixtures("handed_in")
def test_a_cell_opens_what_is_behind_it(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "board", community="C01")
    view = page.communities.view
    for column, name in ((4, "records"), (2, "laptops")):
        page = show_page(qtbot, desk, "board", community="C01")
        view.setCurrentIndex(page.communities.model.index(view.currentIndex().row(), column))
        view.setFocus()
        press_key(view, Qt.Key.Key_Return)
        settle(qtbot, desk)
        settle(qtbot, desk)
        shown: Any = desk.window.page
        assert shown.name == name
    assert shown.computers.laptop(shown.computers.table.key).name == LAPTOP
    page = show_page(qtbot, desk, "board", community="C01")
    page._open(7)
    settle(qtbot, desk)
    assert desk.window.page is page, "nothing lacks an attachment"


@pytest.mark.usefixtures("handed_in")
def test_the_home_page_shows_all_communities(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    home: Any = show_page(qtbot, desk, "home")
    assert [tile.text() for tile in home.tiles.tiles] == ["齐  福沈", "无  崂二", "无  浦江茗园"]
    assert "下次应交 2016-08-31" in home.tiles.tiles[0].accessibleName()
    to_front(qtbot, desk)
    home.tiles.tiles[0].setFocus()
    press_key(home.tiles.tiles[0], Qt.Key.Key_Right)
    assert home.tiles.tiles[1].hasFocus()
    press_key(home.tiles.tiles[1], Qt.Key.Key_Return)
    settle(qtbot, desk)
    page: Any = desk.window.page
    assert page.name == "board"
    assert page.chosen.name == "崂二"
    show_page(qtbot, desk, "exchange")
    press(desk, "报送情况")
    settle(qtbot, desk)
    assert desk.window.page is page


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
@pytest.mark.usefixtures("handed_in")
def test_the_pages_are_whole_in_every_look(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk = open_desk(look)
    for name in ("board", "home", "exchange"):
        show_page(qtbot, desk, name)
        assert not cut_off(desk.window), name
        assert not nameless(desk.window), name
