"""Takes back what a merge brought, and leaves out parts of it: decisions of the office like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops import audit, deciding
from zjdesk.ops.audit import Verb
from zjdesk.ops.deciding import COLUMNS, Place
from zjdesk.ops.differences import Differences, differences
from zjdesk.ops.session import Session
from zjdesk.store.counting import Status
from zjdesk.store.decisions import FIELD, Range
from zjdesk.store.entry import DECISION, OFFICE_SAYS
from zjdesk.store.held import header_by_id
from zjdesk.store.store import Save

_FORM = "json_extract(CAST(e.header AS TEXT), '$.form')"
_GROUP = "json_extract(CAST(e.header AS TEXT), '$.group[0]')"


@dataclass(frozen=True)
class Choice:
    """What is left out of a merge: everything of these communities (record ids) and of these forms."""

    communities: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()


NOTHING = Choice()


@dataclass(frozen=True)
class Undoing:
    """What taking a merge back does.

    ``rests``, ``awaited`` and ``conflicts`` are what comes to stand open: built upon what goes, waiting for it, or in
    question again. ``entries`` counts what is withdrawn, ``answered`` the decisions of the bundle that are answered.
    """

    bundle: str
    entries: int
    answered: int
    differences: Differences
    rests: tuple[dict[str, Any], ...]
    awaited: tuple[dict[str, Any], ...]
    conflicts: tuple[dict[str, Any], ...]


Spans = list[tuple[int, int]]


def choice(session: Session, words: Sequence[str]) -> Choice:
    """Read what is to be left out: ``community=C05`` (code or id) or ``form=photo``; InputError for anything else."""
    communities, forms = set(), set()
    for word in words:
        kind, _, value = word.partition("=")
        if kind == "form" and value in session.store.catalogue:
            forms.add(value)
            continue
        row = session.store.conn.execute(
            "SELECT lower(hex(_id)) FROM community WHERE code = ? OR lower(hex(_id)) = ?", (value, value)
        ).fetchone()
        if kind != "community" or row is None:
            raise InputError("ops.cannot_leave_out", word=word)
        communities.add(row[0])
    return Choice(frozenset(communities), frozenset(forms))


def spans(session: Session, bundle: str, *, undone: bool) -> Spans:
    """Return the numbers of the entries that this store first got through a bundle, for each merge of a volume."""
    rows = session.store.conn.execute(
        "SELECT first, last, undone IS NOT NULL FROM local_merge WHERE bundle = ? ORDER BY n", (bundle,)
    ).fetchall()
    if not rows:
        raise InputError("ops.no_such_merge", bundle=bundle)
    if any(bool(row[2]) != undone for row in rows):
        raise NotAllowed("ops.merge_not_undone" if undone else "ops.merge_undone", bundle=bundle)
    return [(first, last) for first, last, _ in rows if first <= last]


def undo(session: Session, bundle: str, *, why: str = "") -> Undoing:
    """Withdraw the data that came with a bundle first, and answer the decisions it brought (office only).

    What it brought stays held, and out, whatever brings it again. Certificates and erasures stand.
    """
    with session.store.transaction():
        return _undo(session, bundle, why)


def preview_undo(session: Session, bundle: str) -> Undoing:
    """Return what taking a merge back would do, and do nothing."""
    with session.store.rehearsal():
        return _undo(session, bundle, "")


def redo(session: Session, bundle: str, *, why: str = "") -> None:
    """Let what was taken back count again: decisions over those that took it back."""
    store = session.store
    with store.transaction():
        spans(session, bundle, undone=True)
        (text,) = store.conn.execute(
            "SELECT undone FROM local_merge WHERE bundle = ? ORDER BY n LIMIT 1", (bundle,)
        ).fetchone()
        heads = [own for own in orjson.loads(text)["decisions"] if _in_force(session, own)]
        _answer(session, heads, why)
        store.conn.execute("UPDATE local_merge SET undone = NULL WHERE bundle = ?", (bundle,))
        audit.note(session, Verb.DECIDED, {"action": "admit", "bundle": bundle}, why)


def leave_out(session: Session, span: tuple[int, int], choice: Choice, why: str = "") -> list[str]:
    """Withdraw what was chosen among entries just taken in, with their whole groups; returns what those drag along."""
    if session.store.installation.kind != "office":
        raise NotAllowed("ops.office_only")
    chosen, dragged = _chosen(session, span, choice)
    if not chosen:
        return []
    deciding.write(session, "withdraw", deciding.runs([*chosen, *dragged]), why)
    told = {"action": "withdraw", "count": len(chosen) + len(dragged), "left_out": True}
    audit.note(session, Verb.DECIDED, told, why)
    return [place.id.hex() for place in dragged]


def plain(told: Undoing) -> dict[str, Any]:
    """Return what taking a merge back does as a plain object."""
    fields = [vars(one) for one in told.differences.fields]
    found = {"bundle": told.bundle, "entries": told.entries, "answered": told.answered, "changes": fields}
    found |= {"changed": told.differences.total, "gone": told.differences.gone}
    return found | {name: list(getattr(told, name)) for name in ("rests", "awaited", "conflicts")}


def _undo(session: Session, bundle: str, why: str) -> Undoing:
    store = session.store
    if store.installation.kind != "office":
        raise NotAllowed("ops.office_only")
    taken = spans(session, bundle, undone=False)
    data = [place for span in taken for place in _data(session, span)]
    brought = [own for span in taken for own in _decisions(session, span)]
    before = _questions(session), _awaited(session)
    written = deciding.write(session, "withdraw", deciding.runs(data), why)
    written += _answer(session, brought, why)
    ids = [row for one in written for row in _ids(session, one.feed, one.first, one.last)]
    note = orjson.dumps({"at": store.env.now(), "by": session.account.id, "decisions": ids}).decode()
    store.conn.execute("UPDATE local_merge SET undone = ? WHERE bundle = ?", (note, bundle))
    audit.note(session, Verb.DECIDED, {"action": "withdraw", "bundle": bundle, "count": len(data)}, why)
    return _told(session, bundle, taken, (len(data), len(brought)), before)


def _told(
    session: Session, bundle: str, taken: Spans, counts: tuple[int, int], before: tuple[set[bytes], set[bytes]]
) -> Undoing:
    records = [
        row[0]
        for span in taken
        for row in session.store.conn.execute("SELECT DISTINCT record FROM log_entry WHERE n BETWEEN ? AND ?", span)
    ]
    asked, waiting = before
    new = [item for own, item in _open(session).items() if own not in asked]
    return Undoing(
        bundle,
        *counts,
        differences(session, records),
        tuple(item for item in new if item["kind"] == "rests_on_withdrawn"),
        tuple(_entry(session, own) for own in sorted(_awaited(session) - waiting)),
        tuple(item for item in new if item["kind"] != "rests_on_withdrawn"),
    )


def _answer(session: Session, decisions: Sequence[str], why: str) -> list[Any]:
    """Write over decisions what those before them said, or nothing."""
    store = session.store
    actions: list[tuple[str, list[Save]]] = []
    for own in decisions:
        header = header_by_id(store.conn, own)
        scope = store.conn.execute(
            "SELECT f.scope FROM log_entry e JOIN log_feed f ON f.n = e.feed WHERE e.id = ?", (bytes.fromhex(own),)
        ).fetchone()[0]
        said: dict[str, list[Range]] = {}
        for before in header.over.get(FIELD, ()) if header else ():
            for action, *place in store.conn.execute(
                "SELECT action, feed, first, last, tip FROM log_named WHERE decision = ? AND first <= last",
                (bytes.fromhex(before),),
            ):
                said.setdefault(action, []).append(Range(place[0].hex(), place[1], place[2], place[3].hex()))
        for action, ranges in (said or {"admit": []}).items():
            actions.append((scope, [deciding.decision(store, action, ranges, [own])]))
    return list(store.append(session.account.id, actions, why)) if actions else []


def _in_force(session: Session, own: str) -> bool:
    sql = "SELECT 1 FROM log_named WHERE decision = ? AND head = 1"
    return session.store.conn.execute(sql, (bytes.fromhex(own),)).fetchone() is not None


def _data(session: Session, span: tuple[int, int]) -> list[Place]:
    marks = ", ".join("?" * len(OFFICE_SAYS))
    sql = (
        f"SELECT {COLUMNS} FROM log_entry e JOIN log_feed f ON f.n = e.feed"
        f" WHERE e.n BETWEEN ? AND ? AND {_FORM} NOT IN ({marks})"
    )
    return [Place(*row) for row in session.store.conn.execute(sql, (*span, *OFFICE_SAYS))]


def _decisions(session: Session, span: tuple[int, int]) -> list[str]:
    """Return the decisions in force that came with a bundle."""
    sql = f"SELECT lower(hex(e.id)) FROM log_entry e WHERE e.n BETWEEN ? AND ? AND {_FORM} = ?"
    rows = session.store.conn.execute(sql, (*span, DECISION)).fetchall()
    return [own for (own,) in rows if _in_force(session, own)]


def _chosen(session: Session, span: tuple[int, int], choice: Choice) -> tuple[list[Place], list[Place]]:
    """Return the entries chosen, and the others of their groups."""
    conn = session.store.conn
    rows = conn.execute(
        f"SELECT {COLUMNS}, {_FORM}, {_GROUP} FROM log_entry e JOIN log_feed f ON f.n = e.feed"
        " WHERE e.n BETWEEN ? AND ?",
        span,
    ).fetchall()
    data = [(Place(*row[:5]), row[5], row[6]) for row in rows if row[5] not in OFFICE_SAYS]
    groups = {group for place, form, group in data if _is_chosen(place, form, choice)}
    chosen = [place for place, form, _ in data if _is_chosen(place, form, choice)]
    dragged = [place for place, form, group in data if group in groups and not _is_chosen(place, form, choice)]
    return chosen, dragged


def _is_chosen(place: Place, form: str, choice: Choice) -> bool:
    return form in choice.forms or place.scope.partition(":")[2] in choice.communities


def _questions(session: Session) -> set[bytes]:
    return {row[0] for row in session.store.conn.execute("SELECT id FROM state_conflict")}


def _open(session: Session) -> dict[bytes, dict[str, Any]]:
    rows = session.store.conn.execute("SELECT id, kind, record, form, field FROM state_conflict ORDER BY form, id")
    return {
        own: {"id": own.hex(), "kind": kind, "record": record.hex() if record else None, "form": form, "field": field}
        for own, kind, record, form, field in rows
    }


def _awaited(session: Session) -> set[bytes]:
    rows = session.store.conn.execute("SELECT id FROM log_entry WHERE status = ?", (int(Status.AWAITED),))
    return {row[0] for row in rows}


def _entry(session: Session, own: bytes) -> dict[str, Any]:
    header = header_by_id(session.store.conn, own.hex())
    return {"entry": own.hex(), "form": header.form, "record": header.record} if header else {"entry": own.hex()}


def _ids(session: Session, feed: int, first: int, last: int) -> list[str]:
    rows = session.store.conn.execute(
        "SELECT lower(hex(id)) FROM log_entry WHERE feed = ? AND seq BETWEEN ? AND ?", (feed, first, last)
    )
    return [row[0] for row in rows]
