"""Which communities stand behind a number of communities or an extreme, and how all of them rank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Connection

from zjdesk.paths import forms_dir
from zjdesk.stats.figures import source_of
from zjdesk.stats.indicators import load_indicator, require_target
from zjdesk.stats.measures import Added, Sums, extreme, holds, numbers_of, rank
from zjdesk.stats.model import Wave
from zjdesk.stats.places import Community, communities
from zjdesk.stats.tally import Source, tally_keys
from zjdesk.stats.views import install


@dataclass(frozen=True)
class Member:
    """A community with its own counts."""

    community: Community
    n: int
    base: int | None


def members(
    conn: Connection, name: str, key: str, *, wave: Wave | None = None, as_of: str | None = None
) -> tuple[Member, ...]:
    """Return the communities behind a number of communities, by code, or the one behind an extreme."""
    install(conn, as_of)
    indicator = load_indicator(forms_dir() / "indicators", name)
    found = indicator.key(key)
    require_target(indicator, found)
    rates = _rates(conn, source_of(indicator, found, wave or indicator.wave))
    if found.threshold is not None:
        numbers = numbers_of(rates, found.threshold.on)
        codes = [code for code, number in numbers.items() if holds(number, found.threshold)]
    else:
        code, _ = extreme(rates, found.extreme)
        codes = [code] if code is not None else []
    return _members(conn, codes, rates)


def ranking(
    conn: Connection,
    name: str,
    key: str,
    *,
    wave: Wave | None = None,
    as_of: str | None = None,
    descending: bool = True,
) -> tuple[Member, ...]:
    """Return the communities that have a rate, highest first."""
    install(conn, as_of)
    indicator = load_indicator(forms_dir() / "indicators", name)
    rates = _rates(conn, source_of(indicator, indicator.key(key), wave or indicator.wave))
    return _members(conn, rank(rates, descending=descending), rates)


def _rates(conn: Connection, source: Source) -> dict[str, Added]:
    return Sums(tally_keys(conn, [source])[source.name]).communities()


def _members(conn: Connection, codes: Iterable[str], rates: Mapping[str, Added]) -> tuple[Member, ...]:
    known = {place.code: place for place in communities(conn)}
    return tuple(Member(known[code], rates[code].n, rates[code].base) for code in codes)
