"""What an indicator declares, as frozen data: its keys, what each counts, on which base, and how it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from zjdesk.errors import UsageError
from zjdesk.i18n import Label

Wave = Literal["mid", "final"]
WAVES: tuple[Wave, ...] = ("mid", "final")
MEASURES = ("count", "sum", "communities", "extreme")
SHOWS = ("percent", "count", "mean", "wan_yuan")


@dataclass(frozen=True)
class Comparison:
    """One comparison of a unit row's column, such as ``balance ge 20000`` or ``q2_content has source``."""

    column: str
    operator: str
    value: str | int | bool | tuple[str | int, ...]


@dataclass(frozen=True)
class Where:
    """Which unit rows count: any of the alternatives, each with all its tests; none means every row."""

    alternatives: tuple[tuple[Comparison, ...], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the tests read."""
        return tuple(dict.fromkeys(test.column for tests in self.alternatives for test in tests))


EVERY_ROW = Where()


@dataclass(frozen=True)
class Of:
    """The key whose rates by community another key looks at."""

    indicator: str
    key: str


@dataclass(frozen=True)
class Threshold:
    """An exact bound: on the rate in percent, or (``on = "n"``) on the count itself."""

    operator: str
    value: Fraction
    on: str = "rate"


@dataclass(frozen=True)
class Key:
    """One number of an indicator.

    ``count`` counts unit rows, ``sum`` adds a column of them; ``communities`` counts the communities on one side
    of a threshold and ``extreme`` finds the lowest or highest community, both of another key's added counts.
    """

    key: str
    label: Label
    show: str
    measure: str = "count"
    decimals: int | None = None
    figure: str | None = None
    catalogue: tuple[str, ...] = ()
    view: str = ""
    base: str | None = None
    where: Where = EVERY_ROW
    column: str | None = None
    of: Of | None = None
    threshold: Threshold | None = None
    extreme: str | None = None

    @property
    def added(self) -> bool:
        """Tell whether its counts add up over communities; the others are computed from counts that do."""
        return self.measure in ("count", "sum")


@dataclass(frozen=True)
class Indicator:
    """A declared indicator with its keys in printing order; ``question`` is the one that its bases speak of."""

    name: str
    label: Label
    keys: tuple[Key, ...]
    catalogue: tuple[str, ...] = ()
    wave: Wave = "final"
    question: str | None = None

    @cached_property
    def by_key(self) -> Mapping[str, Key]:
        """The keys by name."""
        return {key.key: key for key in self.keys}

    def key(self, name: str) -> Key:
        """Return the key of that name; another is a mistake of whoever asked."""
        if name not in self.by_key:
            raise UsageError("stats.no_key", indicator=self.name, key=name, known="、".join(self.by_key))
        return self.by_key[name]
