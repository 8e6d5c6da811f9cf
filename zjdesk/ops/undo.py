"""Undo and redo of one's own actions, by group; an undo is an edit like any other."""

from __future__ import annotations

from typing import Any

import orjson

from zjdesk.errors import NotAllowed
from zjdesk.ops import audit
from zjdesk.ops.changes import Changes
from zjdesk.ops.saves import SaveMaker, need
from zjdesk.ops.session import Session
from zjdesk.store.entry import DELETED, JOINED, PARENT, STATE
from zjdesk.store.held import header_of, of_record, values_of
from zjdesk.store.read import joined_into
from zjdesk.store.store import Written


def undo(session: Session, group: str | None = None) -> Changes:
    """Take back the newest action (or the one that ``group`` belongs to); raises NotAllowed when there is none."""
    row = _find(session, "done", group)
    if row is None:
        raise NotAllowed("ops.nothing_to_undo")
    changes, written = _revert(session, orjson.loads(row[1]))
    conn = session.store.conn
    conn.execute("UPDATE local_action SET state = 'gone' WHERE state = 'undone' AND n < ?", (row[0],))
    conn.execute("UPDATE local_action SET state = 'undone', inverse = ? WHERE n = ?", (_json(written), row[0]))
    return changes


def redo(session: Session, group: str | None = None) -> Changes:
    """Do again what was undone last."""
    row = _find(session, "undone", group)
    if row is None:
        raise NotAllowed("ops.nothing_to_redo")
    changes, written = _revert(session, orjson.loads(row[2]))
    session.store.conn.execute(
        "UPDATE local_action SET state = 'done', groups = ?, inverse = '[]' WHERE n = ?",
        (_json(written), row[0]),
    )
    return changes


def _find(session: Session, state: str, group: str | None) -> tuple[int, str, str] | None:
    if state == "done":
        sql = "SELECT n, groups, inverse FROM local_action WHERE state = 'done' ORDER BY n DESC"
    else:
        sql = (
            "SELECT n, groups, inverse FROM local_action WHERE state = 'undone'"
            " AND n > (SELECT coalesce(max(n), 0) FROM local_action WHERE state = 'done') ORDER BY n"
        )
    rows = session.store.conn.execute(sql)
    for n, groups, inverse in rows:
        if group is None or group in groups or group in inverse:
            return n, groups, inverse
    return None


def _json(written: list[Written]) -> str:
    return orjson.dumps([list(item) for item in written]).decode()


def _revert(session: Session, groups: list[list[Any]]) -> tuple[Changes, list[Written]]:
    store = session.store
    maker = SaveMaker(store)
    touched: dict[str, str] = {}
    steps: dict[audit.Step, list[str]] = {}
    for record, own, values, over in _entries(session, groups):
        base = need(store.conn, store.catalogue, record)
        before = _before(session, record, own, values, over)
        shown = {**base.values, DELETED: base.deleted, JOINED: joined_into(store.conn, record)}
        standing = {name: value for name, value in before.items() if shown.get(name) == values[name]}
        if PARENT in values:
            standing = {DELETED: True} if not base.deleted else {}
        for name, value in standing.items():
            maker.resolve(base, name, value)
        if STATE in standing:
            step = (base.form, str(base.values.get(STATE) or ""), str(standing[STATE] or ""))
            steps.setdefault(step, []).append(record)
        if standing:
            touched[record] = base.form
    if not touched:
        raise NotAllowed("ops.changed_since")
    with store.transaction():
        written = store.append(session.account.id, list(maker.actions.items()), "")
        audit.note_steps(session, steps, "")
    groups_written = tuple(item.group for item in written)
    return Changes(tuple(touched), frozenset(touched.values()), groups_written), written


def _entries(session: Session, groups: list[list[Any]]) -> list[tuple[str, str, dict[str, Any], dict[str, list[str]]]]:
    found = []
    for group, feed, first, last in groups:
        rows = session.store.conn.execute(
            "SELECT id, record, header, body FROM log_entry WHERE feed = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC",
            (feed, first, last),
        ).fetchall()
        for own, record, raw, body in rows:
            header = header_of(raw)
            if header.group[0] == group:
                found.append((record.hex(), own.hex(), values_of(body) or {}, dict(header.over)))
    return found


def _before(
    session: Session, record: str, own: str, values: dict[str, Any], over: dict[str, list[str]]
) -> dict[str, Any]:
    """Return, per field that the entry set, the value it replaced (None when there was none)."""
    entries = {entry.id: entry for entry in of_record(session.store.conn, bytes.fromhex(record))}
    before: dict[str, Any] = {}
    for name in values:
        replaced = sorted((entries[old] for old in over.get(name, ()) if old in entries), key=lambda item: item.order)
        before[name] = replaced[-1].values.get(name) if replaced else (False if name == DELETED else None)
    return before
