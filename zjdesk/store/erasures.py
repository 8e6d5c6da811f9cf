"""Erasures (architecture §2, *Erasing*): what the office had removed, and that it does not come back.

An erasure is an entry of the record it clears. It sets each erased field anew (to nothing, or to what may be kept)
over all heads, and names every entry that held the value with what of its body stays. Headers stay, so chains and
seals hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zjdesk.store.counting import Incoming
from zjdesk.store.database import Connection
from zjdesk.store.entry import ERASURE, write_body
from zjdesk.store.held import header_by_id, id_list, values_of
from zjdesk.store.sound import ENTRIES, FIELDS, FILES


def kept_body(values: Mapping[str, Any]) -> bytes:
    """Return the body that stands in the place of an erased one; salt and reason are gone with the values."""
    return write_body("", values, "")


def without(entries: Mapping[str, Mapping[str, Any]], gone: Callable[[str, str], bool]) -> dict[str, dict[str, Any]]:
    """Return what an erasure keeps of entries without the values that are gone, also where it restates another."""
    found = {}
    for entry, rest in entries.items():
        kept = {name: value for name, value in rest.items() if not gone(entry, name)}
        found[entry] = {**kept, ENTRIES: without(kept[ENTRIES], gone)} if ENTRIES in kept else kept
    return found


def enter(conn: Connection, erasure: bytes, record: bytes, values: Mapping[str, Any]) -> list[int]:
    """Let an erasure that counts take hold; returns the numbers of the record's held entries, to be judged again."""
    _clear(conn, erasure, values[ENTRIES])
    conn.executemany(
        "INSERT OR IGNORE INTO log_erased_file VALUES (?)", [(bytes.fromhex(one),) for one in values[FILES]]
    )
    conn.executemany(
        "INSERT OR IGNORE INTO log_erased_field VALUES (?, ?, ?)",
        [(record, name, erasure) for name in values[FIELDS]],
    )
    return [row[0] for row in conn.execute("SELECT n FROM log_entry WHERE record = ? ORDER BY n", (record,))]


def _clear(conn: Connection, erasure: bytes, entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Put what stays in the place of each body; a restated erasure says of others what stays of them, held or not."""
    for own, kept in entries.items():
        entry = bytes.fromhex(own)
        body = kept_body(_kept_by_all(conn, entry, kept))
        conn.execute("INSERT OR REPLACE INTO log_erased VALUES (?, ?, ?)", (entry, body, erasure))
        conn.execute("UPDATE log_entry SET body = ? WHERE id = ?", (body, entry))
        if ENTRIES in kept:
            _clear(conn, erasure, kept[ENTRIES])


def _kept_by_all(conn: Connection, entry: bytes, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of an entry every erasure of it keeps, whichever came first."""
    row = conn.execute("SELECT kept FROM log_erased WHERE entry = ?", (entry,)).fetchone()
    before = kept if row is None else values_of(row[0]) or {}
    return {name: _common(value, before[name]) for name, value in kept.items() if name in before}


def _common(one: Any, other: Any) -> Any:
    """Return what two erasures keep of a value: of an earlier erasure's restated values only what is in both."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {name: _common(value, other[name]) for name, value in one.items() if name in other}
    return one


def doubtful(conn: Connection, records: Sequence[bytes]) -> list[int]:
    """Return the entries of these records that were held back for not knowing of an erasure.

    What came now may lead from one of them to it.
    """
    rows = conn.execute(
        "SELECT e.n FROM log_entry e JOIN log_reason r ON r.entry = e.n AND r.reason = 'erased'"
        " WHERE e.record IN (SELECT unhex(value) FROM json_each(?)) ORDER BY e.n",
        (id_list(records),),
    )
    return [row[0] for row in rows.fetchall()]


def any_held(conn: Connection) -> bool:
    """Tell whether anything was ever erased here."""
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM log_erased_field)").fetchone()[0])


def cleaned(conn: Connection, rows: Sequence[Incoming]) -> list[Incoming]:
    """Return entries as they may be stored: what was erased comes back with what stays of it."""
    found = dict(
        conn.execute(
            "SELECT entry, kept FROM log_erased WHERE entry IN (SELECT unhex(value) FROM json_each(?))",
            (id_list([entry.id for entry in rows]),),
        ).fetchall()
    )
    return [
        entry._replace(body=found[entry.id], values=values_of(found[entry.id])) if entry.id in found else entry
        for entry in rows
    ]


def revives(conn: Connection, entry: Incoming) -> bool:
    """Tell whether an entry sets an erased field without having known of the erasure."""
    if entry.header.form == ERASURE or entry.values is None:
        return False
    rows = conn.execute(
        "SELECT field, erasure FROM log_erased_field WHERE record = ?", (bytes.fromhex(entry.header.record),)
    ).fetchall()
    return any(
        entry.values.get(name) is not None and not _after(conn, entry, name, erasure.hex()) for name, erasure in rows
    )


def _after(conn: Connection, entry: Incoming, name: str, erasure: str) -> bool:
    """Tell whether an entry's ``over`` leads to the erasure, directly or through held entries."""
    todo, seen = list(entry.header.over.get(name, ())), set()
    while todo:
        one = todo.pop()
        if one == erasure:
            return True
        if one in seen:
            continue
        seen.add(one)
        header = header_by_id(conn, one)
        todo.extend(header.over.get(name, ()) if header else ())
    return False


def erased_files(conn: Connection) -> list[str]:
    """Return the hashes of the files that were erased."""
    return [row[0].hex() for row in conn.execute("SELECT sha256 FROM log_erased_file ORDER BY sha256")]
