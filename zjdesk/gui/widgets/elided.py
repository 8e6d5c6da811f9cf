"""One line of words that ends in … when there is no room, and is whole in its tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from zjdesk.gui.widgets.tips import tip

_LEAST = 8


class ElidedLabel(QLabel):
    """A label that gives way."""

    def __init__(self, text: str, style: str) -> None:
        super().__init__(text)
        self.setObjectName(style)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802
        """Show other words."""
        super().setText(text)
        self.setToolTip(tip(text))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """It can do with a few characters."""
        return QSize(self.fontMetrics().horizontalAdvance("中") * _LEAST, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw what there is room for."""
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
