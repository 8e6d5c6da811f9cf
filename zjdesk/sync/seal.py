"""Seals: the signature of a feed's own key over its last entry; they end every piece that travels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zjdesk.errors import InputError
from zjdesk.store import keys
from zjdesk.store.database import Connection
from zjdesk.store.feeds import feed_id
from zjdesk.store.lines import decode, encode
from zjdesk.store.store import Store


@dataclass(frozen=True)
class Seal:
    """Who wrote a feed up to which entry; ``signature`` is hexadecimal."""

    feed: str
    key: str
    incarnation: str
    scope: str
    seq: int
    id: str
    signature: str

    def message(self) -> bytes:
        """Return the bytes that are signed."""
        return encode([self.feed, self.key, self.incarnation, self.scope, self.seq, self.id])

    def written(self) -> bytes:
        """Return the seal's line."""
        return encode(vars(self))


def read_seal(line: bytes) -> Seal:
    """Read a seal and check that it is the feed's own and was signed by its key."""
    raw: Any = decode(line)
    try:
        seal = Seal(**raw)
        sound = seal.feed == feed_id(seal.key, seal.incarnation, seal.scope) and keys.verify(
            seal.key, bytes.fromhex(seal.signature), seal.message()
        )
    except (TypeError, ValueError):
        sound = False
    if not sound:
        raise InputError("sync.bad_seal")
    return seal


def seal_own(store: Store) -> None:
    """Seal the ends of this installation's feeds."""
    own = store.installation
    for feed in store.own_feeds():
        row = store.conn.execute(
            "SELECT seq, id FROM log_entry WHERE feed = ? ORDER BY seq DESC LIMIT 1", (feed.n,)
        ).fetchone()
        if row is None or held(store.conn, feed.n, row[1]) is not None:
            continue
        seal = Seal(feed.id, own.public, own.incarnation, feed.scope, row[0], row[1].hex(), "")
        keep(store.conn, feed.n, row[0], row[1], keys.sign(own.private, seal.message()))


def keep(conn: Connection, feed: int, seq: int, entry: bytes, signature: bytes) -> None:
    """Keep a seal, to be sent on with the piece it ends."""
    conn.execute("INSERT OR IGNORE INTO log_seal VALUES (?, ?, ?, ?)", (feed, seq, entry, signature))


def held(conn: Connection, feed: int, entry: bytes) -> bytes | None:
    """Return the signature of a held seal, or None."""
    row = conn.execute("SELECT signature FROM log_seal WHERE feed = ? AND id = ?", (feed, entry)).fetchone()
    return row[0] if row else None
