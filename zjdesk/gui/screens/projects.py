"""项目: all projects of this store, to sort and to search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QLineEdit

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon
from zjdesk.gui.page import Page
from zjdesk.gui.pinyin import fits, keys
from zjdesk.gui.values import shown, yuan
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.store.read import Record

_COLUMNS = ("no", "name", "theme", "leader", "start", "end", "state")
_WIDTHS = {"no": 12, "name": 0, "theme": 8, "leader": 8, "start": 8, "end": 8, "state": 8}
_TONES = {"running": "accent", "rejected": "danger", "terminated": "danger", "collecting": "muted"}


@dataclass(frozen=True)
class Listed:
    """The projects with the words of what they point to."""

    projects: tuple[Record, ...]
    leaders: Mapping[str, str]
    communities: Mapping[str, str]
    spent: Mapping[str, int]
    found_by: Mapping[str, tuple[str, ...]]


def listed(backend: Backend) -> Listed:
    """Read the projects."""
    projects = tuple(sorted(backend.list_records("project"), key=lambda one: str(one.values.get("no", ""))))
    leaders = backend.names("person")
    spent: dict[str, int] = {}
    for voucher in backend.list_records("expenditure"):
        if voucher.parent:
            spent[voucher.parent] = spent.get(voucher.parent, 0) + int(voucher.values.get("amount_fen", 0))
    found_by = {}
    for project in projects:
        text = " ".join(str(project.values.get(name, "")) for name in ("no", "name"))
        text += " " + leaders.get(str(project.values.get("leader", "")), "")
        found_by[project.id] = (text, *keys(text))
    return Listed(projects, leaders, backend.names("community"), spent, found_by)


class ProjectsPage(Page):
    """The list; Enter or a double click opens a project."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "projects")
        self._form = ctx.catalogue.form("project")
        self._now: Listed | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(ctx.t("projects.search_hint"))
        self.search.setAccessibleName(ctx.t("projects.search_hint"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", ctx.theme["muted"], ctx.px(16)), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(ctx.px(300))
        self.search.textChanged.connect(self._filter)
        self._community = self._box(ctx.t("projects.community"), ctx.t("projects.all_communities"))
        self._state = self._box(ctx.t("projects.state"), ctx.t("projects.all_states"))
        if self._form.life_cycle is not None:
            for state in self._form.life_cycle.states:
                self._state.addItem(ctx.label(state.label), state.code)
        if ctx.may_write("project"):
            self.with_action(icon_button(ctx, "plus", ctx.t("projects.new"), self._new, "primary"))
        self.head.addWidget(icon_button(ctx, "print", ctx.t("papers.open"), self._print))
        self._count = words("", tone="muted")
        self.body.addLayout(row(self.search, self._community, self._state, None, self._count))
        self.table = Table(ctx, "projects", self._heads(), empty=self._empty())
        self.table.opened.connect(lambda key: ctx.go("project", record=key))
        self.body.addWidget(self.table, 1)
        self.first = self.table.view
        self.commands = {"search": self._to_search, "new": self._new, "back": self._clear_or_back, "print": self._print}

    def arrive(self, **args: Any) -> None:
        """Read the projects anew."""
        self.ctx.tasks.run(self, listed, self._show)

    def changed(self, changes: Changes) -> None:
        """Read anew while in front."""
        if self.isVisible() and changes.forms & {"project", "expenditure", "person"}:
            self.arrive()

    def _print(self) -> None:
        self.ctx.go("papers", record="")

    def _box(self, name: str, everything: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(everything, None)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(self._filter)
        return box

    def _heads(self) -> tuple[Head, ...]:
        ctx = self.ctx
        named = [Head(ctx.label(self._form.field(name).label), width=_WIDTHS[name]) for name in _COLUMNS[:-1]]
        named.insert(2, Head(ctx.t("projects.community"), width=8))
        state = Head(ctx.t("projects.state"), width=_WIDTHS["state"])
        return (*named, Head(ctx.t("projects.spent"), right=True, width=9), state)

    def _empty(self) -> EmptyState:
        new = icon_button(self.ctx, "plus", self.ctx.t("projects.new"), self._new, "primary")
        return EmptyState(self.ctx, "projects", self.ctx.t("projects.none"), new)

    def _show(self, now: Listed) -> None:
        self._now = now
        if self._community.count() != len(now.communities) + 1:
            for one, name in sorted(now.communities.items(), key=lambda item: item[1]):
                self._community.addItem(name, one)
        self._filter()

    def _filter(self) -> None:
        if self._now is None:
            return
        now, community, state = self._now, self._community.currentData(), self._state.currentData()
        wanted = self.search.text()
        found = [
            project
            for project in now.projects
            if community in (None, project.parent)
            and state in (None, project.values.get("state"))
            and fits(wanted, now.found_by[project.id][0], now.found_by[project.id][1:])
        ]
        self.table.show_lines([self._line(project) for project in found], self._totals(found))
        self._count.setText(self.ctx.t("projects.count", n=len(found), all=len(now.projects)))

    def _line(self, project: Record) -> Line:
        now = self._now
        leaders = now.leaders if now else {}
        cells = [shown(self._form.field(name), project.values.get(name), self.ctx.lang, leaders) for name in _COLUMNS]
        community = (now.communities if now else {}).get(project.parent or "", "")
        spent = (now.spent if now else {}).get(project.id, 0)
        state = str(project.values.get("state", ""))
        texts = (*cells[:2], community, *cells[2:-1], yuan(spent), cells[-1])
        tones = ("",) * 8 + (_TONES.get(state, ""),)
        return Line(project.id, texts, (*texts[:7], spent, texts[8]), tones)

    def _totals(self, found: Sequence[Record]) -> tuple[str, ...]:
        spent = sum(self._now.spent.get(project.id, 0) for project in found) if self._now else 0
        return (self.ctx.t("projects.total"), "", "", "", "", "", "", yuan(spent), "")

    def _new(self) -> None:
        self.ctx.go("entry", form="project")

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _clear_or_back(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.ctx.wire.back.emit()
