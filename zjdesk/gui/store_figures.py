"""The indicators that no figure of the report draws, as charts of the same kind; used on the worker thread only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zjdesk.errors import UserError
from zjdesk.gui.numbers import Frozen
from zjdesk.i18n import Lang, text
from zjdesk.ops.session import Session
from zjdesk.report.blocks import Figure
from zjdesk.report.charts import Bar, Chart, Series
from zjdesk.report.traces import trace

if TYPE_CHECKING:
    from pathlib import Path

    from zjdesk.gui.backend import Watch
    from zjdesk.stats.model import Indicator

_COLOUR = "c1"


class FigureVerbs:
    """The verb ``further`` of :class:`zjdesk.gui.backend.Numbers` on a session."""

    _session: Session

    def further(self, lang: Lang, *, wave: str, community: str | None, drawn: frozenset[str]) -> tuple[Figure, ...]:
        """Return the indicators that are not ``drawn`` in a figure, those that exist for the wave."""
        from zjdesk.ops import figures

        asked = [figures.declared(name) for name in figures.names() if name not in drawn]
        return tuple(self._further([one for one in asked if one.wave == "final"], lang, wave, community))

    def freeze_report(self, lang: Lang, as_of: str | None, watch: Watch) -> str:
        """Keep the report and what it was made from; return its record's id."""
        from zjdesk.ops import freeze

        return freeze.freeze(self._session, lang=lang, as_of=as_of, progress=watch, cancel=watch)

    def frozen(self) -> list[Frozen]:
        """Return the frozen reports, the newest first; none but at the office."""
        from zjdesk.ops import freeze

        return [
            Frozen(
                one.id,
                str(one.values["frozen_on"]),
                int(one.values["pages"]),
                str(one.values["pdf"]),
                tuple(late.record for late in freeze.late(self._session, one)),
            )
            for one in freeze.snapshots(self._session)
        ]

    def keep_frozen(self, frozen: Frozen, target: Path) -> Path:
        """Write a frozen report where a person wants it."""
        from zjdesk.ops import freeze

        return freeze.keep_frozen(self._session, frozen.id, target)

    def _further(self, asked: list[Indicator], lang: Lang, wave: str, community: str | None) -> Iterator[Figure]:
        from zjdesk.ops import figures

        other = None if wave == "final" else wave
        for indicator in asked:
            try:
                found = figures.show(self._session, indicator.name, wave=other, community=community)
            except UserError:
                continue
            parts = {"community": community, "wave": other}
            bars = []
            for one in found:
                unit = indicator.key(one.key).show == "wan_yuan"
                shown = text(lang, "gui_figures.money", sum=one.shown) if unit else one.shown
                label = one.label.text(lang)
                if one.at:
                    label = text(lang, "gui_figures.at", label=label, community=one.at)
                hover = text(lang, "gui_figures.hover", label=label, shown=shown)
                bars.append(Bar(label, one.n, one.base, shown, trace(one.indicator, one.key, parts), _COLOUR, hover))
            if bars:
                yield _figure(indicator.label.text(lang), tuple(bars), lang)


def _figure(title: str, bars: tuple[Bar, ...], lang: Lang) -> Figure:
    share = all(bar.shown.endswith("%") for bar in bars)
    bases = {bar.base for bar in bars}
    base = bases.pop() if len(bases) == 1 else None
    note = text(lang, "gui_figures.note", series="", n=f"{base:,}").strip() if base else ""
    said = f"{title}: {'; '.join(bar.hover for bar in bars)}"
    series = (Series("", _COLOUR, bars),)
    return Figure(
        "",
        title,
        Chart("hbar", title, tuple(bar.label for bar in bars), series, "share" if share else "count", note, said),
    )


def can_be_drawn(chart: Chart) -> bool:
    """Tell whether there are several values, all of one kind, so that their lengths may be compared."""
    kinds = {bar.shown.lstrip("-0123456789.,") for series in chart.series for bar in series.bars}
    several = sum(len(series.bars) for series in chart.series) > 1
    return chart.kind != "hbar" or (several and len(kinds) == 1)
