"""Counts and derives everything again from the log alone; a rebuilt state equals the old one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from zjdesk.forms.model import Catalogue
from zjdesk.store.absorb import CHUNK, Absorber
from zjdesk.store.collector import held_back
from zjdesk.store.counting import Incoming, Status
from zjdesk.store.database import Connection, atomic
from zjdesk.store.feeds import Feed
from zjdesk.store.held import header_of, id_list, values_of
from zjdesk.store.schema import create_state


class Recount(Absorber):
    """Judges the entries that are held already, keeping their local numbers."""

    def __init__(self, conn: Connection, catalogue: Catalogue) -> None:
        super().__init__(conn, catalogue)
        self._numbers: dict[bytes, int] = {}

    def held(self, feed: Feed) -> Iterator[list[Incoming]]:
        """Yield a feed's entries in their order, some thousands at a time, groups uncut."""
        rows = self._conn.execute(
            "SELECT n, id, header, body FROM log_entry WHERE feed = ? ORDER BY seq, id", (feed.n,)
        )
        chunk: list[Incoming] = []
        for n, own, raw, body in rows.fetchall():
            header = header_of(raw)
            self._numbers[own] = n
            chunk.append(Incoming(own, header, raw, body, values_of(body)))
            if len(chunk) >= CHUNK and header.group[1] == header.group[2]:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def _unknown(self, feed: Feed, rows: list[Incoming]) -> list[Incoming]:
        if len({entry.header.seq for entry in rows}) < len(rows):
            self._refresher.forked.add(feed.n)
        return rows

    def _number(self, entry: Incoming) -> int:
        return self._numbers.pop(entry.id)

    def _onward(self, feed: Feed, linked: Sequence[Incoming]) -> list[bytes]:
        """Find nothing: a feed is read in the order of its numbers, so what follows comes later."""
        return []

    def _reopen(self, feed: Feed, new: Sequence[Incoming]) -> None:
        """Do nothing: all that chains lead through is here already."""

    def _store(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Note the verdicts in the place of what was said of these entries before their turn came.

        A decision, an erasure or a revocation in an earlier feed has them judged already.
        """
        if self._waiting:
            self._conn.executemany("DELETE FROM log_reason WHERE entry = ?", [(row[0],) for row in rows])
        self._conn.executemany(
            "UPDATE log_entry SET chained = ?, status = ? WHERE n = ?",
            [(row[5], row[6], row[0]) for row in rows],
        )

    def _seen_before(self, records: Sequence[bytes]) -> set[bytes]:
        rows = self._conn.execute(
            "SELECT record FROM log_entry WHERE record IN (SELECT unhex(value) FROM json_each(?))"
            " GROUP BY record HAVING count(*) > 1",
            (id_list(records),),
        )
        return {row[0] for row in rows}


def rebuild(conn: Connection, catalogue: Catalogue, progress: Callable[[int, int, str], None] | None = None) -> None:
    """Drop the state and derive it again, in one transaction."""
    with held_back(), atomic(conn):
        create_state(conn, catalogue)
        conn.execute("DELETE FROM log_reason")
        conn.execute("DELETE FROM log_named")
        conn.execute("DELETE FROM state_settled")
        conn.execute("DELETE FROM state_built_in")
        conn.execute("DELETE FROM state_joined")
        conn.execute("UPDATE log_entry SET chained = 0, status = ?", (int(Status.AWAITED),))
        feeds = conn.execute("SELECT n, id, scope, key FROM log_feed ORDER BY scope DESC, n").fetchall()
        recount = Recount(conn, catalogue)
        for done, (n, own, scope, key) in enumerate(feeds):
            if progress is not None:
                progress(done, len(feeds), "store.rebuilding")
            feed = Feed(n, own.hex(), scope, key.hex())
            for chunk in recount.held(feed):
                recount.take(feed, chunk)
        recount.finish()
