"""What people copy into a grid: blocks of a spreadsheet, and lists of names as they stand in a chat."""

from __future__ import annotations

import csv
import io
import re

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_MARKS = re.compile("[、，,；;|]")
_GAPS = re.compile(rf"(?<=[{_HAN}·）)])[ \u3000]+(?=[{_HAN}])")
_NUMBER = re.compile(r"^\s*[（(]?\d{1,3}(?:[.．、,，:：）)]\s*|\s+)(?=\D)")
_NOTICE = re.compile("^#")  # the heading of a list that people of a chat continue one after the other


def cells(text: str) -> list[list[str]]:
    """Return the block that a spreadsheet put on the clipboard: a line break within quotes is part of its cell."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if '"' in plain and "\t" in plain:
        return [row or [""] for row in csv.reader(io.StringIO(plain), delimiter="\t")]
    return [line.split("\t") for line in plain.split("\n")]


def names(text: str) -> list[str]:
    """Return the names of a list, one after the other, without the numbers before them.

    They are parted by line breaks, tabs, commas of any kind, or spaces between Chinese names; a name of two characters
    that was set apart for looks (张　三) stays one name, and so does one in Latin letters.
    """
    found: list[str] = []
    for line in re.split(r"[\n\t]", text.replace("\r", "\n")):
        if not _NOTICE.match(line.strip()):
            for piece in _MARKS.split(_NUMBER.sub("", line)):
                found += _apart(piece.strip(" \u3000"))
    return found


def whole(text: str) -> str:
    """Return a name of two characters that was set apart for looks as one word."""
    parted = _apart(text.strip(" \u3000"))
    return parted[0] if len(parted) == 1 else text


def _apart(piece: str) -> list[str]:
    words = [word for word in _GAPS.split(piece) if word]
    found: list[str] = []
    for word in words:
        if len(word) == 1 and found and len(found[-1]) == 1:
            found[-1] += word
        else:
            found.append(word)
    return found
