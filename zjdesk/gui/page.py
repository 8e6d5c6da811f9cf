"""What every page is: a title with one primary action, a body, and answers to the window's keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.troubles import notice_of
from zjdesk.gui.widgets.elided import ElidedLabel
from zjdesk.gui.widgets.notices import Column, Notice
from zjdesk.gui.widgets.plain import icon_button

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes

Command = Callable[[], object]
MARGIN = 20


class Page(QWidget):
    """A page of the window; subclasses fill ``body`` and override :meth:`arrive`."""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.ctx = ctx
        self.name = name
        self.title = ElidedLabel(ctx.t(f"pages.{name}"), "title")
        self.commands: dict[str, Command] = {}
        self.first: QWidget | None = None
        self._back: QPushButton | None = None
        self.head = QHBoxLayout()
        self.head.setSpacing(ctx.px(8))
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.notices = Column(ctx)
        self.body = QVBoxLayout()
        self.body.setSpacing(ctx.px(12))
        layout = QVBoxLayout(self)
        margin = ctx.px(MARGIN)
        layout.setContentsMargins(margin, ctx.px(16), margin, ctx.px(12))
        layout.setSpacing(ctx.px(12))
        layout.addLayout(self.head)
        layout.addWidget(self.notices)
        holder = QWidget()
        holder.setLayout(self.body)
        self.body.setContentsMargins(0, 0, 0, 0)
        area = scrolled(holder)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        layout.addWidget(area, 1)

    def arrive(self, **args: Any) -> None:
        """Show what ``args`` ask for; called each time the page comes to the front."""

    def leave(self) -> None:
        """Keep what must not be lost; called before another page comes to the front."""

    def changed(self, changes: Changes) -> None:
        """Answer to a save made elsewhere; called on pages that were built."""

    def receive(self, paths: Sequence[Path]) -> None:
        """Look at bundles that were brought; only the page of exchange has an eye for them."""

    def answer(self, command: str) -> bool:
        """Do what a key asks for; False when this page has no use for it."""
        action = self.commands.get(command)
        if action is None:
            return False
        action()
        return True

    def with_back(self) -> None:
        """Put a way back before the title."""
        self._back = icon_button(self.ctx, "back", self.ctx.t("window.back"), self.ctx.wire.back.emit, "quiet")
        self.head.insertWidget(0, self._back)

    def with_action(self, action: QPushButton) -> QPushButton:
        """Put a button at the top right."""
        self.head.addWidget(action)
        return action

    def trouble(self, error: BaseException) -> None:
        """Show an error at the head of the page."""
        self.notices.show_notice(notice_of(self.ctx, error, self.notices.clear))

    def notice(self, kind: str, sentence: str, remedy: str = "", actions: tuple[QPushButton, ...] = ()) -> None:
        """Show a sentence at the head of the page."""
        self.notices.show_notice(Notice(self.ctx, kind, sentence, remedy, actions))


def scrolled(content: QWidget | QLayout) -> QScrollArea:
    """Return content that scrolls downwards when the window is low."""
    holder = content if isinstance(content, QWidget) else QWidget()
    if not isinstance(content, QWidget):
        content.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(content)
    holder.setObjectName("scrolled")
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area = QScrollArea()
    area.setWidget(holder)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.verticalScrollBar().setObjectName("beside")
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


Args = Mapping[str, Any]
