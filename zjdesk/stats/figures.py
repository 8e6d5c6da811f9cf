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
from zjdesk.stats.tally import has_project, has_wave, tally
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
    """A part of the programme whose cells are added up: everything, a community, a project or a wave."""

    breakdown: Mapping[str, str]
    wave: Wave
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
    install(conn, as_of)
    indicator = load_indicator(forms_dir() / "indicators", name)
    return figures(conn, indicator, by=by, wave=wave, community=community)


def figures(
    conn: Connection,
    indicator: Indicator,
    *,
    by: By | None = None,
    wave: Wave | None = None,
    community: str | None = None,
) -> tuple[Figure, ...]:
    """Return the figures of an indicator at hand, on the views as they are installed."""
    require_community(conn, community)
    sources = _sources(indicator)
    _refuse_breakdown(conn, indicator, sources.values(), by, wave)
    chosen = None if by == "wave" else wave or indicator.wave
    sums = {
        source: Sums(tally(conn, found, wave=chosen, by_project=by == "project")) for source, found in sources.items()
    }
    names = {place.code: place.name for place in communities(conn)}
    parts = _parts(conn, indicator, by=by, wave=wave, community=community)
    made = (_figure(indicator, key, sums, part, names) for part in parts for key in indicator.keys)
    return tuple(figure for figure in made if figure is not None)


def _sources(indicator: Indicator) -> dict[str, Indicator]:
    """Return the indicators whose tallies are needed: its own, and those that its keys look at."""
    found = {indicator.name: indicator}
    for key in indicator.keys:
        if not key.added:
            name = require_target(indicator, key).indicator
            if name not in found:
                found[name] = load_indicator(forms_dir() / "indicators", name)
    return found


def _refuse_breakdown(
    conn: Connection, indicator: Indicator, sources: Iterable[Indicator], by: By | None, wave: Wave | None
) -> None:
    if by is not None and by not in BREAKDOWNS:
        raise UsageError("stats.no_such_breakdown", by=by)
    if wave is not None and wave not in WAVES:
        raise UsageError("stats.no_such_wave", wave=wave)
    keys = [key for source in sources for key in source.keys if key.added]
    if wave not in (None, indicator.wave) and not any(has_wave(conn, key) for key in keys):
        raise UsageError("stats.one_wave", name=indicator.name)
    if by == "project" and not any(has_project(conn, key) for key in keys):
        raise UsageError("stats.no_projects", name=indicator.name)


def _parts(
    conn: Connection, indicator: Indicator, *, by: By | None, wave: Wave | None, community: str | None
) -> list[Part]:
    chosen = wave or indicator.wave
    if by == "wave":
        return [Part({"wave": each}, each, community) for each in WAVES]
    if by == "community":
        places = [place for place in communities(conn) if community in (None, place.code)]
        return [Part(_community(place), chosen, place.code) for place in places]
    if by == "project":
        found = [project for project in projects(conn) if community in (None, project.community)]
        return [Part(_project(project), chosen, project.community, project.id) for project in found]
    return [Part({}, chosen, community)]


def _community(place: Community) -> dict[str, str]:
    return {"community": place.code, "community_name": place.name}


def _project(project: Project) -> dict[str, str]:
    return {
        "community": project.community,
        "project": project.id,
        "project_no": project.no,
        "project_name": project.name,
    }


def _figure(
    indicator: Indicator, key: Key, sums: Mapping[str, Sums], part: Part, names: Mapping[str, str]
) -> Figure | None:
    if key.added:
        added = sums[indicator.name].of(key.key, part.wave, part.community, part.project)
        return _printed(indicator, key, added or Added(0, 0 if key.base else None), part)
    if part.project is not None:
        return None
    target = require_target(indicator, key)
    rates = sums[target.indicator].by_community(target.key, part.wave, part.community)
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
