"""Editors for references: offers records as one types Chinese, pinyin or initials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from zjdesk.gui.backend import Candidate
from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon
from zjdesk.gui.pinyin import fits, offered
from zjdesk.gui.widgets.editors import Editor
from zjdesk.gui.widgets.flow import FlowLayout
from zjdesk.gui.widgets.plain import clear, words

_OFFERED = 50


class RefEditor(Editor):
    """One record of a form, found by typing; ``named`` tells when the names of all records have come."""

    named = Signal()

    def __init__(self, ctx: Context, name: str, form: str, near: str | None = None) -> None:
        super().__init__(name)
        self._ctx = ctx
        self._value: Any = None
        self._offered: list[Candidate] = []
        self._titles: dict[str, str] = {}
        self.candidates: list[Candidate] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(ctx.t("editors.type_to_find"))
        self._hold(self.line)
        self.setMaximumWidth(ctx.px(420))
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(10)
        completer.popup().setAccessibleName(name)
        completer.popup().clicked.connect(self._clicked)
        completer.popup().installEventFilter(self)
        self.line.setCompleter(completer)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._settle)
        ctx.tasks.run(self, lambda backend: backend.candidates(form, near), self.offer)

    def offer(self, candidates: Sequence[Candidate]) -> None:
        """Take in the records that may be chosen."""
        self.candidates = list(candidates)
        self._titles = {one.id: one.title for one in candidates}
        if self._value in self._titles:
            self.line.setText(self._titles[self._value])
        self._filter("")
        self.named.emit()

    @property
    def value(self) -> Any:
        """Return the id of the record chosen; text that names none comes back as typed."""
        return self._value if self._value is not None else self.line.text().strip() or None

    @value.setter
    def value(self, value: Any) -> None:
        self._value = value
        self.line.setText(self._titles.get(value, "") if value else "")

    def focus_widget(self) -> QWidget:
        """Return the line."""
        return self.line

    @property
    def settled(self) -> bool:
        """While a name is being typed there is nothing to judge."""
        return self._value is not None or not self.line.hasFocus()

    def title(self, value: str) -> str:
        """Return how a record is named."""
        return self._titles.get(value, "")

    def _typed(self, text: str) -> None:
        self._value = None
        self._filter(text)
        self.changed.emit()

    def _filter(self, text: str) -> None:
        self._offered = offered(text, self.candidates, _OFFERED)
        self._words.setStringList([one.title for one in self._offered])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Let Enter in the list take a record."""
        popup = self.line.completer().popup()
        if watched is popup and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            chosen = popup.currentIndex()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                popup.hide()
                self._take(chosen.row() if chosen.isValid() else 0)
                self.line.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def _clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._offered):
            self._choose(self._offered[row])

    def _settle(self) -> None:
        """Leaving the line takes the only record that fits what was typed."""
        text = self.line.text().strip()
        if self._value is None and text:
            exact = [one for one in self.candidates if one.title == text]
            fitting = exact or [one for one in self.candidates if fits(text, one.title, one.keys)]
            if len(fitting) == 1:
                self._choose(fitting[0])

    def _choose(self, chosen: Candidate) -> None:
        self._value = chosen.id
        self.line.setText(chosen.title)
        self.changed.emit()


class RefsEditor(Editor):
    """Several records of a form, each with a way to take it out."""

    def __init__(self, ctx: Context, name: str, form: str, near: str | None = None) -> None:
        super().__init__(name)
        self._ctx = ctx
        self._chosen: list[str] = []
        self._picker = RefEditor(ctx, name, form, near)
        self._picker.changed.connect(self._picked)
        self._picker.named.connect(self._show)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=6)
        column = QVBoxLayout()
        column.setSpacing(4)
        line = QHBoxLayout()
        line.addWidget(self._picker, 1)
        line.addStretch(0)
        column.addLayout(line)
        column.addWidget(self._chips)
        self._layout.addLayout(column, 1)
        self.setFocusProxy(self._picker)

    @property
    def value(self) -> Any:
        """Return the ids chosen."""
        return list(self._chosen) or None

    @value.setter
    def value(self, value: Any) -> None:
        self._chosen = list(value or ())
        self._show()

    def focus_widget(self) -> QWidget:
        """Return the line."""
        return self._picker.focus_widget()

    def _picked(self) -> None:
        value = self._picker.value
        if value and self._picker.title(str(value)):
            self._picker.value = None
            if value not in self._chosen:
                self._chosen.append(value)
                self._show()
                self.changed.emit()

    def _show(self) -> None:
        clear(self._flow)
        for one in self._chosen:
            self._flow.addWidget(self._chip(one))
        self._chips.updateGeometry()

    def _chip(self, one: str) -> QWidget:
        chip = QWidget()
        layout = QHBoxLayout(chip)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        title = self._picker.title(one)
        drop = QToolButton()
        drop.setObjectName("tool")
        drop.setIcon(icon("close", self._ctx.theme["muted"], self._ctx.px(14)))
        drop.setIconSize(QSize(self._ctx.px(14), self._ctx.px(14)))
        drop.setAccessibleName(self._ctx.t("editors.take_out", name=title))
        drop.clicked.connect(lambda: self._drop(one))
        layout.addWidget(words(title), 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(drop)
        return chip

    def _drop(self, one: str) -> None:
        self._chosen.remove(one)
        self._show()
        self.changed.emit()
