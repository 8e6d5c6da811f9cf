"""The lists of supervision: issues with what is overdue, case studies, and the minutes of joint meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from zjdesk.forms.model import STATE
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.found import Words
from zjdesk.gui.icons import icon
from zjdesk.gui.places import entry_of, page_of
from zjdesk.gui.screens.record_table import heads, line, names_for
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import column, icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.store.read import Record

_OPEN = ("open", "assigned", "answered", "reopened")


@dataclass(frozen=True)
class Listed:
    """The records of a form with the words of what they point to; ``parent`` is where a new one goes."""

    records: Sequence[Record]
    names: Mapping[str, Mapping[str, str]]
    parent: str | None = None
    told: Sequence[str] = field(default_factory=tuple)


class OversightList(QWidget):
    """A searchable list of the records of one form, with the project of each and a way to add one."""

    form_name = ""
    of_projects = True
    filters: tuple[str, ...] = ()
    narrowest = 0

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._form = ctx.catalogue.form(self.form_name)
        self._now: Listed | None = None
        self._lines: Sequence[Line] = ()
        self._words_of = Words(ctx, self, lambda: self._show_fitting(self._lines))
        self.search = QLineEdit()
        self.search.setPlaceholderText(ctx.t("supervision.find_any"))
        self.search.setAccessibleName(ctx.t("supervision.find_any"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", ctx.theme["muted"], ctx.px(16)), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(ctx.px(260))
        self.search.textChanged.connect(lambda _text: self._show_fitting(self._lines))
        self.state = QComboBox()
        self.state.setAccessibleName(ctx.t("supervision.which_records"))
        self.state.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for name in self.filters:
            self.state.addItem(ctx.t(f"supervision.{name}"), name)
        if not self.filters:
            self.state.hide()
        self.state.currentIndexChanged.connect(self._fill)
        self._told = words("", tone="muted", wrap=True)
        label = ctx.inside(self._form.label)
        add = icon_button(ctx, "plus", ctx.t("supervision.add", name=label), self.add_record)
        if not ctx.may_write(self.form_name):
            add.hide()
        before = (Head(ctx.t("home.project_name"), width=0),) if self.of_projects else ()
        columns = [Head(one.label, one.right, max(one.width, self.narrowest) or 18) for one in heads(ctx, self._form)]
        nothing = EmptyState(ctx, "ok", ctx.t("supervision.nothing_of", name=label))
        self.table = Table(ctx, self.form_name, (*before, *columns), empty=nothing)
        self.table.opened.connect(self.open_line)
        self.setLayout(column(self._told, row(self.search, self.state, None, add), self.table, spacing=ctx.px(8)))

    def read(self, backend: Backend) -> Listed:
        """Read the records; called on the worker thread."""
        names = {**names_for(backend, self._form), "project": backend.names("project")}
        return Listed(backend.list_records(self.form_name), names)

    def show_read(self, now: Listed) -> None:
        """Show the records."""
        self._now = now
        told = self.tell(now)
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self._fill()

    def focus(self) -> None:
        """Put the keyboard on the table."""
        self.table.view.setFocus()

    def open_line(self, key: tuple[str, str]) -> None:
        """Show the record of a row."""
        self._ctx.wire.go.emit(*page_of(*key))

    def add_record(self) -> None:
        """Begin a new record."""
        self._ctx.wire.go.emit(*entry_of(self.form_name, self._now.parent if self._now else None))

    def tell(self, now: Listed) -> str:
        """Return what is said above the list."""
        return ""

    def wanted(self, record: Record, which: str) -> bool:
        """Tell whether a record is among those that a filter shows."""
        return True

    def order(self, record: Record) -> tuple[str, ...]:
        """Return what the list is arranged by."""
        return (str(record.values.get("date", "")),)

    def mark(self, record: Record, told: Line) -> Line:
        """Return the row of a record, with what is to be noticed in it."""
        return told

    def _fill(self) -> None:
        now = self._now
        if now is None:
            return
        lines = self.lines(now, str(self.state.currentData()))
        self._words_of.take({one.key: " ".join(one.cells) for one in lines})
        self._show_fitting(lines)

    def _show_fitting(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.table.show_lines([one for one in lines if self._words_of.fit(one.key, self.search.text())])

    def lines(self, now: Listed, which: str) -> list[Line]:
        """Return the rows that a filter shows, in their order."""
        return [self._line(one, now) for one in sorted(now.records, key=self.order) if self.wanted(one, which)]

    def _line(self, record: Record, now: Listed) -> Line:
        told = line(self._ctx, self._form, record, now.names)
        if self.of_projects:
            name = now.names["project"].get(record.parent or "", "")
            told = Line(told.key, (name, *told.cells), (name, *told.sort), ("", *told.tones))
        return self.mark(record, told)


class IssueList(OversightList):
    """The issues of all projects; those past their day stand first."""

    form_name = "issue"
    filters = ("issues_open", "issues_overdue", "issues_all")
    narrowest = 12

    def wanted(self, record: Record, which: str) -> bool:
        """Show what is open, or overdue, or everything."""
        open_ = record.values.get(STATE) in _OPEN
        return which == "issues_all" or (open_ and (which == "issues_open" or self._is_late(record)))

    def order(self, record: Record) -> tuple[str, ...]:
        """Arrange by the day on which an issue is to be mended."""
        return (str(record.values.get("due", "")),)

    def tell(self, now: Listed) -> str:
        """Say how many are open and overdue."""
        open_ = [one for one in now.records if one.values.get(STATE) in _OPEN]
        late = sum(self._is_late(one) for one in open_)
        closed = len(now.records) - len(open_)
        return self._ctx.t("supervision.issues_told", n=len(open_), late=late, closed=closed)

    def mark(self, record: Record, told: Line) -> Line:
        """Say in words and in red which are past their day."""
        if record.values.get(STATE) not in _OPEN or not self._is_late(record):
            return told
        place = 1 + list(self._form.list).index("due")
        cells, tones = list(told.cells), list(told.tones)
        cells[place] = self._ctx.t("supervision.late", day=cells[place])
        tones[place] = "danger"
        return Line(told.key, tuple(cells), told.sort, tuple(tones))

    def _is_late(self, record: Record) -> bool:
        return str(record.values.get("due", "9")) < self._ctx.today.isoformat()


class CaseList(OversightList):
    """The case studies of all projects."""

    form_name = "case_study"


class MeetingList(OversightList):
    """The minutes of the joint meetings, and the months that lack them."""

    form_name = "joint_meeting"
    of_projects = False

    def read(self, backend: Backend) -> Listed:
        """Read the minutes of the cycle."""
        cycle = backend.visit_matrix().cycle
        names = names_for(backend, self._form)
        records = backend.list_records(self.form_name)
        return Listed(records, names, cycle.id if cycle else None, backend.months_without_minutes())

    def tell(self, now: Listed) -> str:
        """Say which months lack minutes."""
        between = "、" if self._ctx.lang == "zh" else ", "
        return self._ctx.t("supervision.months_without", months=between.join(now.told)) if now.told else ""
