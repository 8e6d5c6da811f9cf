"""A short form laid out by hand: names at the left, fields beside them, and under a field what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.widgets.editors import Editor
from zjdesk.gui.widgets.plain import words

_NAMES = 112


class Lines(QWidget):
    """Holds the lines of a short form; all of them must be filled in."""

    def __init__(self, ctx: Context, *, names: int = _NAMES) -> None:
        super().__init__()
        self._ctx = ctx
        self._errors: dict[Editor, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(ctx.px(12))
        self._grid.setVerticalSpacing(ctx.px(6))
        self._grid.setColumnMinimumWidth(0, ctx.px(names))
        self._grid.setColumnStretch(1, 1)

    def add(self, editor: Editor) -> None:
        """Put a field under those before."""
        place = self._grid.rowCount()
        name = words(editor.name)
        name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        error = words("", "error", wrap=True)
        error.hide()
        self._errors[editor] = error
        self._grid.addWidget(name, place, 0)
        self._grid.addWidget(editor, place, 1)
        self._grid.addWidget(error, place + 1, 1)

    def beside(self, name: str, item: QWidget) -> None:
        """Put something that is no field, with its name, under those before."""
        place, label = self._grid.rowCount(), words(name)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(label, place, 0)
        self._grid.addWidget(item, place, 1, Qt.AlignmentFlag.AlignLeft)

    def under(self, item: QWidget) -> None:
        """Put something under the last field."""
        self._grid.addWidget(item, self._grid.rowCount(), 1)

    def tell(self, editor: Editor, sentence: str) -> None:
        """Say what is wrong with a field; nothing when the sentence is empty."""
        error = self._errors[editor]
        error.setText(sentence)
        error.setVisible(bool(sentence))
        editor.mark(bool(sentence))
        editor.setAccessibleDescription(sentence)

    def lacking(self, sentence: str, *editors: Editor) -> bool:
        """Tell whether one of these fields is empty, say so under each, and go to the first."""
        empty = [editor for editor in editors if not editor.value]
        for editor in editors:
            self.tell(editor, sentence if editor in empty else "")
        if empty:
            empty[0].focus_widget().setFocus()
        return bool(empty)
