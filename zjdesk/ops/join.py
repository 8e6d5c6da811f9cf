"""Joins records that are one and the same thing entered twice: one stands for all, every history stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zjdesk.errors import InputError
from zjdesk.ops.changes import Change, Changes, EditRecord, JoinRecord
from zjdesk.ops.edit import save
from zjdesk.ops.saves import need
from zjdesk.ops.session import Session
from zjdesk.store.entry import STATE


def join(
    session: Session, keep: str, others: Sequence[str], values: Mapping[str, Any] | None = None, *, why: str = ""
) -> Changes:
    """Let ``keep`` stand for ``others``; what those have and it lacks is filled in, ``values`` are set as given.

    One undoable action. Children of the others, also those that come later, and whatever names the others, show
    ``keep``. Raises NotAllowed unless all are shown, of one form and of one community.
    """
    filled = {**_lacking(session, keep, others), **(values or {})}
    changes: list[Change] = [EditRecord(keep, filled)] if filled else []
    return save(session, [*changes, *(JoinRecord(own, keep) for own in others)], why=why)


def join_fields(
    session: Session, keep: str, others: Sequence[str], fields: Mapping[str, str], *, why: str = ""
) -> Changes:
    """The same, with the true value of each field taken from the record (by id) that ``fields`` names for it."""
    records = {own: need(session.store.conn, session.store.catalogue, own) for own in {keep, *others}}
    wrong = sorted(set(fields.values()) - records.keys())
    if wrong:
        raise InputError("ops.no_such_record", id=wrong[0])
    values = {name: records[own].values.get(name) for name, own in fields.items()}
    return join(session, keep, others, values, why=why)


def _lacking(session: Session, keep: str, others: Sequence[str]) -> dict[str, Any]:
    """Return what the others have that the one kept lacks, the first that has it."""
    conn, catalogue = session.store.conn, session.store.catalogue
    base = need(conn, catalogue, keep)
    form = catalogue.form(base.form)
    found: dict[str, Any] = {}
    for own in others:
        other = need(conn, catalogue, own)
        for name, value in other.values.items():
            if name in form.by_name and name not in (*form.parent, STATE) and name not in base.values:
                found.setdefault(name, value)
    return found
