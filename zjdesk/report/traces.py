"""Where a printed number comes from, so that a reader can open the records behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Trace:
    """One figure: an indicator, one of its keys, and the part of the programme that it counts."""

    indicator: str
    key: str
    breakdown: tuple[tuple[str, str], ...] = ()


def trace(indicator: str, key: str, breakdown: Mapping[str, object] | None = None) -> Trace:
    """Return the trace of a figure; parts that are empty are left out."""
    parts = sorted((name, str(value)) for name, value in (breakdown or {}).items() if value is not None)
    return Trace(indicator, key, tuple(parts))
