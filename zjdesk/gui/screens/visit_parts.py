"""The parts of a visit beside its own fields: the seven kinds of material, and the issues found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.forms.compact import CompactSheet
from zjdesk.gui.widgets.plain import Card, button, icon_button, row, words

if TYPE_CHECKING:
    from zjdesk.forms.check import Finding
    from zjdesk.ops.archive_items import Item
    from zjdesk.ops.changes import Change
    from zjdesk.store.read import Record

ISSUE_FIELDS = ("code", "severity", "owner", "due", "description")
DUE_DAYS = 14


class ArchivePart(Card):
    """What the supervisor saw of the seven kinds, with what the store holds of each."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._form = ctx.catalogue.form("visit_archive")
        self._record: Record | None = None
        self._items: Mapping[str, Item] = {}
        self.take = button(ctx.t("visit.take_suggested"), self._take)
        self.add(row(words(ctx.t("visit.archive"), "heading"), None, self.take))
        self._told = words("", "muted", wrap=True)
        self.add(self._told)
        self.sheet = CompactSheet(ctx, self._form, [one.name for one in self._form.fields], across=2, framed=False)
        self.sheet.changed.connect(self.changed)
        self.add(self.sheet)

    def show_archive(self, record: Record | None, items: Mapping[str, Item]) -> None:
        """Show what was seen on the visit, and what the store holds."""
        self._record, self._items = record, items
        self.sheet.show_values(record.values if record else {})
        between = "；" if self._ctx.lang == "zh" else "; "
        labels = {name: self._ctx.label(self._form.field(name).label) for name in items}
        told = [f"{labels[name]} {_have(one)}" for name, one in items.items()]
        self._told.setText(self._ctx.t("visit.in_store", told=between.join(told)) if told else "")
        self.take.setEnabled(any(one.suggested for one in items.values()))

    def lock(self) -> None:
        """Let it be read only."""
        self.sheet.lock()
        self.take.setEnabled(False)

    def changes(self, visit: str) -> list[Change]:
        """Return what is to be written of it."""
        from zjdesk.ops.changes import EditRecord, NewRecord

        if self._record is not None:
            return [EditRecord(self._record.id, self.sheet.edits, self._record)] if self.sheet.edits else []
        values = self.sheet.values
        return [NewRecord(self._form.name, {**values, "visit": visit})] if values else []

    def _take(self) -> None:
        """Answer what is not answered as the store suggests."""
        given = self.sheet.values
        answers = {name: one.suggested for name, one in self._items.items() if one.suggested}
        self.sheet.put({name: answer for name, answer in answers.items() if name not in given})


class IssuePart(Card):
    """Issues found on the visit; each is a record of its own, saved with the visit."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._form = ctx.catalogue.form("issue")
        self.owner = ""
        self.sheets: list[CompactSheet] = []
        self.adding = icon_button(ctx, "plus", ctx.t("visit.add_issue"), self.add_issue)
        self.add(row(words(ctx.t("visit.issues"), "heading"), None, self.adding))
        self._holder = QVBoxLayout()
        self._holder.setSpacing(ctx.px(8))
        self.add(self._holder)

    def add_issue(self) -> None:
        """Begin another issue, with what is usual filled in."""
        ctx = self._ctx
        sheet = CompactSheet(ctx, self._form, ISSUE_FIELDS, across=2, framed=False)
        due = (ctx.today + timedelta(days=DUE_DAYS)).isoformat()
        usual = {"severity": "ordinary", "due": due, "owner": self.owner or None}
        sheet.show_values({name: value for name, value in usual.items() if value})
        sheet.changed.connect(self.changed)
        frame = QWidget()
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sheet)
        layout.addLayout(row(None, button(ctx.t("visit.drop_issue"), lambda: self._drop(frame, sheet), "quiet")))
        self._holder.addWidget(frame)
        self.sheets.append(sheet)
        sheet.rows["code"].focus()
        self.changed.emit()

    def clear_issues(self) -> None:
        """Begin without any."""
        while (item := self._holder.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.sheets.clear()

    def examine(self) -> list[Finding]:
        """Check them all; return what stops."""
        return [finding for sheet in self.sheets for finding in sheet.examine()]

    def changes(self, visit: str, project: str) -> list[Change]:
        """Return the issues as records of the project that say on which visit they were found."""
        from zjdesk.ops.changes import NewRecord

        place: dict[str, Any] = {"project": project, "found_in": visit}
        return [NewRecord(self._form.name, {**sheet.values, **place}) for sheet in self.sheets]

    def _drop(self, frame: QWidget, sheet: CompactSheet) -> None:
        self.sheets.remove(sheet)
        self._holder.removeWidget(frame)
        frame.hide()
        frame.deleteLater()
        self.changed.emit()


def _have(one: Item) -> str:
    return f"{one.have}" if one.of is None else f"{one.have}/{one.of}"
