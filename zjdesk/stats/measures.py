"""What is computed from added counts and never added itself: bands, extremes and ranks of communities."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zjdesk.stats.model import Threshold
from zjdesk.stats.shares import SMALLEST_BASE
from zjdesk.stats.tally import Cell

_HOLDS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}


@dataclass(frozen=True)
class Added:
    """Counts added up over a part of the programme."""

    n: int
    base: int | None

    @property
    def fraction(self) -> Fraction | None:
        """Return the exact rate, None where the base is too small to say one (domain.md §2)."""
        if self.base is None or self.base < SMALLEST_BASE:
            return None
        return Fraction(self.n, self.base)


class Sums:
    """A key's cells added up over the street, over each community and over each project."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._based = True
        self._counts: dict[tuple[str | None, str | None], tuple[int, int]] = {}
        street_n = street_base = 0
        for cell in cells:
            n, base = cell.n, cell.base or 0
            self._based = cell.base is not None
            street_n += n
            street_base += base
            before_n, before_base = self._counts.get((cell.community, None), (0, 0))
            self._counts[cell.community, None] = (before_n + n, before_base + base)
            if cell.project is not None:
                self._counts[cell.community, cell.project] = (n, base)
        if self._counts:
            self._counts[None, None] = (street_n, street_base)

    def of(self, community: str | None = None, project: str | None = None) -> Added | None:
        """Return the counts in one part, None where nothing was counted."""
        counts = self._counts.get((community, project))
        return None if counts is None else self._added(counts)

    def communities(self, only: str | None = None) -> dict[str, Added]:
        """Return the counts by community, in the order of the codes."""
        return {
            community: self._added(counts)
            for (community, project), counts in sorted(self._counts.items(), key=lambda item: item[0][0] or "")
            if community is not None and project is None and only in (None, community)
        }

    def _added(self, counts: tuple[int, int]) -> Added:
        return Added(counts[0], counts[1] if self._based else None)


def on_that_side(rates: Mapping[str, Added], threshold: Threshold) -> Added:
    """Count the communities whose exact rate (or count) holds the threshold, of those that have one."""
    numbers = numbers_of(rates, threshold.on)
    return Added(sum(holds(number, threshold) for number in numbers.values()), len(numbers))


def numbers_of(rates: Mapping[str, Added], on: str) -> dict[str, Fraction]:
    """Return by community what a threshold looks at: the rate in percent, or the count itself."""
    if on == "n":
        return {code: Fraction(added.n) for code, added in rates.items()}
    return {code: 100 * rate for code, added in rates.items() if (rate := added.fraction) is not None}


def holds(number: Fraction, threshold: Threshold) -> bool:
    """Compare exactly: 89.96 % is not 90 %."""
    return _HOLDS[threshold.operator](number, threshold.value)


def extreme(rates: Mapping[str, Added], end: str | None) -> tuple[str | None, Added]:
    """Return the lowest (``min``) or highest (``max``) community and its counts; of equals the first code."""
    ranked = rank(rates, descending=end == "max")
    return (ranked[0], rates[ranked[0]]) if ranked else (None, Added(0, 0))


def rank(rates: Mapping[str, Added], *, descending: bool = True) -> list[str]:
    """Return the communities that have a rate, in the order of their rates, equals by code."""
    known = [(rate, code) for code, added in rates.items() if (rate := added.fraction) is not None]
    return [code for rate, code in sorted(known, key=lambda pair: (-pair[0] if descending else pair[0], pair[1]))]
