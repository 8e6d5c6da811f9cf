"""问卷: batches handed out and collected, how many are keyed, and the way to keying."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import button, icon_button
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.store.read import Record

_COUNTS = ("distributed", "recovered")


@dataclass(frozen=True)
class Batches:
    """All batches with what was keyed of each."""

    batches: tuple[Record, ...]
    keyed: Counter[str | None]
    invalid: Counter[str | None]
    communities: dict[str, str]


def read_batches(backend: Backend) -> Batches:
    """Read the batches and count what was keyed."""
    responses = backend.list_records("response")
    keyed = Counter(one.parent for one in responses)
    invalid = Counter(one.parent for one in responses if one.values.get("is_invalid") == "yes")
    return Batches(tuple(backend.list_records("batch")), keyed, invalid, dict(backend.names("community")))


class QuestionnairesPage(Page):
    """The list of batches; Enter begins keying."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "questionnaires")
        self._form = ctx.catalogue.form("batch")
        self.with_action(button(ctx.t("questionnaires.edit_batch"), self._edit))
        self.with_action(icon_button(ctx, "plus", ctx.t("questionnaires.new_batch"), self._new))
        self.with_action(
            icon_button(
                ctx, "questionnaires", ctx.t("questionnaires.key"), lambda: self._key(self.table.key), "primary"
            )
        )
        t = ctx.t
        heads = (
            Head(t("projects.community"), width=0),
            Head(ctx.label(self._form.field("wave").label), width=8),
            Head(ctx.label(self._form.field("date").label), width=8),
            *(Head(ctx.label(self._form.field(name).label), True, 6) for name in _COUNTS),
            Head(t("questionnaires.keyed"), True, 6),
            Head(t("questionnaires.invalid"), True, 6),
            Head(t("questionnaires.left"), True, 6),
        )
        nothing = EmptyState(
            ctx, "questionnaires", t("questionnaires.none"), button(t("questionnaires.new_batch"), self._new, "primary")
        )
        self.table = Table(ctx, "batches", heads, empty=nothing)
        self.table.opened.connect(self._key)
        self.body.addWidget(self.table, 1)
        self.first = self.table.view
        self.commands = {"new": self._new}

    def arrive(self, **args: Any) -> None:
        """Count anew."""
        self.ctx.tasks.run(self, read_batches, self._show)

    def changed(self, changes: Changes) -> None:
        """Count anew while in front."""
        if self.isVisible():
            self.arrive()

    def _show(self, now: Batches) -> None:
        rows = sorted(now.batches, key=lambda one: (now.communities.get(one.parent or "", ""), str(one.values["wave"])))
        lines = [self._line(one, now) for one in rows]
        sums = [sum(int(line.sort[column] or 0) for line in lines) for column in range(3, 8)]
        self.table.show_lines(lines, (self.ctx.t("records.total"), "", "", *(f"{n:,}" for n in sums)))

    def _line(self, batch: Record, now: Batches) -> Line:
        values = batch.values
        counts = [int(values.get(name) or 0) for name in _COUNTS]
        keyed = now.keyed[batch.id]
        numbers = (*counts, keyed, now.invalid[batch.id], max(0, counts[1] - keyed))
        words = (
            now.communities.get(batch.parent or "", ""),
            shown(self._form.field("wave"), values.get("wave"), self.ctx.lang),
            str(values.get("date", "")),
        )
        tones = ("",) * 7 + ("warn" if numbers[4] else "ok",)
        return Line(batch.id, (*words, *(f"{n:,}" for n in numbers)), (*words, *numbers), tones)

    def _new(self) -> None:
        self.ctx.go("entry", form="batch")

    def _edit(self) -> None:
        if self.table.key:
            self.ctx.go("entry", form="batch", record=self.table.key)

    def _key(self, batch: str | None) -> None:
        if batch:
            self.ctx.go("keying", batch=batch)
