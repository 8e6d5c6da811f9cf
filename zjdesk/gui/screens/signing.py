"""Lets the person of a row sign on the screen; the drawing is kept as a file of the row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from zjdesk.gui.context import Context
from zjdesk.gui.widgets.grid_model import SIGNATURE, GridModel
from zjdesk.gui.widgets.signature import SignatureSheet

if TYPE_CHECKING:
    from zjdesk.gui.page import Page

SIGNED = "signed"


class Signing:
    """One press opens the pad for the row in hand."""

    def __init__(self, ctx: Context, page: Page, model: GridModel, name: str, here: Callable[[], int]) -> None:
        self._ctx, self._page, self._model, self._name, self._here = ctx, page, model, name, here
        self.sheet: SignatureSheet | None = None

    def ask(self) -> None:
        """Open the pad; a row without a name has nobody to sign."""
        number = self._here()
        line = self._model.lines[number] if 0 <= number < len(self._model.rows) else {}
        if not line.get(self._name):
            self._page.notice("ok", self._ctx.t("grids.choose_row"))
            return
        self.sheet = SignatureSheet(
            self._ctx, self._page.window(), self._model.named(number, self._name), lambda data: self._keep(line, data)
        )
        self.sheet.open()

    def _keep(self, line: dict[str, Any], picture: bytes) -> None:
        self._ctx.tasks.run(
            self._page,
            lambda backend: backend.add_drawing(picture),
            lambda own: self._kept(line, own),
            self._page.trouble,
        )

    def _kept(self, line: dict[str, Any], own: str) -> None:
        """Put the drawing to the person who signed, wherever the row stands by now."""
        if self._model.amend(line, {SIGNATURE: own, SIGNED: True}):
            self._ctx.say(self._ctx.t("grids.signature_kept"))
