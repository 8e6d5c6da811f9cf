"""What changes in records, field by field: what is saved against what a transaction not yet ended has made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from zjdesk.forms.model import Catalogue, Form
from zjdesk.i18n import Lang
from zjdesk.ops.privacy import veil
from zjdesk.ops.session import Session
from zjdesk.store.backup import DATABASE
from zjdesk.store.database import Connection, connect
from zjdesk.store.entry import BUILT_IN, DELETED
from zjdesk.store.held import id_list
from zjdesk.store.read import Record, columns, from_row
from zjdesk.store.schema import quoted

PIECE = 500
MOST = 5_000  # fields told of one merge; beyond that only their number is


@dataclass(frozen=True)
class Difference:
    """One field of a record before and after; ``_deleted`` stands for the record's going or coming back."""

    record: str
    form: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Differences:
    """The fields that change in records which stay (at most :data:`MOST`), and how many there are.

    ``gone`` counts by form the records that are no longer there at all.
    """

    fields: tuple[Difference, ...]
    total: int
    gone: dict[str, int]


@contextmanager
def saved(session: Session) -> Iterator[Connection]:
    """Open what is saved, as it stands beside the transaction that is open."""
    conn = connect(session.store.path / DATABASE, session.store.key, read_only=True)
    try:
        yield conn
    finally:
        conn.close()


def differences(session: Session, records: Sequence[bytes], lang: Lang = "zh") -> Differences:
    """Compare records as saved with what the open transaction has made of them; personal values are masked."""
    catalogue = session.store.catalogue
    found: list[Difference] = []
    gone: dict[str, int] = {}
    total = 0
    with saved(session) as before:
        for form, ids in _by_form(session.store.conn, catalogue, records).items():
            declared = catalogue.form(form)
            for start in range(0, len(ids), PIECE):
                piece = ids[start : start + PIECE]
                was = _read(before, declared, piece)
                now = _read(session.store.conn, declared, [bytes.fromhex(own) for own in was])
                gone[form] = gone.get(form, 0) + len(was) - len(now)
                for own in sorted(now):
                    changed = _changed(declared, was[own], now[own], lang)
                    total += len(changed)
                    found += changed[: MOST - len(found)]
    return Differences(tuple(found), total, {form: count for form, count in gone.items() if count})


def _by_form(conn: Connection, catalogue: Catalogue, records: Sequence[bytes]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for start in range(0, len(records), PIECE):
        rows = conn.execute(
            "SELECT DISTINCT record, json_extract(CAST(header AS TEXT), '$.form') FROM log_entry"
            " WHERE record IN (SELECT unhex(value) FROM json_each(?)) ORDER BY record",
            (id_list(records[start : start + PIECE]),),
        )
        for own, form in rows:
            if form not in BUILT_IN and form in catalogue:
                found.setdefault(form, []).append(own)
    return found


def _read(conn: Connection, form: Form, ids: Sequence[bytes]) -> dict[str, Record]:
    sql = f"SELECT {columns(form)} FROM {quoted(form.name)} WHERE _id IN (SELECT unhex(value) FROM json_each(?))"
    rows = conn.execute(sql, (id_list(ids),))
    return {record.id: record for record in (from_row(form, row) for row in rows)}


def _changed(form: Form, was: Record, now: Record, lang: Lang) -> list[Difference]:
    names = [name for name in form.by_name if was.values.get(name) != now.values.get(name)]
    before, after = (veil(form, {name: one.values.get(name) for name in names}, lang) for one in (was, now))
    found = [Difference(now.id, form.name, name, before[name], after[name]) for name in names]
    if was.deleted != now.deleted:
        found.append(Difference(now.id, form.name, DELETED, was.deleted, now.deleted))
    return found
