"""The card that archives the old cycle and opens the next one, on the settings page of the street office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import press, write
from tests.gui.looking import cut_off, nameless
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.gui.sheets import Sheet

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en", scale=150)]
# What years of work would have brought: the cycle in its final evaluation, every project evaluated, every paper in.
EVALUATED = (
    "UPDATE cycle SET state = 'final'",
    "UPDATE project SET state = 'final_evaluated'",
    "UPDATE funding_source SET approved_fen = 650000",
    "UPDATE batch SET recovered = (SELECT count(*) FROM response WHERE response._parent = batch._id)",
)


def _card(qtbot: QtBot, desk: Desk) -> Any:
    page: Any = show_page(qtbot, desk, "settings")
    page.cycle.open.click()
    settle(qtbot, desk)
    return page.cycle


def _state(qtbot: QtBot, desk: Desk, *statements: str) -> None:
    def write(backend: Any) -> None:
        for statement in statements:
            backend._session.store.conn.execute(statement)

    desk.tasks.run(desk, write, lambda _done: None)
    settle(qtbot, desk)


def _sheets(desk: Desk) -> list[Sheet]:
    return [one for one in desk.window.findChildren(Sheet) if one.isVisible()]


def _say_yes(qtbot: QtBot, desk: Desk, card: Any) -> None:
    card.form.act.click()
    (asked,) = _sheets(desk)
    press(asked.findChildren(type(card.open))[-1], Qt.Key.Key_Space)
    settle(qtbot, desk)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.lang)
def test_the_year_after_is_offered(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk = open_desk(look)
    card = _card(qtbot, desk)
    assert "2015年度" in card.said.text()
    form = card.form
    assert (form.name.value, form.start.value, form.end.value) == ("2016年度", "2016-08-01", "2017-07-31")
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
    form.name.value = ""
    form.act.click()
    assert not _sheets(desk), "nothing is asked while the name is lacking"


def test_projects_under_way_are_named_and_nothing_changes(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    _state(qtbot, desk, "UPDATE cycle SET state = 'final'")
    projects = records(qtbot, desk, "project")
    card = _card(qtbot, desk)
    _say_yes(qtbot, desk, card)
    page: Any = desk.window.page
    said = "\n".join(label.text() for label in page.notices.findChildren(QLabel))
    assert f"还有{len(projects)}个项目没有办结" in said
    assert len([one for one in projects if str(one.values["no"]) in said]) == 5, "the first few"
    assert len(records(qtbot, desk, "cycle")) == 1


def test_the_next_cycle_is_opened_and_the_old_one_archived(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    _state(qtbot, desk, *EVALUATED)
    card = _card(qtbot, desk)
    _say_yes(qtbot, desk, card)
    states = {one.values["name"]: one.values["state"] for one in records(qtbot, desk, "cycle")}
    assert states == {"2015年度": "archived", "2016年度": "open"}
    assert {one.values["state"] for one in records(qtbot, desk, "project")} == {"archived"}
    assert "2016年度" in card.told.text() and "2016年度" in card.said.text()
    assert not card.form.isVisible()


def test_a_warning_wants_its_reason_here_too(open_desk: OpenDesk, qtbot: QtBot) -> None:
    """A membership without its fees (BR-48) is archived with a reason, typed over the settings page."""
    desk = open_desk()
    _state(qtbot, desk, *EVALUATED, "UPDATE project SET membership_system = 1")
    card = _card(qtbot, desk)
    _say_yes(qtbot, desk, card)
    (asked,) = _sheets(desk)
    line = asked.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    write(line, "会费另册登记")
    press(line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert len(records(qtbot, desk, "cycle")) == 2
    assert {one.values["rule"] for one in records(qtbot, desk, "overridden_warning")} == {"BR-48"}
