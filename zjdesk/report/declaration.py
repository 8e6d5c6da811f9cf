"""A report as declared in ``forms/reports``: its headings, sentences, figures and tables in order, and their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from zjdesk.forms.source import Table, open_source, refuse
from zjdesk.i18n import Label
from zjdesk.report.charts import Axis, Kind

KINDS: tuple[Kind, ...] = ("pie", "column", "bar", "hbar", "cluster")
AXES: tuple[Axis, ...] = ("share", "count")
TABLES = ("frequency", "multiple", "keys", "waves")
_NOTHING = Label("", "")


@dataclass(frozen=True)
class HeadingForm:
    """A heading and its level."""

    level: int
    label: Label


@dataclass(frozen=True)
class TextForm:
    """A paragraph: its template in both languages and the indicators that it uses.

    Where the base of ``needs`` (``archive.complete``) is nothing, an honest sentence stands instead.
    """

    name: str
    template: Label
    uses: tuple[str, ...]
    needs: str | None = None


@dataclass(frozen=True)
class SeriesForm:
    """The keys of one indicator in a chart, under a name of their own where a chart has several."""

    indicator: str
    keys: tuple[str, ...]
    label: Label = _NOTHING


@dataclass(frozen=True)
class FigureForm:
    """A numbered chart.

    ``hatched`` names a key and another drawn inside it, ``ranked`` puts the longest bar first, ``optional`` keys
    are left out where nothing was counted.
    """

    number: int
    kind: Kind
    label: Label
    series: tuple[SeriesForm, ...]
    axis: Axis
    base: Label
    ranked: bool = False
    hatched: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableForm:
    """A table: of a question's answers, of an indicator's keys, or of the same keys in two waves.

    ``whole`` keys add up to their base; ``within`` names a key and another that is part of it.
    """

    name: str
    kind: str
    label: Label
    indicators: tuple[str, ...]
    question: str | None = None
    keys: tuple[str, ...] = ()
    base: Label = _NOTHING
    whole: bool = False
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordsForm:
    """A place that is filled from records (cases, issues) or by the report's author (prose)."""

    name: str
    kind: str


BlockForm = HeadingForm | TextForm | FigureForm | TableForm | RecordsForm


@dataclass(frozen=True)
class ReportForm:
    """A whole declared report."""

    name: str
    title: Label
    blocks: tuple[BlockForm, ...]


@lru_cache(maxsize=4)
def load_report(path: Path) -> ReportForm:
    """Read a report's declaration; everything that is wrong with it is told at once."""
    source = open_source(path, [])
    root = source.root()
    root.known(("name", "title", "block"))
    name, title = root.text("name", required=True), root.label("title", required=True)
    blocks = tuple(block for table in root.tables("block") if (block := _block(table)) is not None)
    refuse(path.stem, source.problems)
    return ReportForm(name or "", title or _NOTHING, blocks)


def _block(table: Table) -> BlockForm | None:
    kind = table.one_of("kind", READERS, required=True)
    return READERS[kind](table) if kind else None


def _heading(table: Table) -> HeadingForm:
    table.known(("kind", "level", "label"))
    return HeadingForm(table.whole("level", required=True) or 1, table.label("label", required=True) or _NOTHING)


def _text(table: Table) -> TextForm:
    table.known(("kind", "name", "uses", "needs", "zh", "en"))
    template = Label(table.text("zh", required=True) or "", table.text("en", required=True) or "")
    name = table.text("name", required=True) or ""
    return TextForm(name, template, table.texts("uses"), table.text("needs"))


def _figure(table: Table) -> FigureForm:
    table.known(("kind", "number", "draw", "label", "series", "axis", "base", "ranked", "hatched", "optional"))
    return FigureForm(
        number=table.whole("number", required=True) or 0,
        kind=cast("Kind", table.one_of("draw", KINDS, required=True)),
        label=table.label("label", required=True) or _NOTHING,
        series=tuple(_series(each) for each in table.tables("series")),
        axis=cast("Axis", table.one_of("axis", AXES) or "share"),
        base=table.label("base", required=True) or _NOTHING,
        ranked=table.flag("ranked"),
        hatched=table.texts("hatched"),
        optional=table.texts("optional"),
    )


def _series(table: Table) -> SeriesForm:
    table.known(("indicator", "keys", "label"))
    indicator = table.text("indicator", required=True) or ""
    return SeriesForm(indicator, table.texts("keys"), table.label("label") or _NOTHING)


def _table(table: Table) -> TableForm:
    table.known(("kind", "name", "table", "label", "indicators", "question", "keys", "base", "whole", "within"))
    return TableForm(
        name=table.text("name", required=True) or "",
        kind=table.one_of("table", TABLES, required=True) or "",
        label=table.label("label", required=True) or _NOTHING,
        indicators=table.texts("indicators"),
        question=table.text("question"),
        keys=table.texts("keys"),
        base=table.label("base") or _NOTHING,
        whole=table.flag("whole"),
        within=table.texts("within"),
    )


def _records(table: Table) -> RecordsForm:
    table.known(("kind", "name", "records"))
    kind = table.one_of("records", ("cases", "issues", "prose"), required=True)
    return RecordsForm(table.text("name", required=True) or "", kind or "")


READERS: dict[str, Callable[[Table], BlockForm]] = {
    "heading": _heading,
    "text": _text,
    "figure": _figure,
    "table": _table,
    "records": _records,
}
