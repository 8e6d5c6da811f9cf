"""A form in a few lines: labels above short editors, side by side; for the heads of sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from zjdesk.forms.model import Form
from zjdesk.gui.context import Context
from zjdesk.gui.forms.fields import FieldRow
from zjdesk.gui.forms.sheet import FormSheet
from zjdesk.gui.widgets.plain import Card

_ACROSS = 4
_ROOM = 500  # so many percent of text stand side by side in the narrowest window


class CompactSheet(FormSheet):
    """The fields named in ``shown`` in a grid, in that order; the others keep their values.

    Within a card it is not ``framed`` itself.
    """

    def __init__(
        self,
        ctx: Context,
        form: Form,
        shown: Sequence[str],
        *,
        near: str | None = None,
        across: int = _ACROSS,
        framed: bool = True,
    ) -> None:
        self._across = max(1, min(across, _ROOM // ctx.px(100)))
        self._shown = list(shown)
        self._framed = framed
        hidden = [field.name for field in form.fields if field.name not in shown]
        super().__init__(ctx, form, near=near, leave_out=hidden, above=True)

    def arrange(self, layout: QVBoxLayout, rows: Sequence[FieldRow]) -> None:
        """Put the fields side by side."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._ctx.px(16))
        grid.setVerticalSpacing(self._ctx.px(6))
        for column in range(self._across):
            grid.setColumnStretch(column, 1)
        in_order = sorted(rows, key=lambda row: self._shown.index(row.field.name))
        files = [row for row in in_order if row.field.type in ("file", "files")]
        for place, row in enumerate(row for row in in_order if row not in files):
            grid.addWidget(row, place // self._across, place % self._across, Qt.AlignmentFlag.AlignTop)
        for row in files:
            grid.addWidget(row, grid.rowCount(), 0, 1, self._across)
        if self._framed:
            layout.addWidget(Card(self._ctx).add(grid))
        else:
            layout.addLayout(grid)

    def set_values(self, values: dict[str, Any]) -> None:
        """Set values that follow from the rows underneath."""
        for name, value in values.items():
            self._base[name] = value
            if name in self.rows:
                self.rows[name].editor.value = value
