"""The visits of all projects by window: who was visited when, what is due or overdue; Enter opens the visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.found import Words
from zjdesk.gui.icons import icon
from zjdesk.gui.values import EMPTY
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import button, column, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line
from zjdesk.gui.widgets.tips import tip

if TYPE_CHECKING:
    from zjdesk.gui.backend import Backend
    from zjdesk.ops.supervision import Matrix, Row, Window

_TONES = {"done": "", "overdue": "danger", "due": "warn", "open": "muted", "ahead": "muted"}
# What a window sorts by: the gravest first, then what was visited by day.
_ORDER = ("overdue", "due", "open", "ahead")
_BEFORE = 4  # columns before the first window
_ALL, _MISSING, _OVERDUE = "all", "missing", "overdue"


class VisitMatrix(QWidget):
    """One row for each approved project, one column for each window of the cycle."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._now: Matrix | None = None
        self.table: Table | None = None
        self._words_of = Words(ctx, self, self._fill)
        self._wanted_person = ctx.about.account if ctx.about.role == "SV" else ""
        t = ctx.t
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("supervision.find_project"))
        self.search.setAccessibleName(t("supervision.find_project"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", ctx.theme["muted"], ctx.px(16)), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(ctx.px(260))
        self.search.textChanged.connect(self._fill)
        self.person = self._choice("supervision.whose")
        self.state = self._choice("supervision.which")
        for name in (_ALL, _MISSING, _OVERDUE):
            self.state.addItem(t(f"supervision.which_{name}"), name)
        self.route = button(t("supervision.to_route"), self._to_route)
        self.route.setToolTip(tip(t("supervision.route_hint")))
        self.told = words("", "heading", wrap=True)
        self._cell = words("", "muted", wrap=True)
        self._holder = column()
        self.setLayout(
            column(
                self.told,
                row(self.search, self.person, self.state, None, self.route),
                self._holder,
                self._cell,
                spacing=ctx.px(8),
            )
        )

    def read(self, backend: Backend) -> Matrix:
        """Read the visits; called on the worker thread."""
        return backend.visit_matrix()

    def show_read(self, now: Matrix) -> None:
        """Show the visits."""
        fresh = self._now is None or len(self._now.windows) != len(now.windows)
        self._now = now
        if fresh:
            self._build_table(now.windows)
            self._name_people(now.people)
        self.told.setText(self._tell(now))
        self._fill()
        self._words_of.take({one.id: f"{one.no} {one.name} {one.community} {one.leader}" for one in now.rows})

    def focus(self) -> None:
        """Put the keyboard on the table."""
        (self.table.view if self.table else self.search).setFocus()

    # Building

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self._ctx.t(name))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.currentIndexChanged.connect(self._fill)
        return box

    def _name_people(self, people: Mapping[str, str]) -> None:
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(self._ctx.t("supervision.everybody"), "")
        for own, name in people.items():
            self.person.addItem(name, own)
        mine = next((place for place, name in enumerate(people.values(), 1) if name == self._wanted_person), 0)
        self.person.setCurrentIndex(mine)
        self.person.blockSignals(False)

    def _build_table(self, windows: Sequence[Window]) -> None:
        ctx, t = self._ctx, self._ctx.t
        heads = (
            Head(t("home.project_no"), width=9),
            Head(t("home.project_name"), width=0),
            Head(t("projects.community"), width=6),
            Head(t("supervision.visitor"), width=7),
            *(Head(t("supervision.window", n=one.number), width=5, tip=f"{one.first} – {one.last}") for one in windows),
            Head(t("supervision.visits"), True, 4, t("supervision.visits_tip")),
            Head(t("supervision.issues"), True, 4, t("supervision.issues_tip")),
        )
        if self.table is not None:
            self.table.hide()
            self.table.deleteLater()
        self.table = Table(ctx, "visit_matrix", heads, empty=EmptyState(ctx, "ok", t("supervision.nothing_fits")))
        self.table.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.opened.connect(self._open)
        self.table.view.selectionModel().currentChanged.connect(lambda _now, _before: self._tell_cell())
        self._holder.addWidget(self.table, 1)

    # Showing

    def _tell(self, now: Matrix) -> str:
        if now.cycle is None:
            return self._ctx.t("supervision.no_cycle")
        window, all_ = now.window(now.now), len(now.rows)
        done = all_ - len(now.missing(window.number))
        left = window.days_left(now.today)
        key = "supervision.now" if left >= 0 else "supervision.over"
        days = {"n": window.number, "first": window.first, "last": window.last, "left": left}
        whole = sum(all(row.visits.get(one.number) for one in now.windows) for row in now.rows)
        return self._ctx.t(key, done=done, all=all_, whole=whole, **days)

    def _fill(self) -> None:
        now, table = self._now, self.table
        if now is None or table is None:
            return
        rows = [one for one in now.rows if self._fits(now, one)]
        place = max(0, table.view.currentIndex().column())
        table.show_lines([self._line(now, one) for one in rows], self._totals(now, rows))
        self.route.setEnabled(bool(rows))
        here = table.model.index(max(0, table.view.currentIndex().row()), place)
        table.view.selectionModel().setCurrentIndex(here, QItemSelectionModel.SelectionFlag.Current)
        self._tell_cell()

    def _fits(self, now: Matrix, one: Row) -> bool:
        state, person = self.state.currentData(), self.person.currentData()
        if person and one.supervisors.get(now.now) != person:
            return False
        if state == _MISSING and one.visits.get(now.now):
            return False
        if state == _OVERDUE and not any(now.state(one, window) == "overdue" for window in now.windows):
            return False
        return self._words_of.fit(one.id, self.search.text())

    def _line(self, now: Matrix, one: Row) -> Line:
        states = [now.state(one, window) for window in now.windows]
        seen = [one.visits.get(window.number, ()) for window in now.windows]
        cells = tuple(self._words(state, visits) for state, visits in zip(states, seen, strict=True))
        order = tuple(
            (9, visits[-1][1]) if visits else (_ORDER.index(state), "")
            for state, visits in zip(states, seen, strict=True)
        )
        total = sum(len(visits) for visits in seen)
        person = now.people.get(one.supervisors.get(now.now, ""), "")
        before = (one.no, one.name, one.community, person)
        after = (str(total), str(one.issues) if one.issues else EMPTY)
        tones = ("",) * _BEFORE + tuple(_TONES[state] for state in states) + ("", "warn" if one.issues else "")
        sort = (*before, *(f"{grade}{day}" for grade, day in order), total, one.issues)
        return Line(one.id, (*before, *cells, *after), sort, tones)

    def _words(self, state: str, visits: Sequence[tuple[str, str]]) -> str:
        if not visits:
            return self._ctx.t(f"supervision.is_{state}")
        more = f" ×{len(visits)}" if len(visits) > 1 else ""
        return f"{visits[-1][1][5:]}{more}"

    def _totals(self, now: Matrix, rows: Sequence[Row]) -> tuple[str, ...]:
        done = [sum(bool(one.visits.get(window.number)) for one in rows) for window in now.windows]
        visits = sum(len(found) for one in rows for found in one.visits.values())
        shares = tuple(f"{n}/{len(rows)}" for n in done)
        name = self._ctx.t("records.total")
        return (name, "", "", "", *shares, f"{visits:,}", f"{sum(one.issues for one in rows):,}")

    # The cell in turn

    def _at(self) -> tuple[Row | None, Window | None]:
        """Return the project and the window that the keyboard is on."""
        now, table = self._now, self.table
        if now is None or table is None:
            return None, None
        key, place = table.key, table.view.currentIndex().column() - _BEFORE
        one = next((each for each in now.rows if each.id == key), None)
        return one, now.windows[place] if 0 <= place < len(now.windows) else None

    def _tell_cell(self) -> None:
        one, window = self._at()
        if one is None or self._now is None:
            self._cell.setText("")
            return
        if window is None:
            self._cell.setText(self._ctx.t("supervision.cell_project", name=one.name))
            return
        days = "、".join(day for _, day in one.visits.get(window.number, ()))
        person = self._now.people.get(one.supervisors.get(window.number, ""), EMPTY)
        key = "cell_done" if days else "cell_none" if self._now.today >= window.first else "cell_ahead"
        told = {"name": one.name, "n": window.number, "first": window.first, "last": window.last}
        self._cell.setText(self._ctx.t(f"supervision.{key}", days=days, person=person, **told))

    def _open(self, _key: Any) -> None:
        one, window = self._at()
        if one is None or self._now is None:
            return
        visits = one.visits.get(window.number, ()) if window else ()
        go = self._ctx.go
        if len(visits) == 1:
            go("visit", form="supervisor_visit", record=visits[0][0])
        elif visits:
            title = self._ctx.t("supervision.of_window", name=one.name, n=window.number if window else 0)
            go("records", ids=[own for own, _ in visits], title=title)
        elif window and self._now.today >= window.first and self._ctx.may_write("supervisor_visit"):
            go("visit", form="supervisor_visit", parent=one.id)
        else:
            go("project", record=one.id, tab="supervision")

    @property
    def chosen(self) -> list[str]:
        """Return the projects that are chosen."""
        if self.table is None:
            return []
        rows = sorted({index.row() for index in self.table.view.selectionModel().selectedRows()})
        return [self.table.model.lines[place].key for place in rows]

    def _to_route(self) -> None:
        """Plan a day: the projects chosen, or all that are listed where one or none is."""
        chosen = self.chosen
        if len(chosen) < 2 and self.table is not None:
            chosen = [line.key for line in self.table.model.lines]
        self._ctx.go("route", projects=chosen)
