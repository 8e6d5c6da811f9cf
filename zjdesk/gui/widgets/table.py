"""A table to read, sort, search by first letters and copy into Excel, with its total row fixed underneath."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStackedLayout,
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from zjdesk.gui.context import Context
from zjdesk.gui.pinyin import keys
from zjdesk.gui.widgets.columns import ColumnChoice
from zjdesk.gui.widgets.table_model import Head, Index, Line, TableModel
from zjdesk.gui.widgets.wide import fill
from zjdesk.ops.cells import plain_cell

_WIDEST_SAMPLE = 200
_PAD = 22
_WIDE_LEAST = 12


class TotalRow(QWidget):
    """The last row, always in sight, its cells under their columns."""

    def __init__(self, ctx: Context, view: QTableView) -> None:
        super().__init__()
        self._ctx = ctx
        self._view = view
        self._cells: tuple[str, ...] = ()
        self.setFixedHeight(ctx.px(36))
        view.horizontalHeader().sectionResized.connect(self._redraw)
        view.horizontalScrollBar().valueChanged.connect(self._redraw)
        self.hide()

    def _redraw(self) -> None:
        self.update()

    def show_cells(self, cells: Sequence[str]) -> None:
        """Show sums; no cells hide the row."""
        self._cells = tuple(cells)
        self.setVisible(bool(cells))
        self.setAccessibleName(" ".join(cell for cell in cells if cell))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw each cell under its column."""
        painter = QPainter(self)
        theme = self._ctx.theme
        painter.setPen(QColor(theme["border"]))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setPen(QColor(theme["text"]))
        font = painter.font()
        font.setWeight(font.Weight.Medium)
        painter.setFont(font)
        header = self._view.horizontalHeader()
        for column, cell in enumerate(self._cells):
            area = QRect(header.sectionViewportPosition(column), 0, header.sectionSize(column), self.height())
            side = self._view.model().headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
            painter.drawText(area.adjusted(8, 0, -8, 0), int(side), cell)


class _Cells(QStyledItemDelegate):
    """Keeps a cell's own colour while its row is chosen."""

    def initStyleOption(self, option: Any, index: Index) -> None:  # noqa: N802
        super().initStyleOption(option, index)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(colour, QColor):
            palette: QPalette = option.palette
            palette.setColor(QPalette.ColorRole.HighlightedText, colour)


class Letters(QTableView):
    """Arrow keys, first letters and Ctrl+C; Enter opens. The wide column takes the room that is left."""

    opened = Signal(int)
    wide = -1
    least = 0

    def settle(self) -> None:
        """Give the wide column what the others leave, but never less than it needs."""
        if self.wide >= 0:
            fill(self, self.wide, self.least)

    def sizeHint(self) -> QSize:  # noqa: N802
        return self.minimumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        model = self.model()
        if not isinstance(model, TableModel) or not model.lines:
            return
        start = self.currentIndex().row() + (1 if len(search) == 1 else 0)
        for step in range(len(model.lines)):
            row = (start + step) % len(model.lines)
            if any(_begins(cell, search) for cell in model.lines[row].cells[:4]):
                self.selectRow(row)
                return

    def copy(self) -> None:
        """Put the chosen rows with their header on the clipboard, as text and as a table."""
        model = self.model()
        rows = sorted({index.row() for index in self.selectedIndexes()})
        clipboard = QGuiApplication.clipboard()
        if isinstance(model, TableModel) and rows and clipboard is not None:
            clipboard.setMimeData(copied(model, rows))


