"""Charts as plain data: drawn as vectors on paper and by the window on screen, from the same values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from zjdesk.report.traces import Trace

Kind = Literal["pie", "column", "bar", "hbar", "cluster"]
Axis = Literal["share", "count"]

# Six colours whose lightness falls step by step, so that they stay apart on a black-and-white printer.
PALETTE: dict[str, str] = {
    "c1": "#1F3A68",
    "c2": "#B5452C",
    "c3": "#3F8F86",
    "c4": "#E0A030",
    "c5": "#A9CBE8",
    "c6": "#E6E1D6",
}


@dataclass(frozen=True)
class Bar:
    """One value of a chart: exact count and base, the words printed beside it, and the way to its records.

    ``hatched`` is a part of the bar that is drawn over it (结余1000元以上 within 200元以上).
    """

    label: str
    n: int
    base: int | None
    shown: str
    trace: Trace
    colour: str
    hover: str
    hatched: Bar | None = None

    @property
    def share(self) -> Fraction:
        """Return the exact share of the base; nothing has no share."""
        return Fraction(self.n, self.base) if self.base else Fraction(0)


@dataclass(frozen=True)
class Series:
    """The values of one wave or one question, one for each category."""

    label: str
    colour: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A whole chart: what to draw, its title, its note on n and base, and the same in words.

    ``labels`` of a bar are printed as ``n`` and ``shown``; ``axis`` tells which of share and count gives its length.
    """

    kind: Kind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: Axis
    note: str
    description: str

    def texts(self) -> Iterator[str]:
        """Yield every word that is drawn."""
        yield self.title
        yield self.note
        yield from self.categories
        for series in self.series:
            yield series.label
            yield from (bar.shown for bar in series.bars)

    def length(self, bar: Bar) -> Fraction:
        """Return how long a bar is, in per cent or in units."""
        return bar.share * 100 if self.axis == "share" else Fraction(bar.n)

    @property
    def longest(self) -> Fraction:
        """Return the longest bar, at least something to scale by."""
        lengths = [self.length(bar) for series in self.series for bar in series.bars]
        return max([*lengths, Fraction(0)]) or Fraction(1)
