"""Keying questionnaires in the window: keys as fast as they come, every paper saved once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.clerk import MOST_KEYS, keys_of, said, valid_papers
from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import press, press_here, write, write_here
from zjdesk.demo.model import Answer
from zjdesk.gui.app import Desk
from zjdesk.ops import queries
from zjdesk.store.read import Record

OpenDesk = Callable[..., Desk]
# What a clerk presses for each paper, and what must be saved of it.
PAPERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("113\r2\r112\r23\r2", {"q1_aware": "1", "q2_content": ["source", "name"], "q7_sat": "2"}),
    ("231", {"q1_aware": "2", "q2_content": ["-8"], "q4_freq": "3", "q5_stage": ["-8"]}),
    ("/11\r3\r5", {"q1_aware": "-7", "q5_stage": ["need"], "q7_sat": "5"}),
    ("1\r02\r\r3", {"q2_content": ["-9"], "q3_channel": ["-9"], "q6_reason": ["-9"]}),
)


def keying(qtbot: QtBot, desk: Desk, batch: str = "") -> Any:
    """Open a batch, the first unless said otherwise, with the keyboard on the questions."""
    batch = batch or records(qtbot, desk, "batch")[0].id
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


def true_record(backend: Any, own: str) -> Record:
    """Return a record as it was written, unmasked."""
    return queries.get(backend._session, own, masked=False)


def _set(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list) else value


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


def replay(page: Any, papers: Sequence[Answer]) -> list[int]:
    """Key papers where the keyboard is, as fast as a machine can; return how many keys each took."""
    counts = []
    for paper in papers:
        keys = keys_of(paper, page.paper.questions)
        for key in keys:
            press_here(Qt.Key.Key_Return) if key == "\n" else write_here(key)
        counts.append(len(keys))
    return counts


def assert_saved(made: Sequence[Record], papers: Sequence[Answer]) -> None:
    """Assert that each paper was saved once, in its order, with the answers it bears."""
    in_order = sorted(made, key=lambda one: int(str(one.values["paper_no"]).rsplit("-", 1)[1]))
    assert len(in_order) == len(papers)
    for record, paper in zip(in_order, papers, strict=True):
        wanted = said(paper)
        got = {name: record.values.get(name) for name in wanted}
        assert {name: _set(value) for name, value in got.items()} == {
            name: _set(value) for name, value in wanted.items()
        }, paper.paper_no


def test_papers_of_the_programme_are_keyed_as_they_are(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = keying(qtbot, desk)
    papers = valid_papers("final")
    sample = [*papers[::97], *(one for one in papers if "other" in one.q2 + one.q5 + one.q6)][:32]
    assert max(replay(page, sample)) <= MOST_KEYS
    settle(qtbot, desk)
    assert_saved(records(qtbot, desk, "response"), sample)


@pytest.mark.slow
def test_every_valid_final_paper_is_keyed_in_the_window(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    papers, counts = valid_papers("final"), []
    batches = records(qtbot, desk, "batch")
    share = -(-len(papers) // len(batches))
    for place, batch in enumerate(batches):
        page = keying(qtbot, desk, batch.id)
        mine = papers[place * share : (place + 1) * share]
        for some in range(0, len(mine), 50):
            counts += replay(page, mine[some : some + 50])
            qtbot.waitUntil(lambda: desk.tasks.idle, timeout=60_000)
        assert_saved(records(qtbot, desk, "response", parent=batch.id), mine)
    assert (len(counts), max(counts), sum(counts)) == (1848, MOST_KEYS, 31_947)


def test_what_other_is_can_be_written(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = keying(qtbot, desk)
    strike(page, "11+")
    write_here("听邻居说")
    press_here(Qt.Key.Key_Return)
    strike(page, "2\r31")
    strike(page, "15\r2\r31")
    settle(qtbot, desk)
    made = sorted(records(qtbot, desk, "response"), key=lambda one: str(one.values["paper_no"]))
    assert [one.values["q2_content"] for one in made] == [["source", "other"], ["other"]]
    assert [one.values["q3_channel"] for one in made] == [["wechat"], ["wechat"]]
    seen: list[Record] = []
    desk.tasks.run(desk, lambda backend: [true_record(backend, one.id) for one in made], seen.extend)
    settle(qtbot, desk)
    assert [one.values["q2_other"] for one in seen] == ["听邻居说", "未注明"]


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
