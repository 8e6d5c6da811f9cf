"""Fields for a file or a folder that is chosen, and for the code of 20 characters that opens a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from zjdesk.errors import InputError
from zjdesk.gui.context import Context
from zjdesk.gui.widgets.editors import Editor, TextEditor
from zjdesk.gui.widgets.plain import button, words

_LENGTH = 20
_TYPED_AT_MOST = 40
_BETWEEN = str.maketrans("", "", "- －—")


class FileEditor(Editor):
    """One file, chosen in a dialog or by typing its path."""

    def __init__(self, ctx: Context, name: str, ending: str) -> None:
        super().__init__(name)
        self._ctx = ctx
        self._ending = ending
        self.line = QLineEdit()
        self.line.textEdited.connect(self.tell)
        self._hold(self.line)
        self._layout.addWidget(button(ctx.t("unlock.choose_file" if ending else "exchange.choose_folder"), self._ask))

    @property
    def value(self) -> Any:
        """Return the path."""
        text = self.line.text().strip()
        return Path(text) if text else None

    @value.setter
    def value(self, value: Any) -> None:
        self.line.setText(str(value or ""))

    def focus_widget(self) -> QLineEdit:
        """Return the line."""
        return self.line

    def _ask(self) -> None:
        dialog = QFileDialog(self, self.name, "", f"*.{self._ending}" if self._ending else "")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile if self._ending else QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, name: str) -> None:
        self.line.setText(name)
        self.tell()


class FolderEditor(FileEditor):
    """One folder, of a stick say."""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(ctx, name, "")


class CodeEditor(TextEditor):
    """A code from a slip, checked as it is typed; ``hint`` says how it stands."""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(name, _TYPED_AT_MOST)
        self._ctx = ctx
        self.line.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX")
        self.hint: QLabel = words(ctx.t("unlock.code_hint"), "hint", wrap=True)
        self.changed.connect(self._judge)

    @property
    def good(self) -> bool:
        """Tell whether it is a code, typed without a mistake."""
        return self._checked(self.line.text()) is not None

    def write(self, value: Any) -> str:
        """Return a code in its four groups."""
        return self._checked(str(value)) or str(value)

    def _checked(self, typed: str) -> str | None:
        from zjdesk.ops.setup import checked_code

        try:
            return checked_code(typed)
        except InputError:
            return None

    def _judge(self) -> None:
        t, typed = self._ctx.t, len(self.line.text().translate(_BETWEEN))
        if typed < _LENGTH:
            sentence, tone = t("unlock.code_left", n=_LENGTH - typed), "muted"
        elif self.good:
            sentence, tone = t("unlock.code_good"), "ok"
        else:
            sentence, tone = t("unlock.code_wrong"), "danger"
        self.hint.setText(sentence)
        self.hint.setProperty("tone", tone)
        self.hint.style().unpolish(self.hint)
        self.hint.style().polish(self.hint)
