"""People who are known already, offered under a cell while one types into it; the cell keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit

from zjdesk.gui.backend import Candidate
from zjdesk.gui.pinyin import fitting, offered

_MOST = 30
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Offering(QObject):
    """The list under a line. Enter takes the one in hand, or the first where pinyin was typed.

    A whole name in characters stands by itself: there Enter and the arrows leave the cell as if there were no list;
    after one character, a surname, the arrows go into the list. ``leave`` is given 0 for on, 1 for down, -1 for up.
    """

    def __init__(self, line: QLineEdit, known: Sequence[Candidate], leave: Callable[[int], None], name: str) -> None:
        super().__init__(line)
        self._line, self._known, self._leave = line, known, leave
        self._walked = False
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, line)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        line.setCompleter(completer)
        self._popup.setAccessibleName(name)
        self._popup.installEventFilter(self)
        line.textEdited.connect(self._offer)

    @property
    def _popup(self) -> QAbstractItemView:
        return self._line.completer().popup()

    def _offer(self, text: str) -> None:
        self._walked = False
        found = offered(text, self._known, _MOST) if text.strip() else []
        if [one.label for one in found] == [text.strip()]:
            found = []
        self._words.setStringList([one.label for one in found])
        if not found:
            self._popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take somebody, or leave the cell with what was typed."""
        if watched is not self._popup or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key in _TAKES:
            self._take()
            self._popup.hide()
            self._leave(0)
            return True
        if key in _STEPS and not self._walked:
            self._step(_STEPS[key])
            return True
        return super().eventFilter(watched, event)

    def _step(self, way: int) -> None:
        """Leave a whole name; from anything shorter go into the list, whatever Qt thinks is in hand there."""
        if _whole_name(self._line.text()):
            self._popup.hide()
            self._leave(way)
        else:
            self._walked = True
            self._popup.setCurrentIndex(self._popup.model().index(0 if way > 0 else self._words.rowCount() - 1, 0))

    def _take(self) -> None:
        chosen = self._popup.currentIndex()
        if self._walked and chosen.isValid():
            self._line.setText(str(chosen.data()))
        elif self._line.text().strip().isascii() and (found := fitting(self._line.text(), self._known)):
            self._line.setText(found[0].label)


def _whole_name(text: str) -> bool:
    typed = text.strip()
    return len(typed) > 1 and not typed.isascii()
