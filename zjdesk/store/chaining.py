"""Closes gaps: entries that were held beyond one are chained when it is filled (architecture §2, step 3)."""

from __future__ import annotations

from collections.abc import Sequence

from zjdesk.store.counting import Incoming
from zjdesk.store.database import Connection
from zjdesk.store.feeds import Feed
from zjdesk.store.held import header_of

_UNCHAINED = "SELECT n, id, header FROM log_entry WHERE feed = ? AND chained = 0 AND seq "


def link_on(conn: Connection, feed: Feed, linked: Sequence[Incoming]) -> list[bytes]:
    """Chain all that is held beyond entries which are chained now, whatever else it waits for; returns its ids.

    A certificate counts before its predecessor is here, and a withdrawn entry does not count after: both carry the
    chain on.
    """
    if not linked:
        return []
    numbers = [entry.header.seq for entry in linked]
    near = conn.execute(_UNCHAINED + "BETWEEN ? AND ? LIMIT 1", (feed.n, min(numbers) + 1, max(numbers) + 1))
    if near.fetchone() is None:
        return []
    followers: dict[str | None, list[tuple[int, bytes]]] = {}
    for n, own, raw in conn.execute(_UNCHAINED + "> ?", (feed.n, min(numbers))).fetchall():
        followers.setdefault(header_of(raw).prev, []).append((n, own))
    found: list[tuple[int, bytes]] = []
    todo = [entry.id for entry in linked]
    while todo:
        fresh = followers.pop(todo.pop().hex(), [])
        found += fresh
        todo += [own for _, own in fresh]
    conn.executemany("UPDATE log_entry SET chained = 1 WHERE n = ?", [(n,) for n, _ in found])
    return [own for _, own in found]
