"""The erasures that were made, read back from the log: what was removed, when, why, by whom."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from zjdesk.ops.queries import people
from zjdesk.ops.session import Session
from zjdesk.store.entry import ERASURE
from zjdesk.store.held import header_of
from zjdesk.store.sound import ENTRIES, FIELDS, FILES, WHY
from zjdesk.store.store import Written


@dataclass(frozen=True)
class Erased:
    """One erasure that counts; ``hash`` is the SHA-256 of its header, whose first half is the entry's id."""

    record: str
    entry: str
    hash: str
    fields: tuple[str, ...]
    entries: tuple[str, ...]
    files: tuple[str, ...]
    time: int
    account: str
    why: str


def erasures(session: Session, record: str) -> list[Erased]:
    """Return what was erased of a record, oldest first."""
    rows = session.store.conn.execute(
        "SELECT id, header, body FROM log_entry WHERE record = ? AND status = 0 AND body IS NOT NULL ORDER BY n",
        (bytes.fromhex(record),),
    ).fetchall()
    names = people(session)
    found = [_read(own, raw, body, names) for own, raw, body in rows if header_of(raw).form == ERASURE]
    return [one for one in found if one.fields]


def erasures_in(session: Session, written: Sequence[Written]) -> list[Erased]:
    """Return the erasures of groups that were just written."""
    names, conn = people(session), session.store.conn
    sql = "SELECT id, header, body FROM log_entry WHERE feed = ? AND seq BETWEEN ? AND ? ORDER BY seq"
    found = [row for one in written for row in conn.execute(sql, (one.feed, one.first, one.last)).fetchall()]
    return [_read(own, raw, body, names) for own, raw, body in found]


def _read(own: bytes, raw: bytes, body: bytes, names: dict[str, str]) -> Erased:
    header, said = header_of(raw), orjson.loads(body)
    values = said["set"]
    return Erased(
        record=header.record,
        entry=own.hex(),
        hash=hashlib.sha256(raw).hexdigest(),
        fields=tuple(values[FIELDS]),
        entries=tuple(values[ENTRIES]),
        files=tuple(values[FILES]),
        time=header.time,
        account=names.get(header.author, header.author),
        why=str(said["why"] or values.get(WHY, "")),
    )
