"""Writes decisions: which entries the office admits or withdraws, as ranges of their feeds (architecture §2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.session import Session
from zjdesk.store.database import Connection
from zjdesk.store.decisions import FIELD, Range
from zjdesk.store.entry import DECISION, OFFICE_SAYS, PARENT
from zjdesk.store.held import header_by_id
from zjdesk.store.ids import uuid7
from zjdesk.store.store import Save, Store, Written

COLUMNS = "f.id, f.scope, e.seq, e.id, json_extract(CAST(e.header AS TEXT), '$.prev')"


class Place(NamedTuple):
    """Where an entry lies: its feed and that feed's scope, its number there, its id, and the id before it."""

    feed: bytes
    scope: str
    seq: int
    id: bytes
    prev: str | None


Runs = dict[str, list[Range]]


def runs(places: Iterable[Place]) -> Runs:
    """Return entries as ranges, by scope; each range is an unbroken piece of one chain."""
    found: Runs = {}
    open_runs: dict[str, tuple[str, Range]] = {}
    for place in sorted(places, key=lambda item: (item.feed, item.seq, item.id)):
        own = place.id.hex()
        scope, before = open_runs.pop(place.prev or "", (place.scope, None))
        first = before.first if before is not None else place.seq
        open_runs[own] = (scope, Range(place.feed.hex(), first, place.seq, own))
    for scope, one in open_runs.values():
        found.setdefault(scope, []).append(one)
    return found


def places(conn: Connection, entries: Sequence[str]) -> list[Place]:
    """Return where entries lie; InputError for one that is not held or that no decision can name."""
    found = []
    for entry in entries:
        header = header_by_id(conn, entry)
        if header is None:
            raise InputError("ops.no_such_entry", id=entry)
        if header.form in OFFICE_SAYS:
            raise NotAllowed("ops.not_data", id=entry)
        sql = f"SELECT {COLUMNS} FROM log_entry e JOIN log_feed f ON f.n = e.feed WHERE e.id = ?"
        found.append(Place(*conn.execute(sql, (bytes.fromhex(entry),)).fetchone()))
    return found


def write(session: Session, action: str, chosen: Mapping[str, Sequence[Range]], why: str) -> list[Written]:
    """Admit or withdraw ranges by a decision over all in force there; what those say of others is said again."""
    store = session.store
    if store.installation.kind != "office":
        raise NotAllowed("ops.office_only")
    actions = []
    for scope, ranges in chosen.items():
        known = _in_force(store.conn, ranges)
        over = sorted(known)
        actions.append((scope, [decision(store, action, ranges, over)]))
        for kept, rest in _said_of_others(known.values(), ranges).items():
            actions.append((scope, [decision(store, kept, rest, over)]))
    return store.append(session.account.id, actions, why) if actions else []


def decision(store: Store, action: str, ranges: Sequence[Range], over: Sequence[str]) -> Save:
    """Return the entry of a decision over others; without ranges it only takes those back."""
    headers = [header_by_id(store.conn, entry) for entry in over]
    after = max((header.time + 1 for header in headers if header is not None), default=0)
    values = {PARENT: None, "action": action, "ranges": [item.written() for item in ranges]}
    names = {FIELD: sorted(over)} if over else {}
    return Save(uuid7(store.env.now()), DECISION, 1, values, names, after=after)


def _in_force(conn: Connection, ranges: Sequence[Range]) -> dict[str, list[tuple[str, Range]]]:
    """Return the decisions in force for any entry of these ranges, with all that each says."""
    found: dict[str, list[tuple[str, Range]]] = {}
    touched = {
        row[0]
        for one in ranges
        for row in conn.execute(
            "SELECT decision FROM log_named WHERE feed = ? AND first <= ? AND last >= ? AND head = 1",
            (bytes.fromhex(one.feed), one.last, one.first),
        )
    }
    for own in touched:
        rows = conn.execute("SELECT action, feed, first, last, tip FROM log_named WHERE decision = ?", (own,))
        found[own.hex()] = [(action, Range(feed.hex(), low, high, tip.hex())) for action, feed, low, high, tip in rows]
    return found


def _said_of_others(known: Iterable[Sequence[tuple[str, Range]]], ranges: Sequence[Range]) -> dict[str, list[Range]]:
    """Return what decisions say of entries outside ``ranges``, by action."""
    rest: dict[str, list[Range]] = {}
    for said in known:
        for action, one in said:
            left = [one]
            for taken in ranges:
                left = [part for piece in left for part in _without(piece, taken)]
            rest.setdefault(action, []).extend(left)
    return {action: found for action, found in rest.items() if found}


def _without(one: Range, taken: Range) -> list[Range]:
    if one.feed != taken.feed or taken.last < one.first or one.last < taken.first:
        return [one]
    parts = [Range(one.feed, one.first, taken.first - 1, one.tip), Range(one.feed, taken.last + 1, one.last, one.tip)]
    return [part for part in parts if part.first <= part.last]
