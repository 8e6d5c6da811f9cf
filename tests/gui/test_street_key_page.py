"""The page of the street's keys: backed up on sticks and paper, taken back, changed, and asked for on the home page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from tests.gui.door import words_on
from tests.gui.looking import cut_off, nameless
from tests.gui.test_laptops_page import MANY, press
from tests.ops.test_extract import read
from zjdesk.gui.app import Desk
from zjdesk.gui.door import Door
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.gui.screens.street_key import StreetKeyPage
from zjdesk.gui.sheets import Sheet
from zjdesk.ops.session import open_session
from zjdesk.ops.setup import add_account
from zjdesk.ops.street_key import FILE, split_on_paper, standing
from zjdesk.settings import Environment
from zjdesk.store.street import keep_secrets, secrets_of

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]


@pytest.fixture
def sticks(tmp_path: Path) -> tuple[Path, Path]:
    """Two sticks."""
    found = (tmp_path / "stick 1", tmp_path / "stick 2")
    for one in found:
        one.mkdir()
    return found


def copied(desk: Desk, qtbot: QtBot, sticks: tuple[Path, Path]) -> Any:
    """Copy the keys as a person does; return the page."""
    page: Any = show_page(qtbot, desk, "street_key")
    page.sticks.first.value, page.sticks.second.value = sticks
    page.sticks.act.click()
    settle(qtbot, desk)
    return page


def test_the_home_page_calls_for_a_backup_until_there_is_one(
    open_desk: OpenDesk, qtbot: QtBot, sticks: tuple[Path, Path]
) -> None:
    desk = open_desk()
    home: Any = show_page(qtbot, desk, "home")
    assert "街道钥匙还没有备份" in words_on(home.todo)
    press(desk, "街道钥匙…")
    settle(qtbot, desk)
    assert isinstance(desk.window.page, StreetKeyPage)
    copied(desk, qtbot, sticks)
    home = show_page(qtbot, desk, "home")
    assert not home.todo.isVisible()


def test_the_ways_there(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    for start in ("settings", "laptops"):
        show_page(qtbot, desk, start)
        press(desk, "街道钥匙…")
        settle(qtbot, desk)
        assert isinstance(desk.window.page, StreetKeyPage)


def test_two_sticks_and_their_code(
    open_desk: OpenDesk, qtbot: QtBot, sticks: tuple[Path, Path], tmp_path: Path
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "street_key")
    page.sticks.act.click()
    assert "请插入 U 盘" in words_on(page)
    page.sticks.first.value = page.sticks.second.value = sticks[0]
    page.sticks.act.click()
    assert "请另选一个 U 盘" in words_on(page)
    page = copied(desk, qtbot, sticks)
    code = page.sticks.code
    assert code in words_on(page)
    assert all((one / FILE).is_file() for one in sticks)
    assert page.sticks.slip.hasFocus()
    page.sticks.keep_slip(tmp_path / "code.pdf")
    settle(qtbot, desk)
    assert code in read(tmp_path / "code.pdf")
    show_page(qtbot, desk, "settings")
    page = show_page(qtbot, desk, "street_key")
    assert code not in words_on(page), "once only"
    taken: Any = show_page(qtbot, desk, "key_return")
    taken.file.value, taken.code.value = sticks[1] / FILE, code
    taken.from_stick()
    settle(qtbot, desk)
    assert "街道钥匙已取回" in words_on(taken)


def test_a_stick_that_was_pulled_out_is_told(
    open_desk: OpenDesk, qtbot: QtBot, sticks: tuple[Path, Path], store: Path, env: Environment
) -> None:
    sticks[1].rmdir()
    desk = open_desk()
    page = copied(desk, qtbot, sticks)
    assert str(sticks[1]) in words_on(page.notices)
    assert page.sticks.act.isEnabled()
    assert not page.sticks.code
    assert not list(sticks[0].iterdir())
    desk.stop()
    with open_session(store, env=env) as office:
        assert standing(office).due


def test_two_sheets_hold_what_takes_the_keys_back(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path, store: Path, env: Environment
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "street_key")
    targets = (tmp_path / "1.pdf", tmp_path / "2.pdf")
    page.paper.split(*targets)
    settle(qtbot, desk)
    assert "由两个人锁在两处" in words_on(page)
    first, second = ("".join(read(one).split()) for one in targets)
    assert "第一页" in first
    assert "第二页" in second
    letters = [re.sub("[^0-9A-Z]", "", sheet) for sheet in (first, second)]
    assert all(len(one) > 400 for one in letters)
    assert letters[0] != letters[1]
    desk.stop()
    with open_session(store, env=env) as office:
        assert standing(office).split


def test_typed_sheets_are_checked_line_by_line(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment
) -> None:
    found: dict[int, str] = {}
    with open_session(store, env=env) as office:
        split_on_paper(office, found.__setitem__)
        before = secrets_of(office.store)
        keep_secrets(office.store, [])
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "street_key")
    assert "没有街道钥匙" in words_on(page)
    assert not page.sticks.act.isEnabled()
    page = show_page(qtbot, desk, "key_return")
    lines = found[1].splitlines()
    spoilt = [lines[0], lines[1][:-1] + ("0" if lines[1][-1] != "0" else "1"), *lines[2:]]
    one, two = page.sheets
    one.box.setFocus()
    QTest.keyClicks(one.box, spoilt[0].lower())
    assert "已输入 1 行，每一行都对" in words_on(page)
    one.box.setPlainText("\n".join(spoilt))
    assert "第 2 行有输错的字" in words_on(page)
    page.from_paper()
    assert one.box.hasFocus()
    one.box.setPlainText(found[2])
    two.box.setPlainText(found[1])
    page.from_paper()
    settle(qtbot, desk)
    assert "街道钥匙已取回" in words_on(page)
    desk.stop()
    with open_session(store, env=env) as office:
        assert secrets_of(office.store) == before


def test_new_keys_call_for_what_follows(open_desk: OpenDesk, qtbot: QtBot, sticks: tuple[Path, Path]) -> None:
    desk = open_desk()
    laptops: Any = show_page(qtbot, desk, "laptops")
    laptops.computers.invite(MANY[:1], sticks[0])
    settle(qtbot, desk)
    page = copied(desk, qtbot, sticks)
    key = page.standing.key
    page.renew.click()
    sheet: Any = desk.window.findChild(Sheet)
    assert "重新备份钥匙" in words_on(sheet)
    QTest.keyClicks(sheet.focusProxy(), "stolen")
    QTest.keyClick(sheet.focusProxy(), Qt.Key.Key_Return)
    settle(qtbot, desk)
    settle(qtbot, desk)
    said = words_on(page)
    assert "街道钥匙已更换" in said
    assert MANY[0].label in said
    assert page.standing.due
    assert page.standing.key != key
    home: Any = show_page(qtbot, desk, "home")
    assert "街道钥匙还没有备份" in words_on(home.todo)


def test_nobody_else_has_the_keys(
    qapp: QApplication, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path
) -> None:
    with open_session(store, env=env) as office:
        add_account(office, "赵办事（示例）", "SF", "another passphrase")
    desk = Desk(
        qapp,
        Door(store, replace(env, passphrase="another passphrase"), "赵办事（示例）"),
        preferences=Preferences(tmp_path / "other.ini"),
    )
    desk.start()
    settle(qtbot, desk)
    for name in ("street_key", "key_return"):
        page = show_page(qtbot, desk, name)
        assert "由街道管理员" in words_on(page)
    show_page(qtbot, desk, "laptops")
    found = [one.text() for one in desk.window.findChildren(QAbstractButton) if one.isVisible()]
    assert "街道钥匙…" not in found
    home: Any = show_page(qtbot, desk, "home")
    assert not home.todo.isVisible()
    desk.window.close()
    desk.stop()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def test_the_pages_are_whole_in_every_look(
    open_desk: OpenDesk, qtbot: QtBot, sticks: tuple[Path, Path], look: Look
) -> None:
    desk = open_desk(look)
    page = copied(desk, qtbot, sticks)
    page.paper.split(sticks[0] / "1.pdf", sticks[1] / "2.pdf")
    settle(qtbot, desk)
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
    show_page(qtbot, desk, "key_return")
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
