"""The street's keys kept in two places: copied to two sticks with a code, or split on two sheets of paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.where import ask_where
from zjdesk.gui.widgets.codes import FolderEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.notices import Notice
from zjdesk.gui.widgets.plain import Card, button, clear, column, icon_button, row, words

Told = Callable[[], None]


class SticksCard(Card):
    """Two sticks, and the code that opens either; ``told`` is called when a copy was made."""

    def __init__(self, ctx: Context, told: Told, failed: Callable[[BaseException], None]) -> None:
        super().__init__(ctx, ctx.t("street_key.sticks"))
        self._ctx, self._told, self._failed = ctx, told, failed
        t = ctx.t
        self._code = ""
        self.first = FolderEditor(ctx, t("street_key.first_stick"))
        self.second = FolderEditor(ctx, t("street_key.second_stick"))
        self.lines = Lines(ctx)
        self.lines.add(self.first)
        self.lines.add(self.second)
        self.act = icon_button(ctx, "stick", t("street_key.copy"), self.copy, "primary")
        self.add(words(t("street_key.sticks_about"), tone="muted", wrap=True), self.lines, row(self.act, None))
        self._made = QWidget()
        self._made.hide()
        self._shown = words("", "figure")
        self._shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.slip = button(t("street_key.slip"), self._ask_slip, "primary")
        done = Notice(ctx, "ok", t("street_key.copied"), t("street_key.copied_next"))
        self._made.setLayout(column(done, self._shown, row(self.slip, None), spacing=ctx.px(8)))
        self.add(self._made)
        self.body.addStretch(1)

    @property
    def code(self) -> str:
        """Return the code of the copy just made, while it is shown."""
        return self._code

    def offer(self, found: Sequence[Path]) -> None:
        """Fill in the sticks that are in, where nothing is chosen yet."""
        free = [path for path in found if path not in (self.first.value, self.second.value)]
        for editor in (self.first, self.second):
            if editor.value is None and free:
                editor.value = free.pop(0)

    def copy(self) -> None:
        """Write a copy to either stick."""
        t = self._ctx.t
        if self.lines.lacking(t("street_key.no_stick"), self.first, self.second):
            return
        folders = (Path(self.first.value), Path(self.second.value))
        if folders[0] == folders[1]:
            self.lines.tell(self.second, t("street_key.same_stick"))
            self.second.line.setFocus()
            return
        self.forget()
        self.act.setEnabled(False)
        self._ctx.tasks.run(self, lambda backend: backend.copy_keys(folders), self._copied, self._refused)

    def keep_slip(self, target: Path) -> None:
        """Write the slip with the code."""
        ctx, code, family = self._ctx, self._code, self.font().family()

        def keep(_backend: Backend) -> Path:
            from zjdesk.gui.street_key_paper import keep_code

            return keep_code(target, ctx, code, family)

        ctx.tasks.run(self, keep, lambda kept: ctx.say(ctx.t("street_key.kept", path=str(kept))), self._failed)

    def forget(self) -> None:
        """Show the code no longer."""
        self._code = ""
        self._shown.clear()
        self._made.hide()

    def _copied(self, code: str) -> None:
        self.act.setEnabled(True)
        self._code = code
        self._shown.setText(code)
        self._shown.setAccessibleName(self._ctx.t("street_key.code", code=" ".join(code)))
        self._made.show()
        self.slip.setFocus()
        self._told()

    def _refused(self, error: BaseException) -> None:
        self.act.setEnabled(True)
        self._failed(error)

    def _ask_slip(self) -> None:
        t = self._ctx.t
        ask_where(self, t("street_key.slip"), t("street_key.slip_file"), self.keep_slip)


class PaperCard(Card):
    """Two sheets that say something together only; ``told`` is called when both were written."""

    def __init__(self, ctx: Context, told: Told, failed: Callable[[BaseException], None]) -> None:
        super().__init__(ctx, ctx.t("street_key.paper"))
        self._ctx, self._told, self._failed = ctx, told, failed
        t = ctx.t
        self.act = icon_button(ctx, "report", t("street_key.split"), self._ask_first)
        self._made = column()
        self.add(words(t("street_key.paper_about"), tone="muted", wrap=True), row(self.act, None), self._made)
        self.body.addStretch(1)

    def split(self, first: Path, second: Path) -> None:
        """Write each sheet into a file of its own."""
        ctx, family, targets = self._ctx, self.font().family(), (first, second)

        def keep(backend: Backend) -> tuple[Path, Path]:
            from zjdesk.gui.street_key_paper import keep_sheet

            backend.split_keys(lambda number, sheet: keep_sheet(targets[number - 1], ctx, number, sheet, family))
            return targets

        ctx.tasks.run(self, keep, self._done, self._failed)

    def _ask_first(self) -> None:
        t = self._ctx.t
        ask_where(self, t("street_key.first_sheet"), t("street_key.first_sheet_file"), self._ask_second)

    def _ask_second(self, first: Path) -> None:
        t = self._ctx.t
        ask_where(
            self,
            t("street_key.second_sheet"),
            t("street_key.second_sheet_file"),
            partial(self._split_apart, first),
        )

    def _split_apart(self, first: Path, second: Path) -> None:
        if first == second:
            self._ask_second(first)
        else:
            self.split(first, second)

    def _done(self, made: tuple[Path, Path]) -> None:
        t = self._ctx.t
        clear(self._made)
        said = t("street_key.split_done", first=str(made[0]), second=str(made[1]))
        self._made.addWidget(Notice(self._ctx, "ok", said, t("street_key.split_next")))
        self._told()
