"""Where a line may end: Chinese line-start and line-end rules, with numbers and words kept whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# No line begins with these. reportlab's own list lacks ：；，！？》〉’”…— (GB/T 15834, section 5.1.11).
NO_START = frozenset("。，、；：！？）〕］】》〉」』’”…—～·‰％℃々〻.,;:!?)]}%°")
NO_END = frozenset("（〔［【《〈「『‘“￥＄〖([{$№")
HALF_END = frozenset("。，、；：！？）】》〉」』’”")  # their right half is empty: at a line's end it may stand outside

_ATOMS = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,/%'’+\-–:@_]*|——|……|\s+|.", re.DOTALL)


def clusters(text: str) -> list[str]:
    """Split a text into the smallest pieces between which a line may end; spaces are pieces of their own."""
    pieces: list[str] = []
    for atom in _ATOMS.findall(text):
        joins = pieces and not pieces[-1].isspace() and not atom.isspace()
        if joins and (atom[0] in NO_START or pieces[-1][-1] in NO_END):
            pieces[-1] += atom
        else:
            pieces.append(" " if atom.isspace() else atom)
    return pieces


def break_lines(
    text: str, measure: Callable[[str], float], first: float, rest: float, hanging: float = 0.0
) -> list[str]:
    """Fill lines of ``first`` and then ``rest`` points; ``hanging`` is how far a closing mark may stand out.

    A piece wider than a whole line is cut between characters, so that nothing runs out of its cell.
    """
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _fitting(clusters(text), measure, min(first, rest)):
        room = (rest if lines else first) + (hanging if piece[-1] in HALF_END else 0.0)
        width = measure(piece)
        if line and used + width > room + 1e-6:
            lines.append(line.rstrip())
            line, used = "", 0.0
        if line or not piece.isspace():
            line += piece
            used += width
    return [*lines, line.rstrip()]


def _fitting(pieces: list[str], measure: Callable[[str], float], width: float) -> Iterator[str]:
    for piece in pieces:
        if measure(piece) <= width:
            yield piece
        else:
            yield from piece
