"""Counts unit rows into a tally: one cell per community, wave and key, with counts that add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from sqlite3 import Connection

from zjdesk.errors import InputError
from zjdesk.stats.bases import BASES, Base
from zjdesk.stats.conditions import Parameters, quoted, where_sql
from zjdesk.stats.model import EVERY_ROW, Indicator, Key, Wave, Where
from zjdesk.stats.views import columns, install, installed

ONLY_WAVE = "final"  # of what happens once in a cycle


Place = tuple[str, str, str]  # community's code, project's id ("" where none is told), wave


@dataclass(frozen=True)
class Cell:
    """The added counts of one key in one place."""

    community: str
    project: str | None
    wave: str
    key: str
    n: int
    base: int | None


@dataclass(frozen=True)
class Rows:
    """Unit rows of a view: those that belong to the base (``inside``) and among them those that hold ``where``."""

    view: str
    inside: Where = EVERY_ROW
    where: Where = EVERY_ROW
    column: str | None = None

    @property
    def frame(self) -> tuple[str, Where]:
        """Return what it shares with others that one statement can count."""
        return self.view, self.inside

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that it reads besides those of the frame."""
        return (*self.where.columns, *((self.column,) if self.column else ()))

    def aggregate(self) -> tuple[str, Parameters]:
        """Return the SQL that counts them, or adds their column, and its parameters."""
        what = "COUNT(*)" if self.column is None else f"SUM({quoted(self.column)})"
        if self.where != EVERY_ROW:
            condition, parameters = where_sql(self.where)
            return f"IFNULL({what} FILTER (WHERE {condition}), 0)", parameters
        return f"IFNULL({what}, 0)", []


def rows_of(key: Key, indicator: Indicator) -> Rows:
    """Return the unit rows that a key counts; a share counts within its base."""
    base = _base_of(key)
    inside = base.where(indicator.question) if base and key.view in base.views else EVERY_ROW
    return Rows(key.view, inside, key.where, key.column)


def base_rows(key: Key, indicator: Indicator) -> Rows | None:
    """Return the unit rows of a key's base, None where it has none."""
    base = _base_of(key)
    if base is None:
        return None
    view = key.view if key.view in base.views else base.views[0]
    return Rows(view, base.where(indicator.question), column=base.column)


def _base_of(key: Key) -> Base | None:
    return BASES[key.base] if key.base is not None else None


def tally(
    conn: Connection, indicator: Indicator, *, wave: Wave | None = None, by_project: bool = False
) -> tuple[Cell, ...]:
    """Count an indicator's keys that add up, per community and wave (and project where the view has one)."""
    if not installed(conn):
        install(conn)
    keys = [key for key in indicator.keys if key.added]
    wanted = [(key.key, rows_of(key, indicator), base_rows(key, indicator)) for key in keys]
    rows = dict.fromkeys(rows for _, *pair in wanted for rows in pair if rows is not None)
    found = _count(conn, rows, wave, by_project)
    return tuple(
        cell
        for name, counted, base in wanted
        for cell in _cells(name, found[counted], None if base is None else found[base])
    )


def _cells(key: str, numbers: Mapping[Place, int], bases: Mapping[Place, int] | None) -> Iterator[Cell]:
    places = numbers if bases is None else {**numbers, **bases}
    for place in sorted(places):
        community, project, wave = place
        base = bases.get(place, 0) if bases is not None else None
        yield Cell(community, project or None, wave, key, numbers.get(place, 0), base)


def _count(
    conn: Connection, wanted: Iterable[Rows], wave: Wave | None, by_project: bool
) -> dict[Rows, dict[Place, int]]:
    frames: dict[tuple[str, Where], list[Rows]] = {}
    for rows in wanted:
        frames.setdefault(rows.frame, []).append(rows)
    found: dict[Rows, dict[Place, int]] = {}
    for group in frames.values():
        found.update(_count_frame(conn, group, wave, by_project))
    return found


def _count_frame(
    conn: Connection, group: list[Rows], wave: Wave | None, by_project: bool
) -> dict[Rows, dict[Place, int]]:
    """Count everything of one frame in one pass over its view."""
    found: dict[Rows, dict[Place, int]] = {rows: {} for rows in group}
    view, inside = group[0].frame
    known = columns(conn, view)
    read = [column for rows in group for column in rows.columns]
    require_columns(view, known, (*read, *inside.columns))
    if wave not in (None, ONLY_WAVE) and "wave" not in known:
        return found
    by = ["community"]
    by += ["project"] if by_project and "project" in known else []
    by += ["wave"] if "wave" in known else []
    sql, parameters = _frame_sql(group, by, read, wave if "wave" in known else None)
    for row in conn.execute(sql, parameters):
        project = row[1].hex() if "project" in by else ""
        place = (row[0], project, row[len(by) - 1] if "wave" in by else ONLY_WAVE)
        for counted, number in zip(found.values(), row[len(by) :], strict=True):
            counted[place] = number
    return found


def _frame_sql(group: list[Rows], by: list[str], read: list[str], wave: Wave | None) -> tuple[str, Parameters]:
    """Return the statement of a frame; its inner SELECT computes each column once per row."""
    view, inside = group[0].frame
    condition, parameters = where_sql(inside)
    if wave is not None:
        condition, parameters = f"wave = ? AND {condition}", [wave, *parameters]
    aggregates = [rows.aggregate() for rows in group]
    names = ", ".join(quoted(name) for name in dict.fromkeys((*by, *read)))
    places = ", ".join(by)
    sql = (
        f"WITH unit AS MATERIALIZED (SELECT {names} FROM {view} WHERE {condition}) "
        f"SELECT {places}, {', '.join(part for part, _ in aggregates)} FROM unit GROUP BY {places}"
    )
    return sql, parameters + [value for _, values in aggregates for value in values]


def require_columns(view: str, known: Iterable[str], wanted: Iterable[str]) -> None:
    """Refuse a declaration that speaks of a view or a column that does not exist."""
    for name in wanted:
        if name not in (names := tuple(known)):
            raise InputError("stats.no_column", view=view, column=name, known="、".join(names) or "—")


def has_wave(conn: Connection, key: Key) -> bool:
    """Tell whether what a key counts happens in both waves."""
    return "wave" in columns(conn, key.view)


def has_project(conn: Connection, key: Key) -> bool:
    """Tell whether what a key counts belongs to projects."""
    return "project" in columns(conn, key.view)
