"""Tables on paper: columns fitted to their texts, header rows repeated on every page, totals in bold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import LongTable

from zjdesk.report.blocks import Align, Row, Table, placed
from zjdesk.report.typeset.breaking import clusters
from zjdesk.report.typeset.fonts import FontBook
from zjdesk.report.typeset.styles import Sheet, Style
from zjdesk.report.typeset.textblock import TextBlock

SIZES = (10.5, 9.0, 8.0, 7.5, 7.0, 6.5, 6.0)  # 五号, 小五, 六号 and smaller, tried in turn
NARROWEST = 10  # characters that a wrapping column keeps at least
HEAD_LINES = 3  # lines that a header may run over before the type gets smaller
SMALL = 9.0  # type below this is set tightly
ONE_PAGE = 40  # a table of no more rows is made to fit on a page
NOTE_ROOM = 18.0
LINE = HexColor("#404040")
SHADE = HexColor("#EEEEEE")

Command = tuple[Any, ...]


@dataclass(frozen=True)
class Density:
    """How tightly a type size is set: air beside and above a cell's text, and the pitch of its lines."""

    beside: float
    above: float
    leading: float


def density(size: float) -> Density:
    """Return the air of a type size; small type stands in dense tables."""
    return Density(3.0, 2.0, size * 1.32) if size >= SMALL else Density(2.0, 0.5, size * 1.2)


@dataclass(frozen=True)
class Fit:
    """The type size and the column widths that a table needs."""

    size: float
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Need:
    """The least and the natural width of a column."""

    least: float
    natural: float


def table(data: Table, width: float, height: float, sheet: Sheet, fonts: FontBook) -> LongTable:
    """Return a table drawn over the whole width, with its notes as a last row that never stands alone.

    A table of few rows is set so small that it stays within ``height``.
    """
    fitted = fit(data, width, height, sheet, fonts)
    head = _head(data, _sized(sheet.cell_head, fitted.size), fonts)
    body = [_row(data, row, _sized(sheet.cell, fitted.size), fonts) for row in data.rows]
    notes = _notes(data, sheet.note, fonts)
    last = len(head) + len(body) - 1
    style = [
        *_frame(len(head), last, fitted.size),
        *_spans(data),
        *_totals(data.rows, len(head)),
        *_footed(last, notes),
    ]
    return LongTable(head + body + notes, colWidths=list(fitted.widths), repeatRows=len(head), style=style)


def fit(data: Table, width: float, height: float, sheet: Sheet, fonts: FontBook) -> Fit:
    """Choose the largest type size at which every column holds its texts; wrapping columns give way first."""
    for size in SIZES:
        needs = _needs(data, size, sheet, fonts)
        fits = sum(need.least for need in needs) <= width
        if fits and (len(data.rows) > ONE_PAGE or _tall(data, size) <= height):
            break
    return Fit(size, _share_out(needs, width))


def _tall(data: Table, size: float) -> float:
    """Return about how high a table gets when no text of a row is broken."""
    air = density(size)
    lines = len(data.rows) + HEAD_LINES + len(data.header) - 1
    return lines * (air.leading + 2 * air.above) + len(data.notes) * NOTE_ROOM


def _share_out(needs: list[Need], width: float) -> tuple[float, ...]:
    """Give every column its least width, then what is left in proportion to what it would still like."""
    least = sum(need.least for need in needs)
    if least >= width:
        return tuple(need.least * width / least for need in needs)
    wish = sum(need.natural - need.least for need in needs)
    spare = width - least
    grown = [need.least + (need.natural - need.least) * min(1.0, spare / wish if wish else 0.0) for need in needs]
    rest = max(width - sum(grown), 0.0) / len(grown)
    return tuple(each + rest for each in grown)


