"""Erasing what a person has a right to have erased, or whose keeping period is over (architecture §2, PIPL 47)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from zjdesk.errors import Cancelled, InputError, NotAllowed
from zjdesk.forms.model import Form
from zjdesk.i18n import day_label
from zjdesk.ops.audit import Verb, note
from zjdesk.ops.erased import Erased, erasures_in
from zjdesk.ops.retention import due, kept_by_law
from zjdesk.ops.saves import need
from zjdesk.ops.session import Session
from zjdesk.store import backup
from zjdesk.store.entry import DELETED, ERASURE, STATE
from zjdesk.store.erasures import without
from zjdesk.store.held import of_record
from zjdesk.store.ids import random_id
from zjdesk.store.read import Record
from zjdesk.store.sound import ENTRIES, FIELDS, FILES, WHY
from zjdesk.store.store import Save
from zjdesk.store.street import secrets_of

if TYPE_CHECKING:
    from zjdesk.sync.meter import Cancel, Progress

# Gathering what goes is one part of the work; writing it, and then the whole store anew, are the others.
_PARTS = 3


@dataclass(frozen=True)
class Erasing:
    """What an erasure removes: fields of a record from these entries, and these files."""

    record: str
    form: str
    scope: str
    fields: tuple[str, ...]
    entries: Mapping[str, Mapping[str, Any]]
    files: tuple[str, ...]


def preview(session: Session, record: str, fields: Sequence[str]) -> Erasing:
    """Return what erasing these fields would remove; changes nothing."""
    return _erasing(session, _erasable(session, record, fields), fields)


def _erasing(session: Session, base: Record, fields: Sequence[str]) -> Erasing:
    names = set(fields)
    entries: dict[str, Mapping[str, Any]] = {}
    for held in of_record(session.store.conn, bytes.fromhex(base.id)):
        if held.header.form == ERASURE:
            entries |= _restated(session, held.id, names)
        elif names & held.values.keys():
            entries[held.id] = {name: value for name, value in held.values.items() if name not in names}
    return Erasing(base.id, base.form, base.scope, tuple(fields), entries, tuple(_files(session, base, fields)))


def _restated(session: Session, erasure: str, names: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Return what stays of an earlier erasure when it restates values of these fields: all but those values."""
    sql = "SELECT body FROM log_entry WHERE id = ? AND body IS NOT NULL AND status = 0"
    row = session.store.conn.execute(sql, (bytes.fromhex(erasure),)).fetchone()
    if row is None:
        return {}
    body = orjson.loads(row[0])
    said = body["set"]
    kept = without(said[ENTRIES], lambda _entry, name: name in names)
    why = body["why"] or said.get(WHY, "")
    return {erasure: {**said, ENTRIES: kept, WHY: why}} if kept != said[ENTRIES] else {}


def erase(session: Session, record: str, fields: Sequence[str], why: str) -> Erased:
    """Erase fields of a record everywhere this store's bundles reach; it cannot be undone.

    Only the office erases, with a reason. Older sticks and backups still hold the values: the certificate says so.
    """
    _need_reason(why)
    (made,) = _write(session, [preview(session, record, fields)], why)
    return made


def erase_due(
    session: Session, form: str, why: str, *, progress: Progress | None = None, cancel: Cancel | None = None
) -> list[Erased]:
    """Erase all personal data of a form's records whose time is over, as one action; returns what was erased.

    It may be cancelled until the first entry is written.
    """
    _need_reason(why)
    _office(session)
    declared = session.store.catalogue.form(form)
    found: list[Erasing] = []
    records = [one for line in due(session) if line.form == form for one in line.records]
    for number, record in enumerate(records):
        if cancel is not None and cancel.is_set():
            raise Cancelled("sync.cancelled")
        if progress is not None:
            progress(number, _PARTS * len(records), "ops.erasing")
        base = need(session.store.conn, session.store.catalogue, record)
        fields = [name for name in personal(declared) if base.values.get(name) is not None]
        found += [_erasing(session, base, fields)] if fields else []
    if not found:
        raise InputError("ops.nothing_due", form=declared.label)
    return _write(session, found, why)


