"""From a printed number back to the records that it counts."""

from __future__ import annotations

from sqlite3 import Connection

from zjdesk.paths import forms_dir
from zjdesk.stats.communities import members
from zjdesk.stats.conditions import where_sql
from zjdesk.stats.figures import source_of
from zjdesk.stats.indicators import load_indicator
from zjdesk.stats.model import Wave
from zjdesk.stats.places import require_community
from zjdesk.stats.tally import Source, require_columns, rows_of
from zjdesk.stats.views import columns, install


def records(
    conn: Connection,
    indicator: str,
    key: str,
    community: str | None = None,
    *,
    wave: Wave | None = None,
    as_of: str | None = None,
) -> list[str]:
    """Return the ids of the records behind a number.

    These are the unit rows' records: projects, questionnaires, visits, vouchers, sources, issues; for a number
    of communities the communities; for an extreme the records of that community.
    """
    install(conn, as_of)
    require_community(conn, community)
    declared = load_indicator(forms_dir() / "indicators", indicator)
    found = declared.key(key)
    source = source_of(declared, found, wave or declared.wave)
    if found.added:
        return _units(conn, source, community)
    places = [
        place.community
        for place in members(conn, indicator, key, wave=wave, as_of=as_of)
        if community in (None, place.community.code)
    ]
    if found.threshold is not None:
        return [place.id for place in places]
    return [unit for place in places for unit in _units(conn, source, place.code)]


def _units(conn: Connection, source: Source, community: str | None) -> list[str]:
    rows = rows_of(source)
    view, inside = rows.frame.view, rows.frame.inside
    known = columns(conn, view)
    require_columns(view, known, (*rows.columns, *inside.columns))
    condition, parameters = where_sql(inside, rows.where)
    if "wave" in known:
        condition, parameters = f"{condition} AND wave = ?", [*parameters, source.wave or source.indicator.wave]
    if community is not None:
        condition, parameters = f"{condition} AND community = ?", [*parameters, community]
    sql = f"SELECT DISTINCT unit FROM {view} WHERE {condition} ORDER BY unit"
    return [unit.hex() for (unit,) in conn.execute(sql, parameters)]
