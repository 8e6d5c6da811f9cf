"""Keying questionnaires in the window: keys as fast as they come, every paper saved once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import press, write
from zjdesk.gui.app import Desk

OpenDesk = Callable[..., Desk]
# What a clerk presses for each paper, and what must be saved of it.
PAPERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("113\r2\r112\r23\r2", {"q1_aware": "1", "q2_content": ["source", "name"], "q7_sat": "2"}),
    ("231", {"q1_aware": "2", "q2_content": ["-8"], "q4_freq": "3", "q5_stage": ["-8"]}),
    ("/11\r3\r5", {"q1_aware": "-7", "q5_stage": ["need"], "q7_sat": "5"}),
    ("1\r02\r\r3", {"q2_content": ["-9"], "q3_channel": ["-9"], "q6_reason": ["-9"]}),
)


def keying(qtbot: QtBot, desk: Desk) -> Any:
    """Open the first batch with the keyboard on the questions."""
    batch = records(qtbot, desk, "batch")[0].id
    page: Any = show_page(qtbot, desk, "keying", batch=batch)
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)
    return page


def strike(page: Any, keys: str) -> None:
    """Press a row of keys without waiting for anything."""
    for key in keys:
        if key == "\r":
            press(page.questions, Qt.Key.Key_Return)
        else:
            write(page.questions, key)


def test_papers_are_keyed_without_waiting(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = keying(qtbot, desk)
    for keys, _ in PAPERS:
        strike(page, keys)
    settle(qtbot, desk)
    made = {str(one.values["paper_no"])[-3:]: one.values for one in records(qtbot, desk, "response")}
    assert sorted(made) == ["001", "002", "003", "004"]
    for number, (_, wanted) in enumerate(PAPERS, 1):
        values = made[f"{number:03d}"]
        assert {name: values.get(name) for name in wanted} == wanted
    assert "4" in page.count.text()


def test_an_invalid_paper_is_counted_apart(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = keying(qtbot, desk)
    press(page.questions, Qt.Key.Key_F2)
    strike(page, "2311\r")
    settle(qtbot, desk)
    made = records(qtbot, desk, "response")[0].values
    assert (made["is_invalid"], made["invalid_reason"], made["valid"]) == ("yes", ["blank_half"], False)
    assert "无效 1 份" in page.count.text()


def test_a_number_that_was_keyed_is_refused(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = keying(qtbot, desk)
    strike(page, "231")
    first = f"{page.number.value[:-3]}001"
    page.number.value = first
    strike(page, "231")
    settle(qtbot, desk)
    assert len(records(qtbot, desk, "response")) == 1
    assert page.paper.values["q7_sat"] == "1", "what was keyed is still there"


def test_a_half_keyed_paper_survives_a_crash(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = keying(qtbot, desk)
    strike(page, "113\r")
    qtbot.wait(900)
    settle(qtbot, desk)
    desk.tasks.close()
    again = keying(qtbot, open_desk())
    assert again.paper.answers["q2_content"] == ["source", "name"]
    assert again.paper.question.name == "q3_channel"
