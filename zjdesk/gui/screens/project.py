"""项目页: one project with its timeline, activities, team, money, visits, issues and evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QTabBar

from zjdesk.forms.model import STATE, Catalogue
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.forms.reasoned import save_asking
from zjdesk.gui.forms.steps import Steps
from zjdesk.gui.page import Page
from zjdesk.gui.screens.deck import Deck
from zjdesk.gui.screens.found import FoundTable
from zjdesk.gui.screens.record_table import names_for
from zjdesk.gui.screens.timeline import Timeline
from zjdesk.gui.values import EMPTY, shown, yuan
from zjdesk.gui.widgets.facts import Facts
from zjdesk.gui.widgets.plain import button, icon_button, row

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.store.read import Record

TABS: Mapping[str, tuple[str, ...]] = {
    "timeline": (),
    "approval": ("proposal", "pre_review", "review_score"),
    "activities": (
        "activity_record",
        "activity_plan",
        "handout_list",
        "subsidy_receipt",
        "comment",
        "project_adjustment",
    ),
    "team": ("team_member", "team_change", "liaison_assignment", "committee_duty"),
    "money": ("expenditure", "budget_line", "funding_source", "budget_adjustment"),
    "supervision": ("supervisor_visit", "case_study"),
    "issues": ("issue",),
    "evaluation": (
        "archive_check",
        "evaluation_finding",
        "self_assessment",
        "supervisor_assessment",
        "interview",
        "evaluation_score",
    ),
    "found": (),
}


@dataclass(frozen=True)
class Whole:
    """A project with all that lies in it."""

    project: Record
    records: Mapping[str, list[Record]]
    names: Mapping[str, Mapping[str, str]]
    community: str


def read_whole(backend: Backend, catalogue: Catalogue, own: str) -> Whole:
    """Read a project and what lies in it."""
    project = backend.get(own)
    forms = [form for tab in TABS.values() for form in tab if form in catalogue]
    names: dict[str, Mapping[str, str]] = {"person": backend.names("person")}
    for form in forms:
        names |= names_for(backend, catalogue.form(form))
    records = {form: backend.list_records(form, parent=own) for form in forms}
    return Whole(project, records, names, backend.names("community").get(project.parent or "", ""))


class ProjectPage(Page):
    """Everything about one project."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "project")
        self.with_back()
        self._own = ""
        self._whole: Whole | None = None
        self._steps = Steps(ctx, self._step)
        self.with_action(button(ctx.t("story.open"), lambda: ctx.go("story", record=self._own, form="project")))
        if ctx.may_write("photo"):
            self.with_action(button(ctx.t("photos.open"), lambda: ctx.go("photos", project=self._own)))
        self.with_action(button(ctx.t("project.edit"), self._edit))
        self.with_action(icon_button(ctx, "print", ctx.t("papers.print_record"), self._print))
        self._facts = Facts(ctx)
        self.body.addWidget(self._facts)
        self.body.addLayout(row(self._steps, None))
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(ctx.t("project.tabs"))
        self._stack = QStackedWidget()
        self.timeline = Timeline(ctx)
        self.found = FoundTable(ctx)
        self._stack.addWidget(self.timeline)
        self._stack.addWidget(self.found)
        self._decks: dict[str, Deck] = {}
        for name in TABS:
            self.tabs.addTab(ctx.t(f"project.{name}"))
        self.tabs.currentChanged.connect(self._turn_to)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.first = self.tabs
        self.commands = {"new": self._new, "print": self._print}

    def arrive(self, **args: Any) -> None:
        """Show the project ``record``, on the tab ``tab`` if one is named."""
        fresh = args["record"] != self._own
        self._own = args["record"]
        if "tab" in args:
            self.tabs.setCurrentIndex(list(TABS).index(args["tab"]))
        elif fresh:
            self.tabs.setCurrentIndex(0)
        own, catalogue = self._own, self.ctx.catalogue
        self.ctx.tasks.run(self, lambda backend: read_whole(backend, catalogue, own), self._show)

    def deck(self, tab: str) -> Deck:
        """Return the tables of a tab, built when first asked for."""
        if tab not in self._decks:
            self._decks[tab] = Deck(self.ctx, _forms(self.ctx, tab))
            self._stack.addWidget(self._decks[tab])
            if self._whole is not None:
                self._decks[tab].show_records(self._whole.records, self._whole.names, self._whole.project.id)
        return self._decks[tab]

    def changed(self, changes: Changes) -> None:
        """Read anew while in front."""
        if self.isVisible() and self._own:
            self.arrive(record=self._own)

    def _show(self, whole: Whole) -> None:
        self._whole = whole
        ctx, values = self.ctx, whole.project.values
        self.title.setText(f"{values.get('no', '')} {values.get('name', '')}")
        form = ctx.catalogue.form("project")
        self._steps.show_state(form, str(values.get(STATE, "")), saved=True)
        self._facts.show_facts(self._told(whole))
        self.timeline.show_records(whole.records, whole.names)
        for deck in self._decks.values():
            deck.show_records(whole.records, whole.names, whole.project.id)
        self._check()

    def _told(self, whole: Whole) -> list[tuple[str, str]]:
        ctx, values = self.ctx, whole.project.values
        form = ctx.catalogue.form("project")
        spent = _sum(whole, "expenditure", "amount_fen")
        budget = _sum(whole, "funding_source", "approved_fen")
        leader = whole.names["person"].get(str(values.get("leader", "")), EMPTY)
        return [
            (ctx.t("projects.community"), whole.community),
            (ctx.label(form.field("leader").label), leader),
            (ctx.label(form.field("theme").label), shown(form.field("theme"), values.get("theme"), ctx.lang)),
            (ctx.t("project.period"), f"{values.get('start', EMPTY)} – {values.get('end', EMPTY)}"),
            (ctx.t("project.budget"), yuan(budget)),
            (ctx.t("project.spent"), yuan(spent)),
            (ctx.t("project.left"), yuan(budget - spent)),
        ]

    def _turn_to(self, number: int) -> None:
        name = list(TABS)[number]
        plain = {"timeline": self.timeline, "found": self.found}
        self._stack.setCurrentWidget(plain[name] if name in plain else self.deck(name))
        self._check()

    def _check(self) -> None:
        """Hold the project against the rules, while what they find is in front."""
        whole = self._whole
        if whole is not None and self._stack.currentWidget() is self.found:
            own, issues = whole.project.id, whole.records.get("issue", ())
            self.ctx.tasks.run(
                self,
                lambda backend: backend.found_in(own),
                lambda found: self.found.show_found(own, found, issues),
            )

    def _new(self) -> None:
        deck = self._stack.currentWidget()
        if isinstance(deck, Deck):
            deck.add()
        elif self._whole is not None:
            self.deck("activities").add()

    def _edit(self) -> None:
        self.ctx.go("entry", form="project", record=self._own)

    def _print(self) -> None:
        self.ctx.go("papers", record=self._own)

    def _step(self, target: str, why: str) -> None:
        from zjdesk.ops.changes import EditRecord

        if self._whole is None:
            return
        change = EditRecord(self._own, {STATE: target}, self._whole.project)
        save_asking(self, [change], self._stepped, why=why)

    def _stepped(self, made: Changes) -> None:
        self.ctx.wrote(made)
        self.ctx.say(self.ctx.t("forms.stepped"), undo=True)


def _forms(ctx: Context, tab: str) -> list[str]:
    """Return the forms of a tab that this person's role may read at all."""
    known = [ctx.catalogue.form(name) for name in TABS[tab] if name in ctx.catalogue]
    return [form.name for form in known if form.open_in or form.readable(ctx.about.role)]


def _sum(whole: Whole, form: str, field: str) -> int:
    return sum(int(record.values.get(field) or 0) for record in whole.records.get(form, ()))
