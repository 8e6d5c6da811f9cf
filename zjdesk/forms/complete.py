"""What the program fills in before a save: defaults, the questionnaire, −8 where not asked, calculations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zjdesk.forms.check import Values, calculated, not_applicable, relevance, with_survey
from zjdesk.forms.model import NOT_APPLICABLE, SURVEY, Field, Form
from zjdesk.forms.types import blank


def complete(
    form: Form,
    values: Values,
    *,
    parent: Mapping[str, object] | None = None,
    new: bool = True,
    today: date | None = None,
) -> dict[str, object]:
    """Return the values with everything that follows from them; ``None`` where an answer must go.

    ``values`` are all values of the record, ``parent`` those of its parent (see with_survey). Defaults are set
    in a new record, those of questions in any. −9 is never set: whether a person left a question out is theirs
    to say.
    """
    entered = with_survey(form, values, parent)
    found = {name: _listed(form, name, value) for name, value in entered.items()}
    for field in form.fields:
        if field.default is not None and (new or field.surveys) and blank(found.get(field.name)):
            found[field.name] = field.default
    shown = relevance(form, found, today=today)
    survey = found.get(SURVEY)
    for field in form.fields:
        if not shown[field.name]:
            _drop(found, field, asked=not field.surveys or survey in field.surveys)
        elif not_applicable(found.get(field.name)):
            found[field.name] = None
    for field in form.fields:
        if field.stored and (result := calculated(field, found, today)) is not None:
            found[field.name] = result
    return {name: value for name, value in found.items() if not blank(value) or not blank(values.get(name))}


def _listed(form: Form, name: str, value: object) -> object:
    """Return a single missing code of a multiple choice as the list that it is stored as."""
    field = form.by_name.get(name)
    return [value] if field and field.type == "choices" and isinstance(value, str) and value else value


def _drop(values: dict[str, object], field: Field, asked: bool) -> None:
    if asked and NOT_APPLICABLE in field.missing:
        values[field.name] = [NOT_APPLICABLE] if field.type == "choices" else NOT_APPLICABLE
    else:
        values[field.name] = None
