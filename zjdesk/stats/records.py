"""From a printed number back to the records that it counts."""

from __future__ import annotations

from sqlite3 import Connection

from zjdesk.paths import forms_dir
from zjdesk.stats.communities import members
from zjdesk.stats.conditions import where_sql
from zjdesk.stats.indicators import load_indicator, require_target
from zjdesk.stats.model import Indicator, Key, Wave
from zjdesk.stats.places import require_community
from zjdesk.stats.tally import require_columns, rows_of
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
    if found.added:
        return _units(conn, declared, found, community, wave)
    places = [
        place
        for place in members(conn, indicator, key, wave=wave, as_of=as_of)
        if community in (None, place.community.code)
    ]
    if found.threshold is not None:
        return [place.community.id for place in places]
    target = require_target(declared, found)
    looked_at = load_indicator(forms_dir() / "indicators", target.indicator)
    chosen = wave or declared.wave
    return [
        unit
        for place in places
        for unit in _units(conn, looked_at, looked_at.key(target.key), place.community.code, chosen)
    ]


def _units(conn: Connection, indicator: Indicator, key: Key, community: str | None, wave: Wave | None) -> list[str]:
    rows = rows_of(key, indicator)
    known = columns(conn, rows.view)
    require_columns(rows.view, known, (*rows.columns, *rows.inside.columns))
    condition, parameters = where_sql(rows.inside, rows.where)
    if "wave" in known:
        condition, parameters = f"{condition} AND wave = ?", [*parameters, wave or indicator.wave]
    if community is not None:
        condition, parameters = f"{condition} AND community = ?", [*parameters, community]
    sql = f"SELECT DISTINCT unit FROM {rows.view} WHERE {condition} ORDER BY unit"
    return [unit.hex() for (unit,) in conn.execute(sql, parameters)]
