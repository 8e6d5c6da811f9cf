"""问卷: batches handed out and collected, how many are keyed, what is to be keyed twice, and who keyed how well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.screens.operators import OperatorTable
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import button, column, icon_button, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.double_entry import Checking
    from zjdesk.ops.operators import Operator

_COUNTS = ("distributed", "recovered")
_KEYED = ("keyed", "invalid", "left", "again")
TABS = ("batches", "operators")


@dataclass(frozen=True)
class Batches:
    """All batches with what was keyed of each, and who keyed it."""

    checkings: tuple[Checking, ...]
    operators: Sequence[Operator]
    communities: dict[str, str]


def read_batches(backend: Backend) -> Batches:
    """Read the batches and what was keyed."""
    return Batches(tuple(backend.checkings()), backend.operators(), dict(backend.names("community")))


class QuestionnairesPage(Page):
    """The list of batches; Enter begins keying."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "questionnaires")
        self._form = ctx.catalogue.form("batch")
        self._known: dict[str, Checking] = {}
        self._put_actions()
        self.table = self._build_table()
        self._reasons = words("", "muted", wrap=True)
        self.table.chosen.connect(self._tell_reasons)
        self.operators = OperatorTable(ctx)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(ctx.t("pages.questionnaires"))
        for name in TABS:
            self.tabs.addTab(ctx.t(f"questionnaires.tab_{name}"))
        self._stack = QStackedWidget()
        listed = QWidget()
        listed.setLayout(column(self.table, self._reasons))
        self._stack.addWidget(listed)
        self._stack.addWidget(self.operators)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.first = self.table.view
        self.commands = {"new": self._new}

    def _put_actions(self) -> None:
        ctx, t = self.ctx, self.ctx.t
        self.with_action(button(t("questionnaires.edit_batch"), self._edit))
        self.with_action(icon_button(ctx, "plus", t("questionnaires.new_batch"), self._new))
        self.with_action(button(t("questionnaires.check"), self._check))
        key = icon_button(ctx, "questionnaires", t("questionnaires.key"), lambda: self._key(self.table.key), "primary")
        self.with_action(key)

    def _build_table(self) -> Table:
        ctx, t = self.ctx, self.ctx.t
        heads = (
            Head(t("projects.community"), width=0),
            Head(ctx.label(self._form.field("wave").label), width=8),
            Head(ctx.label(self._form.field("date").label), width=8),
            *(Head(ctx.label(self._form.field(name).label), True, 6) for name in _COUNTS),
            *(Head(t(f"questionnaires.{name}"), True, 6, t(f"questionnaires.{name}_tip")) for name in _KEYED),
            Head(t("questionnaires.differ"), True, 6, t("questionnaires.differ_tip")),
        )
        nothing = EmptyState(
            ctx, "questionnaires", t("questionnaires.none"), button(t("questionnaires.new_batch"), self._new, "primary")
        )
        table = Table(ctx, "batches", heads, empty=nothing)
        table.opened.connect(self._key)
        return table

    def arrive(self, **args: Any) -> None:
        """Count anew."""
        self.ctx.tasks.run(self, read_batches, self._show)

    def changed(self, changes: Changes) -> None:
        """Count anew while in front."""
        if self.isVisible():
            self.arrive()

    def _show(self, now: Batches) -> None:
        self._known = {one.batch.id: one for one in now.checkings}
        rows = sorted(now.checkings, key=lambda one: _order(one, now))
        lines = [self._line(one, now) for one in rows]
        sums = [sum(int(line.sort[place] or 0) for line in lines) for place in range(3, 9)]
        again = f"{sums[5]:,}/{sum(len(one.pairs) for one in now.checkings):,}"
        told = (*(f"{n:,}" for n in sums[:5]), again, f"{sum(len(one.open) for one in now.checkings):,}")
        self.table.show_lines(lines, (self.ctx.t("records.total"), "", "", *told))
        self.operators.show_operators(now.operators)
        self._tell_reasons(self.table.key)

    def _line(self, one: Checking, now: Batches) -> Line:
        values = one.batch.values
        counts = [int(values.get(name) or 0) for name in _COUNTS]
        numbers = (*counts, one.keyed, one.bad, max(0, counts[1] - one.keyed))
        words = (
            now.communities.get(one.batch.parent or "", ""),
            shown(self._form.field("wave"), values.get("wave"), self.ctx.lang),
            str(values.get("date", "")),
        )
        again = f"{one.again}/{len(one.pairs)}"
        tones = ("",) * 7 + ("warn" if numbers[4] else "ok", "", "danger" if one.open else "")
        cells = (*words, *(f"{n:,}" for n in numbers), again, f"{len(one.open):,}")
        return Line(one.batch.id, cells, (*words, *numbers, one.again, len(one.open)), tones)

    def _tell_reasons(self, batch: str | None) -> None:
        """Say under the list why papers of the chosen batch were judged invalid."""
        one = self._known.get(batch or "")
        field = self.ctx.catalogue.form("response").field("invalid_reason")
        counted = one.invalid.items() if one else ()
        between = "、" if self.ctx.lang == "zh" else ", "
        said = between.join(f"{shown(field, code, self.ctx.lang)} {n}" for code, n in counted)
        self._reasons.setText(self.ctx.t("questionnaires.reasons", reasons=said or "—"))

    def _new(self) -> None:
        self.ctx.go("entry", form="batch")

    def _edit(self) -> None:
        if self.table.key:
            self.ctx.go("entry", form="batch", record=self.table.key)

    def _check(self) -> None:
        if self.table.key:
            self.ctx.go("again", batch=self.table.key)

    def _key(self, batch: str | None) -> None:
        if batch:
            self.ctx.go("keying", batch=batch)


def _order(one: Checking, now: Batches) -> tuple[str, str]:
    return now.communities.get(one.batch.parent or "", ""), str(one.batch.values["wave"])
