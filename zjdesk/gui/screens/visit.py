"""督导记录: the visit on the left; at its side what was found last time and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.places import entry_of, page_of
from zjdesk.gui.screens.entry import EntryPage, Subject
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.plain import Card, button, clear, icon_button, row, words

if TYPE_CHECKING:
    from zjdesk.store.read import Record

_OPEN = ("open", "assigned", "answered", "reopened")
_LAST = 3


@dataclass(frozen=True)
class Before:
    """The visits before this one, newest first, and the issues that are open."""

    project: str
    visits: tuple[Record, ...]
    issues: tuple[Record, ...]


class VisitPage(EntryPage):
    """The record of one visit."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "visit")
        self._visits = Card(ctx)
        self._issues = Card(ctx)
        self.side_items.insertWidget(1, self._visits)
        self.side_items.insertWidget(2, self._issues)

    def read_more(self, backend: Backend, record: str | None, parent: str | None) -> Any:
        """Read what was found before."""
        if parent is None:
            return Before("", (), ())
        day = str(backend.get(record).values.get("date", "")) if record else ""
        visits = [
            one
            for one in backend.list_records("supervisor_visit", parent=parent)
            if one.id != record and (not day or str(one.values.get("date", "")) <= day)
        ]
        visits.sort(key=lambda one: str(one.values.get("date", "")), reverse=True)
        issues = [one for one in backend.list_records("issue", parent=parent) if one.values.get("state") in _OPEN]
        return Before(parent, tuple(visits[:_LAST]), tuple(issues))

    def shown(self, subject: Subject) -> None:
        """Show it at the side."""
        before: Before = subject.more
        self.side.setVisible(True)
        self._tell_visits(before)
        self._tell_issues(before)

    def _tell_visits(self, before: Before) -> None:
        ctx, card = self.ctx, self._visits
        form = ctx.catalogue.form("supervisor_visit")
        clear(card.body)
        card.add(words(ctx.t("visit.before"), "heading"))
        if not before.visits:
            card.add(words(ctx.t("visit.first"), tone="muted", wrap=True))
        for one in before.visits:
            progress = shown(form.field("progress"), one.values.get("progress"), ctx.lang)
            card.add(words(f"{one.values.get('date', '')} · {progress}", "muted"))
            card.add(words(_short(shown(form.field("findings"), one.values.get("findings"), ctx.lang)), wrap=True))

    def _tell_issues(self, before: Before) -> None:
        ctx, card = self.ctx, self._issues
        form = ctx.catalogue.form("issue")
        clear(card.body)
        card.add(words(ctx.t("visit.open_issues", n=len(before.issues)), "heading"))
        for one in before.issues:
            kind = shown(form.field("code"), one.values.get("code"), ctx.lang)
            due = one.values.get("due", "")
            go = page_of("issue", one.id)
            card.add(row(button(f"{kind} · {due}", partial(ctx.wire.go.emit, *go), "quiet"), None))
        if before.project and ctx.may_write("issue"):
            add = entry_of("issue", before.project)
            card.add(row(icon_button(ctx, "plus", ctx.t("visit.add_issue"), lambda: ctx.wire.go.emit(*add)), None))


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
