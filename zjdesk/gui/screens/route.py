"""路线单: a day of visits in the order in which they are made, to be put right and printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.values import EMPTY
from zjdesk.gui.where import ask_where, open_button
from zjdesk.gui.widgets.editors import DateEditor
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import button, icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.ops.route import Stop

_COLUMNS = (("place", 16), ("project", 0), ("people", 14), ("last", 8), ("issues", 14))


class RoutePage(Page):
    """The stops of a day; they are moved up and down, left out, and written as a sheet for the way."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "route")
        self.with_back()
        t = ctx.t
        self._stops: list[Stop] = []
        self.keep = self.with_action(icon_button(ctx, "report", t("route.keep"), self._ask_place, "primary"))
        self.date = DateEditor(ctx, t("route.date"))
        self.date.value = ctx.today.isoformat()
        self.person = QComboBox()
        self.person.setAccessibleName(t("supervision.visitor"))
        self.person.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.up = button(t("route.up"), lambda: self._move(-1))
        self.down = button(t("route.down"), lambda: self._move(1))
        self.out = button(t("route.out"), self._leave_out)
        self._told = words("", tone="muted")
        heads = (
            Head(t("route.no"), True, 3),
            *(Head(t(f"route.{name}"), width=width) for name, width in _COLUMNS),
        )
        self.table = Table(ctx, "route", heads, empty=EmptyState(ctx, "supervision", t("route.none")))
        self.table.view.setSortingEnabled(False)
        self.table.opened.connect(lambda key: ctx.go("visit", form="supervisor_visit", parent=key))
        head = row(words(self.date.name), self.date, 16, words(t("supervision.visitor")), self.person, None)
        self.body.addLayout(head)
        self.body.addLayout(row(self._told, None, self.up, self.down, self.out))
        self.body.addWidget(self.table, 1)
        self.first = self.table.view
        self.commands = {"save": self._ask_place}

    def arrive(self, **args: Any) -> None:
        """Plan the way to ``projects``; without them the day that was planned stays."""
        projects: Sequence[str] = args.get("projects", ())

        def read(backend: Backend) -> tuple[list[Stop], dict[str, str]]:
            people = backend.list_records("person", where={"kind": "supervisor"})
            return backend.route(projects), {one.id: str(one.values.get("name", "")) for one in people}

        if projects:
            self.ctx.tasks.run(self, read, self._show, self.trouble)

    def _show(self, read: tuple[list[Stop], dict[str, str]]) -> None:
        self._stops, people = read
        self.person.clear()
        for name in people.values():
            self.person.addItem(name)
        names = [people.get(found, "") for stop in self._stops for found in stop.project.supervisors.values()]
        mine = self.ctx.about.account if self.ctx.about.role == "SV" else max(names, key=names.count, default="")
        self.person.setCurrentText(mine)
        self._fill(0)

    def _fill(self, place: int) -> None:
        self.table.show_lines([self._line(number, one) for number, one in enumerate(self._stops, 1)])
        if self._stops:
            self.table.turn_to(min(place, len(self._stops) - 1))
        n = len({one.project.code for one in self._stops})
        self._told.setText(self.ctx.t("route.told", n=len(self._stops), communities=n))
        for action in (self.up, self.down, self.out, self.keep):
            action.setEnabled(bool(self._stops))

    def _line(self, number: int, one: Stop) -> Line:
        between = "、" if self.ctx.lang == "zh" else ", "
        where = between.join(words_ for words_ in (one.project.community, one.address) if words_)
        who = between.join(words_ for words_ in (one.project.leader, one.liaison) if words_)
        issues = self.ctx.t("route.open_issues", n=len(one.issues)) if one.issues else EMPTY
        cells = (str(number), where, f"{one.project.no} {one.project.name}", who, one.project.last, issues)
        return Line(one.project.id, cells, tones=("",) * 5 + ("warn" if one.issues else "",))

    def _move(self, step: int) -> None:
        place = self.table.view.currentIndex().row()
        if 0 <= place < len(self._stops) and 0 <= place + step < len(self._stops):
            self._stops.insert(place + step, self._stops.pop(place))
            self._fill(place + step)

    def _leave_out(self) -> None:
        place = self.table.view.currentIndex().row()
        if 0 <= place < len(self._stops):
            del self._stops[place]
            self._fill(place)

    def _ask_place(self) -> None:
        if self._stops:
            name = self.ctx.t("route.file", day=self.date.value or self.ctx.today.isoformat())
            ask_where(self, self.ctx.t("route.keep"), name, self.keep_sheet)

    def keep_sheet(self, target: Path) -> None:
        """Write the sheet into a file."""
        projects = [one.project.id for one in self._stops]
        day, person = str(self.date.value or self.ctx.today.isoformat()), self.person.currentText()
        lang = self.ctx.lang
        self.ctx.tasks.run_long(
            self,
            self.ctx.t("route.keeping"),
            lambda backend, _watch: backend.keep_route(projects, target, day, person, lang),
            self._kept,
            self.trouble,
        )

    def _kept(self, target: Path) -> None:
        said = self.ctx.t("route.kept", path=str(target))
        self.notice("ok", said, actions=(open_button(self.ctx, target),))
