"""A part of a form that can be folded away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.forms.fields import FieldRow
from zjdesk.gui.icons import icon
from zjdesk.gui.widgets.plain import Card, button


class Section(Card):
    """A heading that folds, and the fields under it."""

    def __init__(self, ctx: Context, heading: str, rows: Sequence[FieldRow]) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._heading = heading
        self.rows = tuple(rows)
        self._folded = False
        self._head = button(heading, lambda: self.fold(not self._folded))
        self._head.setProperty("role", "fold")
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._head.setIconSize(QSize(ctx.px(14), ctx.px(14)))
        self._inside = QWidget()
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ctx.px(10))
        for row in self.rows:
            layout.addWidget(row)
        self.add(self._head, self._inside)
        self.fold(False)

    @property
    def folded(self) -> bool:
        """Tell whether the fields are folded away."""
        return self._folded

    def fold(self, folded: bool) -> None:
        """Fold the fields away or show them."""
        self._folded = folded
        self._inside.setVisible(not folded)
        self._head.setIcon(icon("fold" if folded else "unfold", self._ctx.theme["text"], self._ctx.px(14)))
        state = self._ctx.t("forms.folded" if folded else "forms.unfolded")
        self._head.setAccessibleDescription(state)

    def recount(self) -> None:
        """Say in the heading how many fields are asked for."""
        shown = sum(not row.isHidden() for row in self.rows)
        self._head.setText(self._ctx.t("forms.section", name=self._heading, n=shown))
