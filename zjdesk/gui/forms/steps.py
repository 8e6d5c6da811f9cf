"""The life cycle of a record on its page: where it stands, and the steps that this person may take."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjdesk.forms.model import Form, LifeCycle, Transition
from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import reason_sheet
from zjdesk.gui.widgets.plain import button, clear, words

_TONES = {"draft": "muted", "returned": "warn", "rejected": "danger", "terminated": "danger"}


class Steps(QWidget):
    """Shows the state and a button for each step; ``take`` is called with the target and the reason."""

    def __init__(self, ctx: Context, take: Callable[[str, str], None]) -> None:
        super().__init__()
        self._ctx = ctx
        self._take = take
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(ctx.px(8))

    def show_state(self, form: Form, state: str | None, *, saved: bool) -> None:
        """Show the state; steps only of a saved record."""
        clear(self._layout)
        cycle = form.life_cycle
        known = cycle.state(state) if cycle and state else None
        self.setVisible(known is not None)
        if cycle is None or known is None or state is None:
            return
        tone = _TONES.get(state, "ok")
        self._layout.addWidget(words(self._ctx.t("forms.state", state=self._ctx.label(known.label)), tone=tone))
        for step in allowed(self._ctx, form, cycle, state) if saved else ():
            self._layout.addWidget(button(self._ctx.label(step.label), partial(self._press, step)))

    def _press(self, step: Transition) -> None:
        if not step.reason:
            self._take(step.target, "")
            return
        label = self._ctx.label(step.label)
        reason_sheet(self._ctx, self.window(), label, partial(self._take, step.target)).open()


def allowed(ctx: Context, form: Form, cycle: LifeCycle, state: str) -> list[Transition]:
    """Return the steps out of a state that this person's role may take."""
    role = ctx.about.role
    return [step for step in cycle.next_states(state) if role in (step.roles or form.writes)]


def way_back(ctx: Context, form: Form, state: str) -> str:
    """Return the key of what to do where a record in this state needs correcting, nothing where it stays as it is."""
    cycle = form.life_cycle
    if cycle is None or not any(cycle.editable(step.target) for step in cycle.next_states(state)):
        return ""
    mine = any(cycle.editable(step.target) for step in allowed(ctx, form, cycle, state))
    return "forms.return_first" if mine else "forms.ask_return"
