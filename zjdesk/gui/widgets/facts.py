"""A strip of short facts: a small name over each value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.widgets.flow import FlowLayout
from zjdesk.gui.widgets.plain import clear, column, words


class Facts(QFrame):
    """Facts side by side; they break into lines when there is no room."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.setObjectName("card")
        self._ctx = ctx
        self._flow = FlowLayout(self, gap=ctx.px(28))
        pad = ctx.px(12)
        self._flow.setContentsMargins(pad, pad, pad, pad)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other facts."""
        clear(self._flow)
        for name, value in facts:
            fact = QWidget()
            said = words(value)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            fact.setLayout(column(words(name, "muted"), said, spacing=2))
            fact.setAccessibleName(f"{name} {value}")
            self._flow.addWidget(fact)
        self.updateGeometry()
