"""What all pages before the store have: a card in the middle, notices above its fields, the language at the edge."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.page import MARGIN, scrolled
from zjdesk.gui.troubles import notice_of
from zjdesk.gui.widgets.notices import Column
from zjdesk.gui.widgets.plain import Card, button, column, row, words
from zjdesk.i18n import Lang

_OTHER: dict[Lang, tuple[Lang, str]] = {"zh": ("en", "English"), "en": ("zh", "中文")}


class DoorPage(QWidget):
    """A page that is shown while the store is closed; it tells ``entered`` when the worker holds it open."""

    entered = Signal()
    wanted = Signal(str)  # another page of these, by name

    def __init__(self, ctx: Context, title: str, width: int = 480) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.ctx = ctx
        self.first: QWidget | None = None
        self.notices = Column(ctx)
        self.card = Card(ctx)
        self.card.body.setSpacing(ctx.px(12))
        self.card.setMaximumWidth(ctx.px(width))
        self.card.setMinimumWidth(min(ctx.px(width), 640))
        self.card.add(words(title, "title", wrap=True), self.notices)
        lang, shown = _OTHER[ctx.lang]
        self.language = button(shown, lambda: self._speak(lang), "quiet")
        middle = column(None, row(None, self.card, None), None, None)
        layout = QVBoxLayout(self)
        margin = ctx.px(MARGIN)
        layout.setContentsMargins(margin, ctx.px(12), margin, margin)
        layout.addWidget(scrolled(middle), 1)
        layout.addLayout(row(None, self.language))

    def trouble(self, error: BaseException) -> None:
        """Show an error above the fields."""
        self.notices.show_notice(notice_of(self.ctx, error, self.notices.clear))

    def arrive(self) -> None:
        """Put the keyboard into the first field."""
        if self.first is not None:
            self.first.setFocus()

    def _speak(self, lang: Lang) -> None:
        self.ctx.preferences.look = replace(self.ctx.preferences.look, lang=lang)
        self.ctx.wire.relook.emit()
