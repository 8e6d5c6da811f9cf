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


Spot = tuple[str, str, str | None, str | None]  # key, wave, community, project


class Sums:
    """An indicator's cells added up over the street, over each community and over each project."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._counts: dict[Spot, list[int]] = {}
        self._based: dict[str, bool] = {}
        for cell in cells:
            n, base = cell.n, cell.base or 0
            self._based[cell.key] = cell.base is not None
            for spot in _spots(cell):
                counts = self._counts.setdefault(spot, [0, 0])
                counts[0] += n
                counts[1] += base

    def _added(self, key: str, counts: list[int]) -> Added:
        return Added(counts[0], counts[1] if self._based[key] else None)

    def of(self, key: str, wave: str, community: str | None = None, project: str | None = None) -> Added | None:
        """Return the counts of a key in one part, None where nothing was counted."""
        counts = self._counts.get((key, wave, community, project))
        return None if counts is None else self._added(key, counts)

    def by_community(self, key: str, wave: str, only: str | None = None) -> dict[str, Added]:
        """Return the counts of a key by community, in the order of the codes."""
        found = {
            spot[2]: self._added(key, counts)
            for spot, counts in self._counts.items()
            if spot[:2] == (key, wave) and spot[2] is not None and spot[3] is None and only in (None, spot[2])
        }
        return dict(sorted(found.items()))


def _spots(cell: Cell) -> Iterable[Spot]:
    """Return the street, the community and the project that a cell counts in."""
    yield cell.key, cell.wave, None, None
    yield cell.key, cell.wave, cell.community, None
    if cell.project is not None:
        yield cell.key, cell.wave, cell.community, cell.project


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
