"""From a report's blocks to what flows over its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, groupby

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer

from zjdesk.i18n import text
from zjdesk.report.blocks import Annex, Block, Figure, Heading, Paragraph, Report, Table
from zjdesk.report.typeset.drawing import Drawing
from zjdesk.report.typeset.fonts import FontBook
from zjdesk.report.typeset.page import Bookmark
from zjdesk.report.typeset.running import AnnexBegins, AnnexesEnd, Running
from zjdesk.report.typeset.styles import TEXT_HEIGHT, TEXT_WIDTH, Sheet, sheet
from zjdesk.report.typeset.tables import table
from zjdesk.report.typeset.textblock import TextBlock

SHORT_TABLE = 16  # rows; a table that is no longer stays on one page
LINES_UNDER_HEADING = 3  # a heading at the foot of a page has at least so many lines under it
TITLE, OPENING = 28.0, 98.0  # what stands over a table, and over the first of an annex


@dataclass
class Story:
    """Builds the flow of one report."""

    fonts: FontBook
    sheet: Sheet
    running: Running
    _keys: Iterator[int] = field(default_factory=count)

    def flow(self, report: Report) -> list[Flowable]:
        """Return everything from the title to the last annex."""
        flow: list[Flowable] = [self.mark(report.title, 0), TextBlock(report.title, self.sheet.title, self.fonts)]
        for heads, blocks in groupby(report.blocks, key=lambda block: isinstance(block, Heading)):
            group = list(blocks)
            if heads:
                flow.append(CondPageBreak((len(group) + LINES_UNDER_HEADING) * self.sheet.body.leading))
            flow.extend(flowable for block in group for flowable in self.block(block))
        for annex in report.annexes:
            flow.extend(self.annex(annex))
        flow.extend(self.lacking(report))
        return [*flow, AnnexesEnd(self.running)]

    def lacking(self, report: Report) -> Iterator[Flowable]:
        """Yield the list of characters that no font holds, where there are any."""
        found = [character for words in report.texts() for character in words if self.fonts.lacks(character)]
        if found:
            names = "、".join(f"U+{ord(character):04X}" for character in sorted(set(found)))
            words = text(report.lang, "report.missing_glyphs", characters=names)
            yield TextBlock(words, self.sheet.note, self.fonts)

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
            yield from self.table(block, TEXT_WIDTH, TEXT_HEIGHT - TITLE)

    def table(self, block: Table, width: float, height: float) -> Iterator[Flowable]:
        """Yield a table with its title above."""
        drawn = table(block, width, height, self.sheet, self.fonts)
        flow = [TextBlock(block.title, self.sheet.table_title, self.fonts), drawn, Spacer(1, 8)]
        if len(block.rows) <= SHORT_TABLE:
            yield KeepTogether(flow)
        else:
            yield CondPageBreak(height / 4)
            yield from flow

    def annex(self, annex: Annex) -> Iterator[Flowable]:
        """Yield an annex on pages of its own, each wide table laid across."""
        opening = [
            AnnexBegins(self.running, annex.word),
            self.mark(f"{annex.word} {annex.title}", 1),
            TextBlock(annex.word, self.sheet.annex_word, self.fonts),
            TextBlock(annex.title, self.sheet.annex_title, self.fonts),
            *(TextBlock(line, self.sheet.note, self.fonts) for line in annex.opening),
        ]
        for number, each in enumerate(annex.tables):
            width, height = (TEXT_HEIGHT, TEXT_WIDTH) if each.landscape else (TEXT_WIDTH, TEXT_HEIGHT)
            yield NextPageTemplate("landscape" if each.landscape else "portrait")
            yield PageBreak()
            yield from opening if number == 0 else ()
            yield from self.table(each, width, height - (OPENING if number == 0 else TITLE))


def story(report: Report, running: Running) -> list[Flowable]:
    """Return the flow of a whole report."""
    return Story(running.fonts, sheet(report.lang), running).flow(report)
