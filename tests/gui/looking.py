"""What a person would notice on the screen: words cut off, inputs without a name."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTableView,
    QToolButton,
    QWidget,
)

from zjdesk.gui.widgets.elided import ElidedLabel

_INPUTS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, QTableView, QListView)


def visible(window: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    """Yield the visible widgets of a kind; the small buttons inside of lines are Qt's own."""
    for widget in window.findChildren(kind):
        if widget.isVisible() and not isinstance(widget.parentWidget(), QLineEdit | QComboBox):
            yield widget


def cut_off(window: QWidget) -> list[str]:
    """Return what is shown smaller than its words."""
    found = []
    for label in visible(window, QLabel):
        if isinstance(label, QLabel) and label.text() and not isinstance(label, ElidedLabel) and _is_cut(label):
            found.append(label.text())
    for button in visible(window, QAbstractButton):
        if isinstance(button, QAbstractButton) and button.text():
            least = button.minimumSizeHint() if isinstance(button, QToolButton) else button.sizeHint()
            if least.width() > button.width() + 1 or least.height() > button.height() + 1:
                found.append(button.text())
    return found


def _is_cut(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    hint = label.sizeHint()
    return hint.width() > label.width() + 1 or hint.height() > label.height() + 1


def nameless(window: QWidget) -> list[str]:
    """Return the inputs that a screen reader could not name."""
    found = []
    for kind in _INPUTS:
        for widget in visible(window, kind):
            words = widget.text() if isinstance(widget, QAbstractButton) else ""
            if not widget.accessibleName() and not words and not widget.objectName().startswith("qt_"):
                found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found
