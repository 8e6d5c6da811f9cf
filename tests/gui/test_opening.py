"""What is pressed while the store is still being opened is neither lost nor an error."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle
from tests.gui.keys import ALT, CONTROL, press
from zjdesk.gui.app import Desk
from zjdesk.gui.backend import Backend
from zjdesk.gui.door import Door
from zjdesk.gui.preferences import Preferences
from zjdesk.settings import Environment


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Hold the store back until it is set."""
    made = threading.Event()
    yield made
    made.set()


@dataclass(frozen=True)
class SlowDoor(Door):
    """A door that opens when the gate is set."""

    gate: threading.Event = field(default_factory=threading.Event)

    def open(self) -> Backend:
        """Wait, then open."""
        self.gate.wait(30)
        return super().open()


@pytest.fixture
def desk(qapp: QApplication, store: Path, env: Environment, tmp_path: Path, gate: threading.Event) -> Iterator[Desk]:
    """A window whose store is not open yet."""

    preferences = Preferences(tmp_path / "window.ini")
    made = Desk(qapp, SlowDoor(store, env, gate=gate), preferences=preferences)
    made.start()
    yield made
    gate.set()
    made.stop()


def opened(qtbot: QtBot, desk: Desk, gate: threading.Event) -> list[str]:
    """Let the store open; return the pages one came by."""
    gate.set()
    qtbot.waitUntil(lambda: desk.window.page is not None, timeout=30_000)
    settle(qtbot, desk)
    return [name for name, _ in desk.window.way]


def by_key(desk: Desk) -> None:
    """Ask for the projects by Alt+2."""
    press(desk.window, Qt.Key.Key_2, ALT)


def by_mouse(desk: Desk) -> None:
    """Ask for the projects by a click."""
    place = next(one for one in desk.window.findChildren(QToolButton) if one.accessibleName() == "项目")
    place.click()


@pytest.mark.parametrize("ask", [by_key, by_mouse])
def test_a_page_asked_for_too_early_comes_first(
    desk: Desk, qtbot: QtBot, gate: threading.Event, ask: Callable[[Desk], None]
) -> None:
    qtbot.waitUntil(desk.window.isActiveWindow)
    ask(desk)
    assert desk.window.page is None
    marked = [one.accessibleName() for one in desk.window.findChildren(QToolButton) if one.isChecked()]
    assert marked == ["项目"], "it is seen that the wish was heard"
    assert opened(qtbot, desk, gate) == ["projects"]


def test_the_last_of_several_wishes_counts(desk: Desk, qtbot: QtBot, gate: threading.Event) -> None:
    qtbot.waitUntil(desk.window.isActiveWindow)
    press(desk.window, Qt.Key.Key_2, ALT)
    press(desk.window, Qt.Key.Key_8, ALT)
    assert opened(qtbot, desk, gate) == ["settings"]


def test_help_asked_for_too_early_opens_over_the_page(desk: Desk, qtbot: QtBot, gate: threading.Event) -> None:
    qtbot.waitUntil(desk.window.isActiveWindow)
    press(desk.window, Qt.Key.Key_Slash, CONTROL)
    assert opened(qtbot, desk, gate) == ["home"]
    assert any("Ctrl+K" in label.text() for label in desk.window.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_N, Qt.Key.Key_S, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_F, Qt.Key.Key_Return]
)
def test_other_keys_do_no_harm(desk: Desk, qtbot: QtBot, gate: threading.Event, key: Qt.Key) -> None:
    qtbot.waitUntil(desk.window.isActiveWindow)
    press(desk.window, key, CONTROL)
    press(desk.window, Qt.Key.Key_Escape)
    assert opened(qtbot, desk, gate) == ["home"]


def test_a_window_closed_at_once_leaves_nothing_open(desk: Desk, qtbot: QtBot, gate: threading.Event) -> None:
    desk.window.close()
    gate.set()
    desk.stop()
    assert desk.tasks.idle
