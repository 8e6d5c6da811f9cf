"""Before the store: the passphrase, the wrong one, the forgotten one, and the first start of a new computer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle
from tests.gui.door import at_the_door, in_front, to_front, words_on
from tests.gui.keys import press_here, write_here
from tests.gui.looking import cut_off, nameless
from tests.ops.world import make_street
from tests.passphrase import PASSPHRASE
from zjdesk.gui.app import Desk
from zjdesk.gui.attempts import Attempts
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.gui.strength import strength
from zjdesk.ops.recover import answer_recovery
from zjdesk.ops.session import open_session
from zjdesk.ops.setup import add_account, change_passphrase, create_office, invite
from zjdesk.settings import Environment

LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]


def show(look: Look) -> str:
    """Name a look in a test's id."""
    return f"{look.lang}-{look.scale}"


def enter(qtbot: QtBot, desk: Desk, passphrase: str) -> None:
    """Type a passphrase and press Enter."""
    to_front(qtbot, desk)
    write_here(passphrase)
    press_here(Qt.Key.Key_Return)
    settle(qtbot, desk)


def page_name(desk: Desk) -> str:
    """Return the page of the store in front, nothing before it is open."""
    return desk.window.page.name if desk.window.page else ""


def test_the_passphrase_and_enter_open_the_store(qtbot: QtBot, store: Path, env: Environment) -> None:
    with at_the_door(qtbot, store, env) as desk:
        assert "示例街道" not in words_on(desk.window), "nothing is known before it is open"
        assert page_name(desk) == ""
        enter(qtbot, desk, PASSPHRASE)
        assert page_name(desk) == "home"
        assert "示例街道" in words_on(desk.window)
        assert desk.window._navigation.isVisible()


def test_a_given_passphrase_asks_for_nothing(qtbot: QtBot, store: Path, env: Environment) -> None:
    with at_the_door(qtbot, store, env, passphrase=PASSPHRASE) as desk:
        assert page_name(desk) == "home"


def test_a_wrong_given_passphrase_asks(qtbot: QtBot, store: Path, env: Environment) -> None:
    with at_the_door(qtbot, store, env, passphrase="不是这个口令") as desk:
        assert "口令不对" in words_on(in_front(desk))
        enter(qtbot, desk, PASSPHRASE)
        assert page_name(desk) == "home"


def test_a_wrong_passphrase_is_slowed_over_restarts(qtbot: QtBot, store: Path, env: Environment) -> None:
    with at_the_door(qtbot, store, env) as desk:
        enter(qtbot, desk, "不是这个口令")
        page = in_front(desk)
        assert "请等 1 秒" in page.said.text()
        assert page.passphrase.value is None
        assert not page.open.isEnabled()
        qtbot.waitUntil(page.open.isEnabled, timeout=3000)
        enter(qtbot, desk, "也不是这个")
        assert "请等 2 秒" in page.said.text()
        enter(qtbot, desk, PASSPHRASE)
        assert page_name(desk) == "", "even the right one waits"
    with at_the_door(qtbot, store, env) as desk:
        page = in_front(desk)
        assert not page.open.isEnabled()
        page.passphrase.value = None
        qtbot.waitUntil(page.open.isEnabled, timeout=4000)
        enter(qtbot, desk, PASSPHRASE)
        assert page_name(desk) == "home"


def test_pauses_double_up_to_a_minute_and_end_with_the_right_one(tmp_path: Path) -> None:
    now = [1000.0]
    attempts = Attempts(Preferences(tmp_path / "window.ini"), tmp_path, lambda: now[0])
    waits = []
    for _ in range(9):
        attempts.failed()
        waits.append(attempts.wait)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    now[0] += 45
    again = Attempts(Preferences(tmp_path / "window.ini"), tmp_path, lambda: now[0])
    assert again.wait == 15
    now[0] = 0
    assert again.wait == 60, "a clock that was turned back does not help"
    again.passed()
    assert again.wait == 0


def test_the_eye_shows_what_was_typed(qtbot: QtBot, store: Path, env: Environment) -> None:
    with at_the_door(qtbot, store, env) as desk:
        page = in_front(desk)
        assert page.passphrase.line.displayText() == ""
        page.passphrase.value = "abc"
        assert "abc" not in page.passphrase.line.displayText()
        page.passphrase.eye.click()
        assert page.passphrase.line.displayText() == "abc"


def test_two_people_with_one_passphrase_say_who_they_are(qtbot: QtBot, store: Path, env: Environment) -> None:
    with open_session(store, env=env) as session:
        add_account(session, "李录入（示例）", "DE", PASSPHRASE)
    with at_the_door(qtbot, store, env) as desk:
        enter(qtbot, desk, PASSPHRASE)
        page = in_front(desk)
        assert "选择您是哪一位" in page.said.text()
        page.who.value = "李录入（示例）"
        page.unlock()
        settle(qtbot, desk)
        assert desk.about.account == "李录入（示例）"


