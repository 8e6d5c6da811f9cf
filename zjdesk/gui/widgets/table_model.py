"""The rows of a table and how each column is named, shown, sorted and added up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from zjdesk.gui.values import EMPTY, order_of
from zjdesk.gui.widgets.tips import tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Line:
    """One row: what it stands for, its words, and what it is sorted by (the words unless said otherwise)."""

    key: Any
    cells: tuple[str, ...]
    sort: tuple[Any, ...] = ()
    tones: tuple[str, ...] = ()

    def order(self, column: int) -> tuple[int, Any]:
        """Return what the row is sorted by in that column."""
        value = self.sort[column] if self.sort else self.cells[column]
        return order_of(None if value == EMPTY else value)


@dataclass(frozen=True)
class Head:
    """One column: its name and on which side it stands; ``width`` in characters, 0 takes what is left."""

    label: str
    right: bool = False
    width: int = 12
    tip: str = field(default="", compare=False)


class TableModel(QAbstractTableModel):
    """Rows that do not change in place; a new list replaces the old."""

    def __init__(self, heads: Sequence[Head], colour: Callable[[str], str]) -> None:
        super().__init__()
        self.heads = tuple(heads)
        self.lines: list[Line] = []
        self._colour = colour
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replace all rows; the chosen order stays."""
        self.beginResetModel()
        self.lines = list(lines)
        if self._sorted is not None:
            self._arrange(*self._sorted)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words, side or colour."""
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[column] or EMPTY
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(line.cells[column]) if len(line.cells[column]) > 12 else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self.heads[column])
        if role == Qt.ItemDataRole.ForegroundRole and line.tones and line.tones[column]:
            return QColor(self._colour(line.tones[column]))
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Return a column's name and side."""
        if way != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].label
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.heads[section].tip) or None
        return _side(self.heads[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Arrange the rows by a column; empty cells stay last."""
        if not 0 <= column < len(self.heads):
            return
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self.lines[index.row()].key) for index in self.persistentIndexList()]
        self._sorted = (column, order)
        self._arrange(column, order)
        rows = {line.key: number for number, line in enumerate(self.lines)}
        for index, key in kept:
            self.changePersistentIndex(index, self.index(rows[key], index.column()))
        self.layoutChanged.emit()

    def _arrange(self, column: int, order: Qt.SortOrder) -> None:
        empty = [line for line in self.lines if line.order(column)[0] == 2]
        filled = [line for line in self.lines if line.order(column)[0] != 2]
        filled.sort(key=lambda line: line.order(column), reverse=order == Qt.SortOrder.DescendingOrder)
        self.lines = filled + empty


def _side(head: Head) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if head.right else Qt.AlignmentFlag.AlignLeft)
