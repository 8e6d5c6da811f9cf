"""What a page says when there is nothing, when something failed, and when something is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.icons import picture
from zjdesk.gui.widgets.plain import button, clear, column, row, words

_TOAST_MS = 8000


class EmptyState(QWidget):
    """One sentence, one picture, one button."""

    def __init__(self, ctx: Context, image: str, sentence: str, action: QPushButton | None = None) -> None:
        super().__init__()
        art = QLabel()
        art.setPixmap(picture(image, ctx.theme["muted"], ctx.px(56)))
        art.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said = words(sentence, tone="muted", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = column(None, art, said, spacing=ctx.px(12))
        if action is not None:
            inner.addLayout(row(None, action, None))
        inner.addStretch(1)
        inner.setContentsMargins(ctx.px(24), ctx.px(24), ctx.px(24), ctx.px(24))
        self.setLayout(inner)


class Notice(QFrame):
    """A coloured strip with a sign, a sentence, a remedy and, if need be, buttons below or ``beside``."""

    def __init__(
        self,
        ctx: Context,
        kind: str,
        sentence: str,
        remedy: str = "",
        actions: Sequence[QPushButton] = (),
        *,
        beside: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("kind", kind)
        sign = QLabel()
        sign.setPixmap(picture(kind, ctx.theme[kind], ctx.px(20)))
        said = words(sentence, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner = column(said, spacing=ctx.px(4))
        if remedy:
            inner.addWidget(words(remedy, tone="muted", wrap=True))
        if actions and not beside:
            inner.addLayout(row(*actions, None))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(ctx.px(12), ctx.px(12), ctx.px(12), ctx.px(12))
        layout.setSpacing(ctx.px(10))
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(inner, 1)
        for action in actions if beside else ():
            layout.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(f"{sentence} {remedy}".strip())


class Toast(QFrame):
    """A short message at the lower edge that goes away by itself; it may offer to take the action back."""

    def __init__(self, ctx: Context, parent: QWidget, undo: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._words = words("")
        self._undo = button(ctx.t("window.undo"), self._take_back)
        self._take = undo
        layout = QHBoxLayout(self)
        layout.setContentsMargins(ctx.px(16), ctx.px(8), ctx.px(8), ctx.px(8))
        layout.addWidget(self._words)
        layout.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True, interval=_TOAST_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def _take_back(self) -> None:
        self.hide()
        self._take()

    def show_words(self, sentence: str, *, undo: bool) -> None:
        """Show a message over the page."""
        self._words.setText(sentence)
        self._undo.setVisible(undo)
        self.setAccessibleName(sentence)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """Stand in the middle above the lower edge."""
        around = self.parentWidget()
        if around is not None:
            self.move((around.width() - self.width()) // 2, around.height() - self.height() - 48)


class Column(QWidget):
    """A strip in which notices stand under each other."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(ctx.px(8))
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show one notice in place of those before."""
        self.clear()
        self._layout.addWidget(notice)
        self.show()

    def clear(self) -> None:
        """Show nothing."""
        clear(self._layout)
        self.hide()
