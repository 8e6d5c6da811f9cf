"""Feeds: what one incarnation of one installation writes within one scope."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from zjdesk.store.database import Connection
from zjdesk.store.lines import encode


class Feed(NamedTuple):
    """A feed as the database knows it: local number, id, scope, and the public key that writes it."""

    n: int
    id: str
    scope: str
    key: str


def feed_id(key: str, incarnation: str, scope: str) -> str:
    """Return a feed's id: the hash of its public key, incarnation and scope (all but the scope hexadecimal)."""
    return hashlib.sha256(encode([key, incarnation, scope])).hexdigest()[:32]


def ensure(conn: Connection, key: str, incarnation: str, scope: str) -> Feed:
    """Return the feed with this origin, noting it when it is new."""
    own = feed_id(key, incarnation, scope)
    row = conn.execute("SELECT n FROM log_feed WHERE id = ?", (bytes.fromhex(own),)).fetchone()
    if row is None:
        cursor = conn.execute(
            "INSERT INTO log_feed (id, key, incarnation, scope) VALUES (?, ?, ?, ?)",
            (bytes.fromhex(own), bytes.fromhex(key), bytes.fromhex(incarnation), scope),
        )
        return Feed(int(cursor.lastrowid or 0), own, scope, key)
    return Feed(row[0], own, scope, key)


def by_id(conn: Connection, feed: str) -> Feed | None:
    """Return a known feed, or None."""
    row = conn.execute("SELECT n, scope, key FROM log_feed WHERE id = ?", (bytes.fromhex(feed),)).fetchone()
    return Feed(row[0], feed, row[1], row[2].hex()) if row else None


def tips(conn: Connection, feed: int) -> list[tuple[int, str]]:
    """Return (number, id) of every branch's last chained entry; one unless the feed forked."""
    last, forked = conn.execute(
        "SELECT max(seq), count(*) > count(DISTINCT seq) FROM log_entry WHERE feed = ? AND chained = 1",
        (feed,),
    ).fetchone()
    if last is None:
        return []
    if not forked:
        row = conn.execute(
            "SELECT id FROM log_entry WHERE feed = ? AND seq = ? AND chained = 1", (feed, last)
        ).fetchone()
        return [(last, row[0].hex())]
    return _branch_tips(conn, feed)


def _branch_tips(conn: Connection, feed: int) -> list[tuple[int, str]]:
    from zjdesk.store.held import header_of

    rows = conn.execute("SELECT seq, id, header FROM log_entry WHERE feed = ? AND chained = 1", (feed,)).fetchall()
    followed = {header_of(raw).prev for _, _, raw in rows}
    return sorted((seq, own.hex()) for seq, own, _ in rows if own.hex() not in followed)


class Chains:
    """Which entries lead to which: the chains that end in given entries, each read once."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._known: dict[str, frozenset[bytes]] = {}

    def __call__(self, feed: Feed, entry: bytes, end: str) -> bool | None:
        """Tell whether an entry lies on the chain that ends in ``end``; None while that chain is not whole here."""
        known = self._known.get(end) or chain(self._conn, feed.n, bytes.fromhex(end))
        if not known:
            return True if entry.hex() == end else None
        self._known[end] = known
        return entry in known


def chain(conn: Connection, feed: int, end: bytes) -> frozenset[bytes]:
    """Return the entries from a feed's first to ``end``; none while one between them is missing."""
    rows = conn.execute(
        "WITH RECURSIVE back (id, prev) AS ("
        "SELECT id, json_extract(CAST(header AS TEXT), '$.prev') FROM log_entry WHERE id = ?1 AND feed = ?2 UNION ALL "
        "SELECT e.id, json_extract(CAST(e.header AS TEXT), '$.prev') FROM back JOIN log_entry e"
        " ON e.id = unhex(back.prev) AND e.feed = ?2) SELECT id, prev FROM back",
        (end, feed),
    ).fetchall()
    return frozenset(own for own, _ in rows) if rows and rows[-1][1] is None else frozenset()
