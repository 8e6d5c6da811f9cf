"""督导记录: the visit on the left; at its side what was found last time and what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjdesk.forms.model import STATE
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.forms.sheet import FormSheet
from zjdesk.gui.places import page_of
from zjdesk.gui.screens.entry import EntryPage, Subject
from zjdesk.gui.screens.visit_parts import ArchivePart, IssuePart
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.plain import Card, button, clear, row, words

if TYPE_CHECKING:
    from zjdesk.ops.archive_items import Item
    from zjdesk.ops.changes import Change
    from zjdesk.store.read import Record

_OPEN = ("open", "assigned", "answered", "reopened")
_LAST = 3
_ARCHIVE, _ISSUES = "_archive", "_issues"  # what a draft keeps the parts under


@dataclass(frozen=True)
class Before:
    """What is known when a visit begins.

    The visits before this one, newest first; the open issues; what was seen of the archive, and what the store holds;
    an id for a new visit; the supervisor who this is, and who answers for issues of the project.
    """

    project: str
    visits: tuple[Record, ...] = ()
    issues: tuple[Record, ...] = ()
    archive: Record | None = None
    items: Mapping[str, Item] = field(default_factory=dict)
    new_id: str = ""
    supervisor: str = ""
    owner: str = ""


class VisitPage(EntryPage):
    """The record of one visit; what was seen of the archive and the issues found are saved with it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "visit")
        self._visits = Card(ctx)
        self._issues = Card(ctx)
        self.side_items.insertWidget(1, self._visits)
        self.side_items.insertWidget(2, self._issues)
        self.archive: ArchivePart | None = None
        self.found: IssuePart | None = None

    def read_more(self, backend: Backend, record: str | None, parent: str | None) -> Any:
        """Read what was found before."""
        me = self.ctx.about.account if self.ctx.about.role == "SV" else ""
        mine = backend.list_records("person", where={"name": me, "kind": "supervisor"}) if me else []
        here = mine[0].id if mine else ""
        if parent is None:
            return Before("", new_id=backend.new_id(), supervisor=here)
        day = str(backend.get(record).values.get("date", "")) if record else ""
        visits = [
            one
            for one in backend.list_records("supervisor_visit", parent=parent)
            if one.id != record and (not day or str(one.values.get("date", "")) <= day)
        ]
        visits.sort(key=lambda one: str(one.values.get("date", "")), reverse=True)
        issues = [one for one in backend.list_records("issue", parent=parent) if one.values.get("state") in _OPEN]
        seen = backend.list_records("visit_archive", parent=record) if record else []
        return Before(
            parent,
            tuple(visits[:_LAST]),
            tuple(issues),
            backend.get(seen[0].id) if seen else None,
            backend.archive_items(parent),
            backend.new_id(),
            here,
            self._owner(backend, parent),
        )

    def _owner(self, backend: Backend, project: str) -> str:
        """Return who answers for issues: the project's liaison, or else its leader."""
        current = [
            one for one in backend.list_records("liaison_assignment", parent=project) if not one.values.get("to")
        ]
        person = current[0].values.get("person") if current else backend.get(project).values.get("leader")
        return str(backend.names("person").get(str(person), ""))

    def build(self, subject: Subject) -> FormSheet:
        """Return the fields but the formal archive check, which is made at an evaluation."""
        return FormSheet(self.ctx, subject.form, near=subject.parent, leave_out=("archive",))

    def place(self, layout: QVBoxLayout, holder: QWidget, _subject: Subject) -> None:
        """Put the archive and the issues under the fields."""
        self.archive, self.found = ArchivePart(self.ctx), IssuePart(self.ctx)
        self.archive.changed.connect(self._autosave.touched)
        self.found.changed.connect(self._autosave.touched)
        inner = self.sheet.layout() if self.sheet else None
        if isinstance(inner, QVBoxLayout):
            inner.insertWidget(1, self.archive)
            inner.insertWidget(2, self.found)
        super().place(layout, holder, _subject)

    def shown(self, subject: Subject) -> None:
        """Show it at the side."""
        before: Before = subject.more
        self.side.setVisible(True)
        if self.archive is not None and self.found is not None:
            self.archive.show_archive(before.archive, before.items)
            self.found.owner = before.owner
            self._close(subject)
        if subject.record is None and self.sheet is not None:
            usual = {one.name: one.default for one in subject.form.fields if one.default is not None}
            usual |= {"date": self.ctx.today.isoformat(), "mode": "on_site"}
            self.sheet.show_values(usual | ({"supervisor": before.supervisor} if before.supervisor else {}))
        self._tell_visits(before)
        self._tell_issues(before)

    def _close(self, subject: Subject) -> None:
        """Let the parts be read only where the visit is."""
        cycle = subject.form.life_cycle
        state = str(subject.record.values.get(STATE, "")) if subject.record else ""
        open_ = self.ctx.may_write(subject.form.name) and (not cycle or not state or cycle.editable(state))
        if self.archive is not None and not open_:
            self.archive.lock()
        if self.found is not None:
            self.found.adding.setEnabled(self.ctx.may_write("issue"))

    def typed(self) -> Mapping[str, Any]:
        """Return what was typed, the parts included."""
        parts: dict[str, Any] = {}
        if self.archive is not None and self.archive.sheet.typed:
            parts[_ARCHIVE] = self.archive.sheet.typed
        if self.found is not None and self.found.sheets:
            parts[_ISSUES] = [dict(one.values) for one in self.found.sheets]
        return {**super().typed(), **parts}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Show what was typed before a crash."""
        super().restore({name: value for name, value in content.items() if name not in (_ARCHIVE, _ISSUES)})
        if self.archive is not None:
            self.archive.sheet.put(content.get(_ARCHIVE, {}))
        if self.found is not None:
            for values in content.get(_ISSUES, ()):
                self.found.add_issue()
                self.found.sheets[-1].put(values)

    def examine(self, context: Mapping[str, Any]) -> int:
        """Check the visit and its issues."""
        return super().examine(context) + (len(self.found.examine()) if self.found else 0)

    def changes(self, subject: Subject, sheet: FormSheet) -> list[Change]:
        """Return the visit with what was seen and found."""
        from zjdesk.ops.changes import NewRecord

        made = super().changes(subject, sheet)
        before: Before = subject.more
        own = subject.record.id if subject.record else before.new_id
        project = before.project or (str(self._parent.value[1]) if self._parent and self._parent.value else "")
        made = [NewRecord(one.form, one.values, own) if isinstance(one, NewRecord) else one for one in made]
        if self.archive is not None:
            made += self.archive.changes(own)
        if self.found is not None:
            made += self.found.changes(own, project)
        return made

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


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
