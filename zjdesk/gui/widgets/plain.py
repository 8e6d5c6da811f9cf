"""The plain pieces of every page: labels, buttons, rows, cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon

Role = Literal["plain", "primary", "danger", "quiet"]


def words(text: str, style: str = "", *, tone: str = "", wrap: bool = False) -> QLabel:
    """Return a label in one of the style sheet's manners (title, heading, muted, figure, hint, error)."""
    label = QLabel(text)
    label.setObjectName(style)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if tone:
        label.setProperty("tone", tone)
    return label


class Button(QPushButton):
    """A button that Enter presses too, not the space bar alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Press on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, press: Callable[[], object], role: Role = "plain") -> QPushButton:
    """Return a button whose words say what it does."""
    made = Button(text)
    made.setProperty("role", role)
    made.setAccessibleName(text)
    made.setAutoDefault(False)

    def pressed() -> None:
        press()

    made.clicked.connect(pressed)
    return made


def icon_button(ctx: Context, name: str, text: str, press: Callable[[], object], role: Role = "plain") -> QPushButton:
    """Return a button with a picture before its words."""
    made = button(text, press, role)
    colour = ctx.theme["on_primary" if role == "primary" else "accent" if role == "quiet" else "text"]
    made.setIcon(icon(name, colour, ctx.px(16)))
    made.setIconSize(QSize(ctx.px(16), ctx.px(16)))
    return made


def row(*items: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """Return things side by side; None stretches, a number is a gap."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing)
    return layout


def column(*items: QWidget | QLayout | int | None, spacing: int = 8) -> QVBoxLayout:
    """Return things one under the other; None stretches, a number is a gap."""
    layout = QVBoxLayout()
    _fill(layout, items, spacing)
    return layout


def _fill(layout: QHBoxLayout | QVBoxLayout, items: tuple[QWidget | QLayout | int | None, ...], spacing: int) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


class Card(QFrame):
    """A white field with a border that holds what belongs together."""

    def __init__(self, ctx: Context, heading: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        pad = ctx.px(16)
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(ctx.px(8))
        if heading:
            self.body.addWidget(words(heading, "heading"))

    def add(self, *items: QWidget | QLayout) -> Card:
        """Put things under each other into the card."""
        for item in items:
            if isinstance(item, QWidget):
                self.body.addWidget(item)
            else:
                self.body.addLayout(item)
        return self


class FigureCard(Card):
    """One number with its name above and its base underneath."""

    def __init__(self, ctx: Context, name: str, value: str = "—", note: str = "") -> None:
        super().__init__(ctx)
        self.body.setSpacing(ctx.px(4))
        self._value = words(value, "figure")
        self._note = words(note, "muted", wrap=True)
        self.add(words(name, tone="muted"), self._value, self._note)
        self._note.setVisible(bool(note))
        self.body.addStretch(1)
        self.setAccessibleName(name)

    def show_value(self, value: str, note: str = "") -> None:
        """Show another number."""
        self._value.setText(value)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleDescription(f"{value} {note}".strip())


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
