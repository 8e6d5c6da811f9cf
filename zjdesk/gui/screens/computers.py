"""The other computers of the programme: who has handed in what, and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence

from zjdesk.gui.context import Context
from zjdesk.gui.office import Laptop
from zjdesk.gui.values import EMPTY, day
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

_SHOWN_PLACES = 3


class Board(Table):
    """The completeness board: one computer a line, those that never handed in anything first."""

    def __init__(self, ctx: Context) -> None:
        t = ctx.t
        heads = (
            Head(t("settings.computer"), width=0),
            Head(t("settings.kind"), width=10),
            Head(t("settings.communities"), width=16),
            Head(t("exchange.standing"), width=12),
            Head(t("exchange.newest"), width=10, tip=t("exchange.newest_tip")),
            Head(t("exchange.held"), True, 6, t("exchange.held_tip")),
            Head(t("exchange.gap"), True, 6, t("exchange.gap_tip")),
        )
        super().__init__(ctx, "computers", heads, empty=EmptyState(ctx, "exchange", t("exchange.no_computers")))

    def show_laptops(self, laptops: Sequence[Laptop]) -> None:
        """Show how the computers stand now."""
        order = sorted(laptops, key=lambda one: (not one.silent, not one.missing, one.last_seen or 0))
        self.show_lines([self._line(one) for one in order])

    def _line(self, one: Laptop) -> Line:
        standing, tone = standing_of(one)
        cells = (
            one.name,
            self._ctx.t(f"settings.kind_{one.kind}"),
            places(self._ctx, one),
            self._ctx.t(f"exchange.standing_{standing}"),
            day(one.last_seen),
            f"{one.held:,}",
            f"{one.missing:,}",
        )
        tones = ("", "", "", tone, "", "", "warn" if one.missing else "")
        return Line(one.name, cells, (*cells[:5], one.held, one.missing), tones)


def standing_of(one: Laptop) -> tuple[str, str]:
    """Return how complete a computer's work is here, and the tone in which to say it."""
    if one.missing:
        return "gap", "warn"
    if one.silent:
        return "silent", "danger" if one.joined else "muted"
    return "whole", "ok"


def places(ctx: Context, one: Laptop) -> str:
    """Return the communities of a computer in a few words."""
    between = "、" if ctx.lang == "zh" else ", "
    if len(one.communities) > _SHOWN_PLACES:
        return ctx.t("settings.many_communities", first=one.communities[0], n=len(one.communities))
    return between.join(one.communities) or EMPTY
