"""附件1: every community's questionnaires, one row each and a total, from the figures broken down by community."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from zjdesk.i18n import Label, text
from zjdesk.paths import forms_dir
from zjdesk.report.accounts import accounts_annex
from zjdesk.report.annex_form import AnnexForm, AnnexTableForm, ColumnForm, Shows, load_annex
from zjdesk.report.blocks import Annex, Cell, Column, HeadCell, Row, Table
from zjdesk.report.discretion import hidden_rows
from zjdesk.report.numbers import Numbers, trace_of
from zjdesk.stats.figures import Figure
from zjdesk.stats.places import communities
from zjdesk.stats.shares import NOTHING

Spot = tuple[str, str, str | None]  # indicator, key, community; None is the whole street


def annexes(numbers: Numbers, as_of: str) -> tuple[Annex, ...]:
    """Return 附件1 and 附件2."""
    form = load_annex(forms_dir() / "reports" / "annex_survey.toml")
    return survey_annex(form, numbers, as_of), accounts_annex(numbers, as_of)


def survey_annex(form: AnnexForm, numbers: Numbers, as_of: str) -> Annex:
    """Return the annex of figures by community."""
    lang = numbers.lang
    found = figures_by_spot(form, numbers)
    return Annex(
        word=text(lang, "report.annex_word", number=form.number),
        title=form.title.text(lang),
        tables=tuple(_table(each, numbers, found) for each in form.tables),
        opening=(form.opening.text(lang).format(as_of=as_of),),
    )


def figures_by_spot(form: AnnexForm, numbers: Numbers) -> dict[Spot, Figure]:
    """Return every figure of the annex by indicator, key and community."""
    numbers.read(form.indicators)
    numbers.read(form.indicators, "community")
    found: dict[Spot, Figure] = {}
    for name in form.indicators:
        for figure in numbers.figures(name):
            found[name, figure.key, None] = figure
        for figure in numbers.figures(name, "community"):
            found[name, figure.key, figure.breakdown["community"]] = figure
    return found


def _table(form: AnnexTableForm, numbers: Numbers, found: dict[Spot, Figure]) -> Table:
    places = communities(numbers.conn)
    width = 1 + sum(len(column.keys) for column in form.columns)
    codes = [place.code for place in places]
    hidden = [_hidden(column, found, codes) for column in form.columns]
    rows = [
        Row((Cell(place.name), *_cells(form, found, place.code, [line in rows for rows in hidden])))
        for line, place in enumerate(places)
    ]
    total = [len(places) in rows for rows in hidden]
    rows.append(Row((Cell(text(numbers.lang, "report.total")), *_cells(form, found, None, total)), "total"))
    return Table(
        key=form.key,
        title=form.title.text(numbers.lang),
        columns=(Column("left"), *(Column("right") for _ in range(width - 1))),
        header=_header(form, numbers, found),
        rows=tuple(rows),
        notes=(text(numbers.lang, "report.rounding"),),
        across=True,
    )


def _hidden(column: ColumnForm, found: dict[Spot, Figure], communities: Sequence[str]) -> frozenset[int]:
    """Return the lines in which a group of columns stays empty; what is no answer of people is always shown."""
    if column.shows != "both":
        return frozenset()
    return hidden_rows([[found[column.indicator, key, code] for key in column.keys] for code in communities])


def _cells(
    form: AnnexTableForm, found: dict[Spot, Figure], community: str | None, hidden: Sequence[bool]
) -> Iterator[Cell]:
    for column, is_hidden in zip(form.columns, hidden, strict=True):
        for key in column.keys:
            figure = found[column.indicator, key, community]
            yield Cell(NOTHING) if is_hidden else cell(figure, column.shows)


def cell(figure: Figure, shows: Shows) -> Cell:
    """Return a figure as a cell prints it."""
    words = {
        "n": str(figure.n),
        "base": str(figure.base or 0),
        "both": f"{figure.n}({figure.share})" if figure.share else f"{figure.n}({NOTHING})",
    }
    return Cell(words[shows], (trace_of(figure),))


def _header(form: AnnexTableForm, numbers: Numbers, found: dict[Spot, Figure]) -> tuple[tuple[HeadCell, ...], ...]:
    lang = numbers.lang
    upper = [HeadCell(text(lang, "report.community"), rows=2)]
    lower: list[HeadCell] = []
    for group, members in groupby(form.columns, key=lambda column: column.group):
        heads = [head for column in members for head in _heads(column, numbers, found)]
        if group is None:
            upper.extend(HeadCell(head, rows=2) for head in heads)
        else:
            upper.append(HeadCell(group.text(lang), columns=len(heads)))
            lower.extend(HeadCell(head) for head in heads)
    return tuple(upper), tuple(lower)


def _heads(column: ColumnForm, numbers: Numbers, found: dict[Spot, Figure]) -> list[str]:
    labels: list[Label] = [column.head or found[column.indicator, key, None].label for key in column.keys]
    return [label.text(numbers.lang) for label in labels]
