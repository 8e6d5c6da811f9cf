"""The figures of one report, read together from the statistics and handed to templates, charts and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from sqlite3 import Connection
from typing import Literal

from zjdesk.errors import BugError
from zjdesk.i18n import Lang
from zjdesk.paths import forms_dir
from zjdesk.report.printed import Count, Words
from zjdesk.report.traces import Trace, trace
from zjdesk.stats.communities import members
from zjdesk.stats.figures import By, Figure, show_all
from zjdesk.stats.indicators import load_indicator
from zjdesk.stats.model import Key
from zjdesk.stats.shares import NOTHING, quotient

Direction = Literal["up", "down", "same"]


class Numbers:
    """Reads indicators as they are asked for; a figure is counted once for a whole report."""

    def __init__(self, conn: Connection, lang: Lang, as_of: str | None) -> None:
        self.conn, self.lang, self.as_of = conn, lang, as_of
        self._read: dict[By | None, dict[str, tuple[Figure, ...]]] = {}
        self._places: dict[tuple[str, str], tuple[Words, ...]] = {}

    def read(self, names: Iterable[str], by: By | None = None) -> None:
        """Count several indicators together, so that asking for them costs nothing afterwards."""
        known = self._read.setdefault(by, {})
        wanted = [name for name in dict.fromkeys(names) if name not in known]
        if wanted:
            known.update(show_all(self.conn, wanted, by=by, as_of=self.as_of))

    def figures(self, indicator: str, by: By | None = None) -> tuple[Figure, ...]:
        """Return the figures of an indicator, one for each key and each part of the programme."""
        self.read((indicator,), by)
        return self._read[by][indicator]

    def one(self, indicator: str, key: str) -> Reading:
        """Return one figure over the whole street."""
        for figure in self.figures(indicator):
            if figure.key == key:
                return Reading(figure, self)
        raise BugError(f"the indicator {indicator!r} has no key {key!r}")

    def all(self, indicator: str) -> list[Reading]:
        """Return every figure of an indicator over the whole street."""
        return [Reading(figure, self) for figure in self.figures(indicator)]

    def key(self, indicator: str, key: str) -> Key:
        """Return how a key is declared."""
        return load_indicator(forms_dir() / "indicators", indicator).key(key)

    def places(self, indicator: str, key: str) -> tuple[Words, ...]:
        """Return the communities behind a number: those on its side of a threshold, or those that count at all."""
        spot = (indicator, key)
        if spot not in self._places:
            added = self.key(indicator, key).added
            self._places[spot] = self._counting(indicator, key) if added else self._members(indicator, key)
        return self._places[spot]

    def _counting(self, indicator: str, key: str) -> tuple[Words, ...]:
        found = [figure for figure in self.figures(indicator, "community") if figure.key == key and figure.n]
        return tuple(Words.of(figure.breakdown["community_name"], trace_of(figure)) for figure in found)

    def _members(self, indicator: str, key: str) -> tuple[Words, ...]:
        target = self.key(indicator, key).of
        if target is None:
            return ()
        found = members(self.conn, indicator, key, as_of=self.as_of)
        places = [member.community for member in found]
        return tuple(
            Words.of(place.name, trace(target.indicator, target.key, {"community": place.code})) for place in places
        )


def trace_of(figure: Figure) -> Trace:
    """Return the way back to a figure's records."""
    parts = ("community", "project", "wave")
    return trace(figure.indicator, figure.key, {part: figure.breakdown.get(part) for part in parts})


@dataclass(frozen=True)
class Reading:
    """One figure in a template: its count, its base and its share as they are printed, with their source."""

    figure: Figure
    numbers: Numbers

    @property
    def key(self) -> str:
        """Return the key's name."""
        return self.figure.key

    @property
    def trace(self) -> Trace:
        """Return the way back to the records."""
        return trace_of(self.figure)

    @property
    def n(self) -> Count:
        """Return the count."""
        return Count.of(self.figure.n, self.trace)

    @property
    def base(self) -> Count:
        """Return the base, 0 where there is none."""
        return Count.of(self.figure.base or 0, self.trace)

    @property
    def share(self) -> Words:
        """Return the share as printed, a dash where the base is too small to say one."""
        return Words.of(self.figure.share or NOTHING, self.trace)

    @property
    def shown(self) -> Words:
        """Return the number as the indicator prints it."""
        return Words.of(self.figure.shown, self.trace)

    @property
    def label(self) -> Words:
        """Return the key's name in words."""
        return Words.of(self.figure.label.text(self.numbers.lang), self.trace)

    @property
    def short(self) -> Words:
        """Return the last part of a name of several (成员变动：搬离), where the sentence has said the first."""
        return Words.of(re.split("：|: ", self.label)[-1], self.trace)

    @property
    def at(self) -> Words | None:
        """Return the community of an extreme."""
        return Words.of(self.figure.at, self.trace) if self.figure.at else None

    @property
    def bound(self) -> str:
        """Return the threshold as it is spoken of: ``90%``."""
        threshold = self.numbers.key(self.figure.indicator, self.figure.key).threshold
        if threshold is None:
            raise BugError(f"{self.figure.indicator}.{self.figure.key} has no threshold")
        return f"{threshold.value}%"

    @property
    def places(self) -> tuple[Words, ...]:
        """Return the names of the communities behind it."""
        return self.numbers.places(self.figure.indicator, self.figure.key)

    @property
    def exact(self) -> Fraction:
        """Return the exact share; nothing of nothing is nothing."""
        return Fraction(self.figure.n, self.figure.base) if self.figure.base else Fraction(0)


@dataclass(frozen=True)
class Change:
    """How a share moved from one wave to the other, computed on exact counts."""

    before: Reading
    after: Reading

    @property
    def direction(self) -> Direction:
        """Return where the share went."""
        difference = self.after.exact - self.before.exact
        return "up" if difference > 0 else "down" if difference < 0 else "same"

    @property
    def points(self) -> Words:
        """Return the difference in percentage points, without a sign, to one place."""
        difference = abs(self.after.exact - self.before.exact) * 100
        number = quotient(difference.numerator, difference.denominator, 1)
        return Words.of(f"{number:f}", self.before.trace, self.after.trace)

    @property
    def count(self) -> Count:
        """Return the difference of the counts, without a sign."""
        return Count.of(abs(self.after.n - self.before.n), self.before.trace, self.after.trace)
