"""联席会议纪要: the minutes, begun with what supervision has to report; at the side the issues that are reported."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.places import page_of
from zjdesk.gui.screens.entry import EntryPage, Subject
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.plain import Card, button, clear, row, words

if TYPE_CHECKING:
    from zjdesk.ops.meetings import Agenda

_MOST = 30


class MeetingPage(EntryPage):
    """The record of one joint meeting."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "meeting")
        self._agenda = Card(ctx)
        self.side_items.insertWidget(1, self._agenda)

    def read_more(self, backend: Backend, record: str | None, _parent: str | None) -> Any:
        """Read what is to be reported; on a meeting that was held, as it stood that day."""
        day = str(backend.get(record).values.get("date", "")) if record else ""
        return backend.agenda(self.ctx.lang, day), dict(backend.names("project"))

    def shown(self, subject: Subject) -> None:
        """Fill in what is reported, and list the issues."""
        agenda, projects = subject.more
        self.side.setVisible(True)
        if subject.record is None and self.sheet is not None:
            usual = {one.name: one.default for one in subject.form.fields if one.default is not None}
            usual |= {"date": self.ctx.today.isoformat(), "supervision_report": agenda.report}
            usual |= {"issues": [one.id for one in agenda.issues]} if agenda.issues else {}
            self.sheet.show_values(usual)
        self._tell(agenda, projects)

    def _tell(self, agenda: Agenda, projects: dict[str, str]) -> None:
        ctx, card = self.ctx, self._agenda
        code = ctx.catalogue.form("issue").field("code")
        clear(card.body)
        card.add(words(ctx.t("meeting.issues", n=len(agenda.issues)), "heading"))
        told = {"since": agenda.since, "until": agenda.until, "overdue": len(agenda.overdue)}
        card.add(words(ctx.t("meeting.since", **told), "muted", wrap=True))
        for one in agenda.issues[:_MOST]:
            late = ctx.t("meeting.late") if one.id in agenda.overdue else ""
            go = partial(ctx.wire.go.emit, *page_of("issue", one.id))
            card.add(row(button(shown(code, one.values.get("code"), ctx.lang), go, "quiet"), None))
            card.add(
                words(f"{projects.get(one.parent or '', '')} · {one.values.get('due', '')}{late}", "muted", wrap=True)
            )
