"""What a report is made of, as plain data: headings, sentences, figures and tables whose numbers know their source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zjdesk.i18n import Lang
from zjdesk.report.charts import Chart
from zjdesk.report.traces import Trace

Align = Literal["left", "centre", "right"]
RowKind = Literal["body", "subtotal", "total"]


@dataclass(frozen=True)
class Span:
    """A piece of a sentence; a printed number names the figures that it comes from."""

    text: str
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """One generated passage: its pieces and the indicators that its template declares."""

    spans: tuple[Span, ...]
    indicators: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the passage as it is read."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) to 4 ((1))."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``key`` is the name of its block, ``role`` tells text from notes and empty places."""

    key: str
    sentences: tuple[Sentence, ...]
    role: Literal["body", "note", "empty"] = "body"

    @property
    def text(self) -> str:
        """Return the paragraph as it is read."""
        return "".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True)
class Figure:
    """A numbered chart with the caption that stands under it."""

    number: str
    caption: str
    chart: Chart


@dataclass(frozen=True)
class Cell:
    """One cell of a table; a number names the figures that it comes from."""

    text: str
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True)
class HeadCell:
    """One cell of a table's header; it may span columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    kind: RowKind = "body"


@dataclass(frozen=True)
class Column:
    """How a column stands: its alignment, and whether its texts may run over several lines."""

    align: Align = "right"
    wraps: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its title above and its bases and notes underneath."""

    key: str
    title: str
    columns: tuple[Column, ...]
    header: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    across: bool = False

    @property
    def landscape(self) -> bool:
        """A table is laid across the page where it asks for it or has more than eight columns."""
        return self.across or len(self.columns) > 8


def placed(header: tuple[tuple[HeadCell, ...], ...]) -> Iterator[tuple[int, int, HeadCell]]:
    """Yield (row, column, cell) of a header, stepping over the cells that hang down from above."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(header):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            yield row, column, cell
            taken.update((row + down, column + right) for down in range(cell.rows) for right in range(cell.columns))
            column += cell.columns


Block = Heading | Paragraph | Figure | Table


@dataclass(frozen=True)
class Annex:
    """An annex: its word (附件1), its title and its tables."""

    word: str
    title: str
    tables: tuple[Table, ...]
    opening: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """Something a person should look at before the report is frozen: a text key and what fills it.

    At level E it must be put right first (BR-50), at level W it may stay.
    """

    key: str
    params: tuple[tuple[str, str], ...] = ()
    level: Literal["E", "W"] = "E"


@dataclass(frozen=True)
class Report:
    """A whole report in one language, complete before anything is drawn."""

    title: str
    author: str
    lang: Lang
    as_of: str
    wave: str
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    warnings: tuple[Remark, ...] = ()
    missing_glyphs: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return 图1 to 图17 in the order of printing."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return every table, those of the annexes last."""
        inside = tuple(block for block in self.blocks if isinstance(block, Table))
        return inside + tuple(table for annex in self.annexes for table in annex.tables)

    def texts(self) -> Iterator[str]:
        """Yield every printed text once, so that it can be searched and its characters checked."""
        yield self.title
        for block in self.blocks:
            yield from _texts(block)
        for annex in self.annexes:
            yield from (annex.word, annex.title, *annex.opening)
            for table in annex.tables:
                yield from _texts(table)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Figure):
        yield block.caption
        yield from block.chart.texts()
    else:
        yield from (block.title, *block.notes)
        yield from (cell.text for line in block.header for cell in line)
        yield from (cell.text for row in block.rows for cell in row.cells)
