"""督导: the visits by window, who visits whom, every visit, and what came of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QLineEdit, QStackedWidget, QTabBar, QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.screens.finding_list import FindingList
from zjdesk.gui.screens.oversight import CaseList, IssueList, MeetingList
from zjdesk.gui.screens.visit_list import VisitList
from zjdesk.gui.screens.visit_matrix import VisitMatrix
from zjdesk.gui.screens.visit_plan import VisitPlan
from zjdesk.gui.widgets.plain import icon_button

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes


class Tab(Protocol):
    """What stands under one tab: it reads on the worker thread and shows what was read."""

    def read(self, backend: Backend) -> Any:
        """Read what is shown; called on the worker thread."""
        ...

    def show_read(self, found: Any) -> None:
        """Show what was read."""
        ...

    def focus(self) -> None:
        """Put the keyboard where work begins."""
        ...


TABS: dict[str, Callable[[Context], Any]] = {
    "matrix": VisitMatrix,
    "visits": VisitList,
    "plan": VisitPlan,
    "issues": IssueList,
    "meetings": MeetingList,
    "cases": CaseList,
    "findings": FindingList,
}
_OF_PLANNERS = ("plan",)


class SupervisionPage(Page):
    """One tab after the other, each built when it is first asked for."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "supervision")
        if ctx.may_write("supervisor_visit"):
            self.with_action(icon_button(ctx, "plus", ctx.t("supervision.new"), self._new, "primary"))
        planner = ctx.may_write("supervisor_assignment")
        self._names = [name for name in TABS if planner or name not in _OF_PLANNERS]
        self._built: dict[str, Any] = {}
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(ctx.t("pages.supervision"))
        for name in self._names:
            self.tabs.addTab(ctx.t(f"supervision.tab_{name}"))
        self._stack = QStackedWidget()
        self.tabs.currentChanged.connect(lambda _place: self._read())
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.first = self.tabs
        self.commands = {"new": self._new, "search": self._to_search}

    @property
    def tab(self) -> Any:
        """Return what stands under the tab in front."""
        name = self._names[self.tabs.currentIndex()]
        if name not in self._built:
            self._built[name] = TABS[name](self.ctx)
            self._stack.addWidget(self._built[name])
        return self._built[name]

    def arrive(self, **args: Any) -> None:
        """Read anew; ``tab`` is brought to the front."""
        place = self._names.index(args["tab"]) if args.get("tab") in self._names else self.tabs.currentIndex()
        if place != self.tabs.currentIndex():
            self.tabs.setCurrentIndex(place)
        else:
            self._read()

    def changed(self, changes: Changes) -> None:
        """Read anew while in front."""
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        tab = self.tab
        self._stack.setCurrentWidget(tab)
        self.ctx.tasks.run(tab, tab.read, tab.show_read, self.trouble)

    def _to_search(self) -> None:
        line: QWidget = getattr(self.tab, "search", None) or self.tab.findChild(QLineEdit) or self.tab
        line.setFocus()

    def _new(self) -> None:
        self.ctx.go("visit", form="supervisor_visit")
