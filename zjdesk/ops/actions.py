"""What the person who is signed in did at this computer, action by action, to be taken back or done again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.i18n import Lang
from zjdesk.ops import undo
from zjdesk.ops.privacy import veil
from zjdesk.ops.session import Session
from zjdesk.ops.settle import SETTLE
from zjdesk.store.entry import BUILT_IN, DELETED, JOINED, PARENT, STATE
from zjdesk.store.held import header_by_id

MOST = 500
DONE, UNDONE = "done", "undone"


@dataclass(frozen=True)
class Step:
    """What one action did to one record: ``verb`` is new, edited, deleted, restored, joined, step or settled.

    ``before`` and ``after`` give the fields, personal values masked.
    """

    record: str
    form: str
    verb: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """One action: a group that names it, when (milliseconds), what it did, and whether it stands or was taken back."""

    group: str
    time: int
    state: str
    steps: tuple[Step, ...]


def mine(session: Session, *, most: int = MOST, lang: Lang = "zh") -> list[Deed]:
    """Return one's own actions at this computer, newest first, whenever they were done."""
    rows = session.store.conn.execute(
        "SELECT groups, state, kind FROM local_action ORDER BY n DESC LIMIT ?", (most,)
    ).fetchall()
    found = []
    for groups, state, kind in rows:
        if undo.is_mine(session, groups):
            pieces = undo.entries_of(session, orjson.loads(groups))
            if pieces:
                found.append(_deed(session, groups, state, kind, pieces, lang))
    return found


def _deed(session: Session, groups: str, state: str, kind: str, pieces: list[undo.Piece], lang: Lang) -> Deed:
    times = [header.time for one in pieces if (header := header_by_id(session.store.conn, one.id))]
    steps = tuple(_step(session, kind, one, lang) for one in reversed(pieces))
    return Deed(orjson.loads(groups)[0][0], max(times, default=0), DONE if state == DONE else UNDONE, steps)


def _step(session: Session, kind: str, one: undo.Piece, lang: Lang) -> Step:
    if one.form in BUILT_IN:
        return Step(one.values.get("record") or "", "", "settled", {}, {})
    before = undo.before_of(session, one)
    form = session.store.catalogue.form(one.form) if one.form in session.store.catalogue else None
    verb = _verb(kind, one.values)
    names = [name for name in one.values if form and name in form.by_name]
    was, now = ({name: values.get(name) for name in names} for values in (before, one.values))
    told = (veil(form, was, lang), veil(form, now, lang)) if form else ({}, {})
    return Step(one.record, one.form, verb, *told)


def _verb(kind: str, values: dict[str, Any]) -> str:
    if PARENT in values:
        return "new"
    if kind == SETTLE:
        return "settled"
    if DELETED in values:
        return "deleted" if values[DELETED] else "restored"
    if JOINED in values:
        return "joined" if values[JOINED] else "parted"
    return "step" if STATE in values else "edited"
