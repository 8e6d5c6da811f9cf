"""Locking: what was open and typed is hidden at once, the store is closed, and all of it comes back."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.door import in_front, to_front, words_on
from tests.gui.keys import CONTROL, press, press_here, write_here
from tests.gui.looking import cut_off, nameless
from tests.ops.test_picture import scene
from tests.passphrase import PASSPHRASE
from tests.source import ROOT
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.gui.screens.unlock import UnlockPage
from zjdesk.gui.watch import Watch
from zjdesk.gui.widgets.scan_view import ScanSheet
from zjdesk.ops.session import open_session
from zjdesk.ops.setup import add_account
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]
TYPED = "写到一半的标题"


def lock(qtbot: QtBot, desk: Desk) -> UnlockPage:
    """Press the keys that lock, and wait for the page that asks."""
    to_front(qtbot, desk)
    press(desk.window, Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: isinstance(in_front(desk), UnlockPage))
    settle(qtbot, desk)
    page: UnlockPage = in_front(desk)
    return page


def unlock(qtbot: QtBot, desk: Desk, passphrase: str) -> None:
    """Type the passphrase where the keyboard is."""
    write_here(passphrase)
    press_here(Qt.Key.Key_Return)
    settle(qtbot, desk)


def half_an_activity(qtbot: QtBot, desk: Desk) -> Any:
    """Begin an activity and leave it unsaved."""
    project = records(qtbot, desk, "project")[0].id
    page: Any = show_page(qtbot, desk, "entry", form="activity_record", parent=project)
    page.sheet.put({"title": TYPED})
    return page


@pytest.mark.parametrize("look", [Look("zh"), Look("en", scale=150)], ids=lambda look: look.lang)
def test_the_page_and_its_draft_come_back(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk = open_desk(look)
    half_an_activity(qtbot, desk)
    way = desk.window.way
    lock(qtbot, desk)
    assert "示例" not in words_on(desk.window)
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
    unlock(qtbot, desk, PASSPHRASE)
    page: Any = desk.window.page
    assert page.name == "entry"
    assert page.sheet.typed["title"] == TYPED
    assert desk.window.way == way


def test_nothing_of_the_pages_is_left_behind_the_lock(open_desk: OpenDesk, qtbot: QtBot, store: Path) -> None:
    desk = open_desk()
    half_an_activity(qtbot, desk)
    lock(qtbot, desk)
    assert not [line for line in desk.window.findChildren(QLineEdit) if line.text()]
    assert desk.tasks.idle
    with open_session(store, env=replace(desk._door.env, passphrase=PASSPHRASE)):
        pass  # the store is free for another
    assert desk._door.asks, "the passphrase is forgotten"


def test_another_person_comes_to_the_first_page(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment
) -> None:
    with open_session(store, env=env) as session:
        add_account(session, "李审核（示例）", "RV", "另一个口令 123")
    desk = open_desk()
    project = half_an_activity(qtbot, desk)._args["parent"]
    lock(qtbot, desk)
    unlock(qtbot, desk, "另一个口令 123")
    assert desk.about.account == "李审核（示例）"
    assert [name for name, _ in desk.window.way] == ["home"]
    page: Any = show_page(qtbot, desk, "entry", form="activity_record", parent=project)
    assert TYPED not in str(page.sheet.typed), "a draft is its writer's own"


def test_what_was_being_saved_is_saved_first(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    project = records(qtbot, desk, "project")[0]
    page: Any = show_page(qtbot, desk, "entry", form="project", record=project.id)
    page.sheet.put({"target_group": "改过的对象"})
    page.save()
    desk.lock()
    assert not in_front(desk).isVisible(), "hidden at once"
    qtbot.waitUntil(lambda: isinstance(in_front(desk), UnlockPage))
    to_front(qtbot, desk)
    unlock(qtbot, desk, PASSPHRASE)
    assert "改过的对象" in {one.values.get("target_group") for one in records(qtbot, desk, "project")}
    assert desk.window.page is not None


def test_the_button_locks_and_the_keys_are_listed(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    to_front(qtbot, desk)
    press(desk.window, Qt.Key.Key_Slash, CONTROL)
    assert "Ctrl+L" in words_on(desk.window)
    (button,) = [one for one in desk.window.status.findChildren(QToolButton) if one.accessibleName() == "锁定"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(in_front(desk), UnlockPage))
    assert "Ctrl+L" not in words_on(desk.window)


class Clocks:
    """Two clocks that a test moves: one that stands still in sleep, and the calendar's."""

    def __init__(self) -> None:
        self.steady, self.calendar = 1000.0, 9000.0
        self.busy = False

    def go_on(self, seconds: float) -> None:
        """Let time pass."""
        self.steady += seconds
        self.calendar += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


