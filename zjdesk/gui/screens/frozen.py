"""Reports that were frozen, and what came in afterwards and is therefore in none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from zjdesk.gui.context import Context
from zjdesk.gui.numbers import Frozen
from zjdesk.gui.values import long_date
from zjdesk.gui.where import ask_where
from zjdesk.gui.widgets.plain import Card, button, clear, column, row, words

_MOST = 3


class FrozenCard(Card):
    """The newest frozen reports, a line each; hidden while there is none."""

    def __init__(self, ctx: Context, keep: Callable[[Frozen, Path], None]) -> None:
        super().__init__(ctx)
        self._ctx, self._keep = ctx, keep
        self.shown: tuple[Frozen, ...] = ()
        self._lines = column(spacing=ctx.px(4))
        self.body.addLayout(self._lines)
        self.hide()

    def show_frozen(self, found: Sequence[Frozen]) -> None:
        """Show them anew."""
        self.shown = tuple(found)
        clear(self._lines)
        for one in found[:_MOST]:
            self._line(one)
        self.setVisible(bool(found))

    def _line(self, one: Frozen) -> None:
        t = self._ctx.t
        when = long_date(one.frozen_on, self._ctx.lang)
        said = t("report.frozen", when=when, n=one.pages)
        said += t("report.late", n=f"{len(one.late):,}") if one.late else t("report.nothing_late")
        label = words(said, wrap=True)
        save = button(t("report.save_frozen"), partial(self._ask, one), "quiet")
        look = button(t("report.see_late"), partial(self._see, one))
        look.setVisible(bool(one.late))
        line = row(label, look, save, spacing=self._ctx.px(8))
        line.setStretch(0, 1)
        self._lines.addLayout(line)

    def _see(self, one: Frozen) -> None:
        when = long_date(one.frozen_on, self._ctx.lang)
        self._ctx.go("records", ids=one.late, title=self._ctx.t("report.late_title", when=when))

    def _ask(self, one: Frozen) -> None:
        ask_where(self, self._ctx.t("report.save_frozen"), self._ctx.t("report.file_name"), partial(self._keep, one))
