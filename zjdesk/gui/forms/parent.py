"""Where a new record lies, when one did not come from there: chosen at the head of its page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from zjdesk.forms.model import Field, Form
from zjdesk.gui.context import Context
from zjdesk.gui.forms.fields import FieldRow
from zjdesk.gui.widgets.pickers import RefEditor
from zjdesk.gui.widgets.plain import Card


class ParentPicker(Card):
    """One reference to the record above."""

    def __init__(self, ctx: Context, form: Form) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._name, above = next(iter(form.parent.items()))
        label = ctx.catalogue.form(above).label
        field = Field(self._name, "ref", label, required=True, to=above)
        self._row = FieldRow(ctx, field, RefEditor(ctx, ctx.label(label), above))
        line = QHBoxLayout()
        line.addWidget(self._row)
        self.add(line)

    @property
    def value(self) -> tuple[str, str] | None:
        """Return the parent's field name and the id chosen."""
        value = self._row.value
        return (self._name, str(value)) if value and len(str(value)) == 32 else None

    def examine(self) -> bool:
        """Tell whether a parent was chosen; complain if not."""
        chosen = self.value is not None
        self._row.complain(() if chosen else (self._ctx.t("forms.choose_parent"),), stops=not chosen)
        return chosen

    def focus(self) -> None:
        """Take the keyboard."""
        self._row.focus()
