"""Which contents of a record are to be erased, and what goes with them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from zjdesk.forms.masking import is_hidden
from zjdesk.forms.model import Form
from zjdesk.gui.context import Context
from zjdesk.gui.rights import Erasable, Going
from zjdesk.gui.values import day, shown
from zjdesk.gui.widgets.plain import Card, row, words

_LONGEST = 40
_SHOWN_NAMES = 6


class Choice(Card):
    """A box for each field that holds something; underneath, what would go and where copies remain."""

    changed = Signal()

    def __init__(self, ctx: Context, form: Form, what: Erasable, names: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(ctx, ctx.t("privacy.what"))
        self._ctx = ctx
        self.boxes: dict[str, QCheckBox] = {}
        self._labels: dict[str, str] = {}
        for name in what.fields:
            field = form.field(name)
            self._labels[name] = ctx.label(field.label)
            value = what.record.values[name]
            told = shown(field, value, ctx.lang, names.get(field.to or "", {}))
            if field.type in ("file", "files"):
                told = ctx.t("forms.hidden_files", n=len(value) if isinstance(value, list) else 1)
            told = told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
            box = QCheckBox(ctx.t("privacy.field", name=self._labels[name], value=told))
            box.setAccessibleName(box.text())
            box.setChecked(what.due or is_hidden(field))
            box.toggled.connect(self._toggled)
            self.boxes[name] = box
            self.add(row(box, None))
        self._error = words("", "error", wrap=True)
        self._error.hide()
        self._going = words("", wrap=True)
        self._remains = words("", tone="muted", wrap=True)
        self.add(self._error, self._going, self._remains)

    @property
    def value(self) -> list[str]:
        """Return the fields that are ticked."""
        return [name for name, box in self.boxes.items() if box.isChecked()]

    @property
    def labels(self) -> list[str]:
        """Return the words of the fields that are ticked."""
        return [self._labels[name] for name in self.value]

    def lacking(self) -> bool:
        """Tell whether nothing is ticked, and say so."""
        self._error.setText(self._ctx.t("privacy.what_lacking"))
        self._error.setVisible(not self.value)
        if not self.value:
            self.focus()
        return not self.value

    def focus(self) -> None:
        """Put the keyboard on the first box."""
        for box in list(self.boxes.values())[:1]:
            box.setFocus()

    def show_going(self, going: Going | None) -> None:
        """Show what would go; nothing is ticked where there is none."""
        ctx = self._ctx
        if going is None:
            self._going.setText(ctx.t("privacy.tick"))
            self._remains.setText("")
            return
        key = "privacy.going_files" if going.files else "privacy.going"
        self._going.setText(ctx.t(key, fields=len(self.value), entries=going.entries, files=going.files))
        self._remains.setText("\n".join(remains(ctx, going)))

    def _toggled(self) -> None:
        self._error.hide()
        self.changed.emit()


def remains(ctx: Context, going: Going) -> list[str]:
    """Return in sentences where copies remain."""
    found, said = going.copies, []
    for key, names in (("laptops", found.laptops), ("revoked", found.revoked)):
        if names:
            said.append(ctx.t(f"privacy.remains_{key}", names=few(ctx, names)))
    if found.last_bundle:
        said.append(ctx.t("privacy.remains_bundles", n=found.bundles, day=day(found.last_bundle)[:10]))
    return [*said, ctx.t("privacy.remains_older")]


def few(ctx: Context, names: tuple[str, ...]) -> str:
    """Return the first of some names, and how many there are if they are many."""
    listed = ("、" if ctx.lang == "zh" else ", ").join(names[:_SHOWN_NAMES])
    return listed if len(names) <= _SHOWN_NAMES else ctx.t("privacy.and_more", names=listed, n=len(names))
