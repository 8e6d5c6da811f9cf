"""Whether a record's values are what its form declares, as findings beside their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as declared
from datetime import date
from typing import Literal

from zjdesk.errors import InputError
from zjdesk.forms import expressions
from zjdesk.forms.model import MISSING_CODES, NOT_APPLICABLE, STATE, SURVEY, Field, Form
from zjdesk.forms.types import TYPES, blank
from zjdesk.i18n import Label, Lang, text

Values = Mapping[str, object]
Level = Literal["E", "W", "I"]
INVALID = "is_invalid"


@dataclass(frozen=True)
class Finding:
    """What is wrong with a field (none for the whole record): E stops, W wants a reason, I informs."""

    field: str
    level: Level
    key: str
    params: Mapping[str, object] = declared(default_factory=dict)
    rule: str | None = None

    def text(self, lang: Lang) -> str:
        """Return what is wrong and what to do, in one sentence or two."""
        spoken = {name: value.text(lang) if isinstance(value, Label) else value for name, value in self.params.items()}
        return text(lang, self.key, **spoken)


def check(
    form: Form,
    values: Values,
    *,
    today: date,
    given: Values | None = None,
    new: bool = True,
    parent: Values | None = None,
) -> list[Finding]:
    """Return what is wrong with the values of one record, by field in the form's order.

    ``values`` are all its values as entered, not only the changed ones; names of parents may stand among them.
    ``given`` are those that the person set (all of them unless said otherwise): only there can a calculated value
    be wrong. A new record may lack what has a default; ``parent`` are its parent's values (see with_survey).
    """
    values = with_survey(form, values, parent)
    findings = [
        Finding(name, "E", "forms.no_such_field", {"name": name, "form": form.label})
        for name in values
        if name not in form.by_name and name not in form.parent
    ]
    typed = {field.name: finding for field in form.fields if (finding := _mistyped(field, values))}
    sound = {name: value for name, value in values.items() if name not in typed}
    shown = relevance(form, sound, today=today)
    mine = _Entry(sound, values if given is None else given, today, new)
    for field in form.fields:
        if (finding := typed.get(field.name)) is not None:
            findings.append(finding)
        elif not shown[field.name]:
            findings.extend(asked_in_vain(field, sound))
        else:
            findings.extend(_field(field, mine))
    return findings


@dataclass(frozen=True)
class _Entry:
    values: Values
    given: Values
    today: date
    new: bool

    def excuses(self, field: Field) -> bool:
        """Tell whether a required answer may be lacking: it has a default, or the paper is invalid."""
        if field.default is not None and (self.new or field.surveys):
            return True
        return bool(field.missing) and self.values.get(INVALID) == "yes"


def with_survey(form: Form, values: Values, parent: Values | None) -> Values:
    """Return a response's values with its questionnaire, which follows from the wave of its batch."""
    if not form.waves or parent is None or not blank(values.get(SURVEY)):
        return values
    return {**values, SURVEY: form.waves.get(str(parent.get("wave")))}


def relevance(form: Form, values: Values, *, today: date | None = None) -> dict[str, bool]:
    """Tell for every field whether it is asked for; an answer that is not asked for counts as none."""
    survey = values.get(SURVEY)
    shown: dict[str, bool] = {}

    def decide(field: Field) -> bool:
        if field.name in shown:
            return shown[field.name]
        shown[field.name] = True
        if field.surveys and survey not in field.surveys and not blank(survey):
            shown[field.name] = False
        elif field.relevant is not None:
            expression = expressions.compile(field.relevant)
            read = [form.by_name[name] for name in expression.names if name in form.by_name]
            seen = {other.name: values.get(other.name) for other in read if decide(other)}
            shown[field.name] = expression.holds(seen, values.get(field.name), today)
        return shown[field.name]

    return {field.name: decide(field) for field in form.fields}


def _mistyped(field: Field, values: Values) -> Finding | None:
    value = values.get(field.name)
    if value is None or value == "" or missing(field, value):
        return None
    try:
        TYPES[field.type].parse(value)
    except InputError as error:
        return Finding(field.name, "E", error.key, {"label": field.label, **error.params}, field.rule)
    return None


def missing(field: Field, value: object) -> bool:
    """Tell whether a value is one of the missing codes that the field may hold."""
    codes = value if isinstance(value, list) else [value]
    return len(codes) == 1 and codes[0] in field.missing


def asked_in_vain(field: Field, values: Values) -> Iterator[Finding]:
    """BR-42: what was answered without being asked is kept, and pointed out as a contradiction."""
    value = values.get(field.name)
    if blank(value) or missing(field, value) or value == field.default:
        return
    rule = "BR-42" if field.missing else field.rule
    key = "forms.contradicts" if field.missing else "forms.not_relevant"
    yield Finding(field.name, "W", key, {"label": field.label}, rule)


def _field(field: Field, entry: _Entry) -> Iterator[Finding]:
    value = entry.values.get(field.name)
    if field.calculation is not None and field.stored:
        yield from _calculated(field, entry)
    elif blank(value) or not_applicable(value):
        if field.required and not entry.excuses(field):
            yield Finding(field.name, "E", "forms.required", {"label": field.label}, field.rule)
    elif not missing(field, value):
        yield from _answer(field, value, entry)


def _calculated(field: Field, entry: _Entry) -> Iterator[Finding]:
    value = entry.given.get(field.name)
    wanted = calculated(field, entry.values, entry.today)
    if not blank(value) and wanted is not None and value != wanted:
        params = {"label": field.label, "value": value, "wanted": wanted}
        yield Finding(field.name, "E", "forms.calculated_otherwise", params, field.rule)


def calculated(field: Field, values: Values, today: date | None = None) -> object:
    """Return what a field's calculation comes to, as a JSON value; None where it comes to nothing."""
    if field.calculation is None:
        return None
    expression = expressions.compile(field.calculation)
    return expressions.stored(expression.evaluate(values, values.get(field.name), today), field.type)


def not_applicable(value: object) -> bool:
    """Tell whether a value is −8, which only the program sets: where the question was not asked."""
    return value in (NOT_APPLICABLE, [NOT_APPLICABLE])


def _answer(field: Field, value: object, entry: _Entry) -> Iterator[Finding]:
    if field.type in ("choice", "choices"):
        wrong = list(codes_agree(field, value if isinstance(value, list) else [value]))
        yield from wrong
        if wrong:
            return
    if field.length is not None and isinstance(value, str) and len(value) > field.length:
        params = {"label": field.label, "length": len(value), "most": field.length}
        yield Finding(field.name, "E", "forms.too_long", params, field.rule)
    elif field.constraint is not None and field.name != STATE:
        expression = expressions.compile(field.constraint)
        known = not any(blank(entry.values.get(name)) for name in expression.names)
        if known and not expression.holds(entry.values, value, entry.today):
            message = field.constraint_message or Label(field.constraint, field.constraint)
            params = {"label": field.label, "message": message}
            yield Finding(field.name, "E", "forms.constraint", params, field.rule)


def codes_agree(field: Field, codes: list[object]) -> Iterator[Finding]:
    """BR-41: a missing code stands alone, and every other code is one of the choices."""
    if any(code in MISSING_CODES for code in codes):
        yield Finding(field.name, "E", "forms.missing_alone", {"label": field.label}, "BR-41")
        return
    wrong = [str(code) for code in codes if field.choice(str(code)) is None]
    if wrong:
        known = "、".join(choice.code for choice in field.choices)
        params = {"label": field.label, "value": "、".join(wrong), "known": known}
        yield Finding(field.name, "E", "forms.no_such_choice", params, field.rule)
