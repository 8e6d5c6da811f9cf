"""One field of an entry page: its label, its editor, its hint, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from zjdesk.forms.model import Field
from zjdesk.gui.context import Context
from zjdesk.gui.forms.veil import Veil
from zjdesk.gui.widgets.editors import (
    DateEditor,
    DecimalEditor,
    DropEditor,
    Editor,
    LongTextEditor,
    MoneyEditor,
    NumberEditor,
    RadioEditor,
    TextEditor,
    TicksEditor,
    TimeEditor,
)
from zjdesk.gui.widgets.plain import words

LABEL_WIDTH = 168
_RADIOS = 5
_NO_LIMIT = 16_777_215


_SIMPLE = {"int": NumberEditor, "decimal": DecimalEditor, "money": MoneyEditor, "time": TimeEditor}


def make_editor(ctx: Context, field: Field, near: str | None = None) -> Editor:
    """Return the editor for a declared field; references offer what lies in the record ``near`` first."""
    name = ctx.label(field.label)
    if field.type in _SIMPLE:
        return _SIMPLE[field.type](name)
    if field.type in ("choice", "choices", "bool"):
        return _choices(ctx, field, name)
    if field.type in ("ref", "refs", "file", "files"):
        return _pointing(ctx, field, name, near)
    if field.type in ("date", "datetime"):
        return DateEditor(ctx, name)
    return LongTextEditor(ctx, name) if field.type == "longtext" else TextEditor(name, field.length)


def _choices(ctx: Context, field: Field, name: str) -> Editor:
    if field.type == "bool":
        return RadioEditor(name, ((True, ctx.t("editors.yes")), (False, ctx.t("editors.no"))))
    pairs = tuple((choice.code, ctx.label(choice.label)) for choice in field.choices)
    if field.type == "choices":
        return TicksEditor(name, pairs)
    return RadioEditor(name, pairs) if len(pairs) <= _RADIOS else DropEditor(ctx, name, field.choices)


def _pointing(ctx: Context, field: Field, name: str, near: str | None) -> Editor:
    if field.type in ("file", "files"):
        from zjdesk.gui.widgets.files import FilesEditor

        return FilesEditor(ctx, name, several=field.type == "files")
    from zjdesk.gui.widgets.pickers import RefEditor, RefsEditor

    kind = RefsEditor if field.type == "refs" else RefEditor
    return kind(ctx, name, field.to or "", near)


def _at_left(editor: Editor) -> QHBoxLayout:
    """Let a short editor stand at the left of its room."""
    line = QHBoxLayout()
    line.addWidget(editor, 1)
    if editor.maximumWidth() < _NO_LIMIT:
        line.addStretch(0)
    return line


class FieldRow(QWidget):
    """A label at the left, right-aligned; the editor; under it the hint, or the error with its remedy."""

    changed = Signal(str)
    asked = Signal(str)

    def __init__(self, ctx: Context, field: Field, editor: Editor, *, above: bool = False) -> None:
        super().__init__()
        self.field = field
        self.editor = editor
        label = words(ctx.label(field.label) + (" *" if field.required else ""), wrap=True)
        if not above:
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            label.setFixedWidth(ctx.px(LABEL_WIDTH))
            label.setContentsMargins(0, ctx.px(7), 0, 0)
        label.setBuddy(editor.focus_widget())
        self._hint = words(ctx.label(field.hint) if field.hint else "", "hint", wrap=True)
        self._hint.setVisible(bool(field.hint) and not above)
        if above and field.hint and isinstance(editor, TextEditor):
            editor.line.setPlaceholderText(ctx.label(field.hint))
        self._error = words("", "error", wrap=True)
        self._error.hide()
        side = QVBoxLayout()
        side.setSpacing(ctx.px(2))
        self._line = _at_left(editor)
        self._veil = Veil(ctx, field, lambda: self.asked.emit(field.name))
        side.addWidget(self._veil)
        side.addLayout(self._line)
        side.addWidget(self._error)
        side.addWidget(self._hint)
        layout = QVBoxLayout(self) if above else QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ctx.px(2) if above else ctx.px(10))
        layout.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(side, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if field.calculation and field.stored:
            editor.setEnabled(False)
        editor.changed.connect(lambda: self.changed.emit(field.name))

    @property
    def value(self) -> Any:
        """Return the value as entered; while it is hidden, what is shown of it."""
        return self._veil.value if self.veiled else self.editor.value

    @property
    def veiled(self) -> bool:
        """Tell whether the true value is hidden."""
        return not self._veil.isHidden()

    def veil(self, value: Any) -> None:
        """Show only what the mask leaves of a value, with a way to ask for all of it."""
        self._veil.hide_value(value)
        self.editor.hide()

    def offer(self, offered: bool) -> None:
        """Offer the eye, or not."""
        self._veil.allow(offered)

    def unveil(self, value: Any) -> None:
        """Show the true value, to be edited."""
        self._veil.hide()
        self.editor.show()
        self.editor.value = value

    @property
    def wrong(self) -> bool:
        """Tell whether an error stands under the field."""
        return bool(self._error.property("stops"))

    def complain(self, sentences: Sequence[str], *, stops: bool) -> None:
        """Show what is wrong and what to do about it; nothing takes it away."""
        self._error.setText("\n".join(sentences))
        self._error.setVisible(bool(sentences))
        self._error.setObjectName("error" if stops else "warning")
        self._error.setProperty("stops", stops and bool(sentences))
        self._error.style().unpolish(self._error)
        self._error.style().polish(self._error)
        self.editor.mark(stops and bool(sentences))
        self.editor.setAccessibleDescription(" ".join(sentences))

    def focus(self) -> None:
        """Take the keyboard."""
        if self.veiled:
            self._veil.focus()
            return
        self.editor.focus_widget().setFocus(Qt.FocusReason.OtherFocusReason)
