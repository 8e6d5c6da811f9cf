"""What a store holds, said shortly (its vector), and what another one therefore lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from zjdesk.store import feeds
from zjdesk.store.sound import is_hash
from zjdesk.store.store import Store


def vector(store: Store) -> dict[str, Any]:
    """Return, per feed, every branch tip up to which all is held, then missing bodies, missing files and scopes."""
    conn = store.conn
    tips = {
        own.hex(): [list(tip) for tip in feeds.tips(conn, n)]
        for n, own in conn.execute("SELECT n, id FROM log_feed").fetchall()
    }
    bare = [row[0].hex() for row in conn.execute("SELECT id FROM log_entry WHERE body IS NULL")]
    own = store.installation
    return {
        "installation": own.id,
        "incarnation": own.incarnation,
        "past": orjson.loads(store.get("past_incarnations", "[]")),
        "counter": int(store.get("acknowledgement", "0")),
        "tips": {feed: those for feed, those in tips.items() if those},
        "bodies": bare,
        "files": sorted(missing_files(store)),
        "scopes": scopes(store),
    }


def scopes(store: Store) -> list[str]:
    """Return the scopes that this installation takes; empty means all (the office)."""
    own = store.installation
    if own.kind in ("office", "lead"):
        return []
    taken = ["street"]
    for community in own.communities:
        taken.append(f"community:{community}")
        if own.kind == "liaison":
            taken.append(f"private:{community}")
    return taken


def file_fields(store: Store) -> Iterable[tuple[str, str]]:
    """Yield (form, field) of every declared field that holds files."""
    for name in store.catalogue.names():
        for field in store.catalogue.form(name).fields:
            if field.type in ("file", "files"):
                yield name, field.name


def naming(store: Store, sha256: str) -> Iterator[tuple[str, str, str]]:
    """Yield (form, field, record) of every record that names a file."""
    for form, field in file_fields(store):
        sql = f'SELECT _id FROM "{form}" WHERE instr("{field}", ?)'
        for (own,) in store.conn.execute(sql, (sha256,)).fetchall():
            yield form, field, own.hex()


def named_files(store: Store) -> set[str]:
    """Return the hashes of all files that shown records name."""
    found: set[str] = set()
    for form, field in file_fields(store):
        for (cell,) in store.conn.execute(f'SELECT "{field}" FROM "{form}" WHERE "{field}" IS NOT NULL'):
            found.update(orjson.loads(cell) if cell.startswith("[") else [cell])
    return found


def announced_files(store: Store) -> dict[int, set[str]]:
    """Return, by local feed number, the hashes of all files that its entries name."""
    found: dict[int, set[str]] = {}
    for form, field in file_fields(store):
        rows = store.conn.execute(
            "SELECT e.feed, json_extract(CAST(e.body AS TEXT), ?)"
            f' FROM "{form}" t JOIN log_entry e ON e.record = t._id WHERE e.body IS NOT NULL',
            (f"$.set.{field}",),
        )
        for feed, cell in rows:
            found.setdefault(feed, set()).update(_hashes(cell))
    return found


def _hashes(cell: object) -> list[str]:
    """Return the hashes in what a body sets in a field for files, whatever a changed program wrote there."""
    if isinstance(cell, str) and cell.startswith("["):
        cell = orjson.loads(cell)
    return [one for one in (cell if isinstance(cell, list) else [cell]) if is_hash(one)]


def missing_files(store: Store) -> set[str]:
    """Return the hashes of files that records name and that are not here."""
    return {item for item in named_files(store) if not store.files.has(item)}


def note_acknowledgement(store: Store, said: Mapping[str, Any], now: int) -> None:
    """Keep what another installation says it holds; the highest counter of an incarnation wins.

    A new incarnation takes the place of those it came from, whatever they counted to, until one of them speaks again.
    """
    conn = store.conn
    installation, incarnation = str(said["installation"]), str(said["incarnation"])
    counter = int(said["counter"])
    taken = conn.execute(
        "INSERT INTO local_acknowledgement VALUES (?, ?, ?, ?, ?) ON CONFLICT (installation, incarnation)"
        " DO UPDATE SET counter = excluded.counter, vector = excluded.vector, received = excluded.received"
        " WHERE excluded.counter > counter",
        (installation, incarnation, counter, orjson.dumps(dict(said)).decode(), now),
    )
    for past in said.get("past", ()) if taken.rowcount > 0 else ():
        conn.execute(
            "UPDATE local_acknowledgement SET vector = '' WHERE installation = ? AND incarnation = ?",
            (installation, str(past)),
        )


def acknowledged(store: Store, installation: str) -> dict[str, Any] | None:
    """Return the newest vector of an installation, or None when it never spoke."""
    row = store.conn.execute(
        "SELECT vector FROM local_acknowledgement WHERE installation = ? AND vector <> ''"
        " ORDER BY counter DESC, received DESC LIMIT 1",
        (installation,),
    ).fetchone()
    return orjson.loads(row[0]) if row else None
