"""Chance that repeats itself: every draw and every record id follows from what it is for."""

from __future__ import annotations

import hashlib
from random import Random

SEED = 20160731


def stream(*purpose: object) -> Random:
    """Return random numbers of their own for one purpose; equal purposes give equal numbers."""
    return Random(int.from_bytes(_digest(purpose)[:8], "big"))


def record_id(at: int, *purpose: object) -> str:
    """Return the UUIDv7 of a record made at ``at`` (milliseconds); its random part is the purpose's hash."""
    random = int.from_bytes(_digest(purpose)[:10], "big")
    value = (at & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 62 & 0xFFF) << 64
    return f"{value | 0b10 << 62 | random & (1 << 62) - 1:032x}"


def _digest(purpose: tuple[object, ...]) -> bytes:
    return hashlib.sha256(" ".join([str(SEED), *map(str, purpose)]).encode()).digest()
