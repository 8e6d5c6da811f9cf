"""Stands in the place of an editor while a personal value is hidden: what the mask leaves of it, and an eye."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjdesk.forms.model import Field
from zjdesk.gui.context import Context
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.plain import icon_button, words


class Veil(QWidget):
    """One hidden value; the eye asks for it, for roles that may see it."""

    def __init__(self, ctx: Context, field: Field, ask: Callable[[], None]) -> None:
        super().__init__()
        self.value: Any = None
        self._ctx = ctx
        self._field = field
        self._words = words("", tone="muted")
        label = ctx.label(field.label)
        self.eye = icon_button(ctx, "eye", ctx.t("forms.reveal"), ask, "quiet")
        self.eye.setAccessibleName(ctx.t("forms.reveal_named", name=label))
        self.eye.setToolTip(ctx.t("forms.reveal_remark"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ctx.px(8))
        layout.addWidget(self._words)
        layout.addWidget(self.eye)
        layout.addStretch(1)
        self.hide()

    def hide_value(self, value: Any) -> None:
        """Show what the mask leaves of a value; of pictures only how many there are."""
        self.value = value
        files = value if isinstance(value, list) else [value]
        told = self._ctx.t("forms.hidden_files", n=len(files))
        if self._field.type not in ("file", "files"):
            told = shown(self._field, value, self._ctx.lang)
        self._words.setText(told)
        self.setAccessibleName(f"{self._ctx.label(self._field.label)}: {told}")
        self.show()

    def allow(self, allowed: bool) -> None:
        """Offer the eye, or not."""
        self.eye.setVisible(allowed)

    def focus(self) -> None:
        """Take the keyboard."""
        self.eye.setFocus(Qt.FocusReason.OtherFocusReason)
