"""Work off the window's thread: results and errors come back, cancelled work stops, gone pages are not called."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from zjdesk.errors import Cancelled
from zjdesk.gui.pace import Pace
from zjdesk.gui.tasks import Tasks


class Closing:
    """A backend that only knows whether it was closed."""

    closed = False

    def close(self) -> None:
        """Note it."""
        self.closed = True


@pytest.fixture
def backend() -> Any:
    return Closing()


@pytest.fixture
def tasks(qapp: QApplication, backend: Any) -> Iterator[Tasks]:
    made = Tasks(lambda: backend)
    yield made
    made.close()


def test_work_runs_elsewhere_and_its_result_comes_back_here(tasks: Tasks, qtbot: QtBot) -> None:
    threads: list[int] = []
    results: list[int] = []

    def done(result: int) -> None:
        threads.append(threading.get_ident())
        results.append(result)

    tasks.run(tasks, lambda _backend: threading.get_ident(), done)
    qtbot.waitUntil(lambda: bool(results))
    assert threads == [threading.get_ident()]
    assert results != threads


def test_an_error_comes_back_to_who_asked(tasks: Tasks, qtbot: QtBot) -> None:
    errors: list[BaseException] = []
    tasks.run(tasks, lambda _backend: 1 // 0, lambda _result: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)


def test_who_is_gone_is_not_called(tasks: Tasks, qtbot: QtBot) -> None:
    called: list[int] = []
    owner = QObject()
    wait = threading.Event()
    tasks.run(owner, lambda _backend: wait.wait(5), called.append)
    shiboken6.delete(owner)
    wait.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert called == []


def test_long_work_tells_how_far_it_is_and_stops_when_asked(tasks: Tasks, qtbot: QtBot) -> None:
    paces: list[Pace] = []
    errors: list[BaseException] = []
    begun = threading.Event()
    tasks.moved.connect(lambda pace, _key: paces.append(pace))

    def work(_backend: object, watch: Any) -> None:
        watch(1, 4, "reading")
        begun.set()
        while not watch.is_set():
            threading.Event().wait(0.01)
        raise Cancelled("ops.not_saved", count=0)

    tasks.run_long(tasks, "test", work, lambda _result: None, errors.append)
    assert begun.wait(5)
    tasks.cancel()
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Cancelled)
    assert [(pace.done, pace.total) for pace in paces] == [(1, 4)]
    assert tasks.idle


def test_the_store_is_closed_at_the_end(qapp: QApplication, backend: Any, qtbot: QtBot) -> None:
    tasks = Tasks(lambda: backend)
    tasks.run(tasks, lambda _backend: None, lambda _result: None)
    qtbot.waitUntil(lambda: tasks.idle)
    tasks.close()
    assert backend.closed