def test_a_closed_window_locks_no_more(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    watch = desk.findChild(Watch)
    assert watch is not None
    assert watch.on
    before = desk.window.findChildren(UnlockPage)
    desk.stop()
    watch.alone.emit()
    assert desk.window.findChildren(UnlockPage) == before
    assert not watch.on


@pytest.fixture
def watch(qapp: QApplication, tmp_path: Path, clocks: Clocks) -> Iterator[Watch]:
    """A watch that has begun, with ten minutes of patience."""
    preferences = Preferences(tmp_path / "window.ini")
    owner = QObject()
    made = Watch(
        qapp,
        preferences,
        lambda: clocks.busy,
        owner,
        steady=lambda: clocks.steady,
        clock=lambda: clocks.calendar,
    )
    made.begin()
    yield made
    owner.deleteLater()


def looks(watch: Watch, clocks: Clocks, minutes: float) -> list[float]:
    """Let the watch look every five seconds; return when it found nobody there, in minutes."""
    found: list[float] = []
    start = clocks.steady
    watch.alone.connect(lambda: found.append((clocks.steady - start) / 60))
    for _ in range(int(minutes * 12)):
        clocks.go_on(5)
        watch.look()
    watch.alone.disconnect()
    return found


def test_ten_minutes_alone_lock_once(watch: Watch, clocks: Clocks) -> None:
    assert looks(watch, clocks, 25) == [10.0]


def test_the_time_can_be_chosen(watch: Watch, clocks: Clocks, tmp_path: Path) -> None:
    Preferences(tmp_path / "window.ini").lock_after = 5
    watch._preferences = Preferences(tmp_path / "window.ini")
    assert looks(watch, clocks, 12) == [5.0]


def test_a_key_or_a_move_shows_that_somebody_is_there(watch: Watch, clocks: Clocks, qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    assert looks(watch, clocks, 9) == []
    QTest.keyClick(line, Qt.Key.Key_A)
    assert looks(watch, clocks, 9) == []
    QTest.mouseMove(line.windowHandle(), line.rect().center())
    qtbot.wait(20)
    assert looks(watch, clocks, 9) == []
    assert looks(watch, clocks, 2) != []


def test_long_work_needs_nobody(watch: Watch, clocks: Clocks) -> None:
    clocks.busy = True
    assert looks(watch, clocks, 30) == []
    clocks.busy = False
    assert looks(watch, clocks, 11) == [10.0]


def test_a_jump_of_the_clock_means_that_it_slept(watch: Watch, clocks: Clocks) -> None:
    clocks.calendar += 120
    assert looks(watch, clocks, 1) != []


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    """A bus of the test's own in the place of the system's."""
    address = f"unix:path={tmp_path / 'bus'}"
    try:
        daemon = subprocess.Popen(["dbus-daemon", "--session", "--nofork", f"--address={address}"])
    except FileNotFoundError:
        pytest.skip("dbus-daemon is not installed (Debian: dbus-daemon)")
    deadline = time.monotonic() + 10
    while not (tmp_path / "bus").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    yield address
    daemon.terminate()
    daemon.wait(10)


LISTEN = """
from PySide6.QtCore import QCoreApplication
from zjdesk.gui.sleep import Sleep
app = QCoreApplication([])
sleep = Sleep()
sleep.coming.connect(lambda: (print("coming", flush=True), app.quit()))
print("ready" if sleep.heard else "deaf", flush=True)
app.exec()
"""


def test_the_system_s_word_that_it_will_sleep_is_heard(qapp: QApplication, bus: str) -> None:
    own = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus}
    system = QDBusConnection.connectToBus(bus, "the test's")
    assert system.registerService("org.freedesktop.login1")
    with subprocess.Popen(
        [sys.executable, "-c", LISTEN], stdout=subprocess.PIPE, env=own, cwd=ROOT, encoding="utf-8"
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == "ready"
        for going in (False, True):
            word = QDBusMessage.createSignal(
                "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep"
            )
            word.setArguments([going])
            assert system.send(word)
        try:
            said, _ = program.communicate(timeout=20)
        finally:
            program.kill()
            QDBusConnection.disconnectFromBus("the test's")
    assert said.split() == ["coming"]


def test_a_picture_that_lies_over_the_page_is_put_away(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    (tmp_path / "示例.jpg").write_bytes(scene(1))
    shas: list[str] = []
    desk.tasks.run(desk, lambda backend: backend.add_file(tmp_path / "示例.jpg"), shas.append)
    settle(qtbot, desk)
    sheet = ScanSheet(desk.window._ctx, desk.window, shas[0])
    sheet.open()
    settle(qtbot, desk)
    assert sheet.isVisible()
    lock(qtbot, desk)
    assert not [one for one in desk.window.findChildren(ScanSheet) if one.isVisible()]
