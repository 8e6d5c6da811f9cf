"""How alike two texts are, in whole numbers, so that every program that ever reads them says the same."""

from __future__ import annotations

import unicodedata

ALIKE = 50  # percent of shared pairs of characters from which two texts may mean the same


def alike(one: str, other: str) -> bool:
    """Tell whether two texts share at least half of their pairs of neighbouring characters (Dice's coefficient).

    Width, case, spaces and punctuation make no difference.
    """
    first, second = _pairs(one), _pairs(other)
    total = len(first) + len(second)
    return bool(total) and 200 * len(first & second) >= ALIKE * total


def _pairs(text: str) -> set[str]:
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
    return {plain[place : place + 2] for place in range(max(1, len(plain) - 1))} - {""}
