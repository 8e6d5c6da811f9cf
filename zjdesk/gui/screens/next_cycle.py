"""项目周期: which cycle runs, and the short form that archives it and opens the next one (street office)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from zjdesk.errors import InputError
from zjdesk.gui.context import Context
from zjdesk.gui.forms.reasoned import ASKED, ask_why
from zjdesk.gui.page import Page
from zjdesk.gui.sheets import Question
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.editors import DateEditor, TextEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.plain import Card, button, icon_button, row, words

if TYPE_CHECKING:
    from zjdesk.ops.next_cycle import Opened
    from zjdesk.store.read import Record

_LONGEST_NAME = 20
_WIDEST = 680


def opens_cycles(ctx: Context) -> bool:
    """Tell whether this person opens cycles: the street administrator at the office."""
    return ctx.about.kind == "office" and ctx.about.role == "SA"


class CycleCard(Card):
    """Tells the cycle that runs; the form below comes when it is asked for."""

    def __init__(self, page: Page) -> None:
        ctx = page.ctx
        super().__init__(ctx, ctx.t("settings.cycle"))
        self._ctx, self._page = ctx, page
        self.said = words("", wrap=True)
        self.told = words("", tone="muted", wrap=True)
        self.told.hide()
        self.open = icon_button(ctx, "plus", ctx.t("settings.next_cycle"), self._begin)
        self._ways = row(self.open, None)
        self.form = CycleForm(ctx, self._ask, self._shut)
        self.form.hide()
        hint = words(ctx.t("settings.cycle_hint"), tone="muted", wrap=True)
        self.add(hint, self.said, self.told, self._ways, self.form)

    def read(self) -> None:
        """Read which cycle runs."""
        self._ctx.tasks.run(self, lambda backend: backend.latest_cycle(), self._show)

    def _show(self, cycle: Record | None) -> None:
        ctx = self._ctx
        self.open.setEnabled(cycle is not None)
        if cycle is None:
            self.said.setText(ctx.t("settings.no_cycle"))
            return
        values, state = cycle.values, ctx.catalogue.form("cycle").field("state")
        told = {name: str(values.get(name, "")) for name in ("name", "start", "end")}
        self.said.setText(ctx.t("settings.cycle_runs", state=shown(state, values.get("state"), ctx.lang), **told))
        self.form.follow(str(values.get("start")), str(values.get("end")))

    def _begin(self) -> None:
        self.told.hide()
        self.form.show()
        self.form.name.line.setFocus()

    def _shut(self) -> None:
        self.form.hide()
        self.open.setFocus()

    def _ask(self) -> None:
        """Say what is going to happen, and wait for a yes."""
        t, name = self._ctx.t, str(self.form.name.value)
        question = Question(
            t("settings.next_cycle_question", name=name),
            t("settings.next_cycle_open", name=name),
            partial(self.act, ""),
            t("settings.next_cycle_remark"),
        )
        self._ctx.wire.asked.emit(question)

    def act(self, why: str = "") -> None:
        """Archive the old cycle and open the next; where a rule warns, ask for the reason first."""
        ctx = self._ctx
        name, start, end = (str(one.value) for one in (self.form.name, self.form.start, self.form.end))
        ctx.tasks.run_long(
            self,
            ctx.t("settings.next_cycle_opening"),
            lambda backend, _watch: backend.open_next_cycle(name, start, end, why),
            lambda made: self._opened(name, made),
            lambda error: self._refused(error, why),
        )

    def _refused(self, error: BaseException, why: str) -> None:
        """Ask for the reason where a rule warns; tell all else that stands against it at the head of the page."""
        if isinstance(error, InputError) and error.key == ASKED and not why:
            ask_why(self._ctx, self.window(), error, self.act)
            return
        self._page.trouble(error)

    def _opened(self, name: str, made: Opened) -> None:
        from zjdesk.ops.changes import Changes

        carried = sum(made.carried.values())
        counts = {"projects": made.archived, "people": made.people, "communities": made.communities}
        self._ctx.wrote(Changes((made.cycle, made.former), frozenset({"cycle", "project"}), ()))
        self._page.notices.clear()
        self._shut()
        self.told.setText(self._ctx.t("settings.next_cycle_done", name=name, forms=carried, **counts))
        self.told.show()
        self.read()


class CycleForm(Lines):
    """Name, first and last day of the next cycle; as long as the old one and after it unless said otherwise."""

    def __init__(self, ctx: Context, done: Callable[[], None], shut: Callable[[], None]) -> None:
        super().__init__(ctx)
        self._done = done
        form = ctx.catalogue.form("cycle")
        self.name = TextEditor(ctx.label(form.field("name").label), _LONGEST_NAME)
        self.start = DateEditor(ctx, ctx.label(form.field("start").label))
        self.end = DateEditor(ctx, ctx.label(form.field("end").label))
        for editor in (self.name, self.start, self.end):
            self.add(editor)
        self.setMaximumWidth(ctx.px(_WIDEST))
        self.act = button(ctx.t("settings.next_cycle_go"), self.save, "primary")
        holder = QWidget()
        holder.setLayout(row(button(ctx.t("settings.not_now"), shut), self.act, None))
        self.under(holder)

    def follow(self, start: str, end: str) -> None:
        """Offer the span after a cycle."""
        from zjdesk.ops.next_cycle import following

        self.start.value, self.end.value = first, _ = following(start, end)
        self.name.value = f"{first[:4]}年度"

    def save(self) -> None:
        """Ask once more, if everything is filled in."""
        if not self.lacking(self._ctx.t("unlock.fill_in"), self.name, self.start, self.end):
            self._done()
