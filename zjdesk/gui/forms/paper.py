"""One paper questionnaire being keyed: which question is asked, and what each key does to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from zjdesk.forms.check import relevance
from zjdesk.forms.model import SURVEY, Field, Form, Survey

Step = Literal["stay", "moved", "done", "refused"]
NO_ANSWER, ILLEGIBLE = "-9", "-7"
CODE_KEYS: Mapping[str, str] = {"0": NO_ANSWER, "/": ILLEGIBLE}
_HEAD = ("paper_no", "survey_date", "is_invalid")


class Paper:
    """Answers so far and the question in turn; knows nothing of windows."""

    def __init__(self, form: Form, survey: Survey, today: date, answers: Mapping[str, Any] | None = None) -> None:
        self._form = form
        self._survey = survey.name
        self._today = today
        fields = [question.field for question in survey.questions if question.field is not None]
        self.questions: tuple[Field, ...] = tuple(field for field in fields if field.name not in _HEAD)
        self.answers: dict[str, Any] = dict(answers or {})
        self._shown = self._relevance()
        self.place = 0
        self._to_open()
        while self.question is not None and self.answers.get(self.question.name):
            self.place += 1
            self._to_open()

    @property
    def question(self) -> Field | None:
        """Return the question in turn, None when all are answered."""
        return self.questions[self.place] if self.place < len(self.questions) else None

    @property
    def invalid(self) -> bool:
        """Tell whether the paper is judged invalid."""
        return self.answers.get("is_invalid") == "yes"

    @property
    def values(self) -> dict[str, Any]:
        """Return what is to be saved: the answers to what was asked."""
        asked = {name: value for name, value in self.answers.items() if self._shown.get(name, True)}
        return {name: value for name, value in asked.items() if value not in (None, "", [])}

    def is_asked(self, field: Field) -> bool:
        """Tell whether a question is asked, as far as the answers say."""
        return self._shown[field.name]

    def press(self, key: str) -> Step:
        """Take a digit, ``/``, ``+`` or a line break."""
        field = self.question
        if field is None:
            return "done"
        if key == "\n":
            return self._enter(field)
        if key == "+":
            return self._specify(field)
        if key in CODE_KEYS:
            return self._answer(field, _missing(field, CODE_KEYS[key]))
        if not key.isdigit() or int(key) > len(choices(field)):
            return "refused"
        code = choices(field)[int(key) - 1][0]
        return self._tick(field, code) if field.type == "choices" else self._answer(field, code)

    def write(self, text: str) -> Step:
        """Take the words of an open answer and go on."""
        field = self.question
        if field is None:
            return "done"
        self.answers[field.name] = text.strip() or None
        return self._on()

    def note(self, name: str, text: str) -> None:
        """Keep what stands in an open answer, whichever question is in turn."""
        self.answers[name] = text.strip() or None

    def companion(self, field: Field) -> Field | None:
        """Return the open question that says more about another's last option and may stay unsaid, if there is one."""
        place = self.questions.index(field) + 1
        after = self.questions[place] if place < len(self.questions) else None
        return after if after is not None and may_stay_unsaid(after) else None

    def go_to(self, name: str) -> None:
        """Make another question the one in turn."""
        names = [field.name for field in self.questions]
        if name in names:
            self.place = names.index(name)

    def back(self) -> None:
        """Return to the question before."""
        asked = [place for place in range(self.place) if self._stops_at(self.questions[place])]
        if asked:
            self.place = asked[-1]

    def judge(self, invalid: bool) -> None:
        """Judge the paper invalid or valid."""
        self.answers["is_invalid"] = "yes" if invalid else "no"
        self._shown = self._relevance()

    def _enter(self, field: Field) -> Step:
        if self.answers.get(field.name) in (None, "", []) and field.missing:
            return self._answer(field, _missing(field, NO_ANSWER))
        return self._on() if not field.required or self.answers.get(field.name) or self.invalid else "refused"

    def _specify(self, field: Field) -> Step:
        """Go to what a question's last option asks to be written, and tick that option."""
        more = self.companion(field)
        if more is None:
            return "refused"
        last = choices(field)[-1][0]
        if last not in (self.answers.get(field.name) or []):
            self._tick(field, last)
        self.place += 1
        return "moved"

    def _answer(self, field: Field, value: Any) -> Step:
        if value is None:
            return "refused"
        self.answers[field.name] = value
        return self._on()

    def _tick(self, field: Field, code: str) -> Step:
        ticked = [one for one in self.answers.get(field.name) or [] if one not in field.missing]
        ticked = [one for one in ticked if one != code] if code in ticked else [*ticked, code]
        order = [one for one, _ in choices(field)]
        self.answers[field.name] = sorted(ticked, key=order.index)
        self._shown = self._relevance()
        return "stay"

    def _on(self) -> Step:
        self._shown = self._relevance()
        self.place += 1
        self._to_open()
        return "done" if self.question is None else "moved"

    def _to_open(self) -> None:
        while self.question is not None and not self._stops_at(self.question):
            self.place += 1

    def _stops_at(self, field: Field) -> bool:
        """Tell whether keying stops at a question: not at what is not asked, and not at what may stay unsaid."""
        return self._shown[field.name] and not may_stay_unsaid(field)

    def _relevance(self) -> dict[str, bool]:
        sound = {name: value for name, value in self.answers.items() if value not in (None, "", [])}
        return relevance(self._form, {"is_invalid": "no", **sound, SURVEY: self._survey}, today=self._today)


def may_stay_unsaid(field: Field) -> bool:
    """Tell whether a question is an open one for which the declaration says what stands when nothing was written."""
    return field.type == "text" and field.default is not None


def choices(field: Field) -> list[tuple[str, Any]]:
    """Return the options of a question in the order of the paper, without the missing codes."""
    return [(choice.code, choice.label) for choice in field.choices if not choice.code.startswith("-")]


def _missing(field: Field, code: str) -> Any:
    if code not in field.missing:
        return None
    return [code] if field.type == "choices" else code


def next_number(known: list[str], wave: str, community: str, year: int) -> str:
    """Return the number of the next paper: one more than the highest keyed, or the first of its batch."""
    numbered = [match for match in (re.fullmatch(r"(.*-)(\d{3})", one) for one in known) if match]
    if not numbered:
        return f"{year}{'Z' if wave == 'mid' else 'M'}-{community}-001"
    last = max(numbered, key=lambda match: int(match[2]))
    return f"{last[1]}{int(last[2]) + 1:03d}"
