"""Decisions of the office: which entries are admitted or withdrawn, whatever else says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.store.conflicts import Question, replace_kind
from zjdesk.store.counting import Incoming
from zjdesk.store.database import Connection
from zjdesk.store.derive import Held, superseded
from zjdesk.store.entry import OFFICE_SAYS
from zjdesk.store.feeds import Feed
from zjdesk.store.held import header_of, values_of

FIELD = "decision"


@dataclass(frozen=True)
class Range:
    """Entries of one feed from ``first`` to ``last``, on the chain that ends in ``tip``."""

    feed: str
    first: int
    last: int
    tip: str

    def written(self) -> dict[str, Any]:
        """Return the range as a decision's body holds it."""
        return {"feed": self.feed, "first": self.first, "last": self.last, "tip": self.tip}


def named_entries(conn: Connection, decision: bytes) -> list[int]:
    """Return the numbers of the held entries that lie in a decision's ranges, on whichever branch."""
    rows = conn.execute(
        "SELECT e.n FROM log_named d JOIN log_feed f ON f.id = d.feed"
        " JOIN log_entry e ON e.feed = f.n AND e.seq BETWEEN d.first AND d.last WHERE d.decision = ?",
        (decision,),
    )
    return [row[0] for row in rows.fetchall()]


Stretch = tuple[int, int, bytes]  # first and last number, and the end of the chain on which they lie


def _chain(conn: Connection, stretch: Stretch) -> dict[int, bytes]:
    """Return by number the entries of the chain that a range lies on, from its end as far down as it is held."""
    first, _, tip = stretch
    rows = conn.execute(
        "WITH RECURSIVE back (seq, id, prev) AS ("
        "SELECT seq, id, json_extract(CAST(header AS TEXT), '$.prev') FROM log_entry WHERE id = ?1 UNION ALL "
        "SELECT e.seq, e.id, json_extract(CAST(e.header AS TEXT), '$.prev') FROM back JOIN log_entry e"
        " ON e.id = unhex(back.prev) WHERE back.seq > ?2) SELECT seq, id, unhex(prev) FROM back",
        (tip, first),
    )
    found: dict[int, bytes] = {}
    for seq, own, prev in rows:
        found |= {seq: own, seq - 1: prev} if prev is not None else {seq: own}
    return found


class Named:
    """What decisions in force say of an entry: ``admit``, ``withdraw``, ``differ`` or nothing.

    A range names the chain that ends in its tip. While that chain is not held down to an entry's number, the entry
    may lie on it and is named; :meth:`reopened` finds those of which more is known then.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._feeds: dict[str, list[tuple[Stretch, str]]] = {}
        self._chains: dict[Stretch, dict[int, bytes]] = {}

    def reload(self) -> None:
        """Read the decisions in force again."""
        self._feeds, self._chains = {}, {}
        rows = self._conn.execute("SELECT feed, first, last, tip, action FROM log_named WHERE head = 1")
        for feed, first, last, tip, action in rows:
            self._feeds.setdefault(feed.hex(), []).append(((first, last, tip), action))

    def __call__(self, entry: Incoming) -> str | None:
        stretches = self._feeds.get(entry.header.feed)
        if not stretches or entry.header.form in OFFICE_SAYS:
            return None
        seq = entry.header.seq
        actions = {
            action
            for stretch, action in stretches
            if stretch[0] <= seq <= stretch[1] and self._chained(stretch).get(seq, entry.id) == entry.id
        }
        if len(actions) > 1:
            return "differ"
        return actions.pop() if actions else None

    def reopened(self, feed: Feed, numbers: Collection[int]) -> list[int]:
        """Return the held entries that are known to lie on a range's chain or beside it since these came."""
        found: list[int] = []
        for stretch in {stretch for stretch, _ in self._feeds.get(feed.id, ())}:
            if any(stretch[0] <= number <= self._end(stretch) for number in numbers):
                before = self._chains.pop(stretch, {})
                fresh = self._chained(stretch).keys() - before.keys()
                rows = self._conn.execute(
                    "SELECT n FROM log_entry WHERE feed = ? AND seq IN (SELECT value FROM json_each(?))",
                    (feed.n, orjson.dumps(sorted(fresh)).decode()),
                )
                found += [row[0] for row in rows]
        return found

    def _end(self, stretch: Stretch) -> int:
        """Return the number of a chain's end; while that is not held, nothing is known of the chain."""
        row = self._conn.execute("SELECT seq FROM log_entry WHERE id = ?", (stretch[2],)).fetchone()
        return int(row[0]) if row else 0

    def _chained(self, stretch: Stretch) -> dict[int, bytes]:
        if stretch not in self._chains:
            self._chains[stretch] = _chain(self._conn, stretch)
        return self._chains[stretch]


def enter(conn: Connection, decision: bytes, values: Mapping[str, Any]) -> None:
    """Note the ranges of a decision that counts; one without ranges only stands over others."""
    ranges = values["ranges"] or [{"feed": "", "first": 0, "last": -1, "tip": ""}]
    conn.executemany(
        "INSERT INTO log_named VALUES (?, ?, ?, ?, ?, ?, 0)",
        [
            (
                decision,
                bytes.fromhex(item["feed"]),
                item["first"],
                item["last"],
                bytes.fromhex(item["tip"]),
                values["action"],
            )
            for item in ranges
        ],
    )


def settle_heads(conn: Connection) -> set[bytes]:
    """Mark which decisions are in force, list those that differ, and return those that changed."""
    held: dict[str, Held] = {}
    before: dict[bytes, bool] = {}
    for decision, head in conn.execute("SELECT DISTINCT decision, head FROM log_named").fetchall():
        row = conn.execute("SELECT header, body, status FROM log_entry WHERE id = ?", (decision,)).fetchone()
        before[decision] = bool(head)
        values = values_of(row[1]) or {}
        held[decision.hex()] = Held(decision.hex(), header_of(row[0]), row[2] == 0, row[2], values)
    gone = superseded(held, FIELD)
    changed = set()
    for decision, was in before.items():
        now = held[decision.hex()].counts and decision.hex() not in gone
        if now != was:
            conn.execute("UPDATE log_named SET head = ? WHERE decision = ?", (int(now), decision))
            changed.add(decision)
    _list_differing(conn)
    return changed


def _list_differing(conn: Connection) -> None:
    pairs = conn.execute(
        "SELECT DISTINCT a.decision, b.decision, f.scope FROM log_named a JOIN log_named b"
        " ON a.feed = b.feed AND a.first <= b.last AND b.first <= a.last"
        " JOIN log_entry e ON e.id = a.decision JOIN log_feed f ON f.n = e.feed"
        " WHERE a.head = 1 AND b.head = 1 AND a.action < b.action"
    ).fetchall()
    questions = [
        Question("decision", None, "", "+".join(sorted((one.hex(), other.hex()))), scope, (one.hex(), other.hex()))
        for one, other, scope in pairs
    ]
    replace_kind(conn, "decision", questions)
