"""Who reads which records: a form may name its readers; they and its writers see its records, others do not."""

from __future__ import annotations

from collections.abc import Iterator

from zjdesk.errors import NotAllowed
from zjdesk.forms.model import STATE, Form
from zjdesk.ops.session import Session
from zjdesk.store.read import Record, record
from zjdesk.store.schema import quoted

_ALL, _NONE = "1", "0"


def readable(session: Session, form: Form) -> str:
    """Return the SQL test for the records of a form that this person's role reads."""
    tests = [_own(session, form)]
    for above in _guarded(session, form):
        test = _own(session, above)
        if test != _ALL:
            tests.append(f"_parent NOT IN (SELECT _id FROM {quoted(above.name)} WHERE NOT ({test}))")
    return " AND ".join(tests)


def must_read(session: Session, found: Record) -> None:
    """Raise NotAllowed unless this person's role reads a record."""
    form = session.store.catalogue.form(found.form)
    allowed = form.readable(session.account.role, found.values.get(STATE))
    for above in _guarded(session, form):
        parent = record(session.store.conn, session.store.catalogue, found.parent or "")
        if parent is not None and parent.form == above.name:
            allowed = allowed and above.readable(session.account.role, parent.values.get(STATE))
    if not allowed:
        raise NotAllowed("ops.not_your_reading", form=form.label)


def _guarded(session: Session, form: Form) -> Iterator[Form]:
    """Yield the parents' forms that name readers: what belongs to such a record is read with it."""
    above = (session.store.catalogue.form(name) for name in form.parent.values())
    return (parent for parent in above if parent.reads)


def _own(session: Session, form: Form) -> str:
    if form.readable(session.account.role):
        return _ALL
    states = ", ".join(f"'{state}'" for state in form.open_in)
    return f"{quoted(STATE)} IN ({states})" if states else _NONE
