"""Ways to look at a report: its paragraphs by name, and everything it prints with the figures behind it."""

from __future__ import annotations

from collections.abc import Iterator

from zjdesk.report.blocks import Cell, Figure, Paragraph, Report, Span, Table
from zjdesk.report.charts import Bar
from zjdesk.report.traces import Trace


def paragraph(report: Report, key: str) -> str:
    """Return the text of a paragraph."""
    (found,) = [block for block in report.blocks if isinstance(block, Paragraph) and block.key == key]
    return found.text


def table(report: Report, key: str) -> Table:
    """Return a table, of the body or of an annex."""
    (found,) = [table for table in report.tables if table.key == key]
    return found


def figure(report: Report, number: int) -> Figure:
    """Return 图n or Figure n."""
    return report.figures[number - 1]


def texts(table: Table) -> list[list[str]]:
    """Return the rows of a table as they are read."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def spans(report: Report) -> Iterator[Span | Cell]:
    """Yield every piece of text and every cell."""
    for block in report.blocks:
        if isinstance(block, Paragraph):
            yield from (span for sentence in block.sentences for span in sentence.spans)
    for each in report.tables:
        yield from (cell for row in each.rows for cell in row.cells)


def bars(report: Report) -> Iterator[Bar]:
    """Yield every bar and slice, the hatched parts too."""
    for each in report.figures:
        for series in each.chart.series:
            for bar in series.bars:
                yield from (bar,) if bar.hatched is None else (bar, bar.hatched)


def printed(report: Report) -> dict[tuple[str, str], set[str]]:
    """Return what is printed in sentences and tables, by indicator and key over the whole street."""
    found: dict[tuple[str, str], set[str]] = {}
    for piece in spans(report):
        for trace in piece.traces:
            if trace == Trace(trace.indicator, trace.key):
                found.setdefault((trace.indicator, trace.key), set()).add(piece.text)
    return found
