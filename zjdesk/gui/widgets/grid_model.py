"""Rows that a person fills in one after the other; a blank one always waits at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from zjdesk.forms.model import Field
from zjdesk.gui.values import EMPTY, fen, iso_date, plain, shown, yuan
from zjdesk.gui.widgets.pasted import whole
from zjdesk.gui.widgets.table_model import Index
from zjdesk.gui.widgets.tips import tip
from zjdesk.i18n import Lang

_NOWHERE = QModelIndex()
_YES = ("√", "✓", "☑", "是", "有", "1", "y", "yes", "true", "已签", "已签名")
SIGNATURE = "signature"
_RIGHT = ("int", "money", "decimal")


@dataclass(frozen=True)
class GridLook:
    """What the model needs to show itself."""

    lang: Lang
    wrong: str
    muted: str
    doubtful: str = ""
    by_hand: str = ""


@dataclass(frozen=True)
class Remark:
    """What is said about a cell while one types: E stops, W does not."""

    row: int
    field: str
    level: str
    sentence: str


class GridModel(QAbstractTableModel):
    """``number`` names the field that counts the rows; ``derive`` fills in what follows from a row."""

    edited = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        look: GridLook,
        *,
        number: str = "no",
        fresh: Mapping[str, Any] | None = None,
        derive: Callable[[dict[str, Any]], dict[str, Any]] = lambda row: row,
    ) -> None:
        super().__init__()
        self.fields = tuple(fields)
        self.rows: list[dict[str, Any]] = []
        self.names: dict[str, Mapping[str, str]] = {}
        self._look = look
        self._number = number
        self._fresh = dict(fresh or {})
        self._derive = derive
        self._wrong: dict[tuple[int, str], str] = {}
        self._remarks: dict[tuple[int, str], Remark] = {}
        self.grows = True
        self._append()

    @property
    def filled(self) -> list[dict[str, Any]]:
        """Return the rows that hold anything typed."""
        return [row for row in self.rows if self._is_filled(row)]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return all rows, those in which nothing was typed as empty ones."""
        return [row if self._is_filled(row) else {} for row in self.rows]

    def begin_with(self, name: str, value: Any) -> None:
        """Let new rows hold another value from the start, and those that still hold the old one follow."""
        old = self._fresh.get(name)
        self._fresh[name] = value
        for row in self.rows:
            if row.get(name) == old:
                row[name] = value
        self.complain(self._wrong)

    def show_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = [dict(row) for row in rows]
        self._wrong.clear()
        if self.grows:
            self._append()
        self.endResetModel()

    def complain(self, wrong: Mapping[tuple[int, str], str]) -> None:
        """Mark cells (row, field) with what is wrong there."""
        self._wrong = dict(wrong)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.fields) - 1))

    def remark(self, remarks: Sequence[Remark]) -> None:
        """Mark cells with what is said about them as one types, instead of what was said before."""
        now = {(remark.row, remark.field): remark for remark in reversed(remarks)}
        if now != self._remarks:
            self._remarks = now
            self.complain(self._wrong)

    def remove(self, number: int) -> None:
        """Take a row out; the blank one at the end stays."""
        if 0 <= number < len(self.rows) - 1:
            self.beginRemoveRows(_NOWHERE, number, number)
            del self.rows[number]
            self.endRemoveRows()
            self._renumber()
            self.edited.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802
        """Return how many rows there are, the blank one included."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.fields)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say what may be edited: not the number, not what is calculated."""
        field = self.fields[index.column()]
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.fixed(field):
            return base
        if field.type == "bool":
            return base | Qt.ItemFlag.ItemIsUserCheckable
        return base | Qt.ItemFlag.ItemIsEditable

    def fixed(self, field: Field) -> bool:
        """Tell whether a field fills itself."""
        return field.name == self._number or (field.calculation is not None and field.stored)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell."""
        row, field = self.rows[index.row()], self.fields[index.column()]
        value = row.get(field.name)
        if role == Qt.ItemDataRole.CheckStateRole and field.type == "bool":
            return Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return value if role == Qt.ItemDataRole.EditRole else self._words(field, value, row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.BackgroundRole):
            return self._complaint(index.row(), field.name, role)
        if role == Qt.ItemDataRole.ForegroundRole and self.fixed(field):
            return QColor(self._look.muted)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if field.type in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """Return a column's name, with a star where something must be filled in."""
        if way != Qt.Orientation.Horizontal:
            return None
        field = self.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return field.label.text(self._look.lang) + (" *" if field.required and not self.fixed(field) else "")
        if role == Qt.ItemDataRole.TextAlignmentRole and field.type in _RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Take in what was typed."""
        field, row = self.fields[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            value = Qt.CheckState(value) == Qt.CheckState.Checked
        elif isinstance(value, str):
            value = read(field, value)
        if row.get(field.name) == value or (value is None and field.name not in row):
            return False
        self._set(index.row(), field, value)
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(self.fields) - 1))
        if index.row() == len(self.rows) - 1 and self._is_filled(row):
            self._grow()
        self.edited.emit()
        return True

    def put(self, number: int, column: int, cells: Sequence[Sequence[str]]) -> None:
        """Take in a block of cells, as pasted from a spreadsheet, as one edit; an empty cell leaves what is there."""
        end = number + len(cells)
        self._stretch(end)
        for down, line in enumerate(cells, number):
            for field, cell in zip(self.fields[column:], line, strict=False):
                if cell.strip() and not self.fixed(field):
                    self._set(down, field, self._told(field, cell))
        if self.rows and self._is_filled(self.rows[-1]) and self.grows:
            self._grow()
        self.dataChanged.emit(self.index(number, 0), self.index(end - 1, len(self.fields) - 1))
        self.edited.emit()

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put rows in before the blank one, as one edit."""
        start = len(self.rows) - 1
        self._stretch(start + len(rows) + 1)
        for number, values in enumerate(rows, start):
            for name, value in values.items():
                self.rows[number][name] = value
            self.rows[number] = self._derive(self.rows[number])
        self.dataChanged.emit(self.index(start, 0), self.index(len(self.rows) - 1, len(self.fields) - 1))
        self.edited.emit()

    def under_heads(self, column: int, block: list[list[str]]) -> tuple[int, list[list[str]]]:
        """Return from which column on a block goes in, and the block; one with a line of heads follows these."""
        heads = [head.strip(" *\u3000") for head in block[0]]
        places = [self._headed(head) for head in heads]
        named = [place for place in places if place is not None]
        if not named or len(named) * 2 < sum(map(bool, heads)):
            return column, block
        found = []
        for line in block[1:]:
            known = {place: cell for place, cell in zip(places, line, strict=False) if place is not None}
            found.append([known.get(place, "") for place in range(len(self.fields))])
        return 0, found

    def _headed(self, head: str) -> int | None:
        """Return the column of that name, in either language."""
        titles = [(field.label.zh, field.label.en) for field in self.fields]
        return next((place for place, both in enumerate(titles) if head in both), None)

    def named(self, number: int, name: str) -> str:
        """Return a cell in words."""
        field = next(field for field in self.fields if field.name == name)
        return self._words(field, self.rows[number].get(name), self.rows[number])

    def amend(self, row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
        """Put values into a row, wherever it stands by now; tells whether it is still there."""
        number = next((place for place, one in enumerate(self.rows) if one is row), None)
        if number is not None:
            self.rows[number].update(values)
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.fields) - 1))
            self.edited.emit()
        return number is not None

    def fill(self, number: int, values: Mapping[str, Any]) -> None:
        """Fill in what is known of a row's person where nothing else was typed."""
        row = self.rows[number]
        for field in self.fields:
            if field.name in values and row.get(field.name) in (None, "", self._fresh.get(field.name)):
                self._set(number, field, values[field.name])

    def _stretch(self, length: int) -> None:
        """Add blank rows until there are so many."""
        if length > len(self.rows):
            self.beginInsertRows(_NOWHERE, len(self.rows), length - 1)
            while len(self.rows) < length:
                self._append()
            self.endInsertRows()

    def _set(self, number: int, field: Field, value: Any) -> None:
        row = self.rows[number]
        if names_people(field) and row.get(SIGNATURE) and row.get(field.name) != value:
            row[SIGNATURE] = None  # it was somebody else's
        row[field.name] = value
        self.rows[number] = self._derive(self.rows[number])
        self._wrong.pop((number, field.name), None)

    def _told(self, field: Field, cell: str) -> Any:
        """Return the value of a cell that comes from elsewhere."""
        if field.type == "bool":
            return plain(cell).lower() in _YES
        return read(field, self._code_of(field, whole(cell) if names_people(field) else cell))

    def _code_of(self, field: Field, cell: str) -> str:
        known = {choice.label.text(self._look.lang): choice.code for choice in field.choices}
        named = {title: own for own, title in self.names.get(field.to or "", {}).items()}
        return known.get(cell.strip()) or named.get(cell.strip()) or cell

    def _words(self, field: Field, value: Any, row: Mapping[str, Any]) -> str:
        if field.type == "bool":
            return self._look.by_hand if field.name == "signed" and row.get(SIGNATURE) else ""
        if isinstance(value, str) and field.type == "ref":
            return self.names.get(field.to or "", {}).get(value, value)
        text = shown(field, value, self._look.lang)
        return "" if text == EMPTY else text

    def _complaint(self, row: int, field: str, role: int) -> Any:
        sentence, remark = self._wrong.get((row, field)), self._remarks.get((row, field))
        if sentence is None and remark is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(sentence or (remark.sentence if remark else ""))
        stops = sentence is not None or (remark is not None and remark.level == "E")
        return QColor(self._look.wrong if stops else self._look.doubtful)

    def _is_filled(self, row: Mapping[str, Any]) -> bool:
        own = {field.name for field in self.fields if not self.fixed(field) and field.type != "bool"}
        return any(row.get(name) not in (None, "", self._fresh.get(name)) for name in own)

    def _append(self) -> None:
        self.rows.append({**self._fresh, self._number: len(self.rows) + 1})

    def _grow(self) -> None:
        self.beginInsertRows(_NOWHERE, len(self.rows), len(self.rows))
        self._append()
        self.endInsertRows()

    def _renumber(self) -> None:
        for number, row in enumerate(self.rows, 1):
            row[self._number] = number


def names_people(field: Field) -> bool:
    """Tell whether a column holds people's names: only there a list of names falls into its parts."""
    return field.mask == "name" or (field.type == "ref" and field.to == "person")


def read(field: Field, text: str) -> Any:
    """Return what was typed into a cell as its value; text that is none stays as it was typed."""
    typed = text.strip()
    if not typed:
        return None
    if field.type == "money":
        amount = fen(typed)
        return typed if amount is None else amount
    if field.type == "int":
        digits = plain(typed).replace(",", "")
        return int(digits) if digits.removeprefix("-").isdigit() else typed
    if field.type == "date":
        return iso_date(typed) or typed
    return typed


def written(field: Field, value: Any) -> str:
    """Return a value as it is edited."""
    if value is None:
        return ""
    return yuan(value).replace(",", "") if field.type == "money" and isinstance(value, int) else str(value)
