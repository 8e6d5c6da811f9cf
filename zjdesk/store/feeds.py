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
