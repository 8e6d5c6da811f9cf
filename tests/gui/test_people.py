"""The people of a computer: another passphrase, another person, one who comes no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from tests.gui.door import words_on
from tests.gui.looking import cut_off, nameless
from tests.passphrase import PASSPHRASE
from zjdesk.errors import NotAllowed
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.ops.laptops import roles
from zjdesk.ops.session import accounts, open_session
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]
NEW = "换过的一个长口令"


def opens(store: Path, env: Environment, passphrase: str) -> str:
    """Return who a passphrase lets in."""
    with open_session(store, env=replace(env, passphrase=passphrase)) as session:
        return session.account.name


def test_my_passphrase_is_changed_by_who_knows_it(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "settings")
    people = page.people
    people.change.click()
    form = people.passphrase
    form.old.value, form.secret.first.value, form.secret.second.value = "不是这个", NEW, NEW
    form.save()
    settle(qtbot, desk)
    assert "口令不对" in words_on(form)
    form.old.value = PASSPHRASE
    form.save()
    settle(qtbot, desk)
    assert not form.isVisible()
    assert form.secret.first.value is None, "nothing typed is left"
    desk.stop()
    assert opens(store, env, NEW) == "示例街道"
    with pytest.raises(NotAllowed):
        opens(store, env, PASSPHRASE)


def test_a_person_is_added_and_disabled(open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "settings")
    page.people.more.click()
    form = page.people.addition
    form.save()
    assert "请填写" in words_on(form)
    form.name.value, form.role.value = "李录入（示例）", "DE"
    form.secret.first.value = form.secret.second.value = NEW
    form.save()
    settle(qtbot, desk)
    assert "李录入（示例）（" in words_on(page.people)
    (disable,) = [one for one in page.people.findChildren(QAbstractButton) if one.text() == "停用" and one.isVisible()]
    disable.click()
    (act,) = [one for one in desk.window.findChildren(QAbstractButton) if one.text() == "停用李录入（示例）"]
    act.click()
    settle(qtbot, desk)
    assert "李录入" not in words_on(page.people)
    desk.stop()
    with pytest.raises(NotAllowed):
        opens(store, env, NEW)


def test_only_roles_of_this_kind_of_computer_are_offered(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment
) -> None:
    with open_session(store, env=env) as session:
        granted = roles(session)
        assert {one.role for one in accounts(session.store)} <= set(granted)
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "settings")
    box = page.people.addition.role.box
    assert {box.itemData(number) for number in range(1, box.count())} == set(granted)
    assert "LI" not in granted


def test_the_time_until_it_locks_is_kept(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "settings")
    assert page.lock_after.value == 10
    page.lock_after.value = 30
    page.lock_after.tell()
    assert desk._preferences.lock_after == 30


@pytest.mark.parametrize("look", [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)], ids=str)
def test_the_forms_are_whole_in_every_look(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk = open_desk(look)
    page: Any = show_page(qtbot, desk, "settings")
    for press in (page.people.change, page.people.more):
        press.click()
        qtbot.wait(20)
        assert not cut_off(desk.window)
        assert not nameless(desk.window)
