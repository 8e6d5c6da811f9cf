"""Takes a copy of a record's file out of the program: a reason, whether as it is, a place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import reason_sheet
from zjdesk.gui.where import ask_where

_NAME = 8


class Copying:
    """Asks, and writes; the page hears of it through the message at the lower edge."""

    def __init__(self, ctx: Context, around: QWidget) -> None:
        self._ctx = ctx
        self._around = around

    def ask(self, sha: str) -> None:
        """Ask for the reason, then for the place."""
        t = self._ctx.t
        original = QCheckBox(t("privacy.copy_original"))
        sheet = reason_sheet(
            self._ctx,
            self._around.window(),
            t("privacy.copy_named"),
            lambda why: self._ask_place(sha, why, original.isChecked()),
            action=t("privacy.copy_act"),
            remark=t("privacy.copy_remark"),
            extra=original,
        )
        sheet.open()

    def write(self, sha: str, target: Path, why: str, *, original: bool) -> None:
        """Write the copy."""
        ctx = self._ctx
        ctx.tasks.run(
            self._around,
            lambda backend: backend.export_file(sha, target, why, original=original),
            lambda path: ctx.say(ctx.t("privacy.copied", path=str(path))),
            ctx.wire.failed.emit,
        )

    def _ask_place(self, sha: str, why: str, original: bool) -> None:
        t = self._ctx.t

        def named(ending: str) -> None:
            name = t("privacy.copy_name", name=sha[:_NAME], ending=ending)
            ask_where(self._around, t("privacy.copy_named"), name, write)

        def write(path: Path) -> None:
            self.write(sha, path, why, original=original)

        self._ctx.tasks.run(self._around, lambda backend: backend.file_ending(sha), named, self._ctx.wire.failed.emit)
