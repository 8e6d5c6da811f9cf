"""工作台: my projects, what is missing, when the work was last taken to the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zjdesk.gui.about import About
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.screens.messages import message_reminder
from zjdesk.gui.screens.missing import Gap, gaps
from zjdesk.gui.screens.street_key import key_reminder
from zjdesk.gui.screens.tiles import CommunityTiles
from zjdesk.gui.values import day
from zjdesk.gui.widgets.notices import Column, EmptyState, Notice
from zjdesk.gui.widgets.plain import FigureCard, button, icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes

_COUNTED = ("project", "activity_record", "supervisor_visit", "issue")


@dataclass(frozen=True)
class Standing:
    """What the home page shows: counts, gaps, and how the store stands."""

    about: About
    counts: dict[str, int]
    gaps: tuple[Gap, ...]
    keys_due: bool = False
    unread: int = 0
    pending: int = 0


def standing(backend: Backend) -> Standing:
    """Count what there is and what is missing."""
    records = {form: backend.list_records(form) for form in _COUNTED}
    found = gaps(backend, records["project"])
    about = backend.about()
    due = about.kind == "office" and about.role == "SA" and backend.key_standing().due
    counts = {form: len(rows) for form, rows in records.items()}
    return Standing(about, counts, found, due, backend.unread(), backend.open_questions())


class HomePage(Page):
    """Where the day begins."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "home")
        self.with_action(icon_button(ctx, "stick", ctx.t("home.to_stick"), lambda: ctx.go("exchange"), "primary"))
        self.commands = {"new": lambda: ctx.go("projects")}
        self.todo = Column(ctx)
        self.pending = Column(ctx)
        self.body.addWidget(self.todo)
        self.body.addWidget(self.pending)
        self._cards = {name: FigureCard(ctx, ctx.t(f"home.{name}")) for name in (*_COUNTED[:3], "unsent")}
        self.body.addLayout(row(*self._cards.values(), spacing=ctx.px(12)))
        self.tiles = CommunityTiles(ctx, lambda code: ctx.go("board", community=code))
        if ctx.about.kind == "office":
            self.body.addWidget(self.tiles)
        self.body.addWidget(words(ctx.t("home.missing"), "heading"))
        heads = (
            Head(ctx.t("home.project_no"), width=14),
            Head(ctx.t("home.project_name"), width=0),
            Head(ctx.t("home.what_is_missing"), width=30),
            Head(ctx.t("home.how_many"), right=True, width=8),
        )
        nothing = EmptyState(ctx, "ok", ctx.t("home.nothing_missing"), self._open_projects())
        self.table = Table(ctx, "missing", heads, empty=nothing)
        self.table.opened.connect(lambda key: ctx.go("project", record=key[0], tab=key[1]))
        self.body.addWidget(self.table, 1)
        self.first = self.table.view

    def arrive(self, **args: Any) -> None:
        """Count anew."""
        self.ctx.tasks.run(self, standing, self._show)
        if self.ctx.about.kind == "office":
            self.ctx.tasks.run(self, lambda backend: backend.completeness(), self.tiles.show_found)

    def changed(self, changes: Changes) -> None:
        """Count anew while in front."""
        if self.isVisible():
            self.arrive()

    def _open_projects(self) -> Any:
        return button(self.ctx.t("home.open_projects"), lambda: self.ctx.go("projects"))

    def _show(self, now: Standing) -> None:
        t = self.ctx.t
        self.todo.clear()
        if now.keys_due:
            self.todo.show_notice(key_reminder(self.ctx))
        if now.unread:
            self.todo.show_notice(message_reminder(self.ctx, now.unread))
        self.pending.clear()
        if now.pending:
            self.pending.show_notice(pending_notice(self.ctx, now.pending))
        for name in _COUNTED[:3]:
            self._cards[name].show_value(f"{now.counts[name]:,}")
        self._cards["unsent"].show_value(f"{now.about.unsent:,}", t("home.last_export", when=day(now.about.exported)))
        lines = [
            Line(
                (gap.project, gap.tab),
                (gap.no, gap.name, t(f"home.gap_{gap.kind}"), str(gap.count)),
                sort=(gap.no, gap.name, gap.kind, gap.count),
                tones=("", "", "warn", ""),
            )
            for gap in now.gaps
        ]
        self.table.show_lines(lines)


def pending_notice(ctx: Context, n: int) -> Notice:
    """Return the notice that questions are open, with the way to them."""
    way = button(ctx.t("pending.open"), lambda: ctx.go("pending"))
    return Notice(ctx, "warn", ctx.t("pending.home", n=f"{n:,}"), ctx.t("pending.home_next"), (way,), beside=True)
