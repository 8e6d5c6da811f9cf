"""Cards that lie over the page until Esc: shortcuts, help, a question before something is removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.shortcuts import SHORTCUTS
from zjdesk.gui.widgets.plain import button, row, words


@dataclass(frozen=True)
class Question:
    """Something to ask before it is done; the button says what it does."""

    sentence: str
    action: str
    act: Callable[[], None]
    remark: str = ""


class Sheet(QWidget):
    """A card in the middle of the window over a veil; the work underneath goes on."""

    def __init__(self, ctx: Context, parent: QWidget, title: str, width: int = 560) -> None:
        super().__init__(parent)
        self._was = parent.window().focusWidget()
        self._card = QFrame(self)
        self._card.setObjectName("sheet")
        self._card.setFixedWidth(min(ctx.px(width), parent.width() - 40))
        self.body = QVBoxLayout(self._card)
        pad = ctx.px(20)
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(ctx.px(12))
        if title:
            self.body.addWidget(words(title, "title"))
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        self.setAccessibleName(title)
        self.setGeometry(parent.rect())
        parent.installEventFilter(self)

    def open(self) -> None:
        """Lie over the window."""
        self.show()
        self.raise_()
        self.setFocus()

    def close_sheet(self) -> None:
        """Go away and give the focus back."""
        self.hide()
        if self._was is not None:
            self._was.setFocus()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the size of the window."""
        around = self.parentWidget()
        if event.type() == QEvent.Type.Resize and around is not None and watched is around:
            self.setGeometry(around.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the veil."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(15, 23, 42, 110))


def shortcuts_sheet(ctx: Context, parent: QWidget) -> Sheet:
    """Return the sheet that lists the keys."""
    sheet = Sheet(ctx, parent, ctx.t("window.shortcuts"), 640)
    grid = QGridLayout()
    grid.setHorizontalSpacing(ctx.px(16))
    grid.setVerticalSpacing(ctx.px(6))
    half = (len(SHORTCUTS) + 1) // 2
    for number, shortcut in enumerate(SHORTCUTS):
        column = 0 if number < half else 2
        grid.addWidget(words(shortcut.shown, "shortcut"), number % half, column)
        grid.addWidget(words(ctx.t(f"shortcuts.{shortcut.command}")), number % half, column + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    sheet.body.addLayout(grid)
    _closing(ctx, sheet)
    return sheet


def help_sheet(ctx: Context, parent: QWidget, page: str) -> Sheet:
    """Return the sheet that explains the page in front."""
    sheet = Sheet(ctx, parent, ctx.t(f"pages.{page}"))
    for line in ctx.t(f"help.{page}").split("\n"):
        sheet.body.addWidget(words(line, wrap=True))
    _closing(ctx, sheet)
    return sheet


def question_sheet(ctx: Context, parent: QWidget, question: Question) -> Sheet:
    """Return the sheet that asks one thing in a sentence."""
    sheet = Sheet(ctx, parent, "")
    sheet.body.addWidget(words(question.sentence, "heading", wrap=True))
    if question.remark:
        sheet.body.addWidget(words(question.remark, tone="muted", wrap=True))

    def act() -> None:
        sheet.close_sheet()
        question.act()

    keep = button(ctx.t("window.leave_it"), sheet.close_sheet)
    sheet.body.addLayout(row(None, keep, button(question.action, act, "danger")))
    sheet.setFocusProxy(keep)
    return sheet


def _closing(ctx: Context, sheet: Sheet) -> None:
    close = button(ctx.t("window.close_sheet"), sheet.close_sheet)
    sheet.body.addLayout(row(None, close))
    sheet.setFocusProxy(close)
