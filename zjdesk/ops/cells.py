"""What is written into a cell that a spreadsheet program will read."""

from __future__ import annotations

import re

# A spreadsheet takes a cell that begins so for a formula (a tab or a line end may hide it).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")


def plain_cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it.

    Numbers keep their sign.
    """
    cell = str(value)
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
