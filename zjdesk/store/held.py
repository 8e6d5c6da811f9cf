"""Reads held entries back from the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from zjdesk.store.counting import Incoming
from zjdesk.store.database import Connection
from zjdesk.store.derive import Held
from zjdesk.store.entry import ERASURE, Header


def header_of(raw: bytes) -> Header:
    """Return a stored header; it was checked when it came in."""
    return Header(**orjson.loads(raw))


def values_of(body: bytes | None) -> dict[str, Any] | None:
    """Return what a stored body sets, or None when the body is not here."""
    if body is None:
        return None
    values: dict[str, Any] = orjson.loads(body)["set"]
    return values


def id_list(ids: Iterable[bytes]) -> str:
    """Return ids as the JSON parameter of ``IN (SELECT unhex(value) FROM json_each(?))``."""
    return orjson.dumps([item.hex() for item in ids]).decode()


def of_record(conn: Connection, record: bytes) -> list[Held]:
    """Return every held entry of a record, in the order of arrival."""
    rows = conn.execute("SELECT id, header, body, status FROM log_entry WHERE record = ? ORDER BY n", (record,))
    found = []
    for own, raw, body, status in rows:
        header = header_of(raw)
        values = values_of(body) or {}
        if header.form == ERASURE:
            values = {name: value for name, value in values.items() if not name.startswith("_")}
        found.append(Held(own.hex(), header, status == 0, status, values))
    return found


def header_by_id(conn: Connection, entry: str) -> Header | None:
    """Return the header of a held entry, or None."""
    row = conn.execute("SELECT header FROM log_entry WHERE id = ?", (bytes.fromhex(entry),)).fetchone()
    return header_of(row[0]) if row else None


def last_of_feed(conn: Connection, feed: int) -> tuple[int, str, Header] | None:
    """Return number, id and header of the last entry of a feed, None when there is none."""
    row = conn.execute(
        "SELECT seq, id, header FROM log_entry WHERE feed = ? ORDER BY seq DESC LIMIT 1", (feed,)
    ).fetchone()
    return (row[0], row[1].hex(), header_of(row[2])) if row else None


def group_of(conn: Connection, entry: int) -> list[tuple[int, bool, Incoming, int]]:
    """Return the held members of an entry's group in their order: (n, chained, entry, status)."""
    feed, seq, raw = conn.execute("SELECT feed, seq, header FROM log_entry WHERE n = ?", (entry,)).fetchone()
    group, place, size = header_of(raw).group
    rows = conn.execute(
        "SELECT n, chained, id, header, body, status FROM log_entry"
        " WHERE feed = ? AND seq BETWEEN ? AND ? ORDER BY seq, id",
        (feed, seq - place + 1, seq - place + size),
    )
    members = []
    for n, chained, own, header, body, status in rows:
        parsed = header_of(header)
        if parsed.group[0] == group:
            members.append((n, bool(chained), Incoming(own, parsed, header, body, values_of(body)), status))
    return members


def which_held(conn: Connection, records: Sequence[bytes]) -> set[bytes]:
    """Return those of the records that have any held entry."""
    rows = conn.execute(
        "SELECT DISTINCT record FROM log_entry WHERE record IN (SELECT unhex(value) FROM json_each(?))",
        (id_list(records),),
    )
    return {row[0] for row in rows}


def form_of(conn: Connection, record: str) -> str | None:
    """Return the form of a held record, or None."""
    row = conn.execute("SELECT header FROM log_entry WHERE record = ? LIMIT 1", (bytes.fromhex(record),)).fetchone()
    return header_of(row[0]).form if row else None
