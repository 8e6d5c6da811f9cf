"""记录: the records that a number counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.screens.record_table import FormTable, names_for
from zjdesk.gui.widgets.plain import clear, words

if TYPE_CHECKING:
    from zjdesk.forms.model import Catalogue
    from zjdesk.report.traces import Trace
    from zjdesk.store.read import Record


@dataclass(frozen=True)
class Found:
    """Records by form, with the names they point to."""

    records: Mapping[str, list[Record]]
    names: Mapping[str, Mapping[str, str]]


def read_found(backend: Backend, catalogue: Catalogue, trace: Trace | None, ids: Sequence[str]) -> Found:
    """Read the records behind a number, or those of some ids."""
    by_form: dict[str, list[Record]] = {}
    for record in backend.traced(trace) if trace is not None else backend.gathered(ids):
        by_form.setdefault(record.form, []).append(record)
    names: dict[str, Mapping[str, str]] = {}
    for form in by_form:
        names |= names_for(backend, catalogue.form(form))
    return Found(by_form, names)


class RecordsPage(Page):
    """One table for each form of record found."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "records")
        self.with_back()

    def arrive(self, **args: Any) -> None:
        """Show the records behind ``trace``, or those of ``ids``; ``title`` says which number it is."""
        self.title.setText(args["title"])
        catalogue, trace, ids = self.ctx.catalogue, args.get("trace"), args.get("ids", ())
        self.ctx.tasks.run(self, lambda backend: read_found(backend, catalogue, trace, ids), self._show)

    def _show(self, found: Found) -> None:
        clear(self.body)
        for form, records in found.records.items():
            declared = self.ctx.catalogue.form(form)
            self.body.addWidget(
                words(self.ctx.t("figures.found", name=self.ctx.label(declared.label), n=len(records)), "heading")
            )
            table = FormTable(self.ctx, declared, add=False)
            table.show_records(records, found.names, None)
            self.body.addWidget(table, 1)
        if not found.records:
            self.body.addWidget(words(self.ctx.t("figures.found_none"), tone="muted"))
            self.body.addStretch(1)
