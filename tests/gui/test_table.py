"""Tables: sorted as a person expects, copied for Excel, found by first letters, sums in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import show_page
from zjdesk.gui.app import Desk
from zjdesk.gui.widgets.table_model import Head, Line, TableModel

ROWS = (
    Line("a", ("崂二", "1,200.00", "0012"), ("崂二", 120000, "0012")),
    Line("b", ("福沈", "90.00", "—"), ("福沈", 9000, None)),
    Line("c", ("浦江茗园", "3,000.00", "=1+1"), ("浦江茗园", 300000, "=1+1")),
)


@pytest.fixture
def model(qapp: QApplication) -> TableModel:
    made = TableModel((Head("居民区"), Head("金额", True), Head("编号")), lambda _tone: "#000000")
    made.show_lines(ROWS)
    return made


def keys(model: TableModel) -> list[str]:
    """Return what the rows stand for, in order."""
    return [line.key for line in model.lines]


def test_numbers_are_sorted_by_size_not_by_their_letters(model: TableModel) -> None:
    model.sort(1)
    assert keys(model) == ["b", "a", "c"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert keys(model) == ["c", "a", "b"]


def test_empty_cells_stay_last_both_ways(model: TableModel) -> None:
    model.sort(2)
    assert keys(model)[-1] == "b"
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert keys(model)[-1] == "b"


def test_new_rows_keep_the_chosen_order(model: TableModel) -> None:
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.show_lines(ROWS[:2])
    assert keys(model) == ["a", "b"]


def test_numbers_stand_at_the_right(model: TableModel) -> None:
    side = model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole)
    assert side & Qt.AlignmentFlag.AlignRight


def test_a_copy_keeps_leading_zeros_and_runs_no_formula(model: TableModel) -> None:
    from zjdesk.gui.widgets.table import copied

    data = copied(model, [0, 2])
    assert data.text().split("\n") == ["居民区\t金额\t编号", "崂二\t1,200.00\t0012", "浦江茗园\t3,000.00\t'=1+1"]
    assert "mso-number-format" in data.html()


def test_first_letters_jump_to_a_row(qtbot: QtBot, qapp: QApplication) -> None:
    from zjdesk.gui.widgets.table import Letters

    view = Letters()
    qtbot.addWidget(view)
    made = TableModel((Head("居民区"), Head("金额", True), Head("编号")), lambda _tone: "#000000")
    made.show_lines(ROWS)
    view.setModel(made)
    view.selectRow(0)
    view.keyboardSearch("p")
    assert view.currentIndex().row() == 2
    view.keyboardSearch("fs")
    assert view.currentIndex().row() == 1


def test_hidden_columns_are_remembered(open_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "projects")
    page.table.columns.choose(3, False)
    assert page.table.view.isColumnHidden(3)
    desk.restart()
    again: Any = show_page(qtbot, desk, "projects")
    assert again.table.view.isColumnHidden(3)
    for column in range(9):
        again.table.columns.choose(column, False)
    assert not all(again.table.view.isColumnHidden(column) for column in range(9)), "one column always stays"
