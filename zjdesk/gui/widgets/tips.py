"""What a tip says: the words themselves, never markup that somebody typed into a record."""

from __future__ import annotations

import html


def tip(words: str) -> str:
    """Return words for a tip: what Qt would read as markup is shown as it was typed.

    Tips know no plain text of their own; a name such as ``<img src=…>`` would be drawn, and a file read.
    """
    if "<" not in words:
        return words
    lines = "<br>".join(html.escape(line) for line in words.split("\n"))
    return f"<qt>{lines}</qt>"
