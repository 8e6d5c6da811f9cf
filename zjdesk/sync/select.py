"""Chooses what a bundle must hold: entries and files that the receiver takes and has not acknowledged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zjdesk.store import feeds
from zjdesk.store.database import Connection
from zjdesk.store.held import header_of, values_of
from zjdesk.store.sound import is_hash
from zjdesk.store.store import Store
from zjdesk.sync.format import PIECE_ENTRIES
from zjdesk.sync.vector import file_fields


@dataclass(frozen=True)
class Piece:
    """A run of one feed that ends at a group's end: local feed number and first and last entry number."""

    feed: int
    id: str
    key: str
    incarnation: str
    scope: str
    first: int
    last: int
    tip: str


def pieces(store: Store, said: Mapping[str, Any] | None) -> list[Piece]:
    """Return what to send to a receiver that said this vector (None: it said nothing yet)."""
    said = said or {}
    taken = set(said.get("scopes", ()))
    bare = set(said.get("bodies", ()))
    chosen = []
    for n, own, key, incarnation, scope in store.conn.execute(
        "SELECT n, id, key, incarnation, scope FROM log_feed ORDER BY n"
    ).fetchall():
        if not taken or scope in taken:
            origin = (own.hex(), key.hex(), incarnation.hex(), scope)
            start = _first_unknown(store.conn, n, said.get("tips", {}).get(own.hex(), []), bare)
            chosen += list(_runs(store.conn, n, origin, start))
    return chosen


def _first_unknown(conn: Connection, feed: int, acknowledged: Sequence[Sequence[Any]], bare: set[str]) -> int:
    """Return the first number that the receiver may lack; sending some again is harmless."""
    known = []
    for seq, tip in acknowledged:
        row = conn.execute("SELECT seq FROM log_entry WHERE id = ? AND feed = ?", (bytes.fromhex(tip), feed)).fetchone()
        if row is not None and row[0] == seq:
            known.append((int(seq), bytes.fromhex(tip)))
    if not known:
        return 1
    start = max(seq for seq, _ in known) + 1
    if not _is_one_chain(conn, feed):
        start = _first_beside(conn, feed, [tip for _, tip in known], start)
    lacking = [
        row[0]
        for entry in bare
        for row in conn.execute("SELECT seq FROM log_entry WHERE id = ? AND feed = ?", (bytes.fromhex(entry), feed))
    ]
    return int(min([start, *lacking]))


def _first_beside(conn: Connection, feed: int, acknowledged: Sequence[bytes], end: int) -> int:
    """Return the first number of a forked or broken feed that lies on the chain of no acknowledged tip."""
    led = frozenset().union(*(feeds.chain(conn, feed, tip) for tip in acknowledged))
    rows = conn.execute("SELECT seq, id FROM log_entry WHERE feed = ? AND seq < ? ORDER BY seq", (feed, end))
    return next((int(seq) for seq, own in rows if own not in led), end)


def _is_one_chain(conn: Connection, feed: int) -> bool:
    """Tell whether all that is held of a feed is one chain from its first entry on, without gap or fork."""
    sql = "SELECT count(*) = coalesce(max(seq), 0) AND coalesce(min(chained), 1) = 1 FROM log_entry WHERE feed = ?"
    return bool(conn.execute(sql, (feed,)).fetchone()[0])


def _runs(conn: Connection, feed: int, origin: tuple[str, str, str, str], start: int) -> Iterator[Piece]:
    """Cut each branch from ``start`` on at seals that are held; what no seal covers does not travel."""
    sealed = {
        row[0]: row[1].hex() for row in conn.execute("SELECT seq, id FROM log_seal WHERE feed = ?", (feed,)).fetchall()
    }
    if not _is_one_chain(conn, feed):
        ends = conn.execute("SELECT seq, id FROM log_seal WHERE feed = ? AND seq >= ? ORDER BY seq", (feed, start))
        for seq, tip in ends.fetchall():
            yield Piece(feed, *origin, start, seq, tip.hex())
        return
    first = start
    cuts = sorted(seq for seq in sealed if seq >= start)
    for place, seq in enumerate(cuts):
        if seq - first + 1 >= PIECE_ENTRIES or place + 1 == len(cuts):
            yield Piece(feed, *origin, first, seq, sealed[seq])
            first = seq + 1


def entries_of(conn: Connection, piece: Piece) -> list[tuple[bytes, bytes | None]]:
    """Return the (header, body) lines of a piece: the chain that ends in its tip, as far down as it is held."""
    rows = conn.execute(
        "SELECT id, header, CASE WHEN id IN (SELECT entry FROM log_erased) THEN NULL ELSE body END FROM log_entry"
        " WHERE feed = ? AND seq BETWEEN ? AND ? ORDER BY seq",
        (piece.feed, piece.first, piece.last),
    ).fetchall()
    if _is_one_chain(conn, piece.feed):
        return [(raw, body) for _, raw, body in rows]
    by_id = {own.hex(): (raw, body) for own, raw, body in rows}
    chain = []
    here: str | None = piece.tip
    while here in by_id:
        chain.append(by_id[here])
        here = header_of(by_id[here][0]).prev
    return chain[::-1]


def files_of(store: Store, chosen: Sequence[Piece], said: Mapping[str, Any] | None) -> list[str]:
    """Return the hashes of the files that the chosen entries name, and of those the receiver says it lacks."""
    fields: dict[str, set[str]] = {}
    for form, field in file_fields(store):
        fields.setdefault(form, set()).add(field)
    found: dict[str, None] = dict.fromkeys((said or {}).get("files", ()))
    for piece in chosen:
        rows = store.conn.execute(
            "SELECT json_extract(CAST(header AS TEXT), '$.form'), body FROM log_entry"
            " WHERE feed = ? AND seq BETWEEN ? AND ? AND body IS NOT NULL ORDER BY seq, id",
            (piece.feed, piece.first, piece.last),
        )
        for form, body in rows:
            for field in fields.get(form, ()):
                value = (values_of(body) or {}).get(field)
                found.update(dict.fromkeys(filter(is_hash, value if isinstance(value, list) else [value])))
    return list(found)
