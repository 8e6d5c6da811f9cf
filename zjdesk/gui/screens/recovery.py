"""口令忘了: the way over the street office: a request on a stick, the answer and its code, a new passphrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from zjdesk.gui.attempts import Attempts
from zjdesk.gui.context import Context
from zjdesk.gui.door import Door
from zjdesk.gui.screens.door_page import DoorPage
from zjdesk.gui.widgets.codes import CodeEditor, FileEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.notices import Notice
from zjdesk.gui.widgets.plain import button, icon_button, row, words
from zjdesk.gui.widgets.secret import NewSecret


class RecoveryPage(DoorPage):
    """Writes the request, and takes the answer."""

    def __init__(self, ctx: Context, door: Door, attempts: Attempts) -> None:
        super().__init__(ctx, ctx.t("unlock.recovery"), 620)
        self._door = door
        self._attempts = attempts
        t = ctx.t
        self.card.add(words(t("unlock.recovery_about"), tone="muted", wrap=True))
        self.ask = icon_button(ctx, "stick", t("unlock.write_request"), self._ask_where, "primary")
        self.card.add(words(t("unlock.step_request"), "heading", wrap=True))
        self.card.add(words(t("unlock.step_request_about"), wrap=True), row(self.ask, None))
        self.answer = FileEditor(ctx, t("unlock.answer"), "zja")
        self.code = CodeEditor(ctx, t("unlock.answer_code"))
        self.secret = NewSecret(ctx)
        self.lines = Lines(ctx)
        self.lines.add(self.answer)
        self.lines.add(self.code)
        self.lines.under(self.code.hint)
        self.secret.place(self.lines)
        self.set = button(t("unlock.set_passphrase"), self.recover, "primary")
        self.card.add(words(t("unlock.step_answer"), "heading", wrap=True), self.lines)
        self.card.add(row(button(t("unlock.to_unlock"), lambda: self.wanted.emit("unlock")), None, self.set))
        self.secret.second.entered.connect(self.recover)
        self.first = self.ask

    def request(self, folder: Path) -> None:
        """Write the request into a folder."""
        self.ctx.tasks.run_beside(self, lambda: self._door.request(folder), self._requested, self.trouble)

    def recover(self) -> None:
        """Set the new passphrase with the office's answer, and open the store with it."""
        t = self.ctx.t
        if not self.set.isEnabled() or self.lines.lacking(t("unlock.fill_in"), self.answer, self.code):
            return
        if not self.code.good:
            self.lines.tell(self.code, t("unlock.code_wrong"))
            return
        passphrase = self.secret.value()
        if passphrase is None:
            return
        answer, code = Path(self.answer.value), str(self.code.value)
        self.set.setEnabled(False)
        self.ctx.tasks.run_beside(
            self, lambda: self._door.recover(answer, code, passphrase), self._recovered, self._refused
        )

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.ctx.t("unlock.request_where"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.request(Path(name)))
        dialog.open()

    def _requested(self, file: Path) -> None:
        said = self.ctx.t("unlock.request_written", name=file.name, path=str(file.parent))
        self.notices.show_notice(Notice(self.ctx, "ok", said, self.ctx.t("unlock.request_next")))

    def _recovered(self, _nothing: object) -> None:
        self._attempts.passed()
        self.secret.clear()
        self.wanted.emit("recovered")

    def _refused(self, error: BaseException) -> None:
        self.set.setEnabled(True)
        self.trouble(error)
