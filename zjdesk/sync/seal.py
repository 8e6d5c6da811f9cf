"""Seals: the signature of a feed's own key over its last entry; they end every piece that travels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zjdesk.errors import InputError
from zjdesk.store import feeds, keys
from zjdesk.store.database import Connection
from zjdesk.store.feeds import feed_id
from zjdesk.store.ids import is_id
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
        plain = is_id(seal.incarnation) and is_id(seal.id) and type(seal.seq) is int and type(seal.scope) is str
        sound = (
            plain
            and seal.feed == feed_id(seal.key, seal.incarnation, seal.scope)
            and keys.verify(seal.key, bytes.fromhex(seal.signature), seal.message())
        )
    except (AttributeError, TypeError, ValueError):
        sound = False
    if not sound:
        raise InputError("sync.bad_seal")
    return seal


def seal_own(store: Store) -> None:
    """Seal every branch end of this installation's feeds, those of earlier incarnations too.

    What a store wrote before it was restored or moved is still its own to hand in.
    """
    own = store.installation
    for feed in store.keyed_feeds():
        row = store.conn.execute("SELECT incarnation FROM log_feed WHERE n = ?", (feed.n,)).fetchone()
        for seq, tip in feeds.tips(store.conn, feed.n):
            if held(store.conn, feed.n, bytes.fromhex(tip)) is None:
                seal = Seal(feed.id, own.public, row[0].hex(), feed.scope, seq, tip, "")
                keep(store.conn, feed.n, seq, bytes.fromhex(tip), keys.sign(own.private, seal.message()))


def keep(conn: Connection, feed: int, seq: int, entry: bytes, signature: bytes) -> None:
    """Keep a seal, to be sent on with the piece it ends."""
    conn.execute("INSERT OR IGNORE INTO log_seal VALUES (?, ?, ?, ?)", (feed, seq, entry, signature))


def held(conn: Connection, feed: int, entry: bytes) -> bytes | None:
    """Return the signature of a held seal, or None."""
    row = conn.execute("SELECT signature FROM log_seal WHERE feed = ? AND id = ?", (feed, entry)).fetchone()
    return row[0] if row else None
