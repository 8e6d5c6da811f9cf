"""How hard a new passphrase is to guess, roughly and kindly; only too short a one is refused."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal

Strength = Literal["short", "weak", "fair", "good"]
LEAST = 8  # characters
_FAIR, _GOOD = 40.0, 60.0  # bits
_OFTEN = ("password", "passwd", "qwerty", "woaini", "admin", "zjdesk", "12345", "54321", "88888", "66666")
_POOLS = ((str.isdigit, 10), (str.islower, 26), (str.isupper, 26))
_OTHER_POOL, _HAN_POOL = 32, 2000


def strength(passphrase: str, known: Sequence[str] = ()) -> Strength:
    """Tell how hard it is to guess; ``known`` are words that anybody would try, as the person's own name."""
    if len(passphrase) < LEAST:
        return "short"
    rest = passphrase.casefold()
    for word in (*_OFTEN, *known):
        rest = rest.replace(word.casefold(), "\0") if word else rest
    telling = list(_telling(rest.replace("\0", "")))
    bits = len(telling) * math.log2(max(2, sum(_pools(passphrase))))
    return "good" if bits >= _GOOD else "fair" if bits >= _FAIR else "weak"


def _telling(text: str) -> Iterator[str]:
    """Yield the characters that do not just repeat or count on from the one before."""
    before = -2
    for sign in text:
        if abs(ord(sign) - before) > 1:
            yield sign
        before = ord(sign)


def _pools(text: str) -> set[int]:
    return {_pool(sign) for sign in text}


def _pool(sign: str) -> int:
    if not sign.isascii():
        return _HAN_POOL
    return next((size for fits, size in _POOLS if fits(sign)), _OTHER_POOL)
