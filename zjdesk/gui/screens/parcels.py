"""What bundles bring or brought, as a table, one file a line."""

from __future__ import annotations

from collections.abc import Sequence

from zjdesk.gui.backend import Parcel
from zjdesk.gui.context import Context
from zjdesk.gui.values import day
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

_COUNTS = ("new", "revised", "already", "attention")


class ParcelTable(Table):
    """One bundle a line."""

    def __init__(self, ctx: Context, name: str, *, merged: bool) -> None:
        first = [Head(ctx.t("exchange.merged_on"), width=10)] if merged else []
        heads = (
            *first,
            Head(ctx.t("exchange.sender"), width=12),
            *([Head(ctx.t("story.status"), width=7)] if merged else []),
            Head(ctx.t("exchange.file"), width=0),
            *(Head(ctx.t(f"exchange.{count}"), True, 6, ctx.t(f"exchange.{count}_tip")) for count in _COUNTS),
        )
        nothing = EmptyState(ctx, "exchange", ctx.t("exchange.no_merges")) if merged else None
        super().__init__(ctx, name, heads, empty=nothing)
        self._merged = merged

    def show_parcels(self, parcels: Sequence[Parcel]) -> None:
        """Show other bundles."""
        sums = totals_of(parcels)
        blank = ("", "", "", "") if self._merged else ("", "")
        lines = [self._line(number, parcel) for number, parcel in enumerate(parcels)]
        totals = (self._ctx.t("records.total"), *blank[1:], *(f"{sums[name]:,}" for name in _COUNTS))
        self.show_lines(lines, totals if len(lines) > 1 else ())

    def _line(self, number: int, parcel: Parcel) -> Line:
        numbers = tuple(int(getattr(parcel, name)) for name in _COUNTS)
        when = (day(parcel.merged),) if self._merged else ()
        stands = (self._ctx.t("merge.undone" if parcel.undone else "merge.stands"),) if self._merged else ()
        words = (*when, parcel.sender, *stands, parcel.file)
        tones = ["" for _ in words] + ["", "", "", "warn" if parcel.attention else ""]
        if parcel.undone:
            tones[2] = "warn"
        return Line(number, (*words, *(f"{n:,}" for n in numbers)), (*words, *numbers), tuple(tones))


def totals_of(parcels: Sequence[Parcel]) -> dict[str, int]:
    """Return the counts of all bundles together."""
    return {name: sum(int(getattr(parcel, name)) for parcel in parcels) for name in _COUNTS}


def shown_totals(parcels: Sequence[Parcel]) -> dict[str, str]:
    """Return the same as it stands in a sentence."""
    return {name: f"{n:,}" for name, n in totals_of(parcels).items()}
