"""Several computers claim one invitation: shown side by side, until a person says which is the invited one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame

from zjdesk.gui.context import Context
from zjdesk.gui.office import Dispute, Rival
from zjdesk.gui.sheets import Question
from zjdesk.gui.values import EMPTY, day
from zjdesk.gui.widgets.plain import Card, button, column, row, words

_SHOWN_OF_KEY = 8


class DisputeCard(Card):
    """One invitation and those who claim it; ``decide`` is called with the key that a person chose."""

    def __init__(self, ctx: Context, dispute: Dispute, decide: Callable[[str], None]) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._dispute = dispute
        self._decide = decide
        t = ctx.t
        self.add(words(t("laptops.dispute", name=dispute.label, n=len(dispute.rivals)), "heading", wrap=True))
        self.add(words(t("laptops.dispute_about"), tone="muted", wrap=True))
        sides = row(spacing=ctx.px(12))
        for number, rival in enumerate(dispute.rivals):
            sides.addWidget(self._side(number, rival), 1)
        self.add(sides)

    def _side(self, number: int, rival: Rival) -> QFrame:
        ctx, t = self._ctx, self._ctx.t
        between = "、" if ctx.lang == "zh" else ", "
        name = t("laptops.rival", letter=chr(ord("A") + number))
        people = between.join(rival.people) or EMPTY
        side = Card(ctx)
        side.setObjectName("question")
        side.add(words(name, "heading"))
        for fact, value in (
            ("people", people),
            ("changes", f"{rival.changes:,}"),
            ("first", day(rival.first)),
            ("last", day(rival.last)),
            ("key", rival.key[:_SHOWN_OF_KEY]),
        ):
            side.add(column(words(t(f"laptops.rival_{fact}"), "muted"), words(value, wrap=True), spacing=ctx.px(2)))
        act = button(t("laptops.accept", letter=name), partial(self._ask, name, rival), "primary")
        side.add(row(act, None))
        return side

    def _ask(self, name: str, rival: Rival) -> None:
        t = self._ctx.t
        self._ctx.wire.asked.emit(
            Question(
                t("laptops.accept_question", letter=name, name=self._dispute.label),
                t("laptops.accept", letter=name),
                lambda: self._decide(rival.key),
                t("laptops.accept_remark"),
            )
        )
