"""我的操作: what the person who is signed in did here, action by action, to be taken back or done again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon
from zjdesk.gui.page import Page
from zjdesk.gui.pinyin import fits, keys
from zjdesk.gui.screens.pending_words import Names, field_words, form_of, names_of, record_words, value_words
from zjdesk.gui.values import EMPTY, day
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import Card, button, clear, column, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.forms.model import Catalogue
    from zjdesk.ops.actions import Deed, Step
    from zjdesk.ops.changes import Changes

_MOST_STEPS, _MOST_TURNS = 4, 6
_STATES = ("done", "undone")


@dataclass(frozen=True)
class Done:
    """One's own actions with the names of the records they concern."""

    deeds: tuple[Deed, ...]
    titles: Mapping[str, str]
    names: Names


def read_deeds(backend: Backend, catalogue: Catalogue, ctx: Context) -> Done:
    """Read one's own actions."""
    deeds = tuple(backend.deeds(ctx.lang))
    records = sorted({step.record for deed in deeds for step in deed.steps if step.record})
    forms = {step.form for deed in deeds for step in deed.steps}
    return Done(deeds, backend.titles(records), names_of(backend, catalogue, forms))


class DeedsPage(Page):
    """The actions at the top, what the chosen one did underneath."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "actions")
        self.with_back()
        t = ctx.t
        self._done: Done | None = None
        self.undo = self.with_action(button(t("actions.undo"), lambda: self._turn("done"), "primary"))
        self.redo = self.with_action(button(t("actions.redo"), lambda: self._turn("undone"), "primary"))
        heads = (
            Head(t("story.when"), width=10),
            Head(t("actions.what"), width=0),
            Head(t("actions.records"), True, 5),
            Head(t("story.status"), width=6),
        )
        nothing = EmptyState(
            ctx, "empty", t("actions.none"), button(t("home.open_projects"), lambda: ctx.go("projects"))
        )
        self.table = Table(ctx, "actions", heads, empty=nothing)
        self.table.setMinimumHeight(ctx.px(150))
        self.table.chosen.connect(lambda _key: self._choose())
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("pending.search"))
        self.search.setAccessibleName(t("pending.search"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", ctx.theme["muted"], ctx.px(16)), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(ctx.px(220))
        self.search.textChanged.connect(self._fill)
        self.state = QComboBox()
        self.state.setAccessibleName(t("story.status"))
        self.state.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.state.addItem(t("actions.all"), "")
        for state in _STATES:
            self.state.addItem(t(f"actions.state_{state}"), state)
        self.state.activated.connect(self._fill)
        self._card = Card(ctx, t("actions.detail"))
        self._steps = column(spacing=ctx.px(4))
        steps = QWidget()
        steps.setLayout(self._steps)
        self._card.add(steps)
        self.body.addLayout(row(words(t("actions.about"), tone="muted"), None, self.search, self.state))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._card)
        self.first = self.table.view
        self.commands = {"search": self.search.setFocus}

    def arrive(self, **args: Any) -> None:
        """Read what was done."""
        ctx = self.ctx
        ctx.tasks.run(self, lambda backend: read_deeds(backend, ctx.catalogue, ctx), self._show, self.trouble)

    def changed(self, changes: Changes) -> None:
        """Read anew while in front."""
        if self.isVisible():
            self.arrive()

    @property
    def chosen(self) -> Deed | None:
        """Return the action that is chosen."""
        deeds = self._done.deeds if self._done else ()
        return next((deed for deed in deeds if deed.group == self.table.key), None)

    def _show(self, done: Done) -> None:
        self._done = done
        self._fill()

    def _fill(self) -> None:
        if self._done is None:
            return
        lines = [self._line(deed) for deed in self._done.deeds if self.state.currentData() in ("", deed.state)]
        wanted = self.search.text()
        self.table.show_lines([one for one in lines if not wanted or fits(wanted, one.cells[1], keys(one.cells[1]))])
        self._choose()

    def _line(self, deed: Deed) -> Line:
        ctx = self.ctx
        records = {step.record for step in deed.steps}
        first = deed.steps[0]
        said = self._said(first)
        if len(records) > 1:
            said = ctx.t("actions.and_more", first=said, n=len(records))
        state = ctx.t(f"actions.state_{deed.state}")
        cells = (day(deed.time), said, str(len(records)), state)
        return Line(deed.group, cells, (deed.time, said, len(records), state), ("", "", "", _tone(deed.state)))

    def _said(self, step: Step) -> str:
        title = self._done.titles.get(step.record, "") if self._done else ""
        return self.ctx.t(f"actions.{step.verb}", name=record_words(self.ctx, step.form, title))

    def _choose(self) -> None:
        deed = self.chosen
        clear(self._steps)
        self._card.setVisible(deed is not None)
        self.undo.setVisible(deed is None or deed.state == "done")
        self.undo.setEnabled(deed is not None)
        self.redo.setVisible(deed is not None and deed.state == "undone")
        for step in deed.steps[:_MOST_STEPS] if deed else ():
            self._steps.addWidget(words(self._said(step), wrap=True))
            for line in self._turns(step)[:_MOST_TURNS]:
                self._steps.addWidget(words(line, tone="muted", wrap=True))
        if deed and len(deed.steps) > _MOST_STEPS:
            self._steps.addWidget(words(self.ctx.t("actions.more_steps", n=len(deed.steps) - _MOST_STEPS), "muted"))

    def _turns(self, step: Step) -> list[str]:
        ctx, form = self.ctx, form_of(self.ctx, step.form)
        names = self._done.names if self._done else {}
        if step.verb not in ("edited", "step", "settled"):
            return []
        found = []
        for name, after in step.after.items():
            was, now = (value_words(ctx, form, name, value, names) for value in (step.before.get(name), after))
            found.append(ctx.t("actions.turn", field=field_words(ctx, form, name), before=was or EMPTY, after=now))
        return found

    def _turn(self, state: str) -> None:
        deed = self.chosen
        if deed is None or deed.state != state:
            return
        group = deed.group

        def work(backend: Backend) -> Changes:
            return backend.undo_deed(group) if state == "done" else backend.redo_deed(group)

        self.ctx.tasks.run(self, work, lambda changes: self._turned(state, changes), self.trouble)

    def _turned(self, state: str, changes: Changes) -> None:
        self.notices.clear()
        self.ctx.wrote(changes)
        self.ctx.say(self.ctx.t(f"actions.{'undone' if state == 'done' else 'redone'}"))


def _tone(state: str) -> str:
    return "muted" if state == "undone" else ""
