"""消息: short messages between the office and the laptops; they travel with the bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zjdesk.gui.context import Context
from zjdesk.gui.letters import Letters
from zjdesk.gui.page import Page
from zjdesk.gui.screens.writing import Writing
from zjdesk.gui.values import EMPTY, day
from zjdesk.gui.widgets.notices import EmptyState, Notice
from zjdesk.gui.widgets.plain import Card, button, icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.messages import Message


_MOST_NAMED = 6


def message_reminder(ctx: Context, count: int) -> Notice:
    """Return that new messages wait to be read."""
    act = button(ctx.t("messages.read"), lambda: ctx.go("messages"))
    return Notice(ctx, "ok", ctx.t("messages.unread", n=count), "", (act,), beside=True)


class MessagesPage(Page):
    """The messages, newest first; below them the chosen one in full, or a sheet to write on."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "messages")
        self.with_back()
        t = ctx.t
        self.with_action(icon_button(ctx, "plus", t("messages.write"), self.write, "primary"))
        self._found: dict[str, Message] = {}
        heads = (
            Head(t("messages.state"), width=8),
            Head(t("messages.time"), width=9),
            Head(t("messages.community"), width=10),
            Head(t("messages.sender"), width=20),
            Head(t("messages.subject"), width=0),
        )
        empty = EmptyState(ctx, "empty", t("messages.none"), button(t("messages.write"), self.write))
        self.table = Table(ctx, "messages", heads, empty=empty)
        self.table.chosen.connect(self._tell)
        self.table.opened.connect(lambda _key: self.answer_it())
        self.writing = Writing(ctx, self._send, self._closed)
        self.body.addWidget(self.writing)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._detail())
        self.first = self.table.view
        self.commands = {"new": self.write, "save": self.writing.send, "back": self._back_or_close}

    def arrive(self, **args: Any) -> None:
        """Read the messages."""
        self.ctx.tasks.run(self, lambda backend: backend.letters(), self._show)

    def write(self) -> None:
        """Open an empty sheet."""
        self.writing.begin()

    def answer_it(self) -> None:
        """Open a sheet that answers the chosen message."""
        one = self._found.get(self.table.key)
        if one is not None:
            self.writing.begin(one)

    def _detail(self) -> Card:
        self._head, self._text = words("", "heading", wrap=True), words("", wrap=True)
        self._carried = words("", tone="muted", wrap=True)
        self.reply = button(self.ctx.t("messages.reply"), self.answer_it)
        head = row(self._head, self.reply)
        head.setStretch(0, 1)
        self._card = Card(self.ctx)
        self._card.add(head, self._text, self._carried)
        self._card.hide()
        return self._card

    def _show(self, letters: Letters) -> None:
        self._found = {one.id: one for one in letters.messages}
        self.writing.readers = letters.readers
        self.table.show_lines([self._line(one) for one in letters.messages])
        self._tell(self.table.key)

    def _line(self, one: Message) -> Line:
        state = self._state(one)
        place = one.community or self.ctx.t("messages.everybody")
        sender = " · ".join(filter(None, (one.computer, one.sender))) or EMPTY
        cells = (self.ctx.t(f"messages.{state}"), day(one.time), place, sender, one.subject)
        tone = {"new": "ok", "waiting": "warn"}.get(state, "")
        return Line(one.id, cells, (cells[0], one.time, *cells[2:]), (tone, "", "", "", ""))

    @staticmethod
    def _state(one: Message) -> str:
        if one.own:
            return "waiting" if one.waiting else "arrived"
        return "new" if one.unread else "seen"

    def _tell(self, key: Any) -> None:
        one = self._found.get(key)
        self._card.setVisible(one is not None)
        if one is None:
            return
        self._head.setText(one.subject)
        self._text.setText(one.text)
        self._carried.setText(self._carriage(one))
        self._carried.setVisible(one.own)

    def _carriage(self, one: Message) -> str:
        t = self.ctx.t
        said = [t("messages.arrived_at", names=self._names(one.arrived))] if one.arrived else []
        said += [t("messages.waits_for", names=self._names(one.waiting))] if one.waiting else []
        return "\n".join(said)

    def _names(self, found: tuple[str, ...]) -> str:
        t = self.ctx.t
        named = t("messages.comma").join(found[:_MOST_NAMED])
        return named if len(found) <= _MOST_NAMED else t("messages.and_more", names=named, n=len(found))

    def _send(self, to: str, subject: str, text: str, answers: str | None) -> None:
        def sent(_changes: Changes) -> None:
            self.writing.sent()
            self.notice("ok", self.ctx.t("messages.sent"), self.ctx.t("messages.sent_next"))
            self.arrive()

        send = self.ctx.tasks.run
        send(self, lambda backend: backend.send_message(to, subject, text, answers), sent, self.trouble)

    def _closed(self) -> None:
        self.table.view.setFocus()

    def _back_or_close(self) -> None:
        if self.writing.isVisible():
            self.writing.end()
        else:
            self.ctx.wire.back.emit()
