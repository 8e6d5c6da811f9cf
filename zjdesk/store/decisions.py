"""Decisions of the office: which entries are admitted or withdrawn, whatever else says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zjdesk.store.conflicts import Question, replace_kind
from zjdesk.store.counting import Incoming
from zjdesk.store.database import Connection
from zjdesk.store.derive import Held, superseded
from zjdesk.store.held import header_by_id, header_of, values_of

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
    """Return the numbers of the held entries that a decision names."""
    found: list[int] = []
    for feed, first, last, tip in conn.execute(
        "SELECT feed, first, last, tip FROM log_named WHERE decision = ?", (decision,)
    ).fetchall():
        rows = conn.execute(
            "SELECT e.n, e.id, e.seq FROM log_entry e JOIN log_feed f ON f.n = e.feed"
            " WHERE f.id = ? AND e.seq BETWEEN ? AND ?",
            (feed, first, last),
        ).fetchall()
        found += [n for n, own, seq in rows if on_chain(conn, feed, seq, own, tip)]
    return found


def on_chain(conn: Connection, feed: bytes, seq: int, entry: bytes, tip: bytes) -> bool:
    """Tell whether an entry lies on the chain ending in ``tip``; only forked feeds need the walk."""
    twins = conn.execute(
        "SELECT count(*) FROM log_entry e JOIN log_feed f ON f.n = e.feed WHERE f.id = ? AND e.seq = ?",
        (feed, seq),
    ).fetchone()[0]
    if twins < 2:
        return True
    header = header_by_id(conn, tip.hex())
    here = tip
    while header is not None and header.seq > seq and header.prev:
        here = bytes.fromhex(header.prev)
        header = header_by_id(conn, header.prev)
    return here == entry


class Named:
    """What decisions in force say of an entry: ``admit``, ``withdraw``, ``differ`` or nothing."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._feeds: dict[str, list[tuple[int, int, bytes, str]]] = {}

    def reload(self) -> None:
        """Read the decisions in force again."""
        self._feeds = {}
        rows = self._conn.execute("SELECT feed, first, last, tip, action FROM log_named WHERE head = 1")
        for feed, first, last, tip, action in rows:
            self._feeds.setdefault(feed.hex(), []).append((first, last, tip, action))

    def __call__(self, entry: Incoming) -> str | None:
        ranges = self._feeds.get(entry.header.feed)
        if not ranges:
            return None
        seq = entry.header.seq
        feed = bytes.fromhex(entry.header.feed)
        actions = {
            action
            for first, last, tip, action in ranges
            if first <= seq <= last and on_chain(self._conn, feed, seq, entry.id, tip)
        }
        if len(actions) > 1:
            return "differ"
        return actions.pop() if actions else None


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
        "SELECT DISTINCT a.decision, b.decision FROM log_named a JOIN log_named b"
        " ON a.feed = b.feed AND a.first <= b.last AND b.first <= a.last"
        " WHERE a.head = 1 AND b.head = 1 AND a.action < b.action"
    ).fetchall()
    questions = [
        Question(
            "decision",
            None,
            "",
            "+".join(sorted((one.hex(), other.hex()))),
            "street",
            (one.hex(), other.hex()),
        )
        for one, other in pairs
    ]
    replace_kind(conn, "decision", questions)
