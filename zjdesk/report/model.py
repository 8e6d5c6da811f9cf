"""Builds a report from a store: reads the declaration, counts every figure once, and writes each block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from sqlite3 import Connection

from zjdesk.errors import UsageError
from zjdesk.i18n import Lang, text
from zjdesk.paths import forms_dir, resources_dir
from zjdesk.report.annexes import annexes
from zjdesk.report.blocks import Block, Heading, Paragraph, Remark, Report, Sentence, Span
from zjdesk.report.chapters import fill
from zjdesk.report.checks import remarks
from zjdesk.report.context import context, filters
from zjdesk.report.declaration import (
    BlockForm,
    FigureForm,
    HeadingForm,
    RecordsForm,
    ReportForm,
    TableForm,
    TextForm,
    load_report,
)
from zjdesk.report.glyphs import coverage, font_files, missing
from zjdesk.report.numbers import Numbers
from zjdesk.report.plotting import figure
from zjdesk.report.records import day, read_cycle, read_street
from zjdesk.report.sentences import Writer
from zjdesk.report.steps import Step, untold
from zjdesk.report.tables import table
from zjdesk.stats.views import install


def build(
    conn: Connection, *, lang: Lang, as_of: str | None = None, wave: str = "final", step: Step = untold
) -> Report:
    """Return the whole evaluation report on the store behind ``conn``.

    ``as_of`` (``2016-07-31``) is the day up to which everything counts; without it money counts up to the day on
    which the cycle's accounts close (BR-31), and everything else as it stands. ``step`` hears of every block.
    """
    if wave != "final":
        raise UsageError("report.only_final", wave=wave)
    install(conn, as_of)
    form = load_report(forms_dir() / "reports" / "evaluation.toml")
    author = Author(conn, lang, as_of)
    author.numbers.read(used(form))
    blocks = tuple(block for each in _told(form.blocks, step) for block in author.blocks(each))
    report = Report(
        title=form.title.text(lang).format(street=author.street.name, cycle=author.cycle_name),
        author=f"{author.street.name}{' ' if lang == 'en' else ''}{author.street.office}".strip(),
        lang=lang,
        as_of=author.day,
        wave=wave,
        blocks=blocks,
        annexes=annexes(author.numbers, author.as_of),
        warnings=remarks(form, author.numbers),
    )
    fonts = [coverage(path) for path in font_files(resources_dir() / "fonts")]
    return replace(report, missing_glyphs=missing(report.texts(), fonts))


def noticed(conn: Connection, *, lang: Lang, as_of: str | None = None) -> tuple[Remark, ...]:
    """Return what is noticed in a report's numbers, without writing it."""
    install(conn, as_of)
    return remarks(load_report(forms_dir() / "reports" / "evaluation.toml"), Numbers(conn, lang, as_of))


def _told(blocks: Sequence[BlockForm], step: Step) -> Iterator[BlockForm]:
    for done, block in enumerate(blocks):
        step(done, len(blocks))
        yield block
    step(len(blocks), len(blocks))


def used(form: ReportForm) -> Iterator[str]:
    """Yield the indicators that a report asks for, so that they are counted together."""
    for block in form.blocks:
        if isinstance(block, TextForm):
            yield from block.uses
        elif isinstance(block, FigureForm):
            yield from (series.indicator for series in block.series)
        elif isinstance(block, TableForm):
            yield from block.indicators


class Author:
    """Writes the blocks of one report: one language, one day, one set of numbers."""

    def __init__(self, conn: Connection, lang: Lang, as_of: str | None) -> None:
        self.lang = lang
        self.numbers = Numbers(conn, lang, as_of)
        self.writer = Writer(lang, filters(self.numbers))
        self.street = read_street(conn, lang)
        self.cycle = read_cycle(conn, lang)
        self.cycle_name = self.cycle.name if self.cycle else text(lang, "report.cycle")
        self.day = as_of or (self.cycle.accounts if self.cycle else "")
        self.as_of = day(self.day, lang) if self.day else text(lang, "report.now")
        self._tables = count(1)

    def blocks(self, form: BlockForm) -> Iterable[Block]:
        """Return what one declared block becomes; what has nothing to say becomes nothing."""
        if isinstance(form, HeadingForm):
            return (Heading(form.level, form.label.text(self.lang)),)
        if isinstance(form, FigureForm):
            return (figure(form, self.numbers),)
        if isinstance(form, RecordsForm):
            return fill(form, self.numbers, self.as_of, self._tables)
        if isinstance(form, TableForm):
            return self._table(form)
        return self._paragraph(form)

    def _table(self, form: TableForm) -> Iterable[Block]:
        made = table(form, self.numbers, self._tables)
        return () if made is None else (made,)

    def _paragraph(self, form: TextForm) -> Iterable[Block]:
        if form.needs is not None and not self._counts(form.needs):
            nothing = text(self.lang, "report.nothing_counted", as_of=self.as_of)
            return (Paragraph(form.name, (Sentence((Span(nothing),), form.uses),), "empty"),)
        words = context(self.numbers, form.uses) | {
            "as_of": self.as_of,
            "street": self.street.name,
            "cycle": self.cycle,
        }
        sentence = self.writer.sentence(form.template.text(self.lang), words, form.uses)
        return (Paragraph(form.name, (sentence,)),) if sentence.text else ()

    def _counts(self, needed: str) -> bool:
        indicator, _, key = needed.partition(".")
        reading = self.numbers.one(indicator, key)
        return bool(reading.base if reading.figure.base is not None else reading.n)
