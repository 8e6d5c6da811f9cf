"""Double entry in the window: drawn papers keyed by another person, a difference settled, and what operators did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import press, write
from tests.gui.test_keying import keying, strike
from zjdesk.gui.app import Desk
from zjdesk.gui.widgets.notices import Notice
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.session import Account, Session

OpenDesk = Callable[..., Desk]
PAPERS = ("111\r2\r11\r1\r2", "111\r2\r11\r1\r1", "231")


def done(_done: object) -> None:
    """Take note that the worker is done."""


def open_batch(qtbot: QtBot, desk: Desk) -> str:
    """Key three papers in the window; return the batch."""
    page = keying(qtbot, desk)
    for keys in PAPERS:
        strike(page, keys)
    settle(qtbot, desk)
    batch = records(qtbot, desk, "batch")[0]
    change = EditRecord(batch.id, {"double_share": 100, "recovered": 3})
    desk.tasks.run(desk, lambda backend: backend.save([change]), done)
    settle(qtbot, desk)
    return batch.id


def become(desk: Desk, qtbot: QtBot, name: str) -> None:
    """Let another person sit down at this computer."""

    def sign_in(backend: Any) -> None:
        backend._session = Session(backend._session.store, Account("ab" * 16, name, "SA"))

    desk.tasks.run(desk, sign_in, done)
    settle(qtbot, desk)


def click(page: Any, text: str) -> None:
    """Click the button that says this."""
    found = [one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible()]
    assert found, text
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_a_difference_is_found_and_settled(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    batch = open_batch(qtbot, desk)
    page: Any = show_page(qtbot, desk, "again", batch=batch)
    assert [line.cells[3] for line in page.table.model.lines] == ["您首录的，请别人复录"] * 3
    assert not page._key.isEnabled()
    become(desk, qtbot, "钱录入（示例）")
    page = show_page(qtbot, desk, "again", batch=batch)
    click(page, "开始复录")
    settle(qtbot, desk)
    again: Any = desk.window.page
    assert again.name == "keying_again"
    numbers = [again.number.value]
    for keys in (PAPERS[0], PAPERS[0], PAPERS[2]):
        for key in keys:
            press(again.questions, Qt.Key.Key_Return) if key == "\r" else write(again.questions, key)
        numbers.append(again.number.value)
    settle(qtbot, desk)
    assert [str(one)[-3:] for one in numbers[:3]] == ["001", "002", "003"]
    assert numbers[3] is None
    click(again, "看比对结果")
    settle(qtbot, desk)
    page = desk.window.page
    assert [line.cells[3] for line in page.table.model.lines] == ["一致", "1 题不一致，待裁定", "一致"]
    page.table.choose(numbers[1])
    settle(qtbot, desk)
    assert page.card is not None
    radios = page.card.findChildren(QRadioButton)
    assert [one.text() for one in radios[:3]] == ["首录：非常满意", "复录：比较满意", "都不对，应为："]
    QTest.mouseClick(radios[0], Qt.MouseButton.LeftButton)
    click(page, "按纸质问卷裁定")
    settle(qtbot, desk)
    assert [line.cells[3] for line in page.table.model.lines][1] == "已裁定（1 题曾不一致）"
    assert {one.values["state"] for one in records(qtbot, desk, "response")} == {"double_checked"}


def test_what_neither_entry_says_is_chosen(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    batch = open_batch(qtbot, desk)
    become(desk, qtbot, "钱录入（示例）")
    page: Any = show_page(qtbot, desk, "keying_again", batch=batch)
    for key in "111\r2\r11\r1\r3":
        press(page.questions, Qt.Key.Key_Return) if key == "\r" else write(page.questions, key)
    settle(qtbot, desk)
    page = show_page(qtbot, desk, "again", batch=batch)
    assert page.card is not None
    neither = page.card.findChildren(QRadioButton)[2]
    QTest.mouseClick(neither, Qt.MouseButton.LeftButton)
    click(page, "按纸质问卷裁定")
    settle(qtbot, desk)
    said = [one.accessibleName() for one in page.notices.findChildren(Notice)]
    assert any("还有 1 题没有裁定" in one for one in said)
    assert not [one for one in records(qtbot, desk, "second_entry") if one.values.get("decided_by")]
    answers = page.card.findChildren(QComboBox)[0]
    for _ in range(4):
        press(answers, Qt.Key.Key_Down)
    assert answers.currentText() == "不满意"
    click(page, "按纸质问卷裁定")
    settle(qtbot, desk)
    second = records(qtbot, desk, "second_entry")[0].values
    assert (second["first_wrong"], second["second_wrong"]) == ("q7_sat", "q7_sat")
    assert sorted(str(one.values["q7_sat"]) for one in records(qtbot, desk, "response")) == ["1", "1", "4"]


def test_operators_and_batches_tell_how_it_went(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    batch = open_batch(qtbot, desk)
    become(desk, qtbot, "钱录入（示例）")
    again: Any = show_page(qtbot, desk, "keying_again", batch=batch)
    for key in PAPERS[0]:
        press(again.questions, Qt.Key.Key_Return) if key == "\r" else write(again.questions, key)
    settle(qtbot, desk)
    page: Any = show_page(qtbot, desk, "questionnaires")
    line = next(one for one in page.table.model.lines if one.key == batch)
    assert line.cells[3:] == ("6", "3", "3", "0", "0", "1/3", "0")
    page.tabs.setCurrentIndex(1)
    rows = {one.cells[0]: one.cells[1:] for one in page.operators.model.lines}
    assert rows["钱录入（示例）"][2] == "1"
    assert rows["钱录入（示例）"][4:] == ("8", "0", "0.00%")
