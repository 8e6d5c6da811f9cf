"""Erasures made apart at two laptops of the office: each restates what the other removed, until a third clears it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from zjdesk.ops.session import Session
from zjdesk.store.entry import ERASURE
from zjdesk.store.erasures import without
from zjdesk.store.held import header_of
from zjdesk.store.sound import ENTRIES, FIELDS, FILES, WHY
from zjdesk.store.store import Save

Said = Mapping[str, Any]


def clear_restated(session: Session) -> None:
    """Write, for each record erased apart, an erasure of what earlier ones still restate; changes nothing else."""
    store = session.store
    rows = store.conn.execute(
        "SELECT lower(hex(e.record)), lower(hex(e.id)), f.scope, e.header, e.body FROM log_entry e"
        " JOIN log_feed f ON f.n = e.feed WHERE e.status = 0 AND e.record IN ("
        "SELECT record FROM log_erased_field GROUP BY record HAVING count(DISTINCT erasure) > 1) ORDER BY e.id"
    ).fetchall()
    found: dict[tuple[str, str], dict[str, Said]] = {}
    for record, own, scope, raw, body in rows:
        if header_of(raw).form == ERASURE:
            found.setdefault((scope, record), {})[own] = orjson.loads(body)
    saves = []
    for (scope, record), bodies in found.items():
        rest = _cleared(bodies)
        if rest:
            saves.append((scope, [Save(record, ERASURE, 1, {ENTRIES: rest, FILES: [], FIELDS: []})]))
    if saves:
        store.append(session.account.id, saves)


def _cleared(bodies: Mapping[str, Said]) -> dict[str, Said]:
    """Return what stays of those erasures that restate a value which another removed from the same entry."""
    gone = {(entry, name) for body in bodies.values() for entry in body["set"][ENTRIES] for name in body["set"][FIELDS]}
    found: dict[str, Said] = {}
    for own, body in bodies.items():
        said = body["set"]
        kept = without(said[ENTRIES], lambda entry, name: (entry, name) in gone)
        if kept != said[ENTRIES]:
            found[own] = {**said, ENTRIES: kept, WHY: body["why"] or said.get(WHY, "")}
    return found
