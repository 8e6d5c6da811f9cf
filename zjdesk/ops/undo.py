"""Undo and redo of one's own actions, by group; an undo is an edit like any other.

What settled open questions is taken back so that they are asked again: the office withdraws it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson

from zjdesk.errors import NotAllowed
from zjdesk.ops import audit
from zjdesk.ops.changes import Changes
from zjdesk.ops.saves import SaveMaker, need
from zjdesk.ops.session import Session
from zjdesk.ops.settle import SETTLE, decide
from zjdesk.store.entry import DELETED, JOINED, PARENT, SETTLED, STATE
from zjdesk.store.held import header_by_id, header_of, of_record, values_of
from zjdesk.store.read import joined_into
from zjdesk.store.store import Save, Written

_BACK = '"back"'  # kept in the place of the inverse of what the office withdrew: redoing admits the entries themselves


class Action(NamedTuple):
    """One line of what was done here."""

    n: int
    groups: str
    inverse: str
    kind: str


class Piece(NamedTuple):
    """One entry of an action: where it lies, and what it set over what."""

    record: str
    id: str
    form: str
    scope: str
    values: dict[str, Any]
    over: dict[str, list[str]]


def undo(session: Session, group: str | None = None) -> Changes:
    """Take back the newest action (or the one that ``group`` belongs to); raises NotAllowed when there is none."""
    row = _find(session, "done", group)
    if row is None:
        raise NotAllowed("ops.nothing_to_undo")
    conn = session.store.conn
    with session.store.transaction():
        if row.kind == SETTLE and session.store.installation.kind == "office":
            changes, inverse = _decide(session, "withdraw", row), _BACK
        else:
            changes, written = _revert(session, orjson.loads(row.groups))
            inverse = _json(written)
        conn.execute("UPDATE local_action SET state = 'gone' WHERE state = 'undone' AND n < ?", (row.n,))
        conn.execute("UPDATE local_action SET state = 'undone', inverse = ? WHERE n = ?", (inverse, row.n))
    return changes


def redo(session: Session, group: str | None = None) -> Changes:
    """Do again what was undone last, or the undone action that ``group`` belongs to, whatever was done since."""
    row = _find(session, "undone", group)
    if row is None:
        raise NotAllowed("ops.nothing_to_redo")
    with session.store.transaction():
        if row.inverse == _BACK:
            changes, groups = _decide(session, "admit", row), row.groups
        else:
            changes, written = _revert(session, orjson.loads(row.inverse))
            groups = _json(written)
        session.store.conn.execute(
            "UPDATE local_action SET state = 'done', groups = ?, inverse = '[]' WHERE n = ?", (groups, row.n)
        )
    return changes


def _find(session: Session, state: str, group: str | None) -> Action | None:
    """Return the action that is next in turn, or the one named; only what this person did."""
    select = "SELECT n, groups, inverse, kind FROM local_action WHERE"
    if state == "done":
        sql = f"{select} state = 'done' ORDER BY n DESC"
    elif group is not None:
        sql = f"{select} state IN ('undone', 'gone') ORDER BY n DESC"
    else:
        sql = (
            f"{select} state = 'undone' AND n > (SELECT coalesce(max(n), 0) FROM local_action WHERE state = 'done')"
            " ORDER BY n"
        )
    for row in session.store.conn.execute(sql).fetchall():
        action = Action(*row)
        if (group is None or group in action.groups or group in action.inverse) and is_mine(session, action.groups):
            return action
    return None


def is_mine(session: Session, groups: str) -> bool:
    """Tell whether the person who is signed in did this; several may share a computer."""
    for _group, feed, first, _last in orjson.loads(groups)[:1]:
        rows = session.store.conn.execute(
            "SELECT json_extract(CAST(header AS TEXT), '$.author') FROM log_entry WHERE feed = ? AND seq = ?",
            (feed, first),
        )
        return any(author == session.account.id for (author,) in rows)
    return False


def _json(written: list[Written]) -> str:
    return orjson.dumps([list(item) for item in written]).decode()


def _decide(session: Session, action: str, row: Action) -> Changes:
    """Withdraw or admit what settled questions; what it settled is asked again, or no longer."""
    found = entries_of(session, orjson.loads(row.groups))
    done = decide(session, action, [one.id for one in found], why="")
    records = [one.values.get("record") if one.form == SETTLED else one.record for one in found]
    forms = frozenset(one.form for one in found if one.form != SETTLED)
    return Changes(tuple(dict.fromkeys(filter(None, records))), forms, done.groups)


def _revert(session: Session, groups: list[list[Any]]) -> tuple[Changes, list[Written]]:
    store = session.store
    maker = SaveMaker(store)
    touched: dict[str, str] = {}
    steps: dict[audit.Step, list[str]] = {}
    for one in entries_of(session, groups):
        if one.form == SETTLED:
            _unsettle(session, maker, one)
            touched[one.values.get("record") or one.record] = ""
            continue
        base = need(store.conn, store.catalogue, one.record)
        was = before_of(session, one)
        shown = {**base.values, DELETED: base.deleted, JOINED: joined_into(store.conn, one.record)}
        standing = {name: value for name, value in was.items() if shown.get(name) == one.values[name]}
        if PARENT in one.values:
            standing = {DELETED: True} if not base.deleted else {}
        for name, value in standing.items():
            maker.resolve(base, name, value)
        if STATE in standing:
            step = (base.form, str(base.values.get(STATE) or ""), str(standing[STATE] or ""))
            steps.setdefault(step, []).append(one.record)
        if standing:
            touched[one.record] = base.form
    if not touched:
        raise NotAllowed("ops.changed_since")
    with store.transaction():
        written = store.append(session.account.id, list(maker.actions.items()), "")
        audit.note_steps(session, steps, "")
    groups_written = tuple(item.group for item in written)
    return Changes(tuple(touched), frozenset(filter(None, touched.values())), groups_written), written


def _unsettle(session: Session, maker: SaveMaker, one: Piece) -> None:
    """Say over a settlement that it names no candidates, or again those that it named before."""
    was = before_of(session, one).get("candidates") or []
    values = {**{name: value for name, value in one.values.items() if name != PARENT}, "candidates": was}
    header = header_by_id(session.store.conn, one.id)
    after = header.time + 1 if header else 0
    save = Save(one.record, SETTLED, 1, values, {"candidates": [one.id]}, after=after)
    maker.actions.setdefault(one.scope, []).append(save)


def entries_of(session: Session, groups: list[list[Any]]) -> list[Piece]:
    """Return the entries of groups (id, feed, first and last number), the newest first."""
    found = []
    for group, feed, first, last in groups:
        rows = session.store.conn.execute(
            "SELECT e.id, e.record, e.header, e.body, f.scope FROM log_entry e JOIN log_feed f ON f.n = e.feed"
            " WHERE e.feed = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq DESC",
            (feed, first, last),
        ).fetchall()
        for own, record, raw, body, scope in rows:
            header = header_of(raw)
            if header.group[0] == group:
                one = Piece(record.hex(), own.hex(), header.form, scope, values_of(body) or {}, dict(header.over))
                found.append(one)
    return found


def before_of(session: Session, one: Piece) -> dict[str, Any]:
    """Return, per field that the entry set, the value it replaced (None when there was none)."""
    entries = {entry.id: entry for entry in of_record(session.store.conn, bytes.fromhex(one.record))}
    before: dict[str, Any] = {}
    for name in one.values:
        over = one.over.get(name, ())
        replaced = sorted((entries[old] for old in over if old in entries), key=lambda item: item.order)
        before[name] = replaced[-1].values.get(name) if replaced else (False if name == DELETED else None)
    return before
