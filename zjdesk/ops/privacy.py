"""Personal values: shown masked, one of them revealed on request with a reason, and every such view noted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zjdesk.errors import InputError, NotAllowed
from zjdesk.forms.masking import is_hidden, mask
from zjdesk.forms.model import Field, Form
from zjdesk.forms.reveal import load_reveal
from zjdesk.i18n import Lang
from zjdesk.ops import audit
from zjdesk.ops.audit import Verb
from zjdesk.ops.saves import need
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir
from zjdesk.store.held import header_by_id, values_of
from zjdesk.store.read import Record


@dataclass(frozen=True)
class Shown(Record):
    """A record as it is shown; ``masked`` are the fields whose value is not the true one."""

    masked: frozenset[str] = frozenset()


def shown(form: Form, record: Record, lang: Lang = "zh", opened: Collection[str] = ()) -> Shown:
    """Return a record with its personal values masked, except in the fields ``opened``."""
    values = veil(form, record.values, lang, opened)
    hidden = frozenset(name for name, value in values.items() if value != record.values[name])
    return Shown(**{**vars(record), "values": values, "masked": hidden})


def veil(form: Form, values: Mapping[str, Any], lang: Lang = "zh", opened: Collection[str] = ()) -> dict[str, Any]:
    """Return values with the personal ones masked; what the form does not declare stays."""
    fields = {name: field for name, field in form.by_name.items() if name not in opened}
    return {name: mask(fields[name], value, lang) if name in fields else value for name, value in values.items()}


def may_reveal(session: Session, form: str, field: Field) -> bool:
    """Tell whether this person's role may see what a field holds (domain.md §3)."""
    return load_reveal(forms_dir()).allows(session.account.role, form, field)


def reveal(session: Session, record: str, field: str, why: str) -> Any:
    """Return the true value of one field and note who saw it and why; raises NotAllowed for roles that may not."""
    found = need(session.store.conn, session.store.catalogue, record)
    form = session.store.catalogue.form(found.form)
    if field not in form.by_name:
        raise InputError("ops.no_such_field", form=form.name, field=field)
    if not may_reveal(session, form.name, form.field(field)):
        raise NotAllowed("ops.may_not_reveal", field=form.field(field).label, form=form.label)
    _note(session, form.name, [form.field(field)], [record], why)
    return found.values.get(field)


def unmask(session: Session, records: Sequence[Record], why: str, *, lang: Lang = "zh") -> list[Record]:
    """Return records with all that this person's role may see, and note it; the rest stays masked."""
    known = session.store.catalogue
    opened = open_fields(session, [(one.form, one.id) for one in records], why)
    true = {one.id: need(session.store.conn, known, one.id) for one in records if isinstance(one, Shown)}
    return [shown(known.form(one.form), true.get(one.id, one), lang, opened[one.form]) for one in records]


def open_fields(session: Session, records: Iterable[tuple[str, str]], why: str) -> dict[str, frozenset[str]]:
    """Return, by form, the hidden fields that this person is going to see of records (form, id), and note it.

    Raises NotAllowed where a form hides something and the role may see none of it.
    """
    _reason(why)
    by_form: dict[str, list[str]] = {}
    for form, record in records:
        by_form.setdefault(form, []).append(record)
    opened = {form: _opened(session, form) for form in by_form if form in session.store.catalogue}
    for form, fields in opened.items():
        _note(session, form, fields, by_form[form], why)
    return {form: frozenset(field.name for field in fields) for form, fields in opened.items()}


def _opened(session: Session, name: str) -> list[Field]:
    form = session.store.catalogue.form(name)
    hidden = [field for field in form.fields if is_hidden(field)]
    allowed = [field for field in hidden if may_reveal(session, name, field)]
    if hidden and not allowed:
        raise NotAllowed("ops.may_not_reveal", field=hidden[0].label, form=form.label)
    return allowed


def _reason(why: str) -> str:
    if not why.strip():
        raise InputError("ops.reveal_why")
    return why.strip()


def _note(session: Session, form: str, fields: Sequence[Field], records: Sequence[str], why: str) -> None:
    """Write a line for what was seen of P2, and one for P3."""
    for level, verb in (("P2", Verb.UNMASKED), ("P3", Verb.VIEWED_PRIVATE)):
        names = [field.name for field in fields if field.sensitivity == level]
        if names and records:
            place = {"record": records[0]} if len(records) == 1 else {"records": len(records)}
            audit.note(session, verb, {"form": form, "fields": names, **place}, _reason(why))


def as_written(session: Session, base: Record) -> Record:
    """Return a record that was shown masked as its heads have it, so that an edit starts from true values."""
    if not isinstance(base, Shown) or not base.masked:
        return base
    conn = session.store.conn
    if not base.heads:
        return need(conn, session.store.catalogue, base.id)
    true = dict(base.values)
    for name in base.masked:
        heads = sorted(base.heads[name], key=lambda entry: _order(session, entry))
        row = conn.execute("SELECT body FROM log_entry WHERE id = ?", (bytes.fromhex(heads[-1]),)).fetchone()
        true[name] = (values_of(row[0]) or {}).get(name)
    return Record(**{name: value for name, value in vars(base).items() if name != "masked"} | {"values": true})


def _order(session: Session, entry: str) -> tuple[int, str]:
    header = header_by_id(session.store.conn, entry)
    return (header.time if header else 0, entry)
