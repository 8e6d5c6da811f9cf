"""A window before a closed store, and a person who types into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle
from zjdesk.gui.app import Desk, application
from zjdesk.gui.door import Door
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.settings import Environment


@contextmanager
def at_the_door(
    qtbot: QtBot, store: Path, env: Environment, *, passphrase: str | None = None, look: Look | None = None
) -> Iterator[Desk]:
    """Start the program on a store, with no passphrase unless one is given."""
    preferences = Preferences(store.parent / "window.ini")
    if look is not None:
        preferences.look = look
    door = Door(store, replace(env, passphrase=passphrase))
    desk = Desk(application(["zjdesk"]), door, preferences=preferences)
    desk.start()
    desk.window.resize(1366, 768)
    settle(qtbot, desk)
    try:
        yield desk
    finally:
        desk.window.close()
        desk.stop()
        desk.deleteLater()


def in_front(desk: Desk) -> Any:
    """Return the page before the store, or the page of the store, that is shown."""
    return desk.window._stack.currentWidget()


def words_on(widget: QWidget) -> str:
    """Return all words that are shown."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def to_front(qtbot: QtBot, desk: Desk) -> None:
    """Give the window the keyboard."""
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
