"""Questionnaires in XLSForm's terms to Survey, and to the fields of the form ``response``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zjdesk.forms.choices import NAME, choice_lists
from zjdesk.forms.model import MISSING_CODES, NOT_APPLICABLE, SENSITIVITIES, SURVEY, Choice, Field, Question, Survey
from zjdesk.forms.source import Table
from zjdesk.i18n import Label

# XLSForm type -> field type; None shows text only
QUESTION_TYPES: Mapping[str, str | None] = {
    "note": None,
    "begin_group": None,
    "end_group": None,
    "text": "text",
    "integer": "int",
    "decimal": "decimal",
    "date": "date",
    "select_one": "choice",
    "select_multiple": "choices",
}
SURVEY_KEYS = ("name", "version", "label", "wave", "maps_to", "mapping", "list", "question")
QUESTION_KEYS = (
    *("type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message"),
    *("default", "length", "sensitivity", "source"),
)
_SURVEY_LABEL = Label("问卷版本", "Questionnaire")


def read_survey(root: Table, name: str, shared: Mapping[str, tuple[Choice, ...]]) -> Survey:
    """Read a questionnaire; ``shared`` are the choice lists that all questionnaires may use."""
    root.known(SURVEY_KEYS)
    if root.text("name", required=True) not in (name, None):
        root.problem("name", "name_is_file", name=name)
    lists = {**shared, **choice_lists(root)}
    questions: dict[str, Question] = {}
    for number, table in enumerate(root.tables("question")):
        question = _question(table, lists)
        if question.name and question.name in questions:
            table.problem("name", "twice", name=question.name)
        questions[question.name or f"end {number}"] = question
    used = {question.list_name for question in questions.values() if question.list_name in lists}
    survey = Survey(
        name,
        root.text("version", required=True) or "",
        root.label("label", required=True) or Label(name, name),
        root.one_of("wave", ("mid", "final"), required=True) or "final",
        tuple(questions.values()),
        {key: choices for key, choices in lists.items() if key in used},
        root.text("maps_to"),
        root.mapping("mapping"),
    )
    for question_name in survey.mapping:
        if question_name not in survey.columns:
            root.problem("mapping", "no_field", name=question_name)
    return survey


def _question(table: Table, lists: Mapping[str, tuple[Choice, ...]]) -> Question:
    table.known(QUESTION_KEYS)
    kind, _, list_name = (table.text("type", required=True) or "note").partition(" ")
    if kind not in QUESTION_TYPES:
        table.problem("type", "not_among", value=kind, known="、".join(QUESTION_TYPES))
    name = table.text("name", required=kind != "end_group") or ""
    if name and not NAME.fullmatch(name):
        table.problem("name", "bad_name", name=name)
    label = table.label("label", required=kind != "end_group") or Label("", "")
    source = table.text("source")
    if list_name and list_name not in lists and source is None:
        table.problem("type", "no_choice_list", name=list_name)
    choices = lists.get(list_name, ())
    field_type = QUESTION_TYPES.get(kind)
    field = _field(table, name, field_type, label, choices) if field_type and source is None else None
    return Question(kind, name, label, field, list_name or None, source)


def _field(table: Table, name: str, kind: str, label: Label, choices: tuple[Choice, ...]) -> Field:
    relevant = table.text("relevant")
    missing = [code for code in MISSING_CODES if any(choice.code == code for choice in choices)]
    if missing and relevant:
        missing.append(NOT_APPLICABLE)
    return Field(
        name,
        kind,
        label,
        hint=table.label("hint"),
        length=table.whole("length"),
        required=table.flag("required"),
        relevant=relevant,
        constraint=table.text("constraint"),
        constraint_message=table.label("constraint_message"),
        default=table.text("default"),
        sensitivity=table.one_of("sensitivity", SENSITIVITIES) or "P0",
        choices=choices,
        missing=tuple(missing),
    )


def response_fields(surveys: tuple[Survey, ...]) -> tuple[Field, ...]:
    """Return one field per question of any questionnaire, each knowing in which ones it stands."""
    names = tuple(survey.name for survey in surveys)
    which = tuple(Choice(survey.name, survey.label) for survey in surveys)
    found = {SURVEY: Field(SURVEY, "choice", _SURVEY_LABEL, choices=which, surveys=names)}
    for survey in surveys:
        for question in survey.questions:
            if (field := question.field) is None:
                continue
            earlier = found.get(field.name, field)
            found[field.name] = replace(earlier, surveys=(*earlier.surveys, survey.name))
    return tuple(found.values())
