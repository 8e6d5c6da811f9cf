"""督导分工: who visits which project in a window; drafted, shared out, and published."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import reason_sheet
from zjdesk.gui.found import Words
from zjdesk.gui.icons import icon
from zjdesk.gui.widgets.notices import Column, EmptyState
from zjdesk.gui.widgets.plain import button, column, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.gui.backend import Backend
    from zjdesk.ops.assignments import Plan
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.supervision import Row

Work = Callable[["Backend", int], "Changes"]


class VisitPlan(QWidget):
    """The projects of a window with who visits each; several may be chosen and given away at once."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._plan: Plan | None = None
        self._words_of = Words(ctx, self, self._fill)
        t = ctx.t
        self.window_box = self._choice("supervision.plan_window")
        self.window_box.activated.connect(lambda _place: self._reread())
        self.told = words("", "heading")
        self.notices = Column(ctx)
        self.loads = words("", tone="muted", wrap=True)
        self.continue_ = button(t("supervision.continue"), lambda: self._do(lambda b, n: b.continue_plan(n)))
        self.spread = button(t("supervision.spread"), lambda: self._do(lambda b, n: b.spread_visits(n)))
        self.publish = button(t("supervision.publish"), lambda: self._do(lambda b, n: b.publish_plan(n)), "primary")
        self.take_back = button(t("supervision.take_back"), self._ask_why)
        self.search = self._finder()
        self.table = self._build_table()
        self.person = self._choice("supervision.give_to")
        self.give = button(t("supervision.give", n=0), self._give)
        self._editing: tuple[QWidget, ...] = (self.continue_, self.spread, self.person, self.give)
        self._lay_out()

    def read(self, backend: Backend) -> Plan:
        """Read the plan of the chosen window; called on the worker thread."""
        return backend.visit_plan(self._number)

    def show_read(self, now: Plan) -> None:
        """Show a plan."""
        self._plan = now
        self._fill_boxes(now)
        self.told.setText(self._ctx.t("supervision.published" if now.published else "supervision.draft"))
        between = "、" if self._ctx.lang == "zh" else ", "
        loads = between.join(f"{now.matrix.people.get(own, own)} {n}" for own, n in sorted(now.loads.items()))
        left = len(now.unassigned)
        self.loads.setText(self._ctx.t("supervision.loads", loads=loads or "—", left=left, all=len(now.matrix.rows)))
        for widget in self._editing:
            widget.setEnabled(not now.published)
        self.continue_.setEnabled(not now.published and now.window.number > 1 and bool(left))
        self.spread.setEnabled(not now.published and bool(left))
        self.publish.setVisible(not now.published)
        self.take_back.setVisible(now.published)
        self._fill()
        about = {one.id: f"{one.no} {one.name} {one.community} {one.leader}" for one in now.matrix.rows}
        self._words_of.take({one.id: f"{about[one.id]} {self._visitors(now, one)}" for one in now.matrix.rows})

    def focus(self) -> None:
        """Put the keyboard on the table."""
        self.table.view.setFocus()

    @property
    def chosen(self) -> list[str]:
        """Return the projects that are chosen."""
        rows = sorted({index.row() for index in self.table.view.selectionModel().selectedRows()})
        return [self.table.model.lines[place].key for place in rows]

    @property
    def _number(self) -> int:
        return int(self.window_box.currentData() or 0)

    # Building

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self._ctx.t(name))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _finder(self) -> QLineEdit:
        ctx, hint = self._ctx, self._ctx.t("supervision.find_project")
        line = QLineEdit()
        line.setPlaceholderText(hint)
        line.setAccessibleName(hint)
        line.setClearButtonEnabled(True)
        line.addAction(icon("search", ctx.theme["muted"], ctx.px(16)), QLineEdit.ActionPosition.LeadingPosition)
        line.setMinimumWidth(ctx.px(220))
        line.textChanged.connect(self._fill)
        return line

    def _build_table(self) -> Table:
        ctx, t = self._ctx, self._ctx.t
        heads = (
            Head(t("home.project_no"), width=9),
            Head(t("home.project_name"), width=0),
            Head(t("projects.community"), width=8),
            Head(t("supervision.visitor"), width=14),
            Head(t("supervision.issues"), True, 6, t("supervision.issues_tip")),
        )
        table = Table(ctx, "visit_plan", heads, empty=EmptyState(ctx, "ok", t("supervision.nothing_fits")))
        table.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.view.selectionModel().selectionChanged.connect(lambda _now, _before: self._count())
        table.opened.connect(lambda key: ctx.go("project", record=key, tab="supervision"))
        return table

    def _lay_out(self) -> None:
        ctx = self._ctx
        head = row(self.window_box, self.told, None, self.continue_, self.spread, self.take_back, self.publish)
        foot = row(self.search, None, self.person, self.give)
        self.setLayout(column(self.notices, head, self.loads, foot, self.table, spacing=ctx.px(8)))

    def _fill_boxes(self, now: Plan) -> None:
        self.window_box.clear()
        for one in now.matrix.windows:
            words_ = self._ctx.t("supervision.window_of", n=one.number, first=one.first, last=one.last)
            self.window_box.addItem(words_, one.number)
        self.window_box.setCurrentIndex(now.window.number - 1)
        chosen = self.person.currentData()
        self.person.clear()
        for own, name in now.matrix.people.items():
            self.person.addItem(name, own)
        self.person.addItem(self._ctx.t("supervision.nobody"), None)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)) if chosen else 0)

    # Showing

    def _fill(self) -> None:
        if self._plan is not None:
            now = self._plan
            self.table.show_lines([self._line(now, one) for one in now.matrix.rows if self._fits(one)])
            self._count()

    def _fits(self, one: Row) -> bool:
        return self._words_of.fit(one.id, self.search.text())

    def _visitors(self, now: Plan, one: Row) -> str:
        given = now.given.get(one.id, ())
        return "、".join(now.matrix.people.get(own, own) for own in given) or self._ctx.t("supervision.nobody")

    def _line(self, now: Plan, one: Row) -> Line:
        given = len(now.given.get(one.id, ()))
        tone = "warn" if not given else "danger" if given > 1 else ""
        cells = (one.no, one.name, one.community, self._visitors(now, one), str(one.issues) if one.issues else "")
        return Line(one.id, cells, (*cells[:4], one.issues), ("", "", "", tone, "warn" if one.issues else ""))

    def _count(self) -> None:
        n = len(self.chosen)
        self.give.setText(self._ctx.t("supervision.give", n=n))
        self.give.setEnabled(bool(n and self._plan and not self._plan.published))

    # Doing

    def _reread(self) -> None:
        self.notices.clear()
        self._ctx.tasks.run(self, self.read, self.show_read, self._refused)

    def _give(self) -> None:
        person = self.person.currentData()
        wanted = dict.fromkeys(self.chosen, person)
        self._do(lambda backend, number: backend.assign_visits(number, wanted))

    def _ask_why(self) -> None:
        title = self._ctx.t("supervision.take_back_why")
        action = self._ctx.t("supervision.take_back")
        reason_sheet(self._ctx, self.window(), title, self._take_back, action=action).open()

    def _take_back(self, why: str) -> None:
        self._do(lambda backend, number: backend.take_back_plan(number, why))

    def _do(self, work: Work) -> None:
        number = self._number
        self._ctx.tasks.run(self, lambda backend: work(backend, number), self._done, self._refused)

    def _done(self, made: Changes) -> None:
        self.notices.clear()
        self._ctx.wrote(made)
        self._ctx.say(self._ctx.t("supervision.plan_saved"), undo=True)

    def _refused(self, error: BaseException) -> None:
        from zjdesk.gui.troubles import notice_of

        self.notices.show_notice(notice_of(self._ctx, error, self.notices.clear))
