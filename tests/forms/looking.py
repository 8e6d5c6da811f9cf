"""A handful of records in memory for rules to look at, found as the store finds them."""

from __future__ import annotations

from collections.abc import Sequence

from zjdesk.forms.check import Values
from zjdesk.forms.facts import Look
from zjdesk.forms.load import load_catalogue
from zjdesk.paths import forms_dir


def look_in(**rows: Sequence[Values]) -> Look:
    """Return what finds these records, by form; a form or field that is not declared fails."""
    known = load_catalogue(forms_dir())

    def look(form: str, field: str, value: object) -> list[Values]:
        declared = known.form(form)
        assert field == "id" or field in declared.by_name or field in declared.parent
        name = "parent" if field in declared.parent else field
        return [row for row in rows.get(form, ()) if _holds(row.get(name), value)]

    return look


def _holds(held: object, value: object) -> bool:
    return value in held if isinstance(held, list) else value is not None and held == value
