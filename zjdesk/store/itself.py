"""Whether somebody else goes on writing this store's own feeds: a copy of it, or what it was before it was restored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zjdesk.store.database import Connection
from zjdesk.store.feeds import Feed

Tips = Mapping[str, tuple[Feed, int, str | None]]


def is_held(conn: Connection, seq: int, entry: str) -> bool:
    """Tell whether an entry is held under that number."""
    row = conn.execute("SELECT seq FROM log_entry WHERE id = ?", (bytes.fromhex(entry),)).fetchone()
    return row is not None and row[0] == seq


def written_elsewhere(
    conn: Connection,
    own: Sequence[Feed],
    tips: Tips,
    said: Mapping[str, Sequence[Sequence[Any]]],
    came: tuple[int, int],
) -> bool:
    """Tell whether own feeds hold more than was written here, or others say so (architecture §2, *Delta*).

    What was written here is a feed's first entries up to its tip, none left out; so it is enough to count the feeds
    of which something came.
    """
    grown = {n for (n,) in conn.execute("SELECT DISTINCT feed FROM log_entry WHERE n BETWEEN ? AND ?", came)}
    for feed in own:
        here = tips[feed.scope][1] if feed.scope in tips else 0
        if feed.n in grown and _held(conn, feed) != here:
            return True
        if not all(is_held(conn, int(seq), str(tip)) for seq, tip in said.get(feed.id, ())):
            return True
    return False


def _held(conn: Connection, feed: Feed) -> int:
    return int(conn.execute("SELECT count(*) FROM log_entry WHERE feed = ?", (feed.n,)).fetchone()[0])
