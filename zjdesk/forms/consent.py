"""Whether consents (R49) cover what is entered into a private form (PIPL 13, 15, 29, 31)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zjdesk.forms.check import Finding, Values
from zjdesk.forms.model import Field, Form
from zjdesk.forms.types import blank

RULE = "R49"
UNDER_14 = "is_under_14"
WRITTEN = ("written", "guardian_written")
BY_GUARDIAN = ("guardian_written",)


def needs_consent(form: Form) -> bool:
    """Tell whether a form holds what may be entered under a consent only."""
    return form.scope == "private" and any(field.consent for field in form.fields)


def uncovered(form: Form, values: Values, consents: Sequence[Values], today: date) -> Iterator[Finding]:
    """Yield what no consent of the subject covers: one that is written, not withdrawn, and names the item.

    For a child under 14 only the guardian's counts. Without any consent the form is closed altogether.
    """
    wanted = BY_GUARDIAN if values.get(UNDER_14) is True else WRITTEN
    standing = [one for one in consents if one.get("form") in wanted and stands(one, today)]
    if not standing:
        key = "forms.consent_guardian" if wanted == BY_GUARDIAN else "forms.consent_none"
        yield Finding("", "E", key, {"form": form.label}, RULE)
        return
    for field in form.fields:
        if _is_entered(field, values) and not any(_covers(one, field) for one in standing):
            yield Finding(field.name, "E", "forms.consent_lacks", {"label": field.label}, RULE)


def stands(consent: Values, today: date) -> bool:
    """Tell whether a consent has been given and not withdrawn."""
    given, withdrawn = str(consent.get("date") or ""), str(consent.get("withdrawn_on") or "")
    return "" < given <= today.isoformat() and (not withdrawn or withdrawn > today.isoformat())


def _is_entered(field: Field, values: Values) -> bool:
    value = values.get(field.name)
    return field.consent is not None and not blank(value) and value is not False


def _covers(consent: Values, field: Field) -> bool:
    items = consent.get("items")
    return isinstance(items, list) and field.consent in items
