"""Brings a record together with what the business rules look at: its parent, its children, what it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zjdesk.forms.check import Finding
from zjdesk.forms.consent import needs_consent
from zjdesk.forms.facts import Facts
from zjdesk.forms.model import Form
from zjdesk.forms.rules import RULES, breaches, shut_gates
from zjdesk.ops.looking import Looking, Pending
from zjdesk.ops.session import Session
from zjdesk.store.entry import STATE
from zjdesk.store.held import form_of


def stands(form: Form, values: Mapping[str, Any]) -> bool:
    """Tell whether the rules bind a record now: a draft may break them, what is submitted may not."""
    if form.name not in RULES and not needs_consent(form) and not _gated(form):
        return False
    return form.life_cycle is None or values.get(STATE) != form.life_cycle.initial


def _gated(form: Form) -> bool:
    return form.life_cycle is not None and any(step.gates for step in form.life_cycle.transitions)


class Ruling:
    """Holds the records of one action against the rules; ``pending`` are its records as it leaves them."""

    def __init__(self, session: Session, pending: Pending) -> None:
        self._session = session
        self._pending = pending
        self._look = Looking(session, pending)

    def findings(
        self, form: Form, own: str, parent: str | None, values: Mapping[str, Any], before: Mapping[str, Any] | None
    ) -> list[Finding]:
        """Return what a record breaks, and what stands against the step that it takes."""
        facts = self.facts(form, own, parent, values, before)
        return [*breaches(form.name, facts), *shut_gates(form, facts)]

    def facts(
        self, form: Form, own: str, parent: str | None, values: Mapping[str, Any], before: Mapping[str, Any] | None
    ) -> Facts:
        """Return a record with all that the rules may look at."""
        ruled = RULES.get(form.name)
        below = {name: self.children(name, form.name, own) for name in (ruled.children if ruled else ())}
        named = self._named(form, values)
        for name, rows in below.items():
            for row in rows:
                named |= self._named(self._session.store.catalogue.form(name), row)
        return Facts(
            values=values,
            parent=self._values(parent) if parent else {},
            children=below,
            records=named,
            id=own,
            before=before,
            look=self._look,
            today=self._session.store.env.today(),
            role=self._session.account.role,
            who=self._session.account.name,
        )

    def children(self, name: str, above: str, own: str) -> list[Mapping[str, Any]]:
        """Return the children of one form with their ids, as this action leaves them."""
        return list(self._look(name, self._session.store.catalogue.form(name).parent_field(above), own))

    def _values(self, own: str) -> dict[str, Any]:
        form = self._pending[own][0] if own in self._pending else form_of(self._session.store.conn, own)
        return next((dict(row) for row in self._look(form, "id", own)), {"id": own}) if form else {"id": own}

    def _named(self, form: Form, values: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        for field in form.fields:
            if field.type in ("ref", "refs"):
                value = values.get(field.name)
                for other in value if isinstance(value, list) else [value]:
                    if isinstance(other, str) and (other in self._pending or form_of(self._session.store.conn, other)):
                        found[other] = self._values(other)
        return found
