"""An annex of figures by community as declared in ``forms/reports``: its tables and what each column shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from zjdesk.forms.source import Table, open_source, refuse
from zjdesk.i18n import Label

Shows = Literal["n", "base", "both"]
SHOWS: tuple[Shows, ...] = ("n", "base", "both")
_NOTHING = Label("", "")


@dataclass(frozen=True)
class ColumnForm:
    """Columns of one indicator, one for each key, under a common group; ``head`` stands for the keys' own names."""

    indicator: str
    keys: tuple[str, ...]
    shows: Shows
    group: Label | None
    head: Label | None


@dataclass(frozen=True)
class AnnexTableForm:
    """One table of the annex."""

    key: str
    title: Label
    columns: tuple[ColumnForm, ...]


@dataclass(frozen=True)
class AnnexForm:
    """The declared annex."""

    number: int
    title: Label
    opening: Label
    tables: tuple[AnnexTableForm, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return every indicator that it shows."""
        return tuple(dict.fromkeys(column.indicator for table in self.tables for column in table.columns))


@lru_cache(maxsize=4)
def load_annex(path: Path) -> AnnexForm:
    """Read an annex's declaration; everything that is wrong with it is told at once."""
    source = open_source(path, [])
    root = source.root()
    root.known(("name", "number", "title", "opening", "table"))
    form = AnnexForm(
        root.whole("number", required=True) or 0,
        root.label("title", required=True) or _NOTHING,
        root.label("opening", required=True) or _NOTHING,
        tuple(_table(each) for each in root.tables("table")),
    )
    refuse(path.stem, source.problems)
    return form


def _table(table: Table) -> AnnexTableForm:
    table.known(("key", "title", "column"))
    columns = tuple(_column(each) for each in table.tables("column"))
    return AnnexTableForm(
        table.text("key", required=True) or "", table.label("title", required=True) or _NOTHING, columns
    )


def _column(table: Table) -> ColumnForm:
    table.known(("indicator", "keys", "shows", "group", "head"))
    return ColumnForm(
        table.text("indicator", required=True) or "",
        table.texts("keys"),
        cast("Shows", table.one_of("shows", SHOWS, required=True)),
        table.label("group"),
        table.label("head"),
    )
