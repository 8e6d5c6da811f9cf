"""What is known already about the people of a sheet: who may be paid, and who signed before."""

from __future__ import annotations

from zjdesk.forms.rules_subsidy import staff_among
from zjdesk.ops import queries
from zjdesk.ops.session import Session


def unpaid(session: Session) -> frozenset[str]:
    """Return the ids of the people to whom no subsidy may go (BR-03); shows nobody their telephones."""
    people = queries.list_records(session, "person", masked=False)
    return staff_among({person.id: person.values for person in people})
