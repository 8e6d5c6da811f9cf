"""The list of all visits, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.found import Words
from zjdesk.gui.icons import icon
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import column, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.store.read import Record


@dataclass(frozen=True)
class Visits:
    """All visits with the names they point to."""

    visits: tuple[Record, ...]
    projects: dict[str, str]
    people: dict[str, str]


class VisitList(QWidget):
    """One row for each visit."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._form = ctx.catalogue.form("supervisor_visit")
        self._lines: list[Line] = []
        self._words_of = Words(ctx, self, self._filter)
        self.search = QLineEdit()
        self.search.setPlaceholderText(ctx.t("supervision.search_hint"))
        self.search.setAccessibleName(ctx.t("supervision.search_hint"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", ctx.theme["muted"], ctx.px(16)), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(ctx.px(300))
        self.search.textChanged.connect(self._filter)
        self._count = words("", tone="muted")
        label = {name: ctx.label(self._form.field(name).label) for name in ("date", "supervisor", "mode", "progress")}
        heads = (
            Head(label["date"], width=8),
            Head(ctx.t("home.project_name"), width=0),
            Head(label["supervisor"], width=10),
            Head(label["mode"], width=8),
            Head(label["progress"], width=8),
        )
        self.table = Table(ctx, "visits", heads, empty=EmptyState(ctx, "supervision", ctx.t("supervision.none")))
        self.table.opened.connect(lambda key: ctx.go("visit", form="supervisor_visit", record=key))
        self.setLayout(column(row(self.search, None, self._count), self.table, spacing=ctx.px(8)))

    def read(self, backend: Backend) -> Visits:
        """Read the visits, newest first; called on the worker thread."""
        visits = backend.list_records("supervisor_visit")
        visits.sort(key=lambda one: str(one.values.get("date", "")), reverse=True)
        return Visits(tuple(visits), dict(backend.names("project")), dict(backend.names("person")))

    def show_read(self, now: Visits) -> None:
        """Show the visits."""
        self._lines = [self._line(one, now) for one in now.visits]
        self._filter()
        self._words_of.take({line.key: " ".join(line.cells[:3]) for line in self._lines})

    def focus(self) -> None:
        """Put the keyboard on the table."""
        self.table.view.setFocus()

    def _filter(self) -> None:
        found = [line for line in self._lines if self._words_of.fit(line.key, self.search.text())]
        self.table.show_lines(found)
        self._count.setText(self._ctx.t("supervision.count", n=len(found), all=len(self._lines)))

    def _line(self, visit: Record, now: Visits) -> Line:
        values, lang = visit.values, self._ctx.lang
        late = values.get("progress") in ("behind", "stalled")
        cells = (
            str(values.get("date", "")),
            now.projects.get(visit.parent or "", ""),
            now.people.get(str(values.get("supervisor", "")), ""),
            shown(self._form.field("mode"), values.get("mode"), lang),
            shown(self._form.field("progress"), values.get("progress"), lang),
        )
        return Line(visit.id, cells, tones=("", "", "", "", "warn" if late else ""))
