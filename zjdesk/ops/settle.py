"""Settles open questions and decides which entries count; both are entries like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops import audit, deciding
from zjdesk.ops.audit import Verb
from zjdesk.ops.changes import Changes
from zjdesk.ops.edit import remember
from zjdesk.ops.saves import SaveMaker, need
from zjdesk.ops.session import Session
from zjdesk.store.entry import DELETED, JOINED, PARENT, SETTLED, STATE
from zjdesk.store.held import header_by_id, header_of, values_of
from zjdesk.store.ids import blob, uuid7
from zjdesk.store.read import Record
from zjdesk.store.store import Save

TAKES = ("value", "delete_restore", "edit_delete", "edit_join", "edit_life_cycle")


def take(session: Session, conflict: str, entry: str, *, why: str = "") -> Changes:
    """Settle a question by one of its candidates: its value, its deletion, or its step stands."""
    kind, record, field, candidates, _ = _question(session, conflict)
    if kind not in TAKES or record is None:
        raise NotAllowed("ops.cannot_take", kind=kind)
    if entry not in candidates:
        raise InputError("ops.no_such_candidate", entry=entry)
    store = session.store
    base = need(store.conn, store.catalogue, record)
    values = _values(session, entry)
    maker = SaveMaker(store)
    if field:
        maker.resolve(base, field, values.get(field))
    elif kind == "edit_delete":
        maker.resolve(base, DELETED, values.get(DELETED) is True)
    elif kind == "edit_join":
        maker.resolve(base, JOINED, values.get(JOINED))
    else:
        _take_step(session, maker, base, entry, candidates)
    return _write(session, maker, base, why, {"conflict": conflict, "kind": kind, "field": field, "take": entry})


def set_value(session: Session, conflict: str, value: Any, *, why: str = "") -> Changes:
    """Settle a question about a field by another value."""
    kind, record, field, _, _ = _question(session, conflict)
    if not field or kind not in ("value", "delete_restore") or record is None:
        raise NotAllowed("ops.cannot_set", kind=kind)
    base = need(session.store.conn, session.store.catalogue, record)
    maker = SaveMaker(session.store)
    maker.resolve(base, field, value)
    return _write(session, maker, base, why, {"conflict": conflict, "kind": kind, "field": field, "take": "value"})


def keep(session: Session, conflict: str, *, why: str = "") -> Changes:
    """Settle a question that has no common field: everything stays as it is."""
    kind, record, field, candidates, scope = _question(session, conflict)
    if kind in ("value", "delete_restore"):
        raise NotAllowed("ops.must_choose", kind=kind)
    values = {
        PARENT: None,
        "conflict": conflict,
        "kind": kind,
        "record": record,
        "field": field,
        "candidates": sorted(candidates),
    }
    store = session.store
    own = uuid7(store.env.now())
    after = max((header.time + 1 for header in map(_header(session), candidates) if header), default=0)
    settled = Save(own, SETTLED, 1, values, after=after)
    with store.transaction():
        written = store.append(session.account.id, [(scope or "street", [settled])], why)
        told = {"conflict": conflict, "kind": kind, "field": field, "records": [record] if record else []}
        audit.note(session, Verb.DECIDED, {**told, "take": "keep"}, why)
    return Changes((record,) if record else (), frozenset(), tuple(item.group for item in written))


def decide(session: Session, action: str, entries: Sequence[str], *, why: str) -> Changes:
    """Admit or withdraw entries (office only); what earlier decisions say of others stands."""
    store = session.store
    with store.transaction():
        written = deciding.write(session, action, deciding.runs(deciding.places(store.conn, entries)), why)
        audit.note(session, Verb.DECIDED, {"action": action, "entries": list(entries), "count": len(entries)}, why)
    return Changes((), frozenset(), tuple(item.group for item in written))


def _header(session: Session) -> Any:
    return lambda entry: header_by_id(session.store.conn, entry)


def _question(session: Session, conflict: str) -> tuple[str, str | None, str, list[str], str | None]:
    row = session.store.conn.execute(
        "SELECT kind, record, field, candidates, scope FROM state_conflict WHERE id = ?", (blob(conflict),)
    ).fetchone()
    if row is None:
        raise InputError("ops.no_such_conflict", id=conflict)
    return row[0], row[1].hex() if row[1] else None, row[2] or "", orjson.loads(row[3]), row[4]


def _values(session: Session, entry: str) -> dict[str, Any]:
    row = session.store.conn.execute("SELECT body FROM log_entry WHERE id = ?", (blob(entry),)).fetchone()
    return (values_of(row[0]) or {}) if row else {}


def _take_step(session: Session, maker: SaveMaker, base: Record, entry: str, candidates: Sequence[str]) -> None:
    """The step stands (written again, now having seen everything) or is taken back to the state before it."""
    owner = _owner(session, candidates) or base
    steps = [item for item in candidates if STATE in _values(session, item)]
    if entry in steps:
        maker.resolve(owner, STATE, _values(session, entry)[STATE])
        return
    header = header_by_id(session.store.conn, steps[-1]) if steps else None
    before = header.over.get(STATE, ()) if header else ()
    value = _values(session, before[-1]).get(STATE) if before else None
    maker.resolve(owner, STATE, value)


def _owner(session: Session, candidates: Sequence[str]) -> Record | None:
    """Return the record whose life cycle is in question; it may be the parent of the one listed."""
    for item in candidates:
        if STATE in _values(session, item):
            row = session.store.conn.execute("SELECT header FROM log_entry WHERE id = ?", (blob(item),)).fetchone()
            return need(session.store.conn, session.store.catalogue, header_of(row[0]).record)
    return None


def _write(session: Session, maker: SaveMaker, base: Record, why: str, told: Mapping[str, Any]) -> Changes:
    with session.store.transaction():
        written = session.store.append(session.account.id, list(maker.actions.items()), why, remember(session))
        audit.note(session, Verb.DECIDED, {**told, "form": base.form, "records": [base.id]}, why)
    return Changes((base.id,), frozenset({base.form}), tuple(item.group for item in written))
