"""The chapters that figures do not write: new practice from published cases, advice from the issues found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zjdesk.i18n import text
from zjdesk.report.blocks import Block, Column, Paragraph, Sentence, Span, Table
from zjdesk.report.declaration import RecordsForm
from zjdesk.report.numbers import Numbers
from zjdesk.report.records import read_cases
from zjdesk.report.tables import caption, heads, row

ISSUES = "issues"
OUTCOMES = ("total", "closed", "open")


def fill(form: RecordsForm, numbers: Numbers, as_of: str, order: Iterator[int]) -> Iterator[Block]:
    """Return the paragraphs and tables of a place that records or the report's author fill."""
    return KINDS[form.kind](form, numbers, as_of, order)


def prose(form: RecordsForm, numbers: Numbers, as_of: str, order: Iterator[int]) -> Iterator[Block]:
    """Say that the author's own words are still to come, and invent none."""
    yield _paragraph(form.name, text(numbers.lang, f"report.prose_{form.name}"), empty=True)


def cases(form: RecordsForm, numbers: Numbers, as_of: str, order: Iterator[int]) -> Iterator[Block]:
    """Print the published case studies in their writers' words."""
    gap = text(numbers.lang, "report.base_gap")
    for number, case in enumerate(read_cases(numbers.conn), start=1):
        words = text(
            numbers.lang,
            "report.case",
            number=number,
            title=case.title,
            where=case.community if case.project == case.title else f"{case.community}{gap}{case.project}",
            highlight=case.highlight,
            practice=case.practice,
        )
        yield _paragraph(f"{form.name}-{number}", words)


def issues(form: RecordsForm, numbers: Numbers, as_of: str, order: Iterator[int]) -> Iterator[Block]:
    """Print the issues by kind, the most frequent first; no issues, no table."""
    kinds = [each for each in numbers.all(ISSUES) if each.n and each.key not in OUTCOMES]
    if not kinds:
        return
    kinds.sort(key=lambda each: -each.n)
    total = numbers.one(ISSUES, "total")
    lines = [row(str(each.label), (str(each.figure.n),), (each.trace,)) for each in kinds]
    lines.append(row(text(numbers.lang, "report.total"), (str(total.figure.n),), (total.trace,), "total"))
    yield Table(
        key=form.name,
        title=caption(text(numbers.lang, "report.issues_title"), numbers, order),
        columns=(Column("left", wraps=True), Column("right")),
        header=heads(numbers, "issue_kind", "issue_count"),
        rows=tuple(lines),
        notes=(text(numbers.lang, "report.issues_note", as_of=as_of),),
    )


def _paragraph(key: str, words: str, *, empty: bool = False) -> Paragraph:
    return Paragraph(key, (Sentence((Span(words),)),), "empty" if empty else "body")


KINDS: dict[str, Callable[[RecordsForm, Numbers, str, Iterator[int]], Iterator[Block]]] = {
    "prose": prose,
    "cases": cases,
    "issues": issues,
}
