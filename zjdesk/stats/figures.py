"""Figures: an indicator's tally turned into the numbers that screen, report and command line show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Literal

from zjdesk.errors import UsageError
from zjdesk.i18n import Label
from zjdesk.paths import forms_dir
from zjdesk.stats.bases import BASES
from zjdesk.stats.indicators import load_indicator, require_target
from zjdesk.stats.measures import Added, Sums, extreme, on_that_side
from zjdesk.stats.model import WAVES, Indicator, Key, Wave
from zjdesk.stats.places import Community, Project, communities, projects, require_community
from zjdesk.stats.shares import NOTHING, SMALLEST_BASE, mean, rate, wan_yuan
from zjdesk.stats.tally import Source, has_project, has_wave, tally_keys
from zjdesk.stats.views import install

By = Literal["community", "project", "wave"]
BREAKDOWNS: tuple[By, ...] = ("community", "project", "wave")


@dataclass(frozen=True)
class Figure:
    """One number as it is printed.

    ``n`` and ``base`` are integers (money in fen); ``share`` is the percentage or None, ``shown`` the text to
    print, ``at`` the community of an extreme, ``breakdown`` the part of the programme that it speaks of.
    """

    indicator: str
    key: str
    label: Label
    n: int
    base: int | None
    share: str | None
    shown: str
    at: str | None = None
    breakdown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A part of the programme: everything, a community or a project; in the indicator's own wave or another."""

    breakdown: Mapping[str, str]
    wave: Wave | None = None
    community: str | None = None
    project: str | None = None


def show(
    conn: Connection,
    name: str,
    *,
    by: By | None = None,
    wave: Wave | None = None,
    as_of: str | None = None,
    community: str | None = None,
) -> tuple[Figure, ...]:
    """Return an indicator's figures, key by key, for the street or a community, whole or broken down."""
    return show_all(conn, (name,), by=by, wave=wave, as_of=as_of, community=community)[name]


def show_all(
    conn: Connection,
    names: Iterable[str],
    *,
    by: By | None = None,
    wave: Wave | None = None,
    as_of: str | None = None,
    community: str | None = None,
) -> dict[str, tuple[Figure, ...]]:
    """Return the figures of several indicators, counted together."""
    install(conn, as_of)
    folder = forms_dir() / "indicators"
    return figures(conn, [load_indicator(folder, name) for name in names], by=by, wave=wave, community=community)


def figures(
    conn: Connection,
    indicators: Iterable[Indicator],
    *,
    by: By | None = None,
    wave: Wave | None = None,
    community: str | None = None,
) -> dict[str, tuple[Figure, ...]]:
    """Return the figures of indicators at hand, on the views as they are installed."""
    asked = tuple(indicators)
    if community is not None:
        require_community(conn, community)
    for indicator in asked:
        _refuse(conn, indicator, by, wave)
    parts = _parts(conn, by, wave, community)
    waves = {part.wave for part in parts}
    sources = {
        (indicator.name, key.key, chosen): source_of(indicator, key, chosen or indicator.wave)
        for indicator in asked
        for key in indicator.keys
        for chosen in waves
    }
    cells = tally_keys(conn, sources.values(), by_project=by == "project")
    sums = {name: Sums(found) for name, found in cells.items()}
    found = {spot: sums[source.name] for spot, source in sources.items()}
    return {indicator.name: _figures(conn, indicator, parts, found) for indicator in asked}


def source_of(indicator: Indicator, key: Key, wave: Wave) -> Source:
    """Return what is counted for a key: itself, or the key that it looks at."""
    if key.added:
        return Source(indicator, key, wave)
    target = require_target(indicator, key)
    if target.indicator != indicator.name:
        indicator = load_indicator(forms_dir() / "indicators", target.indicator)
    return Source(indicator, indicator.key(target.key), wave)


def _refuse(conn: Connection, indicator: Indicator, by: By | None, wave: Wave | None) -> None:
    """Refuse a breakdown or a wave that the indicator does not have."""
    if by is not None and by not in BREAKDOWNS:
        raise UsageError("stats.no_such_breakdown", by=by)
    if wave is not None and wave not in WAVES:
        raise UsageError("stats.no_such_wave", wave=wave)
    if by != "project" and wave in (None, indicator.wave):
        return
    keys = [source_of(indicator, key, indicator.wave).key for key in indicator.keys]
    if wave not in (None, indicator.wave) and not any(has_wave(conn, key) for key in keys):
        raise UsageError("stats.one_wave", name=indicator.name)
    if by == "project" and not any(has_project(conn, key) for key in keys):
        raise UsageError("stats.no_projects", name=indicator.name)


def _parts(conn: Connection, by: By | None, wave: Wave | None, community: str | None) -> list[Part]:
    if by == "wave":
        return [Part({"wave": each}, each, community) for each in WAVES]
    if by == "community":
        places = [place for place in communities(conn) if community in (None, place.code)]
        return [Part(_community(place), wave, place.code) for place in places]
    if by == "project":
        found = [project for project in projects(conn) if community in (None, project.community)]
        return [Part(_project(project), wave, project.community, project.id) for project in found]
    return [Part({}, wave, community)]


def _community(place: Community) -> dict[str, str]:
    return {"community": place.code, "community_name": place.name}


def _project(project: Project) -> dict[str, str]:
    return {
        "community": project.community,
        "project": project.id,
        "project_no": project.no,
        "project_name": project.name,
    }


def _figures(
    conn: Connection,
    indicator: Indicator,
    parts: Iterable[Part],
    found: Mapping[tuple[str, str, Wave | None], Sums],
) -> tuple[Figure, ...]:
    extremes = any(key.extreme is not None for key in indicator.keys)
    names = {place.code: place.name for place in communities(conn)} if extremes else {}
    return tuple(
        _figure(indicator, key, found[indicator.name, key.key, part.wave], part, names)
        for part in parts
        for key in indicator.keys
        if key.added or part.project is None
    )


def _figure(indicator: Indicator, key: Key, sums: Sums, part: Part, names: Mapping[str, str]) -> Figure:
    if key.added:
        added = sums.of(part.community, part.project)
        return _printed(indicator, key, added or Added(0, 0 if key.base else None), part)
    rates = sums.communities(part.community)
    if key.threshold is not None:
        return _printed(indicator, key, on_that_side(rates, key.threshold), part)
    code, counts = extreme(rates, key.extreme)
    return _printed(indicator, key, counts, part, names.get(code or "", code))


def _printed(indicator: Indicator, key: Key, added: Added, part: Part, at: str | None = None) -> Figure:
    share = None
    if key.show in ("percent", "count"):
        share = rate(added.n, added.base, key.decimals, smallest=_smallest_base(key))
    shown = _shown(key, added, share)
    return Figure(indicator.name, key.key, key.label, added.n, added.base, share, shown, at, part.breakdown)


def _smallest_base(key: Key) -> int:
    """A base of cases must be large enough for a rate; money only must not be nothing."""
    return 1 if key.base is not None and BASES[key.base].money else SMALLEST_BASE


def _shown(key: Key, added: Added, share: str | None) -> str:
    if key.show == "percent":
        return share or NOTHING
    if key.show == "mean":
        return mean(added.n, added.base or 0, key.decimals or 0)
    return wan_yuan(added.n, key.decimals or 0) if key.show == "wan_yuan" else str(added.n)
