"""What can only be told with all declarations in hand: bound children, expressions, questionnaires that differ."""

from __future__ import annotations

from collections.abc import Sequence

from zjdesk.errors import Problem
from zjdesk.forms.model import Form, Survey


def verify_catalogue(forms: Sequence[Form], surveys: Sequence[Survey]) -> list[Problem]:
    """Return what is wrong across declarations."""
    return []
