"""Writes the state tables: one row per record whose creation counts, straight from what was derived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import orjson

from zjdesk.forms.model import Catalogue, Field, Form
from zjdesk.forms.types import LISTS, TYPES
from zjdesk.store.database import Connection
from zjdesk.store.entry import DELETED, JOINED, PARENT
from zjdesk.store.joins import Joins
from zjdesk.store.schema import OWN_COLUMNS, quoted

Convert = Callable[[Any], Any]
MISFIT = object()


def _as_words(kind: str) -> Convert:
    """Return what lets a text of this type pass; a changed program may have written any other."""
    fits = TYPES[kind].fits
    plain = kind in ("text", "longtext")

    def change(value: Any) -> Any:
        return value if type(value) is str and ((plain and value.isprintable()) or fits(value)) else MISFIT

    return change


def _as_integer(value: Any) -> Any:
    return value if type(value) is int else MISFIT


def _as_flag(value: Any) -> Any:
    return int(value) if type(value) is bool else MISFIT


def _as_reference(value: Any) -> Any:
    if type(value) is not str or len(value) != 32:
        return MISFIT
    try:
        return bytes.fromhex(value)
    except ValueError:
        return MISFIT


def _as_list(kind: str) -> Convert:
    fits = TYPES[kind].fits

    def change(value: Any) -> Any:
        if value == []:
            return None
        return orjson.dumps(value).decode() if fits(value) else MISFIT

    return change


_CONVERT: dict[str, Convert] = {
    **{kind: _as_words(kind) for kind in TYPES},
    **{kind: _as_list(kind) for kind in LISTS},
    "ref": _as_reference,
    "int": _as_integer,
    "money": _as_integer,
    "bool": _as_flag,
}


def convert(field: Field) -> Convert:
    """Return what turns a logged value of this field into its column's value, or MISFIT."""
    return _CONVERT[field.type]


def restore(field: Field, stored: Any) -> Any:
    """Return the logged value behind a column's value."""
    if stored is None:
        return None
    if field.type in LISTS:
        return orjson.loads(stored)
    if field.type == "ref":
        return stored.hex()
    return bool(stored) if field.type == "bool" else stored


class Row(NamedTuple):
    """What a state row says beside its fields."""

    record: bytes
    parent: str | None
    scope: str
    values: Mapping[str, Any]
    created: int
    creator: str
    time: int
    author: str
    conflict: bool = False


class StateWriter:
    """Turns derived records into state rows; rows gather per form and are written together."""

    def __init__(self, conn: Connection, catalogue: Catalogue, joins: Joins) -> None:
        self._conn = conn
        self._catalogue = catalogue
        self._joins = joins
        self._columns: dict[str, list[tuple[str, Convert]]] = {}
        self._sql: dict[str, str] = {}
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        self._misfits: list[tuple[bytes, str, str, str]] = []

    def knows(self, form: str) -> bool:
        """Tell whether this program declares the form."""
        return form in self._catalogue

    def put(self, form: str, row: Row) -> None:
        """Gather the state row of one record."""
        if form not in self._columns:
            self._prepare(self._catalogue.form(form))
        values = row.values
        joined = self._joins.holds
        hidden = values.get(DELETED) is True or row.record in joined
        parent = bytes.fromhex(row.parent) if row.parent else None
        cells: list[Any] = [row.record, parent, row.scope, int(hidden), int(row.conflict)]
        cells += [row.time, row.author, row.created, row.creator]
        for name, change in self._columns[form]:
            value = values.get(name)
            if value is not None:
                stored = change(value)
                if stored is MISFIT:
                    self._misfits.append((row.record, name, form, orjson.dumps(value).decode()))
                    stored = None
                value = stored
            cells.append(value)
        if joined:
            cells = [_standing(cell, joined) for cell in cells[1:]]
            cells.insert(0, row.record)
        self._rows.setdefault(form, []).append(tuple(cells))

    def remove(self, form: str, record: bytes) -> None:
        """Take away the row of a record that no longer counts."""
        self.flush()
        self._conn.execute(f"DELETE FROM {quoted(form)} WHERE _id = ?", (record,))
        self.clear_misfits((record,))

    def clear_misfits(self, records: Iterable[bytes]) -> None:
        """Forget which values of these records did not fit; they are derived anew."""
        self._conn.executemany("DELETE FROM state_misfit WHERE record = ?", [(item,) for item in records])

    def flush(self) -> None:
        """Write what was gathered."""
        for form, rows in self._rows.items():
            self._conn.executemany(self._sql[form], rows)
        self._rows.clear()
        if self._misfits:
            self._conn.executemany("INSERT OR REPLACE INTO state_misfit VALUES (?, ?, ?, ?)", self._misfits)
            self._misfits.clear()

    def _prepare(self, form: Form) -> None:
        self._columns[form.name] = [(field.name, convert(field)) for field in form.fields]
        names = [*OWN_COLUMNS, *(quoted(field.name) for field in form.fields)]
        marks = ", ".join("?" * len(names))
        sql = f"INSERT OR REPLACE INTO {quoted(form.name)} ({', '.join(names)}) VALUES ({marks})"
        self._sql[form.name] = sql


def shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without the core's own fields."""
    return {name: value for name, value in values.items() if name not in (PARENT, DELETED, JOINED)}


def _standing(cell: Any, joined: Mapping[bytes, bytes]) -> Any:
    """Return what a cell names, or the record that stands for it."""
    if type(cell) is bytes:
        return joined.get(cell, cell)
    if type(cell) is str and cell.startswith('["'):
        named = orjson.loads(cell)
        found = [joined[bytes.fromhex(one)].hex() if _joined(one, joined) else one for one in named]
        return cell if found == named else orjson.dumps(list(dict.fromkeys(found))).decode()
    return cell


def _joined(one: str, joined: Mapping[bytes, bytes]) -> bool:
    try:
        return len(one) == 32 and bytes.fromhex(one) in joined
    except ValueError:
        return False
