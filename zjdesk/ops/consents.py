"""Finds whose consent a private record needs, and refuses what no consent covers (PIPL 29, 31)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from zjdesk.forms.check import Finding
from zjdesk.forms.consent import uncovered
from zjdesk.forms.model import Form
from zjdesk.ops.looking import Looking, Pending
from zjdesk.ops.session import Session
from zjdesk.store.read import record

CONSENT = "consent"
PERSON, COMMUNITY = "person", "community"


class Held(NamedTuple):
    """A record as this action leaves it."""

    id: str
    form: str
    parent: str | None
    values: Mapping[str, Any]


def private_findings(
    session: Session, form: Form, parent: str | None, values: Mapping[str, Any], pending: Pending
) -> list[Finding]:
    """Return what stands against entering these values into a private form under ``parent``."""
    path = list(_path(session, parent, pending))
    if not any(held.form == COMMUNITY for held in path):  # it would lie in the scope of the whole street
        return [Finding("", "E", "forms.consent_street", {"form": form.label}, "R49")]
    subject = _subject(session, path)
    above = next(iter(session.store.catalogue.form(CONSENT).parent))
    given = Looking(session, pending)(CONSENT, above, subject) if subject else ()
    return [*uncovered(form, values, given, session.store.env.today()), *_needless(values, path)]


def _path(session: Session, own: str | None, pending: Pending) -> list[Held]:
    """Return a record and all above it, the nearest first."""
    found: list[Held] = []
    while own is not None:
        if own in pending:
            form, above, values = pending[own]
            found.append(Held(own, form, above, values))
        else:
            held = record(session.store.conn, session.store.catalogue, own)
            if held is None:
                break
            found.append(Held(own, held.form, held.parent, held.values))
        own = found[-1].parent
    return found


def _subject(session: Session, path: list[Held]) -> str | None:
    """Return whose consent it is: the person that a record names in its title, or the nearest that may give one."""
    may_give = set(session.store.catalogue.form(CONSENT).parent.values())
    for held in path:
        form = session.store.catalogue.form(held.form)
        named = [field.name for field in form.fields if field.to == PERSON and field.name in form.title]
        people = [held.values[name] for name in named if held.values.get(name)]
        if people:
            return str(people[0])
        if held.form in may_give:
            return held.id
    return None


def _needless(values: Mapping[str, Any], path: list[Held]) -> list[Finding]:
    """R26: an account only where the receipt is paid by transfer (PIPL 6)."""
    receipts = [held for held in path if held.form == "subsidy_receipt"]
    if values.get("account") and any(held.values.get("method") != "transfer" for held in receipts):
        return [Finding("account", "E", "forms.rule_account_cash", {}, "R26")]
    return []
