"""The shared folder in the window: chosen, told of, looked at, merged, written to, given up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from tests.gui.looking import cut_off, nameless
from tests.gui.sample import build
from tests.gui.stick import hand_in
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.gui.screens.merge_look import PreviewCard
from zjdesk.gui.sharing import FOLDER
from zjdesk.ops import shared
from zjdesk.ops.exchange import bundles_in
from zjdesk.ops.session import open_session
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]


@pytest.fixture
def store(tmp_path: Path, env: Environment) -> Path:
    """The office's own store, not a copy of one."""
    build(tmp_path / "store", env)
    return tmp_path / "store"


@pytest.fixture
def folder(tmp_path: Path, store: Path, env: Environment, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shared folder into which a laptop has written."""
    monkeypatch.setattr(shared, "SETTLED", 0.0)
    made = tmp_path / "共享"
    made.mkdir()
    for path in hand_in(store, env, 1):
        path.rename(made / path.name)
    with open_session(store.parent / "laptop", env=env) as laptop:
        shared.take_part(laptop, made)
    return made


def _use(page: Any, qtbot: QtBot, desk: Desk, folder: Path) -> None:
    page.shared.use(folder)
    settle(qtbot, desk)


@pytest.mark.parametrize("look", [Look("zh"), Look("en", scale=150)], ids=lambda look: look.lang)
def test_what_came_is_offered_merged_and_answered(open_desk: OpenDesk, qtbot: QtBot, folder: Path, look: Look) -> None:
    desk = open_desk(look)
    page: Any = show_page(qtbot, desk, "exchange")
    assert not page.shared.stop.isVisible()
    _use(page, qtbot, desk, folder)
    assert page.shared.look.isVisible()
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
    page.shared.look.click()
    settle(qtbot, desk)
    assert page.findChild(PreviewCard) is not None
    before = len(bundles_in(folder))
    page.merge()
    settle(qtbot, desk)
    settle(qtbot, desk)
    assert not page.shared.look.isVisible()
    assert len(bundles_in(folder)) == before + 1  # the laptop hears that its work arrived


def test_a_file_that_cannot_be_merged_is_offered_once(open_desk: OpenDesk, qtbot: QtBot, folder: Path) -> None:
    (path,) = bundles_in(folder)
    data = bytearray(path.read_bytes())
    data[2048:] = bytes(len(data) - 2048)
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "exchange")
    _use(page, qtbot, desk, folder)
    path.write_bytes(data)
    desk.window._ctx.wire.share.emit()
    settle(qtbot, desk)
    page.preview([path])
    settle(qtbot, desk)
    desk.window._ctx.wire.share.emit()
    settle(qtbot, desk)
    assert not page.shared.look.isVisible()


def test_a_folder_that_is_away_is_said_and_comes_back(open_desk: OpenDesk, qtbot: QtBot, folder: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "exchange")
    away = folder.rename(folder.with_name("away"))
    _use(page, qtbot, desk, folder)
    assert str(folder) in page.shared.said.text()
    assert not page.shared.look.isVisible()
    away.rename(folder)
    desk.window._ctx.wire.share.emit()
    settle(qtbot, desk)
    assert "来了 1 个文件" in page.shared.said.text()


def test_a_folder_given_up_is_written_to_no_more(open_desk: OpenDesk, qtbot: QtBot, folder: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "exchange")
    _use(page, qtbot, desk, folder)
    assert len(list(folder.glob("*.here"))) == 2
    page.shared.stop.click()
    settle(qtbot, desk)
    assert len(list(folder.glob("*.here"))) == 1
    assert desk.window._ctx.preferences.text(FOLDER) == ""
    before = len(bundles_in(folder))
    desk.window._ctx.wire.share.emit()
    settle(qtbot, desk)
    assert len(bundles_in(folder)) == before


def test_nothing_is_looked_at_while_the_window_is_locked(open_desk: OpenDesk, qtbot: QtBot, folder: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "exchange")
    _use(page, qtbot, desk, folder)
    desk.lock()
    settle(qtbot, desk)
    before = sorted(path.name for path in folder.iterdir())
    desk._sharing.look()
    settle(qtbot, desk)
    assert sorted(path.name for path in folder.iterdir()) == before
