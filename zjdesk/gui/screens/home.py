"""工作台: my projects, what there is to do, when the work was last taken to the office and last backed up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zjdesk.gui.about import About
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.screens.messages import message_reminder
from zjdesk.gui.screens.street_key import key_reminder
from zjdesk.gui.screens.tiles import CommunityTiles
from zjdesk.gui.screens.todo import ToDo
from zjdesk.gui.values import day
from zjdesk.gui.widgets.notices import Column, Notice
from zjdesk.gui.widgets.plain import FigureCard, button, icon_button, row

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes

_COUNTED = ("project", "activity_record", "supervisor_visit")
# So many days after the last export, or the last backup, a person is reminded.
EXPORT_DAYS, BACKUP_DAYS = 14, 7


@dataclass(frozen=True)
class Standing:
    """What the home page shows: counts, and how the store stands."""

    about: About
    counts: dict[str, int]
    keys_due: bool = False
    unread: int = 0
    pending: int = 0


def standing(backend: Backend) -> Standing:
    """Count what there is and what waits."""
    about = backend.about()
    due = about.kind == "office" and about.role == "SA" and backend.key_standing().due
    counts = {form: len(backend.list_records(form)) for form in _COUNTED}
    return Standing(about, counts, due, backend.unread(), backend.open_questions())


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
        self._cards = {name: FigureCard(ctx, ctx.t(f"home.{name}")) for name in (*_COUNTED, "unsent")}
        self.body.addLayout(row(*self._cards.values(), spacing=ctx.px(12)))
        self.tiles = CommunityTiles(ctx, lambda code: ctx.go("board", community=code))
        if ctx.about.kind == "office":
            self.body.addWidget(self.tiles)
        self.list = ToDo(ctx, ctx.go)
        self.body.addWidget(self.list, 1)
        self.first = self.list.table.view

    def arrive(self, **args: Any) -> None:
        """Count anew."""
        self.ctx.tasks.run(self, standing, self._show)
        self.ctx.tasks.run(self, lambda backend: backend.due(), self.list.show_found)
        if self.ctx.about.kind == "office":
            self.ctx.tasks.run(self, lambda backend: backend.completeness(), self.tiles.show_found)

    def changed(self, changes: Changes) -> None:
        """Count anew while in front."""
        if self.isVisible():
            self.arrive()

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
        for notice in reminders(self.ctx, now.about):
            self.pending.show_notice(notice)
        for name in _COUNTED:
            self._cards[name].show_value(f"{now.counts[name]:,}")
        self._cards["unsent"].show_value(f"{now.about.unsent:,}", t("home.last_export", when=day(now.about.exported)))


def reminders(ctx: Context, about: About) -> list[Notice]:
    """Return what should not wait longer: taking the work to the office, and a backup."""
    found = []
    waiting = _days(ctx, about.exported) if about.unsent and about.kind != "office" else 0
    if waiting >= EXPORT_DAYS:
        way = button(ctx.t("home.to_stick"), lambda: ctx.go("exchange"))
        said = ctx.t("home.export_due", n=f"{about.unsent:,}", days=waiting)
        found.append(Notice(ctx, "warn", said, ctx.t("home.export_due_next"), (way,), beside=True))
    if _days(ctx, about.backup) >= BACKUP_DAYS:
        way = button(ctx.t("home.to_backup"), lambda: ctx.go("settings"))
        said = ctx.t("home.backup_due", days=_days(ctx, about.backup))
        found.append(Notice(ctx, "warn", said, ctx.t("home.backup_due_next"), (way,), beside=True))
    return found


def _days(ctx: Context, moment: int | None) -> int:
    """Return how many days ago something was (milliseconds); 0 for never."""
    return (ctx.today - datetime.fromtimestamp(moment / 1000).date()).days if moment else 0


def pending_notice(ctx: Context, n: int) -> Notice:
    """Return the notice that questions are open, with the way to them."""
    way = button(ctx.t("pending.open"), lambda: ctx.go("pending"))
    return Notice(ctx, "warn", ctx.t("pending.home", n=f"{n:,}"), ctx.t("pending.home_next"), (way,), beside=True)
