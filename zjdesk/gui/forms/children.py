"""What hangs on a record: its child records by form, each with a way to open one and to add another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from zjdesk.forms.model import Catalogue
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.places import entry_of, page_of, stands_alone
from zjdesk.gui.widgets.plain import Card, button, clear, icon_button, row, words
from zjdesk.gui.widgets.tips import tip

_SHOWN = 8
_LONGEST = 210
# What is shown on its parent's own page.
_WITHIN = ("visit_archive",)


def child_forms(catalogue: Catalogue, form: str) -> tuple[str, ...]:
    """Return the forms of what may hang on a record and is opened by itself, by the numbers of the record register.

    They follow the work: the sign-in sheet comes before the photos, and those before comments.
    """
    listed = (child for child in catalogue.children(form) if stands_alone(child) and child not in _WITHIN)
    alone = [catalogue.form(child) for child in listed]
    return tuple(child.name for child in sorted(alone, key=lambda child: (child.code, child.name)))


def read_children(backend: Backend, catalogue: Catalogue, form: str, record: str) -> dict[str, list[tuple[str, str]]]:
    """Return, for each child form, the ids and names of the children."""
    found = {}
    for child in child_forms(catalogue, form):
        names = backend.names(child)
        found[child] = [(one.id, names.get(one.id, "")) for one in backend.list_records(child, parent=record)]
    return found


class Children(Card):
    """The list at the side of an entry page."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, ctx.t("forms.belongs"))
        self._ctx = ctx
        self.hide()
        self._hint = words(ctx.t("forms.save_first"), tone="muted", wrap=True)
        self.add(self._hint)

    def show_children(self, record: str, children: Mapping[str, list[tuple[str, str]]]) -> None:
        """Show the children of a saved record."""
        clear(self.body)
        self.add(words(self._ctx.t("forms.belongs"), "heading"))
        for form, found in children.items():
            self._section(record, form, found)
        self.body.addStretch(1)
        self.setVisible(bool(children))

    def begin(self) -> None:
        """Put the keyboard on the first way to add something."""
        for adding in self.findChildren(QPushButton):
            if adding.property("adds"):
                adding.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _section(self, record: str, form: str, found: list[tuple[str, str]]) -> None:
        ctx = self._ctx
        label = ctx.label(ctx.catalogue.form(form).label)
        head = words(f"{label} · {len(found)}", tone="" if found else "muted")
        items = row(head, None)
        if ctx.may_write(form):
            add = icon_button(ctx, "plus", ctx.t("forms.add"), lambda: self._go(entry_of(form, record)), "quiet")
            add.setAccessibleName(ctx.t("forms.add_named", name=label))
            add.setProperty("adds", True)
            items.addWidget(add)
            if form == "photo":
                items.addWidget(self._several(record))
        self.add(items)
        for own, name in found[:_SHOWN]:
            link = button("", partial(self._go, page_of(form, own)), "quiet")
            link.setText(link.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, ctx.px(_LONGEST)))
            link.setAccessibleName(name)
            link.setToolTip(tip(name))
            self.add(row(link, None))
        if len(found) > _SHOWN:
            self.add(words(ctx.t("forms.more", n=len(found) - _SHOWN), "muted"))

    def _several(self, record: str) -> QPushButton:
        several = button(self._ctx.t("photos.several"), lambda: self._go(("photos", {"activity": record})), "quiet")
        several.setAccessibleName(self._ctx.t("photos.several_named"))
        several.setToolTip(tip(several.accessibleName()))
        return several

    def _go(self, place: tuple[str, dict[str, object]]) -> None:
        self._ctx.wire.go.emit(*place)
