"""What a template may say: indicators by name, and the few words that put their numbers into a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zjdesk.i18n import text
from zjdesk.report.numbers import Change, Numbers, Reading
from zjdesk.report.printed import Count, Words

MOST_NAMES = 10  # a longer list of communities is cut


@dataclass(frozen=True)
class Keys:
    """One indicator in a template (``archive.late.n``)."""

    indicator: str
    numbers: Numbers

    def __getitem__(self, key: str) -> Reading:
        return self.numbers.one(self.indicator, key)

    @property
    def readings(self) -> list[Reading]:
        """Return all its figures."""
        return self.numbers.all(self.indicator)


def context(numbers: Numbers, uses: Iterable[str]) -> dict[str, object]:
    """Return the indicators that a template declares, and the functions that compare them."""
    return {name: Keys(name, numbers) for name in uses} | {"left": left, "change": Change}


def filters(numbers: Numbers) -> Mapping[str, Callable[..., object]]:
    """Return the filters of templates in the numbers' language."""
    lang = numbers.lang

    def listed(names: Sequence[Words]) -> Words:
        """Join names as the language does; a list too long for a sentence is cut and says so."""
        gap = text(lang, "report.list_gap")
        shown = gap.join(names[:MOST_NAMES])
        words = shown if len(names) <= MOST_NAMES else text(lang, "report.list_cut", names=shown)
        return Words.of(words, *(each for name in names for each in name.traces))

    def bracketed(names: Sequence[Words]) -> Words:
        """Put a list of names in brackets; no names leave nothing behind."""
        found = listed(names)
        return Words.of(text(lang, "report.bracketed", names=found), *found.traces) if names else found

    return {
        "worded": Count.worded,
        "listed": listed,
        "bracketed": bracketed,
        "all": lambda keys: keys.readings,
        "ranked": ranked,
        "largest": largest,
        "having": having,
    }


def ranked(keys: Keys) -> list[Reading]:
    """Return the figures that count anything, the largest first, equals as declared."""
    return largest(reading for reading in keys.readings if reading.n)


def largest(readings: Iterable[Reading]) -> list[Reading]:
    """Put the largest first, equals as declared."""
    return sorted(readings, key=lambda reading: -reading.n)


def having(keys: Keys, head: str) -> list[Reading]:
    """Return the figures that count anything and whose keys begin alike."""
    return [reading for reading in keys.readings if reading.n and reading.key.startswith(head)]


def left(*readings: Reading) -> Count:
    """Return what a base holds beyond these parts: projects without a conclusion yet."""
    rest = readings[0].base - sum(reading.n for reading in readings)
    return Count.of(max(rest, 0), *(reading.trace for reading in readings))
