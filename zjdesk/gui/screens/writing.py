"""The sheet on which a message is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.widgets.editors import LongTextEditor, TextEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.plain import Card, button, icon_button, row

if TYPE_CHECKING:
    from zjdesk.ops.messages import Message

_SUBJECT = 60
_WIDEST = 760
Send = Callable[[str, str, str, "str | None"], object]


class Writing(Card):
    """To whom, about what, and the words; hidden until somebody writes. What was typed stays while it is hidden."""

    def __init__(self, ctx: Context, send: Send, closed: Callable[[], object]) -> None:
        super().__init__(ctx)
        t = ctx.t
        self._ctx, self._send, self._after = ctx, send, closed
        self._answers: Message | None = None
        self.readers: tuple[tuple[str, str], ...] = ()
        self.to = QComboBox()
        self.to.setAccessibleName(t("messages.to"))
        self.subject = TextEditor(t("messages.subject"), _SUBJECT)
        self.text = LongTextEditor(ctx, t("messages.text"))
        self.lines = Lines(ctx)
        self.lines.setMaximumWidth(ctx.px(_WIDEST))
        self.lines.beside(t("messages.to"), self.to)
        self.lines.add(self.subject)
        self.lines.add(self.text)
        self.go = icon_button(ctx, "ok", t("messages.send"), self.send, "primary")
        acts = QWidget()
        acts.setLayout(row(self.go, button(t("messages.leave"), self.end, "quiet"), None))
        self.lines.under(acts)
        self.add(self.lines)
        self.hide()

    def begin(self, answers: Message | None = None) -> None:
        """Show the sheet, to answer a message or for a new one."""
        self._answers = answers
        kept = self.to.currentData()
        self.to.clear()
        for code, name in self.readers:
            self.to.addItem(f"{code}  {name}" if name else self._ctx.t("messages.everybody"), code)
        wanted = answers.community if answers is not None else kept
        self.to.setCurrentIndex(max(0, self.to.findData(wanted)))
        if answers is not None:
            self.subject.value = self._ctx.t("messages.answer_to", subject=answers.subject)[:_SUBJECT]
        self.show()
        (self.text if answers is not None else self.subject).focus_widget().setFocus()

    def end(self) -> None:
        """Put the sheet away."""
        self.hide()
        self._after()

    def sent(self) -> None:
        """Put the sheet away, empty."""
        self.subject.value = self.text.value = None
        self.end()

    def send(self) -> None:
        """Send what is written; both lines must be filled in."""
        if not self.isVisible() or self.lines.lacking(self._ctx.t("messages.lacking"), self.subject, self.text):
            return
        answers = self._answers.id if self._answers is not None else None
        to, subject, text = self.to.currentData(), str(self.subject.value), str(self.text.value)
        self._send(to, subject, text, answers)
