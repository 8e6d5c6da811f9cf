"""Counts unit rows into a tally: one cell per community, wave and key, with counts that add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import NamedTuple

from zjdesk.errors import InputError
from zjdesk.stats.bases import BASES, Base
from zjdesk.stats.conditions import Parameters, quoted, where_sql
from zjdesk.stats.model import EVERY_ROW, Indicator, Key, Wave, Where
from zjdesk.stats.views import columns, renew

ONLY_WAVE = "final"  # of what happens once in a cycle
COMPUTED = ("unit_project", "unit_evaluation")  # their columns are worth computing once per row

Place = tuple[str, str, str]  # community's code, project's id ("" where none is told), wave
Counts = dict[Place, int]


class Cell(NamedTuple):
    """The added counts of one key in one place; ``community`` is a code, ``project`` an id."""

    community: str
    project: str | None
    wave: str
    key: str
    n: int
    base: int | None


@dataclass(frozen=True)
class Source:
    """A key to be counted, in one wave or in all."""

    indicator: Indicator
    key: Key
    wave: Wave | None = None

    @property
    def name(self) -> tuple[str, str, str | None]:
        """Return what tells it from others."""
        return self.indicator.name, self.key.key, self.wave


@dataclass(frozen=True)
class Frame:
    """What one statement can count: the rows of a view that belong to a base, in one wave or in all."""

    view: str
    inside: Where
    wave: Wave | None


@dataclass(frozen=True)
class Rows:
    """The unit rows of a frame that hold ``where``: their number, or the sum of their ``column``."""

    frame: Frame
    where: Where = EVERY_ROW
    column: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that it reads besides those of the frame."""
        return (*self.where.columns, *((self.column,) if self.column else ()))

    def aggregate(self) -> tuple[str, Parameters]:
        """Return the SQL that counts them, or adds their column, and its parameters."""
        what = "COUNT(*)" if self.column is None else f"IFNULL(SUM({quoted(self.column)}), 0)"
        if self.where == EVERY_ROW:
            return what, []
        condition, parameters = where_sql(self.where)
        if self.column is None:
            return f"COUNT(CASE WHEN {condition} THEN 1 END)", parameters
        return f"IFNULL(SUM(CASE WHEN {condition} THEN {quoted(self.column)} END), 0)", parameters


def rows_of(source: Source) -> Rows:
    """Return the unit rows that a key counts; a share counts within its base."""
    key, base = source.key, _base_of(source.key)
    inside = base.where(source.indicator.question) if base and key.view in base.views else EVERY_ROW
    return Rows(Frame(key.view, inside, source.wave), key.where, key.column)


def base_rows(source: Source) -> Rows | None:
    """Return the unit rows of a key's base, None where it has none."""
    key, base = source.key, _base_of(source.key)
    if base is None:
        return None
    view = key.view if key.view in base.views else base.views[0]
    return Rows(Frame(view, base.where(source.indicator.question), source.wave), column=base.column)


def _base_of(key: Key) -> Base | None:
    return BASES[key.base] if key.base is not None else None


def tally(
    conn: Connection, indicator: Indicator, *, wave: Wave | None = None, by_project: bool = False
) -> tuple[Cell, ...]:
    """Count an indicator's keys that add up, per community and wave (and project where the view has one)."""
    sources = [Source(indicator, key, wave) for key in indicator.keys if key.added]
    found = tally_keys(conn, sources, by_project=by_project)
    return tuple(cell for source in sources for cell in found[source.name])


def tally_keys(
    conn: Connection, sources: Iterable[Source], *, by_project: bool = False
) -> dict[tuple[str, str, str | None], list[Cell]]:
    """Count keys of any indicators together: one pass over the rows of each base, however many keys ask."""
    renew(conn)
    wanted = {source.name: (rows_of(source), base_rows(source)) for source in sources}
    frames: dict[Frame, dict[Rows, Counts]] = {}
    for pair in wanted.values():
        for rows in pair:
            if rows is not None:
                frames.setdefault(rows.frame, {})[rows] = {}
    for frame, group in frames.items():
        _count_frame(conn, frame, group, by_project)
    return {
        name: _cells(name[1], frames[rows.frame][rows], None if base is None else frames[base.frame][base])
        for name, (rows, base) in wanted.items()
    }


def _cells(key: str, numbers: Counts, bases: Counts | None) -> list[Cell]:
    if bases is None:
        return [Cell(place[0], place[1] or None, place[2], key, n, None) for place, n in sorted(numbers.items())]
    return [
        Cell(place[0], place[1] or None, place[2], key, numbers.get(place, 0), bases.get(place, 0))
        for place in sorted({**numbers, **bases})
    ]


def _count_frame(conn: Connection, frame: Frame, group: Mapping[Rows, Counts], by_project: bool) -> None:
    """Count everything of one frame in one pass over its view, into the counts of each."""
    known = columns(conn, frame.view)
    require_columns(frame.view, known, (*frame.inside.columns, *(name for rows in group for name in rows.columns)))
    if frame.wave not in (None, ONLY_WAVE) and "wave" not in known:
        return
    by = ["community"]
    by += ["project"] if by_project and "project" in known else []
    by += ["wave"] if frame.wave is None and "wave" in known else []
    sql, parameters = _frame_sql(frame, list(group), by, "wave" in known)
    in_project, in_wave = "project" in by, "wave" in by
    for row in conn.execute(sql, parameters):
        place = (
            row[0],
            row[1].hex() if in_project else "",
            row[len(by) - 1] if in_wave else frame.wave or ONLY_WAVE,
        )
        for counts, number in zip(group.values(), row[len(by) :], strict=True):
            counts[place] = number


def _frame_sql(frame: Frame, group: list[Rows], by: list[str], waves: bool) -> tuple[str, Parameters]:
    condition, parameters = where_sql(frame.inside)
    if frame.wave is not None and waves:
        condition, parameters = f"wave = ? AND {condition}", [frame.wave, *parameters]
    aggregates = [rows.aggregate() for rows in group]
    places, numbers = ", ".join(by), ", ".join(part for part, _ in aggregates)
    values = [value for _, more in aggregates for value in more]
    if frame.view not in COMPUTED:
        sql = f"SELECT {places}, {numbers} FROM {frame.view} WHERE {condition} GROUP BY {places}"
        return sql, values + parameters
    read = dict.fromkeys((*by, *(name for rows in group for name in rows.columns)))
    inner = f"SELECT {', '.join(map(quoted, read))} FROM {frame.view} WHERE {condition}"
    sql = f"WITH unit AS MATERIALIZED ({inner}) SELECT {places}, {numbers} FROM unit GROUP BY {places}"
    return sql, parameters + values


def require_columns(view: str, known: Iterable[str], wanted: Iterable[str]) -> None:
    """Refuse a declaration that speaks of a view or a column that does not exist."""
    names = tuple(known)
    for name in wanted:
        if name not in names:
            raise InputError("stats.no_column", view=view, column=name, known="、".join(names) or "—")


def has_wave(conn: Connection, key: Key) -> bool:
    """Tell whether what a key counts happens in both waves."""
    return "wave" in columns(conn, key.view)


def has_project(conn: Connection, key: Key) -> bool:
    """Tell whether what a key counts belongs to projects."""
    return "project" in columns(conn, key.view)
