"""Questionnaires as XLSForm workbooks, for ODK, Kobo and whoever else speaks the standard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zjdesk.forms.model import Choice, Question, Survey
from zjdesk.i18n import Label

Row = dict[str, str]
LANGUAGE = "中文 (zh)"
_LANGUAGES = ((LANGUAGE, "zh"), ("English (en)", "en"))
_TEXTS = ("label", "hint", "constraint_message")
COLUMNS = (
    "type",
    "name",
    *(f"{text}::{language}" for text in _TEXTS for language, _ in _LANGUAGES),
    *("required", "relevant", "constraint", "default"),
)
_CHOICE_COLUMNS = ("list_name", "name", *(f"label::{language}" for language, _ in _LANGUAGES))
_SETTINGS = ("form_title", "form_id", "version", "default_language")


def sheets(survey: Survey, communities: Sequence[Choice] = ()) -> dict[str, list[Row]]:
    """Return the rows of the sheets ``survey``, ``choices`` and ``settings``.

    ``communities`` are the choices of a question whose answer the program knows from the batch; without
    them it becomes a text.
    """
    lists = dict(survey.choice_lists)
    if communities:
        lists["community"] = tuple(communities)
    choices = [
        {"list_name": name, "name": choice.code, **_texts("label", choice.label)}
        for name, listed in lists.items()
        for choice in listed
    ]
    settings = {
        "form_title": survey.label.zh,
        "form_id": survey.name,
        "version": survey.version,
        "default_language": LANGUAGE,
    }
    return {
        "survey": [_row(question, lists) for question in survey.questions],
        "choices": choices,
        "settings": [settings],
    }


def _row(question: Question, lists: dict[str, tuple[Choice, ...]]) -> Row:
    known = question.list_name is None or question.list_name in lists
    row = {"type": f"{question.type} {question.list_name or ''}".strip() if known else "text"}
    if question.type == "end_group":
        return row
    row |= {"name": question.name, **_texts("label", question.label)}
    if (field := question.field) is None:
        return row | ({"required": "yes"} if question.source else {})
    row |= _texts("hint", field.hint) | _texts("constraint_message", field.constraint_message)
    filled = {"relevant": field.relevant, "constraint": field.constraint, "default": field.default}
    row |= {key: str(value) for key, value in filled.items() if value is not None}
    return row | ({"required": "yes"} if field.required else {})


def _texts(column: str, label: Label | None) -> Row:
    if label is None:
        return {}
    return {f"{column}::{language}": label.zh if code == "zh" else label.en for language, code in _LANGUAGES}


def write(survey: Survey, path: Path, communities: Sequence[Choice] = ()) -> None:
    """Write a questionnaire as an XLSForm workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    columns = {"survey": COLUMNS, "choices": _CHOICE_COLUMNS, "settings": _SETTINGS}
    for name, rows in sheets(survey, communities).items():
        sheet = book.create_sheet(name)
        sheet.append(list(columns[name]))
        for row in rows:
            sheet.append([row.get(column) for column in columns[name]])
            for cell in sheet[sheet.max_row]:
                cell.number_format = "@"
    book.save(path)
