"""Settles open questions and decides which entries count; both are entries like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from zjdesk.errors import InputError, NotAllowed, Problem
from zjdesk.forms.check import Finding, check
from zjdesk.forms.masking import looks_masked
from zjdesk.ops import audit, deciding
from zjdesk.ops.audit import Verb
from zjdesk.ops.changes import Changes
from zjdesk.ops.edit import remember
from zjdesk.ops.saves import SaveMaker, need
from zjdesk.ops.session import Session
from zjdesk.ops.setup import installations
from zjdesk.store.decisions import Range
from zjdesk.store.entry import DELETED, JOINED, PARENT, SETTLED, STATE
from zjdesk.store.held import header_by_id, header_of, values_of
from zjdesk.store.ids import blob, uuid7
from zjdesk.store.read import Record
from zjdesk.store.store import Save, Written
from zjdesk.store.trust import may_write

TAKES = ("value", "delete_restore", "edit_delete", "edit_join", "edit_life_cycle")
SETTLE = "settle"
NEWEST, OFFICE = "newest", "office"


class Open(NamedTuple):
    """An open question as it is listed."""

    id: str
    kind: str
    record: str | None
    field: str
    candidates: list[str]
    scope: str | None


@dataclass(frozen=True)
class Settled:
    """What came of settling many at once: what was written, how many were settled, and those left open."""

    changes: Changes
    done: int
    left: tuple[str, ...]


def take(session: Session, conflict: str, entry: str, *, why: str = "") -> Changes:
    """Settle a question by one of its candidates: its value, its deletion, its step or its decision stands."""
    with session.store.transaction():
        return _noted(session, [_take(session, question(session, conflict), entry, why)])


def take_many(session: Session, conflicts: Sequence[str], rule: str, *, why: str = "") -> Settled:
    """Settle questions by the newest candidate, by the office's, or by that of an installation (its id), as one action.

    Questions that cannot be settled so, or have no candidate from there, stay open.
    """
    author_of = _installation_of(session)
    done, left = [], []
    with session.store.transaction():
        for own in conflicts:
            asked = _find(session, own)
            chosen = _chosen(session, asked, rule, author_of) if asked else None
            if asked is None or chosen is None:
                left.append(own)
            else:
                done.append(_take(session, asked, chosen, why))
        changes = _noted(session, done)
    return Settled(changes, len(done), tuple(left))


def set_value(session: Session, conflict: str, value: Any, *, why: str = "") -> Changes:
    """Settle a question about a field by another value, which must be sound; InputError says what is wrong with it."""
    asked = question(session, conflict)
    if not asked.field or asked.kind not in ("value", "delete_restore") or asked.record is None:
        raise NotAllowed("ops.cannot_set", kind=asked.kind)
    base = need(session.store.conn, session.store.catalogue, asked.record)
    _must_be_sound(session, base, asked.field, value)
    maker = SaveMaker(session.store)
    maker.resolve(base, asked.field, value)
    with session.store.transaction():
        return _noted(session, [_write(session, maker, asked, base, why, "value")])


def keep(session: Session, conflict: str, *, why: str = "") -> Changes:
    """Settle a question that has no common field: everything stays as it is."""
    with session.store.transaction():
        return _noted(session, [_keep(session, question(session, conflict), why)])


def keep_many(session: Session, conflicts: Sequence[str], *, why: str = "") -> Settled:
    """Let everything stay as it is, for several questions in one action; those that must be chosen stay open."""
    done, left = [], []
    with session.store.transaction():
        for own in conflicts:
            asked = _find(session, own)
            if asked is None or asked.kind in ("value", "delete_restore", "decision"):
                left.append(own)
            else:
                done.append(_keep(session, asked, why))
        changes = _noted(session, done)
    return Settled(changes, len(done), tuple(left))


def decide(session: Session, action: str, entries: Sequence[str], *, why: str) -> Changes:
    """Admit or withdraw entries (office only); what earlier decisions say of others stands."""
    store = session.store
    with store.transaction():
        written = deciding.write(session, action, deciding.runs(deciding.places(store.conn, entries)), why)
        audit.note(session, Verb.DECIDED, {"action": action, "entries": list(entries), "count": len(entries)}, why)
    return Changes((), frozenset(), tuple(item.group for item in written))


def question(session: Session, conflict: str) -> Open:
    """Return an open question; InputError when there is none of this id."""
    found = _find(session, conflict)
    if found is None:
        raise InputError("ops.no_such_conflict", id=conflict)
    return found


def _find(session: Session, conflict: str) -> Open | None:
    row = session.store.conn.execute(
        "SELECT kind, record, field, candidates, scope FROM state_conflict WHERE id = ?", (blob(conflict),)
    ).fetchone()
    if row is None:
        return None
    return Open(conflict, row[0], row[1].hex() if row[1] else None, row[2] or "", orjson.loads(row[3]), row[4])


class _Done(NamedTuple):
    """What settling one question wrote; decisions are taken back by decisions and not noted as actions."""

    written: list[Written]
    record: str | None
    form: str
    action: bool = True


def _noted(session: Session, done: Sequence[_Done]) -> Changes:
    """Note what was settled as one action that can be taken back."""
    groups = [item for one in done if one.action for item in one.written]
    if groups:
        remember(session, SETTLE)(groups)
    return Changes(
        tuple(dict.fromkeys(one.record for one in done if one.record)),
        frozenset(one.form for one in done if one.form),
        tuple(item.group for one in done for item in one.written),
    )


def _take(session: Session, asked: Open, entry: str, why: str) -> _Done:
    if entry not in asked.candidates:
        raise InputError("ops.no_such_candidate", entry=entry)
    if asked.kind == "decision":
        return _take_decision(session, asked, entry, why)
    if asked.kind not in TAKES or asked.record is None:
        raise NotAllowed("ops.cannot_take", kind=asked.kind)
    store = session.store
    base = need(store.conn, store.catalogue, asked.record)
    values = _values(session, entry)
    maker = SaveMaker(store)
    if asked.field:
        maker.resolve(base, asked.field, values.get(asked.field))
    elif asked.kind == "edit_delete":
        maker.resolve(base, DELETED, values.get(DELETED) is True)
    elif asked.kind == "edit_join":
        maker.resolve(base, JOINED, values.get(JOINED))
    else:
        _take_step(session, maker, base, entry, asked.candidates)
    return _write(session, maker, asked, base, why, entry)


def _take_decision(session: Session, asked: Open, entry: str, why: str) -> _Done:
    """Say again what one of two decisions says, over both (office only)."""
    said = _values(session, entry)
    ranges = [Range(item["feed"], item["first"], item["last"], item["tip"]) for item in said["ranges"]]
    row = session.store.conn.execute(
        "SELECT f.scope FROM log_entry e JOIN log_feed f ON f.n = e.feed WHERE e.id = ?", (blob(entry),)
    ).fetchone()
    written = deciding.write(session, said["action"], {row[0]: ranges}, why)
    audit.note(session, Verb.DECIDED, {"conflict": asked.id, "kind": asked.kind, "take": entry}, why)
    return _Done(written, None, "", action=False)


def _keep(session: Session, asked: Open, why: str) -> _Done:
    if asked.kind in ("value", "delete_restore"):
        raise NotAllowed("ops.must_choose", kind=asked.kind)
    store = session.store
    values: dict[str, Any] = {PARENT: None, "conflict": asked.id, "kind": asked.kind, "record": asked.record}
    values |= {"field": asked.field, "candidates": sorted(asked.candidates)}
    headers = [header_by_id(store.conn, entry) for entry in asked.candidates]
    after = max((header.time + 1 for header in headers if header), default=0)
    settled = Save(uuid7(store.env.now()), SETTLED, 1, values, after=after)
    written = store.append(session.account.id, [(asked.scope or "street", [settled])], why)
    told = {"conflict": asked.id, "kind": asked.kind, "field": asked.field}
    records = [asked.record] if asked.record else []
    audit.note(session, Verb.DECIDED, {**told, "records": records, "take": "keep"}, why)
    return _Done(written, asked.record, "")


def _chosen(session: Session, asked: Open, rule: str, author_of: Mapping[str, tuple[str, str]]) -> str | None:
    """Return the candidate that a rule names, the newest if there are several."""
    if asked.kind not in TAKES:
        return None
    found = []
    for entry in asked.candidates:
        header = header_by_id(session.store.conn, entry)
        own, kind = author_of.get(header.author, ("", "")) if header else ("", "")
        if header and rule in (NEWEST, own, OFFICE if kind == "office" else own):
            found.append((header.time, entry))
    return max(found)[1] if found else None


def _installation_of(session: Session) -> dict[str, tuple[str, str]]:
    """Return the installation of every account, with its kind."""
    return {
        account["id"]: (item["id"], item.get("kind", ""))
        for item in installations(session)
        for account in item.get("accounts", ())
    }


def _must_be_sound(session: Session, base: Record, name: str, value: Any) -> None:
    form = session.store.catalogue.form(base.form)
    if name not in form.by_name:
        return
    values, today = {**base.values, name: value}, session.store.env.today()
    found = check(form, values, today=today, given={name: value}, new=False)
    wrong = [item for item in found if item.level == "E" and item.field == name]
    if looks_masked(form.field(name), value):
        wrong.append(Finding(name, "E", "ops.only_masked", {"label": form.field(name).label}))
    if wrong:
        problems = tuple(Problem(form.name, name, item.key, item.params) for item in wrong)
        raise InputError("ops.not_saved", problems=problems, count=len(problems))


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


def _write(session: Session, maker: SaveMaker, asked: Open, base: Record, why: str, took: str) -> _Done:
    form = session.store.catalogue.form(base.form)
    if session.account.role not in may_write(form):
        raise NotAllowed("ops.not_your_role", form=form.label, name=session.account.name)
    written = session.store.append(session.account.id, list(maker.actions.items()), why)
    told = {"conflict": asked.id, "kind": asked.kind, "field": asked.field, "take": took}
    audit.note(session, Verb.DECIDED, {**told, "form": base.form, "records": [base.id]}, why)
    return _Done(written, base.id, base.form)
