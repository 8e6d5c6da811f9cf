"""The story of one project in the order of its days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from zjdesk.gui.context import Context
from zjdesk.gui.places import page_of
from zjdesk.gui.screens.record_table import Names
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.store.read import Record

# The day of each kind of record, and the fields that tell about it.
_DAYS = {
    "activity_record": ("date", ("title", "place")),
    "supervisor_visit": ("date", ("mode", "findings")),
    "expenditure": ("date", ("summary", "amount_fen")),
    "issue": ("due", ("code", "description")),
    "team_change": ("date", ("kind", "reason")),
    "handout_list": ("issued_on", ("item",)),
    "project_adjustment": ("applied_on", ("kind", "reason")),
    "budget_adjustment": ("applied_on", ("reason",)),
}


class Timeline(Table):
    """Newest first; Enter opens what happened."""

    def __init__(self, ctx: Context) -> None:
        columns = (
            Head(ctx.t("project.day"), width=8),
            Head(ctx.t("project.kind"), width=8),
            Head(ctx.t("project.what"), width=0),
        )
        super().__init__(ctx, "timeline", columns, empty=EmptyState(ctx, "empty", ctx.t("project.no_story")))
        self._ctx = ctx
        self.opened.connect(lambda key: ctx.wire.go.emit(*page_of(*key)))

    def show_records(self, records: Mapping[str, Sequence[Record]], names: Names) -> None:
        """Tell the story."""
        lines = sorted(self._lines(records, names), key=lambda line: line.cells[0], reverse=True)
        self.show_lines(lines)

    def _lines(self, records: Mapping[str, Sequence[Record]], names: Names) -> Iterator[Line]:
        for name, (day, about) in _DAYS.items():
            if name not in self._ctx.catalogue:
                continue
            form = self._ctx.catalogue.form(name)
            for record in records.get(name, ()):
                parts = [
                    shown(
                        form.field(part), record.values.get(part), self._ctx.lang, names.get(form.field(part).to or "")
                    )
                    for part in about
                    if part in form.by_name and record.values.get(part) is not None
                ]
                when = str(record.values.get(day, ""))
                yield Line((name, record.id), (when, self._ctx.label(form.label), " · ".join(parts)))
