"""The settings page: who works here, which computers were invited, and inviting more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from tests.gui.looking import cut_off, nameless
from tests.gui.sample import build
from tests.gui.stick import LAPTOP, hand_in
from zjdesk.gui.app import Desk
from zjdesk.gui.office import Wanted
from zjdesk.gui.preferences import Look
from zjdesk.gui.screens.about import own_version
from zjdesk.gui.store_backend import StoreBackend
from zjdesk.gui.store_office import by_computer
from zjdesk.ops.exchange import merge
from zjdesk.ops.session import open_session
from zjdesk.ops.setup import join
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]


def words_on(widget: QWidget) -> str:
    """Return all that a widget says."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.mark.parametrize("look", [Look("zh"), Look("en", scale=150)], ids=lambda look: look.lang)
def test_people_computers_and_version_are_shown(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk = open_desk(look)
    page: Any = show_page(qtbot, desk, "settings")
    assert "示例街道" in words_on(page.people)
    assert own_version() in words_on(page)
    assert not cut_off(desk.window)
    assert not nameless(desk.window)


@pytest.mark.parametrize("look", [Look("zh"), Look("en")], ids=lambda look: look.lang)
def test_an_invitation_opens_a_store(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path, env: Environment, look: Look
) -> None:
    desk = open_desk(look)
    page: Any = show_page(qtbot, desk, "laptops")
    cards = page.computers
    cards.name.value = "崂二居委会"
    cards.places.value = ["C02"]
    wanted = cards.wanted()
    assert wanted == Wanted("崂二居委会", "liaison", ("C02",))
    cards.invite([wanted], tmp_path / "invited")
    settle(qtbot, desk)
    ((label, name, code),) = [line.cells for line in made_table(page).model.lines]
    assert label == "崂二居委会"
    with join(tmp_path / "laptop", tmp_path / "invited" / name, code, "示例", env=env) as laptop:
        assert laptop.account.role == "LI"
    assert [line.cells[0] for line in cards.table.model.lines] == ["崂二居委会"]
    assert not cut_off(desk.window)


def made_table(page: Any) -> Any:
    """Return the table of invitations just made."""
    return page.computers._made.itemAt(1).widget()


def test_what_is_lacking_is_said_under_the_form(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "laptops")
    cards = page.computers
    assert cards.wanted() is None
    assert "名称" in cards._wrong.text()
    cards.name.value = "督导1组"
    assert cards.wanted() is None
    assert "居民区" in cards._wrong.text()
    cards.kind.value = "lead"
    assert cards.wanted() == Wanted("督导1组", "lead", ())


def test_each_community_without_a_computer_gets_one(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "laptops")
    cards = page.computers
    assert [code for code, _ in cards.lacking] == ["C01", "C02", "C03"]
    cards.invite([Wanted("福沈居委会", "liaison", ("C01",))], tmp_path / "invited")
    settle(qtbot, desk)
    assert [code for code, _ in cards.lacking] == ["C02", "C03"]
    assert "2" in cards.each.text()


def test_computers_of_one_name_are_counted_apart() -> None:
    lines = [
        {"installation": LAPTOP, "installation_id": own, "last": last, "missing": 1, "last_seen": last}
        for own, last in (("a", 5), ("b", 7), ("a", 6))
    ]
    assert by_computer(lines) == {"a": (9, 2, 6), "b": (6, 1, 7)}


def test_a_computer_that_handed_in_is_in_use(store: Path, env: Environment) -> None:
    shutil.rmtree(store)
    build(store, env)
    paths = hand_in(store, env, 1)
    with open_session(store, env=env) as session:
        assert [one.joined for one in StoreBackend(session).laptops()] == [False]
        merge(session, paths[0])
        (laptop,) = StoreBackend(session).laptops()
    assert (laptop.name, laptop.joined, laptop.silent, laptop.missing) == (LAPTOP, True, False, 0)
