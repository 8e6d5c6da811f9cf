"""From a report's blocks to what flows over its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer

from zjdesk.report.blocks import Annex, Block, Figure, Heading, Paragraph, Report, Table
from zjdesk.report.typeset.drawing import Drawing
from zjdesk.report.typeset.fonts import FontBook
from zjdesk.report.typeset.page import Bookmark
from zjdesk.report.typeset.styles import TEXT_HEIGHT, TEXT_WIDTH, Sheet, sheet
from zjdesk.report.typeset.tables import table
from zjdesk.report.typeset.textblock import TextBlock

SHORT_TABLE = 16  # rows; a table that is no longer stays on one page


@dataclass
class Story:
    """Builds the flow of one report."""

    fonts: FontBook
    sheet: Sheet
    _keys: Iterator[int] = field(default_factory=count)

    def flow(self, report: Report) -> list[Flowable]:
        """Return everything from the title to the last annex."""
        flow: list[Flowable] = [self.mark(report.title, 0), TextBlock(report.title, self.sheet.title, self.fonts)]
        for block in report.blocks:
            flow.extend(self.block(block))
        for annex in report.annexes:
            flow.extend(self.annex(annex))
        return flow

    def mark(self, text: str, level: int) -> Bookmark:
        """Return an entry of the outline."""
        return Bookmark(f"place-{next(self._keys)}", text, level)

    def block(self, block: Block) -> Iterator[Flowable]:
        """Yield what one block becomes."""
        if isinstance(block, Heading):
            yield self.mark(block.text, block.level)
            yield TextBlock(block.text, self.sheet.headings[block.level - 1], self.fonts)
        elif isinstance(block, Paragraph):
            style = self.sheet.note if block.role == "note" else self.sheet.body
            yield TextBlock(block.text, style, self.fonts)
        elif isinstance(block, Figure):
            drawing = Drawing(block.chart, self.fonts)
            caption = TextBlock(block.caption, self.sheet.caption, self.fonts)
            yield KeepTogether([Spacer(1, 6), drawing, caption])
        else:
            yield from self.table(block, TEXT_WIDTH)

    def table(self, block: Table, width: float) -> Iterator[Flowable]:
        """Yield a table with its title above and its notes underneath."""
        title = [TextBlock(block.title, self.sheet.table_title, self.fonts)] if block.title else []
        notes = [TextBlock(note, self.sheet.note, self.fonts) for note in block.notes]
        drawn = table(block, width, self.sheet, self.fonts)
        if len(block.rows) <= SHORT_TABLE:
            yield KeepTogether([*title, drawn, Spacer(1, 3), *notes, Spacer(1, 8)])
        else:
            yield from (*title, drawn, Spacer(1, 3), *notes)

    def annex(self, annex: Annex) -> Iterator[Flowable]:
        """Yield an annex on pages of its own, each wide table laid across."""
        for number, each in enumerate(annex.tables):
            yield NextPageTemplate("landscape" if each.landscape else "portrait")
            yield PageBreak()
            if number == 0:
                yield self.mark(f"{annex.word} {annex.title}", 1)
                yield TextBlock(annex.word, self.sheet.annex_word, self.fonts)
                yield TextBlock(annex.title, self.sheet.annex_title, self.fonts)
                yield from (TextBlock(line, self.sheet.note, self.fonts) for line in annex.opening)
            yield from self.table(each, TEXT_HEIGHT if each.landscape else TEXT_WIDTH)


def story(report: Report, fonts: FontBook) -> list[Flowable]:
    """Return the flow of a whole report."""
    return Story(fonts, sheet(report.lang)).flow(report)
