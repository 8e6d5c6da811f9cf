"""The report's figures counted for one community or another wave: same charts, other numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from zjdesk.errors import UserError
from zjdesk.i18n import Lang, text
from zjdesk.report.blocks import Figure
from zjdesk.report.charts import Bar, Chart, Series
from zjdesk.report.traces import trace

# Counts one value: indicator, key, wave -> n, base, share as printed; raises UserError where there is none.
Count = Callable[[str, str, str | None], tuple[int, int | None, str]]


def localised(
    figures: tuple[Figure, ...], lang: Lang, count: Count, *, wave: str | None, community: str | None
) -> Iterator[Figure]:
    """Yield the figures that exist for that wave, counted anew."""
    for figure in figures:
        own = None if figure.chart.kind == "cluster" else wave
        try:
            chart = _chart(figure.chart, lang, count, own, community)
        except UserError:
            continue
        if own is None or _asked(chart):
            yield replace(figure, chart=chart)


def _asked(chart: Chart) -> bool:
    """Tell whether there is anything to count: what was not asked in a wave has no base."""
    return any(bar.base or bar.n for one in chart.series for bar in one.bars)


def _chart(chart: Chart, lang: Lang, count: Count, wave: str | None, community: str | None) -> Chart:
    series = tuple(
        replace(one, bars=tuple(_bar(bar, lang, count, wave, community) for bar in one.bars)) for one in chart.series
    )
    said = [_note(one, lang) for one in series]
    described = "; ".join(bar.hover for one in series for bar in one.bars)
    return replace(chart, series=series, note=" · ".join(said), description=f"{chart.title}: {described}")


def _bar(bar: Bar, lang: Lang, count: Count, wave: str | None, community: str | None) -> Bar:
    n, base, share = count(bar.trace.indicator, bar.trace.key, wave)
    parts = {**dict(bar.trace.breakdown), "community": community, "wave": wave}
    hover = text(lang, "report.hover", label=bar.label, n=n, base=base or 0, share=share)
    inner = _bar(bar.hatched, lang, count, wave, community) if bar.hatched else None
    where = trace(bar.trace.indicator, bar.trace.key, parts)
    return replace(bar, n=n, base=base, shown=share, hover=hover, trace=where, hatched=inner)


def _note(series: Series, lang: Lang) -> str:
    base = series.bars[0].base if series.bars else 0
    return text(lang, "gui_figures.note", series=series.label, n=f"{base or 0:,}").strip()
