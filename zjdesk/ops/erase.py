"""Erasing what a person has a right to have erased, or whose keeping period is over (architecture §2, PIPL 47)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zjdesk.errors import InputError, NotAllowed
from zjdesk.i18n import day_label
from zjdesk.ops.audit import Verb, note
from zjdesk.ops.copies import Copies, copies
from zjdesk.ops.erased import Erased, erasures
from zjdesk.ops.retention import kept_by_law
from zjdesk.ops.saves import need
from zjdesk.ops.session import Session
from zjdesk.store import backup
from zjdesk.store.entry import DELETED, ERASURE, STATE
from zjdesk.store.erasures import ENTRIES, FIELDS, FILES
from zjdesk.store.held import of_record
from zjdesk.store.ids import random_id
from zjdesk.store.read import Record
from zjdesk.store.store import Save
from zjdesk.store.street import secrets_of


@dataclass(frozen=True)
class Erasing:
    """What an erasure removes: fields of a record from these entries, and these files; and where copies remain."""

    record: str
    form: str
    fields: tuple[str, ...]
    entries: Mapping[str, Mapping[str, Any]]
    files: tuple[str, ...]
    copies: Copies


def preview(session: Session, record: str, fields: Sequence[str]) -> Erasing:
    """Return what erasing these fields would remove; changes nothing."""
    base = _erasable(session, record, fields)
    names = set(fields)
    entries: dict[str, Mapping[str, Any]] = {}
    for held in of_record(session.store.conn, bytes.fromhex(record)):
        if names & held.values.keys() and held.header.form != ERASURE:
            entries[held.id] = {name: value for name, value in held.values.items() if name not in names}
    remain = copies(session, base.scope)
    return Erasing(record, base.form, tuple(fields), entries, tuple(_files(session, base, fields)), remain)


def erase(session: Session, record: str, fields: Sequence[str], why: str) -> Erased:
    """Erase fields of a record everywhere this store's bundles reach; it cannot be undone.

    Only the office erases, with a reason. Older sticks and backups still hold the values: the certificate says so.
    """
    if not why.strip():
        raise InputError("ops.erase_why")
    store = session.store
    what = preview(session, record, fields)
    base = need(store.conn, store.catalogue, record)
    values: dict[str, Any] = {ENTRIES: dict(what.entries), FILES: list(what.files), FIELDS: list(fields)}
    values |= dict.fromkeys(fields)
    over = {name: list(base.heads.get(name, ())) for name in fields if base.heads.get(name)}
    seen = {name: list(base.heads[name]) for name in (DELETED, STATE) if base.heads.get(name)}
    with store.transaction():
        store.append(session.account.id, [(base.scope, [Save(record, ERASURE, 1, values, over, seen)])], why)
        store.conn.execute("DELETE FROM local_draft WHERE content LIKE ?", (f"%{record}%",))
        told = {"form": base.form, "record": record, "fields": list(fields), "entries": len(what.entries)}
        note(session, Verb.ERASED, told, why)
    store.scrub()
    _renew_backups(session)
    return erasures(session, record)[-1]


def _erasable(session: Session, record: str, fields: Sequence[str]) -> Record:
    store = session.store
    if not secrets_of(store) or session.account.role != "SA":
        raise NotAllowed("ops.office_only")
    base = need(store.conn, store.catalogue, record)
    form = store.catalogue.form(base.form)
    for name in fields:
        if name not in form.by_name or name == STATE or name in form.parent:
            raise InputError("ops.not_erasable", field=name, form=form.label)
    if not fields:
        raise InputError("ops.erase_what")
    period = kept_by_law(session, base.form, record)
    if period is not None:
        key = "ops.kept_by_law" if period.until else "ops.kept_by_law_open"
        until = day_label(period.until) if period.until else ""
        raise NotAllowed(key, form=form.label, until=until, basis=period.keeping.basis)
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
    from zjdesk.sync.vector import file_fields

    for form, name in file_fields(session.store):
        row = session.store.conn.execute(
            f'SELECT 1 FROM "{form}" WHERE _id <> ? AND instr("{name}", ?) LIMIT 1', (bytes.fromhex(record), sha256)
        ).fetchone()
        if row:
            return True
    return False


def _renew_backups(session: Session) -> None:
    """Let no copy of this laptop keep what was erased: a new one takes the place of those that did."""
    store = session.store
    folder = store.path / "backups"
    older = list(folder.glob("*.db"))
    backup.named(store.conn, store.key, folder, store.env.now(), f"after-{random_id()[:6]}")
    for path in older:
        path.unlink(missing_ok=True)
