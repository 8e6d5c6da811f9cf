"""Takes the names of a sign-in list over into a sheet of rows: those who stand there already are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from zjdesk.gui.context import Context
from zjdesk.gui.widgets.grid_model import GridModel

if TYPE_CHECKING:
    from zjdesk.gui.page import Page
    from zjdesk.ops.rosters import Roster


class Into(Protocol):
    """How a signer becomes a row of the sheet; None for one who does not belong there."""

    def __call__(self, signer: Mapping[str, Any]) -> Mapping[str, Any] | None: ...


class TakeOver:
    """One press: read the list, add its rows, say whose they are."""

    def __init__(self, ctx: Context, page: Page, model: GridModel, name: str, into: Into) -> None:
        self._ctx, self._page, self._model, self._name, self._into = ctx, page, model, name, into

    def ask(self, near: str | None, *, itself: bool) -> None:
        """Take over who signed at the activity ``near`` (``itself``) or at the one before it."""
        if near is not None:
            self._ctx.tasks.run(
                self._page,
                lambda backend: backend.last_signed(near, itself=itself),
                self._add,
                self._page.trouble,
            )

    def _add(self, roster: Roster | None) -> None:
        ctx = self._ctx
        rows = self._fresh(roster.rows) if roster else []
        if roster is None or not any(self._into(one) for one in roster.rows):
            self._page.notice("warn", ctx.t("grids.nobody_signed"))
        elif not rows:
            self._page.notice("ok", ctx.t("grids.all_there", title=roster.title, date=roster.date))
        else:
            self._model.add(rows)
            self._page.notice("ok", ctx.t("grids.taken_over", title=roster.title, date=roster.date, n=len(rows)))

    def _fresh(self, signers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        there = {row.get(self._name) for row in self._model.filled}
        rows = [row for one in signers if (row := self._into(one)) is not None]
        return [row for row in rows if row[self._name] not in there]