class Table(QFrame):
    """The table with its frame, its empty state and its total row."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, ctx: Context, name: str, heads: Sequence[Head], *, empty: QWidget | None = None, kept_as: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName("framed")
        self._ctx = ctx
        self._name = name
        self.model = TableModel(heads, ctx.theme.__getitem__)
        self.view = Letters()
        self.view.setModel(self.model)
        self.view.setAccessibleName(ctx.t(f"tables.{name}"))
        self._set_up()
        self.columns = ColumnChoice(ctx, kept_as or name, self.view)
        self._totals = TotalRow(ctx, self.view)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.view, 1)
        inner.addWidget(self._totals)
        self.foot = QVBoxLayout()
        inner.addLayout(self.foot)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(holder)
        if empty is not None:
            self._stack.addWidget(empty)
        self.view.opened.connect(self._open)
        self.view.doubleClicked.connect(lambda index: self._open(index.row()))
        self.view.selectionModel().currentRowChanged.connect(lambda now: self.chosen.emit(self._key(now.row())))

    @property
    def key(self) -> Any:
        """Return what the chosen row stands for, None when none is chosen."""
        return self._key(self.view.currentIndex().row())

    def show_lines(self, lines: Sequence[Line], totals: Sequence[str] = ()) -> None:
        """Show other rows, the chosen one still chosen if it is among them."""
        before = self.key
        first = self._stack.count() > 1 and not self._sized()
        self.model.show_lines(lines)
        self._totals.show_cells(totals if lines else ())
        if self._stack.count() > 1:
            self._stack.setCurrentIndex(0 if lines else 1)
        if lines and (first or not self._sized()):
            self._fit(totals)
        rows = [row for row, line in enumerate(self.model.lines) if line.key == before]
        if lines:
            self.turn_to(rows[0] if rows else 0)

    def choose(self, key: Any) -> None:
        """Choose the row that stands for this, and bring it into sight."""
        rows = [row for row, line in enumerate(self.model.lines) if line.key == key]
        if rows:
            self.turn_to(rows[0])
            self.view.scrollTo(self.model.index(rows[0], 0))

    def turn_to(self, row: int) -> None:
        """Choose one row and no other, whatever keys are held down."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(self.model.index(row, 0), flags)

    def _sized(self) -> bool:
        return bool(self.property("sized"))

    def _set_up(self) -> None:
        view, ctx = self.view, self._ctx
        view.setAlternatingRowColors(True)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        view.setItemDelegate(_Cells(view))
        view.setTabKeyNavigation(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(ctx.px(36))
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setStretchLastSection(all(head.width for head in self.model.heads))
        view.setMinimumSize(QSize(ctx.px(240), ctx.px(120)))

    def _fit(self, totals: Sequence[str]) -> None:
        """Make each column as wide as its words, within reason; the first of width 0 takes what is left."""
        font = self._ctx_font()
        metrics = QFontMetrics(font)
        font.setWeight(font.Weight.Medium)
        bold = QFontMetrics(font)
        header = self.view.horizontalHeader()
        for column, head in enumerate(self.model.heads):
            if head.width == 0:
                self.view.wide = column
                self.view.least = metrics.horizontalAdvance("中" * _WIDE_LEAST)
                continue
            cells = [line.cells[column] for line in self.model.lines[:_WIDEST_SAMPLE]]
            least = metrics.horizontalAdvance(head.label + "▾")
            most = max(least, metrics.horizontalAdvance("中" * head.width))
            wide = max([least, *(metrics.horizontalAdvance(cell) for cell in cells)])
            if totals:
                most = max(most, bold.horizontalAdvance(totals[column]))
                wide = max(wide, bold.horizontalAdvance(totals[column]))
            header.resizeSection(column, min(wide, most) + self._ctx.px(_PAD))
        self.view.settle()
        self.setProperty("sized", True)

    def _ctx_font(self) -> Any:
        self.view.ensurePolished()
        font = self.view.font()
        font.setPixelSize(self._ctx.px(13))
        return font

    def _key(self, row: int) -> Any:
        return self.model.lines[row].key if 0 <= row < len(self.model.lines) else None

    def _open(self, row: int) -> None:
        key = self._key(row)
        if key is not None:
            self.opened.emit(key)


def copied(model: TableModel, rows: Sequence[int]) -> QMimeData:
    """Return rows with their header for Excel and WPS: tab-separated text, and HTML that keeps leading zeros."""
    table = [[head.label for head in model.heads]]
    table += [list(model.lines[row].cells) for row in rows]
    cells = [[plain_cell(cell) for cell in line] for line in table]
    data = QMimeData()
    data.setText("\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in line) for line in cells))
    body = "".join(
        "<tr>" + "".join(f"<td style=\"mso-number-format:'\\@'\">{html.escape(cell)}</td>" for cell in line) + "</tr>"
        for line in cells
    )
    data.setHtml(f"<table>{body}</table>")
    return data


def _begins(cell: str, typed: str) -> bool:
    wanted = typed.lower()
    return cell.lower().startswith(wanted) or any(key.startswith(wanted) for key in keys(cell))