def test_a_forgotten_passphrase_leads_over_the_office(qtbot: QtBot, tmp_path: Path, env: Environment) -> None:
    street = make_street(tmp_path, env)
    change_passphrase(street.liaison, "想不起来的口令")
    street.liaison.close()
    with at_the_door(qtbot, tmp_path / "liaison", env) as desk:
        in_front(desk).forgotten.click()
        page = in_front(desk)
        page.request(tmp_path / "usb")
        settle(qtbot, desk)
        assert "求助文件 zjdesk-request.zjq 已写到" in words_on(page)
        answer = answer_recovery(street.office, tmp_path / "usb" / "zjdesk-request.zjq", tmp_path / "usb")
        page.answer.value, page.code.value = answer.file, answer.code
        page.secret.first.value = page.secret.second.value = "重新设好的新口令"
        page.recover()
        settle(qtbot, desk)
        assert "新口令已设好" in words_on(in_front(desk))
        enter(qtbot, desk, "重新设好的新口令")
        assert page_name(desk) == "home"
    street.office.close()


def test_an_office_is_made_at_the_first_start(qtbot: QtBot, tmp_path: Path, env: Environment) -> None:
    store = tmp_path / "new"
    with at_the_door(qtbot, store, env) as desk:
        page = in_front(desk)
        page.way.value = "office"
        page.way.tell()
        page.name.value = "示例管理员"
        page.secret.first.value, page.secret.second.value = "很长的口令 2016", "很长的口令 2017"
        page.begin()
        assert "不一样" in words_on(page)
        assert not store.exists()
        page.secret.second.value = "很长的口令 2016"
        page.begin()
        settle(qtbot, desk)
        assert page_name(desk) == "home"
        assert desk.about.account == "示例管理员"
    with open_session(store, env=replace(env, passphrase="很长的口令 2016")) as session:
        assert session.store.installation.kind == "office"


def test_a_laptop_joins_at_its_first_start(qtbot: QtBot, tmp_path: Path, env: Environment) -> None:
    with create_office(tmp_path / "office", "示例", env=env) as office:
        (invited,) = invite(office, [{"label": "示例居委", "kind": "lead", "communities": ""}], tmp_path / "i")
    with at_the_door(qtbot, tmp_path / "laptop", env) as desk:
        page = in_front(desk)
        page.begin()
        assert "请填写" in words_on(page)
        page.file.value, page.code.value = invited.file, invited.code[:-1] + "?"
        page.code.tell()
        assert "有输错的字" in page.code.hint.text()
        page.code.value = invited.code.lower().replace("-", "")
        page.code.tell()
        assert page.code.value == invited.code
        assert "没有输错" in page.code.hint.text()
        page.name.value = "示例联络员"
        page.secret.first.value = page.secret.second.value = "短口令"
        page.begin()
        assert "太短" in words_on(page)
        page.secret.first.value = page.secret.second.value = "居民区的一个长口令"
        page.begin()
        settle(qtbot, desk)
        assert desk.about.store == "示例居委"


def test_an_invitation_and_a_code_that_do_not_belong_together_are_told(
    qtbot: QtBot, tmp_path: Path, env: Environment
) -> None:
    rows = [{"label": f"示例{one}", "kind": "lead", "communities": ""} for one in "甲乙"]
    with create_office(tmp_path / "office", "示例", env=env) as office:
        one, other = invite(office, rows, tmp_path / "i")
    with at_the_door(qtbot, tmp_path / "laptop", env) as desk:
        page = in_front(desk)
        page.file.value, page.code.value, page.name.value = one.file, other.code, "示例"
        page.secret.first.value = page.secret.second.value = "居民区的一个长口令"
        page.begin()
        settle(qtbot, desk)
        assert "邀请码与文件" in words_on(page)
        assert page.start.isEnabled()
        assert not (tmp_path / "laptop").exists()


@pytest.mark.parametrize("look", LOOKS, ids=show)
def test_pages_before_the_store_are_whole_in_every_look(
    qtbot: QtBot, store: Path, env: Environment, look: Look, tmp_path: Path
) -> None:
    with at_the_door(qtbot, store, env, look=look) as desk:
        assert not cut_off(desk.window)
        assert not nameless(desk.window)
        in_front(desk).wanted.emit("recovery")
        qtbot.wait(20)
        assert not cut_off(desk.window)
        assert not nameless(desk.window)
    with at_the_door(qtbot, tmp_path / "none", env, look=look) as desk:
        assert not cut_off(desk.window)
        assert not nameless(desk.window)


def test_the_language_can_be_changed_at_the_door(qtbot: QtBot, store: Path, env: Environment) -> None:
    with at_the_door(qtbot, store, env) as desk:
        in_front(desk).language.click()
        settle(qtbot, desk)
        assert "Passphrase" in words_on(desk.window)
        enter(qtbot, desk, PASSPHRASE)
        assert page_name(desk) == "home"


def test_keys_reach_nothing_behind_the_door(qtbot: QtBot, store: Path, env: Environment) -> None:
    with at_the_door(qtbot, store, env) as desk:
        to_front(qtbot, desk)
        for command in ("page2", "find", "undo", "back", "lock", "help"):
            desk.window.answer(command)
        settle(qtbot, desk)
        assert page_name(desk) == ""
        assert QApplication.focusWidget() is in_front(desk).passphrase.line


@pytest.mark.parametrize(
    ("passphrase", "level"),
    [
        ("1234567", "short"),
        ("12345678", "weak"),
        ("19850312", "weak"),
        ("aaaaaaaaaaaa", "weak"),
        ("Password123", "weak"),
        ("示例李四示例李四", "weak"),
        ("kupfer-3laue", "good"),
        ("r4nt7pkw", "fair"),
        ("楼下的桂花又开了", "good"),
    ],
)
def test_what_is_easily_guessed_is_called_so(passphrase: str, level: str) -> None:
    assert strength(passphrase, ("示例李四",)) == level
