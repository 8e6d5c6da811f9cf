"""The street's keys as a person copies them from paper: numbered lines of groups, each with a check character."""

from __future__ import annotations

import hashlib
import unicodedata

from zjdesk.errors import InputError
from zjdesk.sync.invite import ALPHABET, check_letter

_GROUP = 5
_LINE = 8
_CHECK_BYTES = 5
_LEAST, _MOST = 8, 4096  # bytes of a sheet
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def written(number: int, data: bytes) -> str:
    """Return bytes as the lines of a sheet of that number."""
    whole = bytes([number]) + _mark(number, data) + data
    bits = int.from_bytes(whole, "big")
    count = -(-len(whole) * 8 // 5)
    letters = "".join(ALPHABET[(bits >> (5 * place)) & 31] for place in range(count - 1, -1, -1))
    groups = [letters[start : start + _GROUP] for start in range(0, count, _GROUP)]
    lines = [groups[start : start + _LINE] for start in range(0, len(groups), _LINE)]
    return "\n".join(
        f"{place:02d}  {' '.join(line)}  {check_letter(''.join(line))}" for place, line in enumerate(lines, 1)
    )


def wrong_lines(sheet: str) -> list[int]:
    """Return the numbers of the lines that were typed wrongly or stand in the wrong place."""
    return [place for place, line in enumerate(_typed(sheet), 1) if _letters(place, line) is None]


def read(sheet: str, page: int) -> tuple[int, bytes]:
    """Return a sheet's number and what stands on it; ``page`` names it in errors, as it was given."""
    wrong = wrong_lines(sheet)
    if wrong:
        raise InputError("ops.sheet_line", page=page, line=wrong[0])
    letters = "".join(_letters(place, line) or "" for place, line in enumerate(_typed(sheet), 1))
    size = len(letters) * 5 // 8
    if not _LEAST < size < _MOST:
        raise InputError("ops.both_sheets")
    bits = 0
    for letter in letters:
        bits = bits << 5 | ALPHABET.index(letter)
    whole = bits.to_bytes(-(-len(letters) * 5 // 8), "big")[-size:]
    number, mark, data = whole[0], whole[1 : 1 + _CHECK_BYTES], whole[1 + _CHECK_BYTES :]
    if _mark(number, data) != mark:
        raise InputError("ops.both_sheets")
    return number, data


def _mark(number: int, data: bytes) -> bytes:
    return hashlib.sha256(bytes([number]) + data).digest()[:_CHECK_BYTES]


def _typed(sheet: str) -> list[str]:
    """Return the lines that hold anything, without what an input method makes of letters and digits."""
    plain = unicodedata.normalize("NFKC", sheet).upper().translate(_LOOKALIKES)
    return [line for line in plain.splitlines() if line.strip()]


def _letters(place: int, line: str) -> str | None:
    """Return the letters of a line, without its number and check; None when it is not as it was printed."""
    number, _, rest = line.strip().partition(" ")
    said = "".join(rest.split())
    letters, check = said[:-1], said[-1:]
    right = number == f"{place:02d}" or number == str(place)
    return letters if right and letters and set(letters) <= set(ALPHABET) and check_letter(letters) == check else None
