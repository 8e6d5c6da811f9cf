"""The card after a merge: what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from zjdesk.gui.backend import Brought
from zjdesk.gui.context import Context
from zjdesk.gui.icons import picture
from zjdesk.gui.screens.findings import contents, show_findings
from zjdesk.gui.screens.parcels import shown_totals, totals_of
from zjdesk.gui.slip_paper import keep_slip, next_step, slip_lines
from zjdesk.gui.widgets.plain import Card, button, row, words


class Slip(Card):
    """Says what a merge did (``when``, or just now) and what to do next; it can be kept as PDF or text."""

    def __init__(
        self, ctx: Context, brought: Brought, close: Callable[[], None], *, when: datetime | None = None
    ) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self.brought = brought
        self._when = when or datetime.now()
        parcels = brought.parcels
        sums = totals_of(parcels)
        kind = "warn" if sums["attention"] or brought.refused or brought.left else "ok"
        sign = QLabel()
        sign.setPixmap(picture(kind, ctx.theme[kind], ctx.px(20)))
        head = words(ctx.t("exchange.slip", files=len(parcels), **shown_totals(parcels)), "heading", wrap=True)
        line = row(sign, head)
        line.setStretch(1, 1)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        self.add(line)
        kinds = contents(ctx, parcels)
        if kinds:
            self.add(words(ctx.t("exchange.contents", kinds=kinds), tone="muted", wrap=True))
        show_findings(ctx, self, brought)
        self._told = words("", tone="muted", wrap=True)
        self._told.hide()
        self.add(words(next_step(ctx, brought), wrap=True), self._told)
        self.add(self._buttons(close))
        self.setAccessibleName(head.text())

    def _buttons(self, close: Callable[[], None]) -> Any:
        doubtful = tuple(dict.fromkeys(one for parcel in self.brought.parcels for one in parcel.doubtful))
        self.look = button(self._ctx.t("exchange.see_doubtful", n=len(doubtful)), lambda: self._see(doubtful))
        self.look.setVisible(bool(doubtful))
        keep = button(self._ctx.t("exchange.keep_slip"), self._ask)
        asked = any(parcel.conflicts or parcel.duplicates or parcel.rests for parcel in self.brought.parcels)
        self.settle = button(self._ctx.t("pending.open"), lambda: self._ctx.go("pending"), "primary")
        self.settle.setVisible(asked)
        return row(self.settle, self.look, keep, None, button(self._ctx.t("window.close_notice"), close))

    def _see(self, doubtful: tuple[str, ...]) -> None:
        self._ctx.go("records", ids=doubtful, title=self._ctx.t("exchange.doubtful"))

    def _ask(self) -> None:
        t = self._ctx.t
        dialog = QFileDialog(self, t("exchange.keep_slip"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([t("exchange.slip_pdf"), t("exchange.slip_text")])
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("txt" if "txt" in chosen else "pdf"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(t("exchange.slip_file", when=f"{self._when:%Y%m%d-%H%M}"))
        dialog.fileSelected.connect(lambda name: self.keep(Path(name)))
        dialog.open()

    def keep(self, target: Path) -> None:
        """Write the slip into a file."""
        lines = slip_lines(self._ctx, self.brought, self._when)
        family = self.font().family()
        self._ctx.tasks.run(self, lambda _backend: keep_slip(target, lines, family), self._kept)

    def _kept(self, target: Path) -> None:
        self._told.setText(self._ctx.t("exchange.slip_kept", path=str(target)))
        self._told.show()
