"""Reads records: shown values from the state tables, heads and history from the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zjdesk.forms.model import Catalogue, Form
from zjdesk.store.database import Connection
from zjdesk.store.derive import Derived, derive
from zjdesk.store.held import form_of, header_by_id, of_record
from zjdesk.store.schema import OWN_COLUMNS, quoted
from zjdesk.store.state import restore


@dataclass(frozen=True)
class Record:
    """One record as shown; ``heads`` (entry ids per field) are filled when it was read to be edited.

    Times are in milliseconds; ``parent`` is the record it lies in.
    """

    id: str
    form: str
    parent: str | None
    scope: str
    values: Mapping[str, Any]
    heads: Mapping[str, tuple[str, ...]]
    conflict: bool
    deleted: bool
    time: int
    author: str
    created: int
    creator: str


def columns(form: Form) -> str:
    """Return the column list that :func:`from_row` reads."""
    return ", ".join([*OWN_COLUMNS, *(quoted(field.name) for field in form.fields)])


def from_row(form: Form, row: Sequence[Any]) -> Record:
    """Return the record of a state row; empty fields are left out, the parent stands under its field's name."""
    own = row[: len(OWN_COLUMNS)]
    values: dict[str, Any] = {}
    for field, cell in zip(form.fields, row[len(OWN_COLUMNS) :], strict=True):
        if cell is not None:
            values[field.name] = restore(field, cell)
    return Record(
        id=own[0].hex(),
        form=form.name,
        parent=own[1].hex() if own[1] else None,
        scope=own[2],
        values=values,
        heads={},
        conflict=bool(own[4]),
        deleted=bool(own[3]),
        time=own[5],
        author=own[6],
        created=own[7],
        creator=own[8],
    )


def record(conn: Connection, catalogue: Catalogue, own: str) -> Record | None:
    """Return a record with its heads, or None when no counting creation is held."""
    name = form_of(conn, own)
    if name is None or name not in catalogue:
        return None
    form = catalogue.form(name)
    row = conn.execute(f"SELECT {columns(form)} FROM {quoted(name)} WHERE _id = ?", (bytes.fromhex(own),)).fetchone()
    if row is None:
        return None
    found = from_row(form, row)
    derived = derived_of(conn, own)
    heads = derived.heads if derived else {}
    return Record(**{**vars(found), "heads": heads})


def joined_into(conn: Connection, own: str) -> str | None:
    """Return the record that the log joins this one into, if any."""
    row = conn.execute("SELECT target FROM state_joined WHERE record = ?", (bytes.fromhex(own),)).fetchone()
    return row[0].hex() if row else None


def derived_of(conn: Connection, own: str) -> Derived | None:
    """Return what a record's entries come to."""
    return derive(of_record(conn, bytes.fromhex(own)), lambda entry: header_by_id(conn, entry))
