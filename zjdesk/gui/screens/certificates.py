"""Certificates of erasures: offered once something went, written where a person wants them, and opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.values import day
from zjdesk.gui.where import ask_where, open_button
from zjdesk.gui.widgets.plain import button

if TYPE_CHECKING:
    from zjdesk.ops.erased import Erased


class Certificates:
    """Writes the certificates that one page offers, and tells so at its head."""

    def __init__(self, page: Page, ctx: Context) -> None:
        self._page = page
        self._ctx = ctx

    def offer(self, made: Sequence[Erased]) -> None:
        """Say that something was erased, with the way to its certificate."""
        t = self._ctx.t
        keep = button(t("privacy.keep_certificate"), lambda: self.ask(made), "primary")
        self._page.notice("ok", t("privacy.erased", n=f"{len(made):,}"), t("privacy.erased_next"), (keep,))

    def ask(self, made: Sequence[Erased]) -> None:
        """Ask where a certificate is to go."""
        t = self._ctx.t
        name = t("privacy.certificate_file", day=day(made[0].time)[:10])
        ask_where(self._page, t("privacy.keep_certificate"), name, lambda path: self.keep(made, path))

    def keep(self, made: Sequence[Erased], target: Path) -> None:
        """Write a certificate."""
        lang = self._ctx.lang
        self._ctx.tasks.run(
            self._page,
            lambda backend: backend.keep_certificate(made, target, lang),
            self.told,
            self._page.trouble,
        )

    def told(self, path: Path) -> None:
        """Tell where a certificate was written."""
        t = self._ctx.t
        said = t("privacy.certificate_kept", path=str(path))
        self._page.notice("ok", said, t("privacy.certificate_next"), (open_button(self._ctx, path),))


def said_of(ctx: Context, one: Erased) -> str:
    """Return in a line when something was erased, by whom and why."""
    return " · ".join((day(one.time), one.account, one.why))
