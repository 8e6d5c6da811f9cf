"""The history of a record and of a field, and one's own actions, taken back and done again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.door import to_front, words_on
from tests.gui.keys import CONTROL
from tests.gui.keys import press as press_key
from tests.gui.looking import cut_off, nameless
from tests.gui.test_laptops_page import press
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.edit import save
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import open_session
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]
AFTER = ("为老送餐（改一）", "为老送餐（改二）")


@pytest.fixture
def edited(store: Any, env: Environment) -> str:
    """A project whose name was changed twice, before the window was opened."""
    with open_session(store, env=env) as office:
        own = list_records(office, "project")[0].id
        for name in AFTER:
            save(office, [EditRecord(own, {"name": name})], why="核对档案")
    return own


def name_of(qtbot: QtBot, desk: Desk, own: str) -> str:
    """Return how a project is called now."""
    return str(next(one.values["name"] for one in records(qtbot, desk, "project") if one.id == own))


def test_the_history_tells_before_and_after_of_one_field(open_desk: OpenDesk, qtbot: QtBot, edited: str) -> None:
    desk = open_desk()
    show_page(qtbot, desk, "project", record=edited)
    press(desk, "经过")
    settle(qtbot, desk)
    page: Any = desk.window.page
    assert page.name == "story"
    lines = [line.cells for line in page.table.model.lines]
    assert lines[0][1:6] == ("示例街道", "街道办事处", "项目名称", AFTER[0], AFTER[1])
    assert lines[-1][3] == "新建"
    assert int(lines[-1][6]) > 1
    assert "核对档案" in words_on(page)
    page.field.setCurrentIndex(page.field.findData("theme"))
    page.field.activated.emit(0)
    settle(qtbot, desk)
    assert [line.cells[3:5] for line in page.table.model.lines] == [("主题", "—")]
    press(desk, "打开记录")
    settle(qtbot, desk)
    assert desk.window.page is not None
    assert desk.window.page.name == "project"


def test_an_action_of_another_day_is_taken_back_and_done_again(open_desk: OpenDesk, qtbot: QtBot, edited: str) -> None:
    desk = open_desk()
    to_front(qtbot, desk)
    press_key(desk.window, Qt.Key.Key_H, CONTROL)
    settle(qtbot, desk)
    page: Any = desk.window.page
    assert page.name == "actions"
    assert page.table.model.lines[0].cells[1].startswith("修改 项目")
    assert f"{AFTER[0]} → {AFTER[1]}" in words_on(page)
    press(desk, "撤销这一步")
    settle(qtbot, desk)
    assert name_of(qtbot, desk, edited) == AFTER[0]
    assert page.table.model.lines[0].cells[3] == "已撤销"
    assert not page.undo.isVisible()
    press(desk, "重做这一步")
    settle(qtbot, desk)
    assert name_of(qtbot, desk, edited) == AFTER[1]


def test_what_was_changed_since_is_not_taken_back_silently(open_desk: OpenDesk, qtbot: QtBot, edited: str) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "actions")
    page.table.turn_to(1)
    press(desk, "撤销这一步")
    settle(qtbot, desk)
    assert name_of(qtbot, desk, edited) == AFTER[1]
    assert page.notices.isVisible()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def test_the_pages_are_whole_in_every_look(open_desk: OpenDesk, qtbot: QtBot, edited: str, look: Look) -> None:
    desk = open_desk(look)
    for name, args in (("actions", {}), ("story", {"record": edited, "form": "project"})):
        show_page(qtbot, desk, name, **args)
        assert not cut_off(desk.window), name
        assert not nameless(desk.window), name
