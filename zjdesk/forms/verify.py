"""What can only be told with all declarations in hand: bound children, expressions, questionnaires that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zjdesk.errors import InputError, Problem
from zjdesk.forms import expressions
from zjdesk.forms.model import Field, Form, Survey
from zjdesk.forms.source import open_source

_EXPRESSIONS = ("relevant", "constraint", "calculation")


def verify_catalogue(folder: Path, forms: Sequence[Form], surveys: Sequence[Survey]) -> Iterator[Problem]:
    """Return what is wrong across the declarations under ``folder``."""
    if not forms:
        yield Problem(f"{folder.name}/records", "", "forms.no_declarations")
    for form in forms:
        place = _Places(folder / "records" / f"{form.name}.toml", "field")
        own = [field for field in form.fields if not field.surveys]
        yield from _expressions(place, own, {*form.by_name, *form.parent})
        yield from _bound(place, form, forms)
    for survey in surveys:
        place = _Places(folder / "surveys" / f"{survey.name}.toml", "question")
        fields = [question.field for question in survey.questions if question.field is not None]
        yield from _expressions(place, fields, {question.name for question in survey.questions})
        yield from _mapping(place, survey, surveys)
        for other in surveys:
            if other.name < survey.name:
                yield from _differences(place, fields, other)


class _Places:
    """Where the keys of a file's tables stand."""

    def __init__(self, path: Path, header: str) -> None:
        self._source = open_source(path, [])
        self._header = header
        rows = self._source.root().values.get(header, [])
        self._numbers = {row.get("name"): number for number, row in enumerate(rows, 1) if isinstance(row, dict)}

    def problem(self, name: str, key: str, problem: str, /, **params: object) -> Problem:
        """Return a problem at a key of the table of that name, or of the whole file."""
        header = self._header if name else ""
        line = self._source.line(header, self._numbers.get(name, 1), key)
        place = ".".join(part for part in (header, name, key) if part)
        return Problem(self._source.file, f"{line} {place}" if line else place, problem, params)


def _expressions(place: _Places, fields: Iterable[Field], known: set[str]) -> Iterator[Problem]:
    for field in fields:
        for key in _EXPRESSIONS:
            source = getattr(field, key)
            if source is None:
                continue
            try:
                expression = expressions.compile(source)
            except InputError as error:
                yield place.problem(field.name, key, error.key, **error.params)
                continue
            for name in sorted(expression.names - known):
                yield place.problem(field.name, key, "forms.no_field", name=name)
        if field.choices and field.default is not None and field.choice(str(field.default)) is None:
            yield place.problem(field.name, "default", "forms.bad_default", value=field.default, type=field.type)
        if field.constraint is not None and field.constraint_message is None:
            yield place.problem(field.name, "constraint", "forms.lacks_key", missing="constraint_message")
        if field.stored and field.calculation is None:
            yield place.problem(field.name, "stored", "forms.lacks_key", missing="calculation")


def _bound(place: _Places, form: Form, forms: Sequence[Form]) -> Iterator[Problem]:
    children = {child.name for child in forms if form.name in child.parent.values()}
    for name in form.bound:
        if name not in children:
            yield place.problem("", "bound", "forms.no_child", name=name, known="、".join(sorted(children)))


def _mapping(place: _Places, survey: Survey, surveys: Sequence[Survey]) -> Iterator[Problem]:
    target = next((other for other in surveys if other.name == survey.maps_to), None)
    if survey.maps_to is not None and target is None:
        yield place.problem("", "maps_to", "forms.no_such_survey", name=survey.maps_to)
    for name in survey.mapping.values() if target else ():
        if target and name not in target.columns:
            yield place.problem("", "mapping", "forms.no_field", name=name)


def _differences(place: _Places, fields: Iterable[Field], other: Survey) -> Iterator[Problem]:
    theirs = {question.name: question.field for question in other.questions}
    for field in fields:
        same = theirs.get(field.name)
        if same is None:
            continue
        for key in ("type", "required", "choices", "default", *_EXPRESSIONS):
            if getattr(field, key) != getattr(same, key):
                yield place.problem(field.name, key, "forms.differs", name=field.name, other=other.name, key=key)
