"""解锁: one passphrase, and what to do when it was forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer

from zjdesk.errors import NotAllowed, UserError
from zjdesk.gui.attempts import Attempts
from zjdesk.gui.context import Context
from zjdesk.gui.door import Door
from zjdesk.gui.screens.door_page import DoorPage
from zjdesk.gui.widgets.editors import RadioEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.plain import button, icon_button, row, words
from zjdesk.gui.widgets.secret import SecretEditor

WRONG, WHO = "store.wrong_passphrase", "ops.which_account"
_SECOND = 1000


class UnlockPage(DoorPage):
    """Asks for the passphrase; wrong ones are slowed down."""

    def __init__(self, ctx: Context, door: Door, attempts: Attempts, *, left: bool = False) -> None:
        super().__init__(ctx, ctx.t("unlock.locked" if left else "unlock.title"))
        self._door = door
        self._attempts = attempts
        self.passphrase = SecretEditor(ctx, ctx.t("unlock.passphrase"))
        self.passphrase.entered.connect(self.unlock)
        self._lines = Lines(ctx)
        self._lines.add(self.passphrase)
        self.who: RadioEditor | None = None
        self.said = words("", "error", wrap=True)
        self.said.hide()
        self.open = icon_button(ctx, "lock", ctx.t("unlock.open"), self.unlock, "primary")
        self.forgotten = button(ctx.t("unlock.forgotten"), lambda: self.wanted.emit("recovery"), "quiet")
        self.card.add(words(ctx.t("unlock.kept" if left else "unlock.encrypted"), tone="muted", wrap=True))
        self.card.add(self._lines, self.said, row(self.forgotten, None, self.open))
        self.first = self.passphrase
        self._tick = QTimer(self, interval=_SECOND)
        self._tick.timeout.connect(self._count_down)
        self._count_down()

    def unlock(self) -> None:
        """Try the passphrase; the work of it is done beside the window."""
        if not self.open.isEnabled() or self._attempts.wait:
            return
        self._say("")
        if self._lines.lacking(self.ctx.t("unlock.empty"), self.passphrase):
            return
        typed = str(self.passphrase.value)
        self._busy(True)
        account = str(self.who.value) if self.who is not None and self.who.value else None
        self.ctx.tasks.enter(self, lambda: self._door.unlock(typed, account), self._opened, self.refused)

    def refused(self, error: BaseException) -> None:
        """Say why the store did not open."""
        self._busy(False)
        if isinstance(error, UserError) and error.key == WHO:
            self._ask_who(str(error.params["names"]).split("、"))
            return
        self.passphrase.value = None
        if isinstance(error, NotAllowed) and error.key == WRONG:
            self._attempts.failed()
            self._count_down()
            self.passphrase.line.setFocus()
        else:
            self.trouble(error)

    def _opened(self, _nothing: object) -> None:
        self._attempts.passed()
        self.passphrase.value = None
        self.entered.emit()

    def _ask_who(self, names: Sequence[str]) -> None:
        """Let a person say who it is: several have the same passphrase."""
        if self.who is None:
            self.who = RadioEditor(self.ctx.t("unlock.who"), [(name, name) for name in names])
            self._lines.add(self.who)
        self._say(self.ctx.t("unlock.which"), wrong=False)
        self.who.setFocus()

    def _busy(self, busy: bool) -> None:
        self.open.setEnabled(not busy)
        self.open.setText(self.ctx.t("unlock.opening" if busy else "unlock.open"))
        self.passphrase.line.setReadOnly(busy)
        if busy:
            self.passphrase.hide_again()

    def _count_down(self) -> None:
        """Hold further attempts back for as long as it takes."""
        left = self._attempts.wait
        self.open.setEnabled(not left)
        if left:
            self._say(self.ctx.t("unlock.wrong_wait", n=left))
            self._tick.start()
        elif self._tick.isActive():
            self._tick.stop()
            self._say(self.ctx.t("unlock.wrong"))

    def _say(self, sentence: str, *, wrong: bool = True) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        self.passphrase.mark(bool(sentence) and wrong)
        self.passphrase.setAccessibleDescription(sentence)
