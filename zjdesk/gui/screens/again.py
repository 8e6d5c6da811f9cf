"""复录核对: the papers drawn for double entry, what came of them, and what is to be decided at the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.screens.third_look import ThirdLook
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import Card, button, clear, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.double_entry import Checking, Pair

_TONES = {"open": "danger", "waiting": "warn", "yours": "muted", "same": "ok", "decided": "ok"}
_SHARE = 300  # the list takes three of these, the paper two; both keep their share of a wider window


class AgainPage(Page):
    """Drawn papers at the left, the chosen one at the right."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "again")
        self.with_back()
        self._batch = ""
        self._found: Checking | None = None
        self._key = self.with_action(
            button(ctx.t("again.key"), lambda: ctx.go("keying_again", batch=self._batch), "primary")
        )
        self._told = words("", "muted", wrap=True)
        t = ctx.t
        heads = (
            Head(ctx.label(ctx.catalogue.form("response").field("paper_no").label), width=10),
            Head(t("again.first"), width=10),
            Head(t("again.second"), width=10),
            Head(t("again.outcome"), width=0),
        )
        self.table = Table(ctx, "again", heads, empty=EmptyState(ctx, "ok", t("again.none")))
        self.table.chosen.connect(self._choose)
        self._detail = QVBoxLayout()
        self._detail.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setLayout(self._detail)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(ctx.px(12))
        split.addWidget(self.table)
        beside = scrolled(holder)
        beside.setMinimumWidth(ctx.px(280))
        split.addWidget(beside)
        split.setSizes([ctx.px(3 * _SHARE), ctx.px(2 * _SHARE)])
        self.body.addWidget(self._told)
        self.body.addWidget(split, 1)
        self.card: ThirdLook | None = None
        self.first = self.table.view

    def arrive(self, **args: Any) -> None:
        """Show the double entry of ``batch``."""
        self._batch = args["batch"]
        self.ctx.tasks.run(self, self._read, self._show)

    def changed(self, changes: Changes) -> None:
        """Read anew while in front."""
        if self.isVisible() and self._batch:
            self.arrive(batch=self._batch)

    def _read(self, backend: Backend) -> tuple[Checking, str]:
        found = backend.checking(self._batch)
        return found, backend.names("community").get(found.batch.parent or "", "")

    def _show(self, read: tuple[Checking, str]) -> None:
        found, community = read
        self._found = found
        ctx = self.ctx
        self.title.setText(f"{ctx.t('pages.again')} · {community}")
        self._told.setText(
            ctx.t("again.told", n=len(found.pairs), share=found.share, again=found.again, open=len(found.open))
        )
        self._key.setEnabled(bool(found.waiting))
        self.table.show_lines([self._line(pair) for pair in found.pairs])
        self._choose(self.table.key)

    def _line(self, pair: Pair) -> Line:
        outcome = outcome_of(pair)
        said = self.ctx.t(f"again.is_{outcome}", n=len(pair.differ))
        second = str(pair.second.values.get("entered_by", "")) if pair.second else ""
        cells = (pair.number, str(pair.first.values.get("entered_by", "")), second, said)
        return Line(pair.number, cells, tones=("", "", "", _TONES[outcome]))

    def _choose(self, number: str | None) -> None:
        clear(self._detail)
        self.card = None
        pair = next((one for one in self._found.pairs if one.number == number), None) if self._found else None
        if pair is None:
            return
        if pair.open:
            fields = self.ctx.catalogue.form("response").by_name
            self.card = ThirdLook(self.ctx, fields, pair, self._decide)
            self._detail.addWidget(self.card)
        else:
            self._detail.addWidget(self._told_of(pair))
        self._detail.addStretch(1)

    def _told_of(self, pair: Pair) -> Card:
        ctx = self.ctx
        card = Card(ctx, ctx.t("again.paper", number=pair.number))
        card.add(words(ctx.t(f"again.about_{outcome_of(pair)}"), wrap=True))
        if pair.decided and pair.second is not None:
            for key in ("first_wrong", "second_wrong"):
                names = str(pair.second.values.get(key) or "").split()
                fields = ctx.catalogue.form("response").by_name
                said = [ctx.label(fields[name].label) for name in names if name in fields]
                card.add(words(ctx.t(f"again.{key}", n=len(said)), "muted"), *(words(one, wrap=True) for one in said))
        return card

    def _decide(self, pair: Pair, answers: dict[str, Any]) -> None:
        second = pair.second
        if second is not None:
            own = second.id
            self.ctx.tasks.run(self, lambda backend: backend.judge_paper(own, answers), self._decided, self.trouble)

    def _decided(self, made: Changes) -> None:
        self.notices.clear()
        self.ctx.wrote(made)
        self.ctx.say(self.ctx.t("again.decided"), undo=True)


def outcome_of(pair: Pair) -> str:
    """Return what came of a pair: waiting, yours (keyed first at this computer by you), same, open, decided."""
    if pair.second is None:
        return "yours" if pair.mine else "waiting"
    if pair.open:
        return "open"
    return "decided" if pair.decided else "same"
