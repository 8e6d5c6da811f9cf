"""A lost computer in the window: ended, what it may hold, what to do, and the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from tests.gui.door import words_on
from tests.gui.looking import cut_off, nameless
from tests.gui.stick import LAPTOP
from tests.gui.test_laptops_page import Quiet, handed_in, press
from tests.ops.test_extract import read
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]

__all__ = ["handed_in"]


def to_the_lost(desk: Desk, qtbot: QtBot) -> Any:
    """Go there by the way that a person takes."""
    page: Any = show_page(qtbot, desk, "laptops")
    page.chosen.lost.click()
    settle(qtbot, desk)
    assert desk.window.page is not None
    assert desk.window.page.name == "lost"
    return desk.window.page


def test_it_is_ended_and_what_comes_later_is_listed(
    open_desk: OpenDesk, qtbot: QtBot, handed_in: Path, tmp_path: Path
) -> None:
    desk = open_desk()
    page = to_the_lost(desk, qtbot)
    assert "还没有停用" not in words_on(page)
    assert LAPTOP in page.title.text()
    assert "人员" in [line.cells[0] for line in page.contents.model.lines]
    assert "第五十七条" in words_on(page)
    page.why.value = None
    page.act.click()
    assert "请写明原因" in words_on(page)
    page.why.value = "电脑丢失"
    page.act.click()
    press(desk, f"停用{LAPTOP}")
    settle(qtbot, desk)
    assert "没有再收到" in words_on(page)
    assert not page.act.isVisible()
    desk.tasks.run(desk, lambda backend: backend.merge([handed_in], Quiet()), lambda _made: None)
    settle(qtbot, desk)
    page.arrive(installation=page.loss.id)
    settle(qtbot, desk)
    assert "都不计入" in words_on(page)
    assert page.late.isVisible()
    assert page.late.model.lines
    page.keep(tmp_path / "lost.pdf")
    settle(qtbot, desk)
    assert "已保存到" in words_on(page)
    assert "不计入的内容" in read(tmp_path / "lost.pdf")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def test_the_page_is_whole_in_every_look(open_desk: OpenDesk, qtbot: QtBot, handed_in: Path, look: Look) -> None:
    desk = open_desk(look)
    to_the_lost(desk, qtbot)
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
