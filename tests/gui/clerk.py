"""What a clerk presses for a paper of the reference programme, and what must be saved of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zjdesk.demo.model import Answer
from zjdesk.demo.plan_survey import answered
from zjdesk.demo.source import answers
from zjdesk.forms.model import Field
from zjdesk.gui.forms.paper import CODE_KEYS, choices

MOST_KEYS = 20
_KEY_OF = {code: key for key, code in CODE_KEYS.items()}


def valid_papers(wave: str) -> list[Answer]:
    """Return the valid papers of a wave in their order."""
    return [answer for answer in answers() if answer.wave == wave and answer.valid]


def said(answer: Answer) -> Mapping[str, Any]:
    """Return what the paper says: the answers to what was asked, without what stands when nothing was written."""
    return {name: value for name, value in answered(answer).items() if not name.endswith("_other")}


def keys_of(answer: Answer, questions: tuple[Field, ...]) -> str:
    """Return the fewest keys that say what the paper says."""
    values = said(answer)
    return "".join(key for field in questions for key in _keys(field, values.get(field.name)))


def _keys(field: Field, value: Any) -> Iterator[str]:
    if value is None:
        return
    ticked = value if isinstance(value, list) else [value]
    order = [code for code, _ in choices(field)]
    for code in ticked:
        yield _KEY_OF.get(code) or str(order.index(code) + 1)
    if isinstance(value, list) and ticked[0] in order:
        yield "\n"
