"""Where a record lies, read from the log."""

from __future__ import annotations

from zjdesk.store.counting import RecordInfo
from zjdesk.store.database import Connection
from zjdesk.store.derive import creation, field_heads
from zjdesk.store.entry import DELETED, STATE
from zjdesk.store.held import of_record


def place_of(conn: Connection, record: str) -> RecordInfo | None:
    """Return where a record lies, from the log, if its creation counts."""
    entries = {entry.id: entry for entry in of_record(conn, bytes.fromhex(record))}
    made = creation(entries.values())
    if made is None:
        return None
    row = conn.execute("SELECT scope FROM log_feed WHERE id = ?", (bytes.fromhex(made.header.feed),)).fetchone()
    heads = field_heads(entries)
    steps = tuple((name, tuple(entry.id for entry in heads[name])) for name in (DELETED, STATE) if name in heads)
    newest = max((entries[own].header.time for _, ids in steps for own in ids), default=0)
    return RecordInfo(made.header.form, row[0], made.order, steps, newest)
