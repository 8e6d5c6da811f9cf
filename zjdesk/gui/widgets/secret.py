"""Fields for passphrases: hidden unless one looks, typed twice when they are new, with a hint at their strength."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QToolButton

from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon
from zjdesk.gui.strength import LEAST, strength
from zjdesk.gui.widgets.editors import Editor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.plain import words

_TONES = {"short": "danger", "weak": "warn", "fair": "ok", "good": "ok"}


class SecretEditor(Editor):
    """One passphrase, with an eye to look at what was typed."""

    entered = Signal()

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(name)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._hold(self.line)
        self.line.textEdited.connect(self.tell)
        self.line.returnPressed.connect(self.entered)
        self.eye = QToolButton()
        self.eye.setObjectName("tool")
        self.eye.setCheckable(True)
        self.eye.setIcon(icon("eye", ctx.theme["muted"], ctx.px(18), on=ctx.theme["accent"]))
        self.eye.setIconSize(QSize(ctx.px(18), ctx.px(18)))
        self.eye.setAccessibleName(ctx.t("unlock.show_typed"))
        self.eye.setToolTip(ctx.t("unlock.show_typed"))
        self.eye.toggled.connect(self._show)
        self._layout.addWidget(self.eye)

    @property
    def value(self) -> Any:
        """Return what was typed."""
        return self.line.text() or None

    @value.setter
    def value(self, value: Any) -> None:
        self.line.setText(value or "")

    def focus_widget(self) -> QLineEdit:
        """Return the line."""
        return self.line

    def hide_again(self) -> None:
        """Hide what was typed."""
        self.eye.setChecked(False)

    def _show(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class NewSecret:
    """A new passphrase typed twice; ``known`` gives words that anybody would try."""

    def __init__(self, ctx: Context, known: Callable[[], Sequence[str]] = tuple) -> None:
        self._ctx = ctx
        self._known = known
        self.first = SecretEditor(ctx, ctx.t("unlock.new_passphrase"))
        self.second = SecretEditor(ctx, ctx.t("unlock.again"))
        self.first.changed.connect(self._judge)
        self.first.entered.connect(self.second.line.setFocus)
        self.hint = words(ctx.t("unlock.hint", n=LEAST), "hint", wrap=True)
        self._lines: Lines | None = None

    def place(self, lines: Lines) -> None:
        """Put both fields and the hint into a form."""
        self._lines = lines
        lines.add(self.first)
        lines.under(self.hint)
        lines.add(self.second)

    def value(self) -> str | None:
        """Return the passphrase, or None after saying what is wrong with it."""
        first, second = self.first.value or "", self.second.value or ""
        short = strength(first) == "short"
        if self._lines is not None:
            self._lines.tell(self.first, self._ctx.t("unlock.strength_short", n=LEAST) if short else "")
            self._lines.tell(self.second, self._ctx.t("unlock.differ") if first != second and not short else "")
        return None if short or first != second else first

    def clear(self) -> None:
        """Forget what was typed."""
        for editor in (self.first, self.second):
            editor.value = None
            editor.hide_again()
        self._judge()

    def _judge(self) -> None:
        typed = self.first.value or ""
        level = strength(typed, self._known())
        key = f"unlock.strength_{level}" if typed else "unlock.hint"
        self.hint.setText(self._ctx.t(key, n=LEAST))
        self.hint.setProperty("tone", _TONES[level] if typed else "muted")
        self.hint.style().unpolish(self.hint)
        self.hint.style().polish(self.hint)
