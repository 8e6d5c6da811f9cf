"""The page of messages: written, answered, told whether they arrived."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from tests.gui.door import words_on
from tests.gui.keys import press
from tests.gui.looking import cut_off, nameless
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.ops.messages import messages, send
from zjdesk.ops.session import open_session
from zjdesk.settings import Environment
from zjdesk.store.ids import uuid7

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]


@pytest.fixture
def asked(store: Path, env: Environment) -> str:
    """A message that another clerk of the office wrote."""
    with open_session(store, env=env) as office:
        (own,) = send(office, "C01", "补交签到表<b>", "三月活动的签到表还没有扫描件，请补交。").ids
        office.store.conn.execute('UPDATE "message" SET _creator = ?', (uuid7(env.now()),))
        office.store.conn.commit()
    return own


def lines(page: Any) -> list[tuple[str, ...]]:
    return [line.cells for line in page.table.model.lines]


def test_the_home_page_tells_of_new_messages_until_they_were_read(
    open_desk: OpenDesk, qtbot: QtBot, asked: str
) -> None:
    desk = open_desk()
    home: Any = show_page(qtbot, desk, "home")
    assert "有 1 条新消息" in words_on(home)
    page: Any = show_page(qtbot, desk, "messages")
    assert (
        lines(page)[0][2:] == ("C01", "街道办事处 · 示例街道", "补交签到表<b>") or lines(page)[0][4] == "补交签到表<b>"
    )
    home = show_page(qtbot, desk, "home")
    assert "新消息" not in words_on(home)


def test_a_message_is_written_and_answered_by_keyboard(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "messages")
    assert "还没有消息" in words_on(page)
    page.answer("new")
    page.answer("save")
    assert "请填写这一项" in words_on(page)
    page.writing.to.setCurrentIndex(page.writing.to.findData("C02"))
    page.writing.subject.value, page.writing.text.value = "国庆安排", "停收 U 盘三天。"
    page.answer("save")
    settle(qtbot, desk)
    assert not page.writing.isVisible()
    assert [cells[2:5:2] for cells in lines(page)] == [("C02", "国庆安排")]
    page.table.view.selectRow(0)
    press(page.table.view, Qt.Key.Key_Return)
    assert (page.writing.isVisible(), page.writing.to.currentData()) == (True, "C02")
    assert page.writing.subject.value == "回复：国庆安排"
    page.writing.text.value = "收到。"
    page.answer("save")
    settle(qtbot, desk)
    assert len(lines(page)) == 2
    desk.stop()
    with open_session(store, env=env) as office:
        newest = messages(office)
    assert {one.subject: bool(one.answers) for one in newest} == {"国庆安排": False, "回复：国庆安排": True}


def test_what_was_typed_stays_while_the_sheet_is_put_away(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "messages")
    page.answer("new")
    page.writing.subject.value = "写了一半"
    page.answer("back")
    assert not page.writing.isVisible()
    page.answer("new")
    assert page.writing.subject.value == "写了一半"


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_nothing_is_cut_off_or_nameless(open_desk: OpenDesk, qtbot: QtBot, asked: str, look: Look) -> None:
    desk = open_desk(look)
    page: Any = show_page(qtbot, desk, "messages")
    page.write()
    page.table.view.selectRow(0)
    settle(qtbot, desk)
    assert (cut_off(desk.window), nameless(desk.window)) == ([], [])