def _needs(data: Table, size: float, sheet: Sheet, fonts: FontBook) -> list[Need]:
    heads = _single_heads(data)
    needs = []
    for number, column in enumerate(data.columns):
        texts = [row.cells[number].text for row in data.rows]
        natural = max((fonts.width(text, sheet.annex_title.face, size) for text in texts), default=0.0)
        least = min(natural, NARROWEST * size) if column.wraps else natural
        head = _head_need(heads[number], sheet.cell_head, size, fonts)
        air = 2 * density(size).beside + 0.5
        needs.append(Need(max(least, head) + air, max(natural, head) + air))
    return needs


def _head_need(text: str, style: Style, size: float, fonts: FontBook) -> float:
    """Return the width at which a header needs few lines and breaks no word."""
    longest = max((fonts.width(piece, style.face, size) for piece in clusters(text)), default=0.0)
    return max(longest, fonts.width(text, style.face, size) / HEAD_LINES + size / 2)


def _single_heads(data: Table) -> list[str]:
    """Return the header text that stands over each column alone."""
    heads = [""] * len(data.columns)
    for _, column, cell in placed(data.header):
        if cell.columns == 1 and cell.text:
            heads[column] = cell.text
    return heads


def _sized(style: Style, size: float) -> Style:
    return replace(style, size=size, leading=round(density(size).leading, 2))


def _head(data: Table, style: Style, fonts: FontBook) -> list[list[Any]]:
    rows: list[list[Any]] = [[""] * len(data.columns) for _ in data.header]
    for row, column, cell in placed(data.header):
        rows[row][column] = TextBlock(cell.text, style, fonts)
    return rows


def _row(data: Table, row: Row, style: Style, fonts: FontBook) -> list[Any]:
    face = style if row.kind == "body" else replace(style, face="title")
    aligned: dict[Align, Style] = {align: replace(face, align=align) for align in ("left", "centre", "right")}
    pairs = zip(row.cells, data.columns, strict=True)
    return [TextBlock(cell.text, aligned[column.align], fonts) for cell, column in pairs]


def _frame(head: int, last: int, size: float) -> list[Command]:
    air = density(size)
    return [
        ("GRID", (0, 0), (-1, last), 0.4, LINE),
        ("BOX", (0, 0), (-1, last), 0.8, LINE),
        ("LINEBELOW", (0, head - 1), (-1, head - 1), 0.8, LINE),
        ("BACKGROUND", (0, 0), (-1, head - 1), SHADE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), air.beside),
        ("RIGHTPADDING", (0, 0), (-1, -1), air.beside),
        ("TOPPADDING", (0, 0), (-1, -1), air.above),
        ("BOTTOMPADDING", (0, 0), (-1, -1), air.above),
    ]


def _notes(data: Table, style: Style, fonts: FontBook) -> list[list[Any]]:
    if not data.notes:
        return []
    row: list[Any] = [""] * len(data.columns)
    row[0] = [TextBlock(note, style, fonts) for note in data.notes]
    return [row]


def _footed(last: int, notes: list[list[Any]]) -> list[Command]:
    """Lay the notes over the whole width, outside the frame, and keep them with the last row."""
    if not notes:
        return []
    return [
        ("SPAN", (0, last + 1), (-1, last + 1)),
        ("LEFTPADDING", (0, last + 1), (-1, last + 1), 0),
        ("TOPPADDING", (0, last + 1), (-1, last + 1), 3),
        ("NOSPLIT", (0, max(last - 1, 0)), (0, last + 1)),
    ]


def _spans(data: Table) -> list[Command]:
    return [
        ("SPAN", (column, row), (column + cell.columns - 1, row + cell.rows - 1))
        for row, column, cell in placed(data.header)
        if cell.columns > 1 or cell.rows > 1
    ]


def _totals(rows: tuple[Row, ...], head: int) -> list[Command]:
    """Shade subtotals and totals, and never part one from the row above it."""
    commands: list[Command] = []
    for number, row in enumerate(rows, start=head):
        if row.kind != "body":
            commands.append(("BACKGROUND", (0, number), (-1, number), SHADE))
            commands.append(("NOSPLIT", (0, max(number - 1, head)), (0, number)))
    return commands
