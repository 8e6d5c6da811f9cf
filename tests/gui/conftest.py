"""A sample store, made once and copied, and a running window on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.conftest import NOON
from tests.gui.sample import build
from tests.passphrase import PASSPHRASE
from zjdesk.gui.app import Desk, application
from zjdesk.gui.door import Door
from zjdesk.gui.page import Page
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.settings import Environment
from zjdesk.store.read import Record


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    yield application(["zjdesk"])


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample store as it was made."""
    folder = tmp_path_factory.mktemp("sample")
    build(folder / "store", Environment(NOON, "a test machine", folder / "anchors", passphrase=PASSPHRASE))
    return folder


@pytest.fixture
def store(sample_store: Path, tmp_path: Path) -> Path:
    """A copy of the sample store."""
    shutil.copytree(sample_store, tmp_path, dirs_exist_ok=True)
    return tmp_path / "store"


@pytest.fixture
def open_desk(
    qapp: QApplication, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path
) -> Iterator[Callable[..., Desk]]:
    """Open the window on the sample store; language, colours and text size may be named."""
    opened: list[Desk] = []

    def open_with(look: Look | None = None, size: tuple[int, int] = (1366, 768)) -> Desk:
        preferences = Preferences(tmp_path / "window.ini")
        preferences.look = look or Look()
        desk = Desk(
            qapp,
            Door(store, env),
            preferences=preferences,
        )
        opened.append(desk)
        desk.start()
        desk.window.resize(*size)
        settle(qtbot, desk)
        return desk

    yield open_with
    for desk in opened:
        if isValid(desk.window):
            desk.window.close()
            desk.stop()
        desk.deleteLater()


def settle(qtbot: QtBot, desk: Desk) -> None:
    """Wait until the worker has nothing left to do and the page stands."""
    for _ in range(2):
        qtbot.waitUntil(lambda: desk.tasks.idle, timeout=20_000)
        qtbot.wait(20)


def show_page(qtbot: QtBot, desk: Desk, name: str, **args: object) -> Page:
    """Bring a page to the front and wait until it is filled."""
    desk.window.go(name, dict(args))
    settle(qtbot, desk)
    page = desk.window.page
    assert page is not None
    assert page.name == name
    return page


def records(qtbot: QtBot, desk: Desk, form: str, *, parent: str | None = None) -> list[Record]:
    """Return the records of a form as the worker reads them."""
    found: list[Record] = []
    desk.tasks.run(desk, lambda backend: backend.list_records(form, parent=parent), found.extend)
    settle(qtbot, desk)
    return found
