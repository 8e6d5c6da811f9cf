"""Warnings that somebody goes past: a reason must be typed, and is kept with the rule and its version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zjdesk.errors import InputError, Problem
from zjdesk.forms.check import Finding
from zjdesk.forms.rulebook import load_rules
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.looking import Pending
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir
from zjdesk.store.entry import STATE
from zjdesk.store.read import record

OVERRIDE = "overridden_warning"
_LONGEST = 400
_UNDONE = ("draft", "returned")


@dataclass(frozen=True)
class Warned:
    """A warning about a record, and where in the action it stands."""

    place: int
    form: str
    record: str
    finding: Finding


def answered(session: Session, warned: Sequence[Warned], why: str, pending: Pending) -> list[NewRecord]:
    """Return what is kept of the warnings that this action goes past.

    Raises InputError naming them when no reason was given. One that was answered before is not asked about again.
    """
    asked = [one for one in warned if _asks(session, one, pending)]
    if asked and not why.strip():
        raise InputError("ops.reason_needed", problems=tuple(map(_problem, asked)), count=len(asked))
    return [_kept(session, one, why.strip(), pending) for one in asked]


def _problem(one: Warned) -> Problem:
    finding = one.finding
    place = f"{one.place}/{finding.field}" if finding.field else str(one.place)
    return Problem(one.form, place, finding.key, finding.params)


def _asks(session: Session, one: Warned, pending: Pending) -> bool:
    """Tell whether a reason is wanted: for a business rule, once what it is about was handed in."""
    rule = one.finding.rule or ""
    return rule.startswith("BR-") and _handed_in(session, one.record, pending) and not _answered(session, one)


def _handed_in(session: Session, own: str, pending: Pending) -> bool:
    for form, values in _path(session, own, pending):
        cycle = session.store.catalogue.form(form).life_cycle
        if cycle is not None:
            return values.get(STATE) not in (cycle.initial, *_UNDONE)
    return True


def _answered(session: Session, one: Warned) -> bool:
    said = (one.record, one.finding.rule, _version(one.finding), one.finding.text("zh")[:_LONGEST])
    row = session.store.conn.execute(
        f"SELECT 1 FROM {OVERRIDE} WHERE record = ? AND rule = ? AND rule_version = ? AND message = ? AND _deleted = 0",
        said,
    ).fetchone()
    return row is not None


def _version(finding: Finding) -> int:
    rule = load_rules(forms_dir()).get(finding.rule or "")
    return rule.version if rule is not None else 1


def _kept(session: Session, one: Warned, why: str, pending: Pending) -> NewRecord:
    values: dict[str, Any] = {
        "form": one.form,
        "record": one.record,
        "rule": one.finding.rule,
        "rule_version": _version(one.finding),
        "message": one.finding.text("zh")[:_LONGEST],
        "reason": why[:_LONGEST],
    }
    parents = session.store.catalogue.form(OVERRIDE).parent
    for name, own in _places(session, one.record, pending):
        if name in parents.values():
            return NewRecord(OVERRIDE, {next(key for key in parents if parents[key] == name): own, **values})
    raise InputError("ops.no_such_record", id=one.record)


def _places(session: Session, own: str | None, pending: Pending) -> Iterator[tuple[str, str]]:
    """Yield form and id of a record and of all above it."""
    while own is not None:
        form, parent, _ = _seen(session, own, pending)
        if not form:
            return
        yield form, own
        own = parent


def _path(session: Session, own: str, pending: Pending) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for form, place in _places(session, own, pending):
        yield form, _seen(session, place, pending)[2]


def _seen(session: Session, own: str, pending: Pending) -> tuple[str, str | None, Mapping[str, Any]]:
    if own in pending:
        return pending[own]
    found = record(session.store.conn, session.store.catalogue, own)
    return (found.form, found.parent, found.values) if found else ("", None, {})
