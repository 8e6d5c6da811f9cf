"""A fast grid: typing begins at once, Enter moves on, rows add themselves, blocks can be pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from zjdesk.forms.model import Field
from zjdesk.gui.backend import Candidate
from zjdesk.gui.context import Context
from zjdesk.gui.pinyin import fits
from zjdesk.gui.widgets.grid_model import GridModel, names_people, written
from zjdesk.gui.widgets.offering import Offering
from zjdesk.gui.widgets.pasted import cells, names
from zjdesk.gui.widgets.table_model import Index
from zjdesk.gui.widgets.wide import fill

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDE_LEAST = 200


class _Cells(QStyledItemDelegate):
    """Editors of the cells; Enter, Up and Down leave them for the next cell."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid

    def createEditor(self, parent: QWidget, _option: Any, index: Index) -> QWidget:  # noqa: N802
        field = self._grid.cells.fields[index.column()]
        editor: QWidget
        if field.type == "choice":
            editor = self._box(parent, field)
        else:
            editor = line = QLineEdit(parent)
            if field.length:
                line.setMaxLength(field.length)
            if field.name in self._grid.candidates:
                known = self._grid.candidates[field.name]
                Offering(line, known, lambda way: self._go(line, way), field.label.text(self._grid.lang))
        editor.setAccessibleName(field.label.text(self._grid.lang))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        field = self._grid.cells.fields[index.column()]
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit):
            named = index.data(Qt.ItemDataRole.DisplayRole) if field.type == "ref" else written(field, value)
            editor.setText(named or "")
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        field = self._grid.cells.fields[index.column()]
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            text = editor.text()
            model.setData(index, self._grid.match(field, text) if field.type == "ref" else self._name(index, text))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill a cell that something is said about, then draw it: the style sheet alone leaves the colour out."""
        colour = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(colour, QColor):
            painter.fillRect(option.rect, colour)  # type: ignore[attr-defined]
        super().paint(painter, option, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return self._leave(editor, self._grid.move_on)
            if event.matches(QKeySequence.StandardKey.Paste) and self._pastes_block():
                return self._leave(editor, self._grid.paste)
            if isinstance(editor, QLineEdit) and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                return self._leave(editor, lambda: self._grid.move_down(step))
            if isinstance(editor, QComboBox) and event.text().isdigit() and event.text() != "0":
                editor.setCurrentIndex(min(int(event.text()), editor.count() - 1))
                return self._leave(editor, self._grid.move_on)
        return super().eventFilter(editor, event)

    def _go(self, editor: QWidget, way: int) -> None:
        self._leave(editor, lambda: self._grid.move_down(way) if way else self._grid.move_on())

    def _name(self, index: Index, text: str) -> str:
        """Return what is meant by a text; of somebody who was taken out of the list, more is known."""
        field = self._grid.cells.fields[index.column()]
        for one in self._grid.candidates.get(field.name, ()):
            if one.label == text and (one.note or one.fills):
                self._grid.cells.fill(index.row(), one.fills)
                return one.title
        return text

    def _pastes_block(self) -> bool:
        return self._grid.wants(self._grid.cells.fields[self._grid.currentIndex().column()])

    def _leave(self, editor: QWidget, then: Callable[[], None]) -> bool:
        if isinstance(editor, QLineEdit) and editor.completer() is not None:
            editor.completer().popup().hide()
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        then()
        return True

    def _box(self, parent: QWidget, field: Field) -> QComboBox:
        box = QComboBox(parent)
        box.addItem("", None)
        for number, choice in enumerate(field.choices, 1):
            box.addItem(f"{number} {choice.label.text(self._grid.lang)}", choice.code)
        return box


class Grid(QTableView):
    """The view over a :class:`GridModel`."""

    def __init__(self, ctx: Context, model: GridModel, name: str, widths: Sequence[int]) -> None:
        super().__init__()
        self.cells = model
        self.lang = ctx.lang
        self.candidates: dict[str, Sequence[Candidate]] = {}
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setAlternatingRowColors(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ctx.px(30))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        self._wide = 0
        for column, width in enumerate(widths):
            if width:
                title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
                least = self.fontMetrics().horizontalAdvance(title) + ctx.px(24)
                header.resizeSection(column, max(ctx.px(width), least))
            else:
                self._wide = column
        self._least = ctx.px(_WIDE_LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give the wide column what the others leave."""
        super().resizeEvent(event)
        fill(self, self._wide, self._least)

    def sizeHint(self) -> QSize:  # noqa: N802
        """It can do with a few rows."""
        return self.minimumSize()

    def begin(self) -> None:
        """Wait for typing in the first cell of the blank row."""
        self._go_to(len(self.cells.rows) - 1, self._editable()[0])

    def move_on(self) -> None:
        """Go to the next cell to fill in, at the end of a row to the next row."""
        columns = self._editable()
        now = self.currentIndex()
        later = [column for column in columns if column > now.column()]
        blank = now.row() == len(self.cells.rows) - 1
        if later and not (blank and now.column() == columns[0]):
            self._go_to(now.row(), later[0])
        elif now.row() < len(self.cells.rows) - 1:
            self._go_to(now.row() + 1, columns[0])

    def move_down(self, step: int) -> None:
        """Go to another row: down to its first cell, up to the same."""
        row = max(0, min(len(self.cells.rows) - 1, self.currentIndex().row() + step))
        self._go_to(row, self._editable()[0] if step > 0 else self.currentIndex().column())

    def match(self, field: Field, text: str) -> str:
        """Return the id of the record that was meant; what names none stays as it was typed."""
        known = self.candidates.get(field.name, ())
        exact = [one for one in known if one.title == text.strip()]
        fitting = exact or ([one for one in known if fits(text, one.title, one.keys)] if text.strip() else [])
        return fitting[0].id if len(fitting) == 1 or exact else text

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter moves on, Ctrl+V pastes a block, Ctrl+Delete takes a row out."""
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.move_on()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.cells.remove(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Delete:
            self.cells.setData(self.currentIndex(), "")
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Put what was copied elsewhere in from the cell in hand on: a block, or names one under the other."""
        text = QGuiApplication.clipboard().text()
        now = self.currentIndex()
        if not text.strip() or not now.isValid() or not self.cells.grows:
            return
        column = now.column()
        start, block = self.cells.under_heads(column, cells(text))
        if names_people(self.cells.fields[column]) and all(len(line) == 1 for line in block):
            block = [[name] for name in names("\n".join(line[0] for line in block))]
        if block:
            self.cells.put(now.row(), start, block)
            self._go_to(min(now.row() + len(block), len(self.cells.rows) - 1), column)

    def wants(self, field: Field) -> bool:
        """Tell whether what is on the clipboard is more than one cell's text."""
        text = QGuiApplication.clipboard().text().strip("\r\n")
        return any(sign in text for sign in "\n\r\t") or (names_people(field) and len(names(text)) > 1)

    def _editable(self) -> list[int]:
        return [
            column
            for column, field in enumerate(self.cells.fields)
            if not self.cells.fixed(field) and field.type != "bool"
        ]

    def _go_to(self, row: int, column: int) -> None:
        index: QModelIndex = self.cells.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)