def personal(form: Form) -> list[str]:
    """Return the fields of a form that hold something about people and may be erased."""
    return [field.name for field in form.fields if field.sensitivity != "P0" and field.name not in form.parent]


def _write(session: Session, wanted: Sequence[Erasing], why: str) -> list[Erased]:
    """Write one erasure for each record in one transaction, and leave nothing of the values on this disk."""
    store = session.store
    saves = [_save(session, what) for what in wanted]
    records = orjson.dumps([what.record for what in wanted]).decode()
    with store.transaction():
        written = store.append(session.account.id, saves, why)
        store.conn.execute(
            "DELETE FROM local_draft WHERE EXISTS (SELECT 1 FROM json_each(?) WHERE instr(content, value))", (records,)
        )
        note(session, Verb.ERASED, _told(wanted), why)
    store.scrub()
    _renew_backups(session)
    return erasures_in(session, written)


def _save(session: Session, what: Erasing) -> tuple[str, list[Save]]:
    base = need(session.store.conn, session.store.catalogue, what.record)
    values: dict[str, Any] = {ENTRIES: dict(what.entries), FILES: list(what.files), FIELDS: list(what.fields)}
    values |= dict.fromkeys(what.fields)
    over = {name: list(base.heads.get(name, ())) for name in what.fields if base.heads.get(name)}
    seen = {name: list(base.heads[name]) for name in (DELETED, STATE) if base.heads.get(name)}
    return base.scope, [Save(what.record, ERASURE, 1, values, over, seen)]


def _told(wanted: Sequence[Erasing]) -> dict[str, Any]:
    fields = list(dict.fromkeys(name for what in wanted for name in what.fields))
    entries = sum(len(what.entries) for what in wanted)
    place = {"record": wanted[0].record} if len(wanted) == 1 else {"records": [what.record for what in wanted]}
    return {"form": wanted[0].form, "fields": fields, "entries": entries, **place}


def _need_reason(why: str) -> None:
    if not why.strip():
        raise InputError("ops.erase_why")


def _office(session: Session) -> None:
    if not secrets_of(session.store) or session.account.role != "SA":
        raise NotAllowed("ops.office_only")


def _erasable(session: Session, record: str, fields: Sequence[str]) -> Record:
    store = session.store
    _office(session)
    base = need(store.conn, store.catalogue, record)
    form = store.catalogue.form(base.form)
    for name in fields:
        if name not in form.by_name or name == STATE or name in form.parent:
            raise InputError("ops.not_erasable", field=name, form=form.label)
    period = kept_by_law(session, base.form, record)
    if period is not None:
        key = "ops.kept_by_law" if period.until else "ops.kept_by_law_open"
        until = day_label(period.until) if period.until else ""
        raise NotAllowed(key, form=form.label, until=until, basis=period.keeping.basis)
    if not fields:
        raise InputError("ops.erase_what")
    return base


def _files(session: Session, base: Record, fields: Sequence[str]) -> list[str]:
    """Return the files that only these fields of this record name."""
    form = session.store.catalogue.form(base.form)
    found: list[str] = []
    for name in fields:
        if form.field(name).type in ("file", "files"):
            for held in of_record(session.store.conn, bytes.fromhex(base.id)):
                value = held.values.get(name)
                found += value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return [one for one in dict.fromkeys(found) if not _named_elsewhere(session, one, base.id)]


def _named_elsewhere(session: Session, sha256: str, record: str) -> bool:
    from zjdesk.sync.vector import naming

    return any(own != record for _, _, own in naming(session.store, sha256))


def _renew_backups(session: Session) -> None:
    """Let no copy of this laptop keep what was erased: a new one takes the place of those that did."""
    store = session.store
    folder = store.path / "backups"
    older = list(folder.glob("*.db"))
    backup.named(store.conn, store.key, folder, store.env.now(), f"after-{random_id()[:6]}")
    for path in older:
        path.unlink(missing_ok=True)
