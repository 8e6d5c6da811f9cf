"""The report's annexes as tables of a paper form: figures by community, and accounts by project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zjdesk.forms.papers import Block
from zjdesk.i18n import Lang
from zjdesk.ops.session import Session
from zjdesk.report import blocks
from zjdesk.report.annexes import annexes
from zjdesk.report.numbers import Numbers
from zjdesk.report.sheets.content import NOTHING, Answer, Grid, Head
from zjdesk.stats.views import install

# Of the accounts, what is read off a sheet; the report's annex has the rest.
ACCOUNTS = (0, 1, 2, 3, 7, 8, 9, 10, 13)
_ACCOUNTS_WIDTHS = (11.0, 22.0, 36.0, 46.0, 27.0, 27.0, 24.0, 20.0, 44.0)
MOST = 8  # columns of figures beside each other
_FIRST, _OTHER = 22.0, 20.0


def annex_grids(session: Session, block: Block, lang: Lang, *, filled: bool) -> Iterator[Grid]:
    """Yield a table of an annex, in parts that a page can hold; on a blank paper its figures are left to be written."""
    install(session.store.conn, None)
    found = annexes(Numbers(session.store.conn, lang, None), "")[int(block.annex) - 1]
    table = next(one for one in found.tables if one.key == block.table)
    if block.table == "accounts":
        yield _grid(table, ACCOUNTS, _ACCOUNTS_WIDTHS, filled, 0, block.count)
        return
    columns = range(1, len(table.columns))
    for start in range(0, len(columns), MOST):
        part = (0, *columns[start : start + MOST])
        yield _grid(table, part, (_FIRST, *(_OTHER for _ in part[1:])), filled, 1, len(table.rows))


def _grid(
    table: blocks.Table, columns: Sequence[int], widths: Sequence[float], filled: bool, kept: int, most: int
) -> Grid:
    """Return some columns of a table; of a blank one ``kept`` columns and at most so many rows are printed."""
    names = heads(table)
    grid_heads = tuple(
        Head(names[column], width, "left" if table.columns[column].align == "left" else "right")
        for column, width in zip(columns, widths, strict=True)
    )
    rows = [tuple(Answer(row.cells[column].text) for column in columns) for row in table.rows]
    if not filled:
        empty = (NOTHING,) * len(columns)
        rows = [row[:kept] + empty[kept:] for row in rows] if kept else [empty] * most
    return Grid(grid_heads, tuple(rows) or ((NOTHING,) * len(columns),))


def heads(table: blocks.Table) -> list[str]:
    """Return one head for each column: that of its group, and its own."""
    names = [""] * len(table.columns)
    for _, column, cell in blocks.placed(table.header):
        for number in range(column, column + cell.columns):
            names[number] = f"{names[number]} {cell.text}".strip()
    return names
