"""交换: to the stick, from the stick; first what would happen, then the merge, then its slip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSizePolicy

from zjdesk.gui.backend import Parcel, Sent
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.screens.parcels import ParcelTable, Slip, totals_of
from zjdesk.gui.screens.sticks import sticks
from zjdesk.gui.widgets.plain import Card, button, clear, column, icon_button, row, words

_LAST = "exchange/folder"


class ExchangePage(Page):
    """Export at the left, merge at the right, the register underneath."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "exchange")
        self._folder: Path | None = None
        self._waiting: list[Path] = []
        t = ctx.t
        self._where = words("", tone="muted", wrap=True)
        self.to_stick = icon_button(ctx, "stick", t("exchange.export"), self._export, "primary")
        self._choose = button(t("exchange.choose_folder"), self._ask_folder)
        out = Card(ctx, t("exchange.out"))
        out.add(words(t("exchange.out_hint"), tone="muted", wrap=True), self._where)
        out.body.addStretch(1)
        out.add(row(self.to_stick, self._choose, None))
        self.from_stick = icon_button(ctx, "stick", t("exchange.look"), self._look, "primary")
        self.open_files = icon_button(ctx, "folder_open", t("exchange.open"), self._ask_files)
        into = Card(ctx, t("exchange.into"))
        into.add(words(t("exchange.into_hint"), tone="muted", wrap=True))
        into.body.addStretch(1)
        into.add(row(self.from_stick, self.open_files, None))
        for card in (out, into):
            card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.body.addLayout(row(out, into, spacing=ctx.px(12)))
        self._result = column(spacing=ctx.px(8))
        self.body.addLayout(self._result)
        self.body.addWidget(words(t("exchange.register"), "heading"))
        self.register = ParcelTable(ctx, "merges", merged=True)
        self.body.addWidget(self.register, 1)
        self.commands = {"save": self._export, "new": self._ask_files}
        self.first = self.to_stick

    def arrive(self, **args: Any) -> None:
        """Look for a stick and read the register."""
        kept = self.ctx.preferences.text(_LAST)
        self.ctx.tasks.run(self, lambda _backend: sticks(), lambda found: self._found(found, kept))
        self.ctx.tasks.run(self, lambda backend: backend.merges(), self.register.show_parcels)

    def use_folder(self, folder: Path) -> None:
        """Exchange by way of this folder."""
        self._folder = folder
        self.ctx.preferences.keep_text(_LAST, str(folder))
        self._where.setText(self.ctx.t("exchange.where", path=str(folder)))

    def _found(self, found: Sequence[Path], kept: str) -> None:
        if found:
            self.use_folder(found[0])
        elif kept and self._folder is None:
            self.use_folder(Path(kept))
        elif self._folder is None:
            self._where.setText(self.ctx.t("exchange.no_stick"))

    # To the stick

    def _export(self) -> None:
        folder = self._folder
        if folder is None:
            self._ask_folder()
            return
        self.ctx.tasks.run_long(
            self,
            self.ctx.t("exchange.exporting"),
            lambda backend, watch: backend.export(folder, watch),
            self._exported,
            self.trouble,
        )

    def _exported(self, sent: Sent) -> None:
        t = self.ctx.t
        if not sent.files:
            self._say("ok", t("exchange.nothing_new"), "")
            return
        lines = [
            t("exchange.sent", entries=f"{sent.entries:,}", files=f"{sent.attachments:,}", size=_size(sent.size)),
            "\n".join(Path(name).name for name in sent.files),
        ]
        self._say("ok", "\n".join(lines), t("exchange.sent_next"))
        self.ctx.tasks.run(self, lambda backend: backend.about(), lambda _about: self.arrive())

    # From the stick

    def _look(self) -> None:
        folder = self._folder
        if folder is None:
            self._ask_files()
            return
        self.ctx.tasks.run(self, lambda backend: backend.bundles(folder), self._looked)

    def _looked(self, paths: Sequence[Path]) -> None:
        if paths:
            self.preview(paths)
        else:
            self._say("warn", self.ctx.t("exchange.none_there"), self.ctx.t("exchange.none_there_next"))

    def preview(self, paths: Sequence[Path]) -> None:
        """Show what merging these files would do."""
        self._waiting = list(paths)
        self.ctx.tasks.run_long(
            self,
            self.ctx.t("exchange.checking"),
            lambda backend, watch: backend.preview(paths, watch),
            self._previewed,
            self.trouble,
        )

    def _previewed(self, parcels: Sequence[Parcel]) -> None:
        t = self.ctx.t
        self._clear()
        card = Card(self.ctx, t("exchange.preview", n=len(parcels)))
        table = ParcelTable(self.ctx, "preview", merged=False)
        table.show_parcels(parcels)
        table.setFixedHeight(self.ctx.px(min(240, 90 + 36 * len(parcels) + 36)))
        sums = totals_of(parcels)
        merge = button(t("exchange.merge", n=len(parcels)), self._merge, "primary")
        leave = button(t("exchange.leave"), self._clear)
        card.add(words(t("exchange.preview_told", **sums), wrap=True), table, row(None, leave, merge))
        self._result.addWidget(card)
        merge.setFocus()

    def _merge(self) -> None:
        paths = list(self._waiting)
        self._clear()
        self.ctx.tasks.run_long(
            self,
            self.ctx.t("exchange.merging"),
            lambda backend, watch: backend.merge(paths, watch),
            self._merged,
            self._not_merged,
        )

    def _merged(self, parcels: Sequence[Parcel]) -> None:
        self._clear()
        self._result.addWidget(Slip(self.ctx, parcels, self._clear))
        self.arrive()
        self.ctx.wire.merged.emit()

    def _not_merged(self, error: BaseException) -> None:
        self.trouble(error)
        self.arrive()

    # Asking

    def _ask_folder(self) -> None:
        dialog = self._dialog(QFileDialog.FileMode.Directory, "exchange.choose_folder")
        dialog.fileSelected.connect(lambda name: self.use_folder(Path(name)))
        dialog.open()

    def _ask_files(self) -> None:
        dialog = self._dialog(QFileDialog.FileMode.ExistingFiles, "exchange.open")
        dialog.setNameFilter(self.ctx.t("exchange.filter"))
        dialog.filesSelected.connect(lambda names: self.preview([Path(name) for name in names]))
        dialog.open()

    def _dialog(self, mode: QFileDialog.FileMode, title: str) -> QFileDialog:
        dialog = QFileDialog(self, self.ctx.t(title), str(self._folder or ""))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        return dialog

    def _say(self, kind: str, sentence: str, remedy: str) -> None:
        self._clear()
        self.notice(kind, sentence, remedy, (button(self.ctx.t("window.close_notice"), self.notices.clear),))

    def _clear(self) -> None:
        clear(self._result)
        self.notices.clear()


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.1f} kB"
