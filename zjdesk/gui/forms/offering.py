"""Offers under a line of text what was typed there before: by characters, pinyin or initials."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QStringListModel, Qt, QTimer
from PySide6.QtWidgets import QCompleter

from zjdesk.gui.backend import Candidate
from zjdesk.gui.pinyin import fits
from zjdesk.gui.widgets.editors import TextEditor

_OFFERED = 12


class Offering(QObject):
    """The list under one line; what is typed stands unless a person takes something out of it."""

    def __init__(self, editor: TextEditor, known: Sequence[Candidate]) -> None:
        super().__init__(editor)
        self._editor = editor
        self._known = tuple(known)
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, editor.line)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(_OFFERED)
        completer.popup().setAccessibleName(editor.name)
        completer.highlighted.connect(self._taken)
        completer.activated.connect(self._taken)
        editor.line.textEdited.connect(self.follow)
        editor.line.setCompleter(completer)

    def follow(self, text: str) -> None:
        """Offer what fits what is typed; nothing while the line is empty or says just that."""
        found = [one.title for one in self._known if fits(text, one.title, one.keys)] if text.strip() else []
        self._words.setStringList([] if found == [text.strip()] else found[:_OFFERED])

    def _taken(self, *_chosen: object) -> None:
        QTimer.singleShot(0, self._editor, self._editor.tell)
