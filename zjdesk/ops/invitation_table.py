"""Reads the computers to be invited from a table that somebody made in a spreadsheet: CSV or Excel, in limits."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError

from zjdesk.errors import InputError

MOST_ROWS = 500
MOST_BYTES = 2 << 20
MOST_UNPACKED = 64 << 20
_BROKEN = (
    *(OSError, EOFError, ValueError, LookupError, TypeError, RuntimeError),
    *(csv.Error, ParseError, zipfile.BadZipFile, zlib.error),
)
# What the columns and the kinds may be called.
_COLUMNS = {
    "label": ("label", "name", "电脑名称", "名称", "电脑"),
    "kind": ("kind", "电脑类型", "类型"),
    "communities": ("communities", "居民区代码", "居民区", "代码"),
}
_KINDS = dict.fromkeys(("居委联络员", "联络员", "居委", "居委会"), "liaison")
_KINDS |= dict.fromkeys(("督导员", "督导"), "supervisor") | dict.fromkeys(("督导总负责人", "总负责人"), "lead")
_KINDS |= dict.fromkeys(("街道办", "街道办事处"), "office")


def read_table(path: Path) -> list[dict[str, str]]:
    """Return label, kind and communities (codes apart by spaces) of every row; InputError for what is no such table."""
    try:
        size = path.stat().st_size
        lines = list(_lines(path)) if size <= MOST_BYTES else []
    except _BROKEN:
        raise InputError("ops.table_not_read", path=str(path)) from None
    if size > MOST_BYTES or len(lines) > MOST_ROWS + 1:
        raise InputError("ops.table_too_large", path=str(path), rows=MOST_ROWS)
    heads = [cell.casefold() for cell in lines[0]] if lines else []
    places = {name: _place(heads, names) for name, names in _COLUMNS.items()}
    if places["label"] is None or places["kind"] is None:
        raise InputError("ops.table_columns", path=str(path))
    rows = [{name: _cell(line, place) for name, place in places.items()} for line in lines[1:] if any(line)]
    if not rows:
        raise InputError("ops.table_empty", path=str(path))
    return [{**one, "kind": _KINDS.get(one["kind"], one["kind"]), "communities": _apart(one)} for one in rows]


def _place(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((place for place, head in enumerate(heads) if head in names), None)


def _cell(line: Sequence[str], place: int | None) -> str:
    return line[place] if place is not None and place < len(line) else ""


def _apart(row: dict[str, str]) -> str:
    codes = row["communities"]
    for sign in ",;，；、":
        codes = codes.replace(sign, " ")
    return " ".join(codes.split())


def _lines(path: Path) -> Iterator[list[str]]:
    if path.suffix.lower() != ".xlsx":
        text = path.read_bytes().decode("utf-8-sig")
        yield from ([cell.strip() for cell in line] for line in islice(csv.reader(io.StringIO(text)), MOST_ROWS + 2))
        return
    raw = io.BytesIO(path.read_bytes())  # a broken workbook would keep the file open
    with zipfile.ZipFile(raw) as packed:
        if sum(member.file_size for member in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("too large")
    from openpyxl import load_workbook

    book = load_workbook(raw, read_only=True, data_only=True)
    try:
        for row in islice(book.worksheets[0].iter_rows(values_only=True, max_col=12), MOST_ROWS + 2):
            yield ["" if cell is None else str(cell).strip() for cell in row]
    finally:
        book.close()
