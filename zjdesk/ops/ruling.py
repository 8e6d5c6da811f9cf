"""Brings a record together with what the business rules look at: its parent, its children, what it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zjdesk.forms.check import Finding
from zjdesk.forms.consent import needs_consent
from zjdesk.forms.model import Form
from zjdesk.forms.rules import RULES, Facts, breaches
from zjdesk.ops.session import Session
from zjdesk.store.entry import STATE
from zjdesk.store.held import form_of
from zjdesk.store.read import columns, from_row, record
from zjdesk.store.schema import quoted

Pending = Mapping[str, tuple[str, str | None, Mapping[str, Any]]]


def stands(form: Form, values: Mapping[str, Any]) -> bool:
    """Tell whether the rules bind a record now: a draft may break them, what is submitted may not."""
    if form.name not in RULES and not needs_consent(form):
        return False
    return form.life_cycle is None or values.get(STATE) != form.life_cycle.initial


def findings(
    session: Session, form: Form, own: str, parent: str | None, values: Mapping[str, Any], pending: Pending
) -> list[Finding]:
    """Return what a record breaks, seen with what the same action is about to write.

    ``pending`` gives, by record id, the form, parent and values of the action's other records.
    """
    below = {name: children(session, name, own, pending) for name in RULES[form.name].children}
    named = _named(session, form, values, pending)
    for name, rows in below.items():
        for row in rows:
            named |= _named(session, session.store.catalogue.form(name), row, pending)
    above = _values(session, parent, pending) if parent else {}
    return breaches(form.name, Facts(values, above, below, named))


def _values(session: Session, own: str, pending: Pending) -> Mapping[str, Any]:
    if own in pending:
        return pending[own][2]
    found = record(session.store.conn, session.store.catalogue, own)
    return found.values if found else {}


def children(session: Session, name: str, own: str, pending: Pending) -> list[dict[str, Any]]:
    """Return the children of one form with their ids, as this action leaves them."""
    form = session.store.catalogue.form(name)
    rows = session.store.conn.execute(
        f"SELECT {columns(form)} FROM {quoted(name)} WHERE _parent = ? AND _deleted = 0", (bytes.fromhex(own),)
    )
    found = {row[0].hex(): {**from_row(form, row).values, "id": row[0].hex()} for row in rows}
    for child, (kind, parent, values) in pending.items():
        if kind == name and (parent == own or child in found):
            found[child] = {**values, "id": child}
    return list(found.values())


def _named(session: Session, form: Form, values: Mapping[str, Any], pending: Pending) -> dict[str, Mapping[str, Any]]:
    found = {}
    for field in form.fields:
        if field.type in ("ref", "refs"):
            value = values.get(field.name)
            for other in value if isinstance(value, list) else [value]:
                if isinstance(other, str) and (other in pending or form_of(session.store.conn, other)):
                    found[other] = _values(session, other, pending)
    return found
