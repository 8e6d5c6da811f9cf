"""交换: to the stick, from the stick; first what would happen, then the merge, then its slip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QStackedWidget, QTabBar, QWidget

from zjdesk.gui.about import About
from zjdesk.gui.backend import Backend, Brought, Parcel, Sent
from zjdesk.gui.context import Context
from zjdesk.gui.office import Laptop
from zjdesk.gui.page import Page
from zjdesk.gui.screens.computers import Board
from zjdesk.gui.screens.merge_lists import Seen, read_seen
from zjdesk.gui.screens.merge_look import PreviewCard
from zjdesk.gui.screens.register import Register
from zjdesk.gui.screens.shared_strip import SharedStrip
from zjdesk.gui.screens.slip import Slip
from zjdesk.gui.screens.sticks import StickPicker
from zjdesk.gui.values import size_words
from zjdesk.gui.widgets.plain import Card, button, clear, column, icon_button, row, words

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.merges import Choice


class ExchangePage(Page):
    """Export at the left, merge at the right, the register and the board underneath."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "exchange")
        self._waiting: list[Path] = []
        self._without: Choice | None = None
        self._known: frozenset[str] = frozenset()
        self._lay_out_cards()
        self.with_action(button(ctx.t("pages.messages"), lambda: ctx.go("messages")))
        self.pending = self.with_action(icon_button(ctx, "warn", ctx.t("pending.open"), lambda: ctx.go("pending")))
        if self._office:
            self.with_action(icon_button(ctx, "exchange", ctx.t("board.open"), lambda: ctx.go("board")))
        self._result = column(spacing=ctx.px(8))
        self.body.addLayout(self._result)
        self.register = Register(self, self._show_card, self._clear)
        self.board: Board | None = None
        self._lay_out_tables()
        self.commands = {"save": self._export, "new": self._ask_files}
        self.first = self.to_stick

    def arrive(self, **args: Any) -> None:
        """Look for a stick and read the register."""
        run = self.ctx.tasks.run
        self.stick.look()
        self.ctx.wire.share.emit()
        run(self, lambda backend: backend.about(), self._tell_unsent)
        run(self, lambda backend: backend.merges(), self._registered)
        run(self, lambda backend: backend.open_questions(), self._tell_pending)
        if self._office:
            run(self, lambda backend: backend.laptops(), self._show_board)

    def use_folder(self, folder: Path) -> None:
        """Exchange by way of this folder."""
        self.stick.use(folder)

    @property
    def _office(self) -> bool:
        return self.ctx.about.kind == "office"

    def _lay_out_cards(self) -> None:
        ctx, t = self.ctx, self.ctx.t
        self._unsent = words("")
        self.stick = StickPicker(ctx)
        self.to_stick = icon_button(ctx, "stick", t("exchange.export"), self._export, "primary")
        choose = button(t("exchange.choose_folder"), self._ask_folder)
        out = Card(ctx, t("exchange.out"))
        out.add(words(t("exchange.out_hint"), tone="muted", wrap=True), self._unsent, self.stick)
        out.body.addStretch(1)
        out.add(row(self.to_stick, choose, None))
        self.from_stick = icon_button(ctx, "stick", t("exchange.look"), self._look, "primary")
        self.open_files = icon_button(ctx, "folder_open", t("exchange.open"), self._ask_files)
        into = Card(ctx, t("exchange.into"))
        into.add(words(t("exchange.into_hint"), tone="muted", wrap=True))
        into.add(words(t("exchange.drop_hint"), tone="muted", wrap=True))
        into.body.addStretch(1)
        into.add(row(self.from_stick, self.open_files, None))
        for card in (out, into):
            card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._cards = QWidget()
        self.shared = SharedStrip(ctx, self.preview)
        self._cards.setLayout(column(row(out, into, spacing=ctx.px(12)), self.shared, spacing=ctx.px(12)))
        self.body.addWidget(self._cards)

    def _lay_out_tables(self) -> None:
        t = self.ctx.t
        self._board_place = column()
        stack = QStackedWidget()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(t("exchange.tables"))
        shown: list[tuple[str, QWidget]] = [("register", self.register)]
        if self._office:
            holder = QWidget()
            holder.setLayout(self._board_place)
            shown.insert(0, ("board", holder))
        for name, table in shown:
            self.tabs.addTab(t(f"exchange.{name}"))
            stack.addWidget(table)
        self.tabs.currentChanged.connect(stack.setCurrentIndex)
        last = len(shown) - 1
        self.tabs.currentChanged.connect(lambda tab: self.register.ways.setVisible(tab == last))
        self.register.ways.setVisible(not last)
        self._tables = QWidget()
        tabs = row(self.tabs, None, self.register.ways)
        self._tables.setLayout(column(tabs, stack, spacing=self.ctx.px(8)))
        self.body.addWidget(self._tables, 1)

    def _tell_unsent(self, about: About) -> None:
        key = "exchange.unsent" if about.unsent else "exchange.all_sent"
        self._unsent.setText(self.ctx.t(key, n=f"{about.unsent:,}"))

    def _tell_pending(self, n: int) -> None:
        self.pending.setText(self.ctx.t("pending.open_n", n=f"{n:,}") if n else self.ctx.t("pending.open"))
        self.pending.setAccessibleName(self.pending.text())

    def _show_card(self, card: QWidget) -> None:
        """Show a card in the place of all else, until it is left."""
        self._clear()
        self._result.addWidget(card)
        self._result.addStretch(1)
        self._cards.hide()
        self._tables.hide()

    def _show_board(self, laptops: Sequence[Laptop]) -> None:
        if self.board is None:
            self.board = Board(self.ctx)
            self._board_place.addWidget(self.board)
        self.board.show_laptops(laptops)

    def _registered(self, parcels: Sequence[Parcel]) -> None:
        self._known = frozenset(parcel.file for parcel in parcels if parcel.whole)
        self.register.show_parcels(parcels)

    # To the stick

    def _export(self) -> None:
        folder = self.stick.folder
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
            t("exchange.sent", entries=f"{sent.entries:,}", files=f"{sent.attachments:,}", size=size_words(sent.size)),
            "\n".join(f"{label}  {name}" for name, label in sent.files[:_MOST_NAMED]),
        ]
        if len(sent.files) > _MOST_NAMED:
            lines.append(t("exchange.more_files", n=len(sent.files) - _MOST_NAMED))
        self._say("ok", "\n".join(lines), t("exchange.sent_next"))
        self.ctx.wire.merged.emit()
        self.arrive()

    # From the stick

    def _look(self) -> None:
        folder = self.stick.folder
        if folder is None:
            self._ask_files()
            return
        self.ctx.tasks.run(self, lambda backend: backend.bundles(folder), self._looked)

    def _looked(self, paths: Sequence[Path]) -> None:
        t = self.ctx.t
        fresh = [path for path in paths if path.name not in self._known]
        if fresh:
            self.preview(fresh)
        elif paths:
            again = button(t("exchange.look_all", n=len(paths)), lambda: self.preview(paths))
            self._say("ok", t("exchange.nothing_fresh", n=len(paths)), t("exchange.nothing_fresh_next"), again)
        else:
            self._say("warn", t("exchange.none_there"), t("exchange.none_there_next"))

    def preview(self, paths: Sequence[Path], without: Choice | None = None) -> None:
        """Show what merging these files would do, but for what is left out."""
        self._waiting, self._without = list(paths), without
        catalogue = self.ctx.catalogue
        self.ctx.tasks.run_long(
            self,
            self.ctx.t("exchange.checking"),
            lambda backend, watch: read_seen(backend, catalogue, backend.preview(paths, watch, without=without)),
            self._previewed,
            self.trouble,
        )

    def _look_again(self, without: Choice) -> None:
        self.preview(list(self._waiting), without)

    def _previewed(self, seen: Seen) -> None:
        refused = {one.file for one in seen.brought.refused}
        self._waiting = [path for path in self._waiting if path.name not in refused]
        again = self._look_again if self._office else None
        card = PreviewCard(self.ctx, seen, self.merge, self._clear, again, self._without)
        self._show_card(card)
        card.merge.setFocus()

    def merge(self) -> None:
        """Merge the files that were looked at."""
        paths, without = list(self._waiting), self._without
        self._clear()

        def work(backend: Backend, watch: Any) -> Brought:
            return backend.merge(paths, watch, without=without)

        self.ctx.tasks.run_long(self, self.ctx.t("exchange.merging"), work, self._merged, self._not_merged)

    def _merged(self, brought: Brought) -> None:
        self._clear()
        self._result.addWidget(Slip(self.ctx, brought, self._clear))
        self.ctx.wrote(everything(self.ctx))
        self.ctx.wire.merged.emit()
        self.arrive()

    def _not_merged(self, error: BaseException) -> None:
        self.trouble(error)
        self.arrive()

    def receive(self, paths: Sequence[Path]) -> None:
        """Look at bundles that were dropped on the window or opened by a double click."""
        self.preview(paths)

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
        dialog = QFileDialog(self, self.ctx.t(title), str(self.stick.folder or ""))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        return dialog

    def _say(self, kind: str, sentence: str, remedy: str, *actions: Any) -> None:
        self._clear()
        close = button(self.ctx.t("window.close_notice"), self.notices.clear)
        self.notice(kind, sentence, remedy, (*actions, close))

    def _clear(self) -> None:
        clear(self._result)
        self._cards.show()
        self._tables.show()
        self.notices.clear()


_MOST_NAMED = 4


def everything(ctx: Context) -> Changes:
    """Return changes that say: any record may be new."""
    from zjdesk.ops.changes import Changes

    return Changes((), frozenset(ctx.catalogue.names()), ())
