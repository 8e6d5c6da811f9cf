"""街道钥匙: what the street's keys are for, when they were backed up, their backups, and new ones (administrator)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import reason_sheet
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.screens.key_backups import PaperCard, SticksCard
from zjdesk.gui.screens.sticks import sticks
from zjdesk.gui.values import day
from zjdesk.gui.widgets.notices import EmptyState, Notice
from zjdesk.gui.widgets.plain import Card, button, clear, column, row, words

if TYPE_CHECKING:
    from zjdesk.ops.street_key import KeyStanding

_SIDE_BY_SIDE = 125  # percent; larger text needs the whole width


def keeps_keys(ctx: Context) -> bool:
    """Tell whether this person looks after the street's keys: the administrator, at the office."""
    return ctx.about.kind == "office" and ctx.about.role == "SA"


def key_card(ctx: Context) -> Card:
    """Return the way to the street's keys."""
    card = Card(ctx, ctx.t("pages.street_key"))
    card.add(words(ctx.t("street_key.hint"), tone="muted", wrap=True))
    card.add(row(button(ctx.t("street_key.open"), lambda: ctx.go("street_key")), None))
    return card


def key_reminder(ctx: Context) -> Notice:
    """Return what to do while the present keys are backed up nowhere."""
    act = button(ctx.t("street_key.open"), lambda: ctx.go("street_key"))
    return Notice(ctx, "warn", ctx.t("street_key.due"), ctx.t("street_key.due_next"), (act,), beside=True)


@dataclass(frozen=True)
class _Known:
    standing: KeyStanding
    laptops: int
    sticks: Sequence[Path]


class StreetKeyPage(Page):
    """How the keys stand, two kinds of backup, the way back, and new keys."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "street_key")
        self.with_back()
        self.may = keeps_keys(ctx)
        self._laptops = 0
        self.standing: KeyStanding | None = None
        if self.may:
            self._build()
        else:
            self.body.addWidget(EmptyState(ctx, "lock", ctx.t("street_key.not_for_you")), 1)

    def arrive(self, **args: Any) -> None:
        """Read how the keys stand, and look for sticks."""
        if self.may:
            self.ctx.tasks.run(self, _read, self._show)

    def leave(self) -> None:
        """Show a code no longer; it was to be printed."""
        if self.may:
            self.sticks.forget()

    def change(self, why: str) -> None:
        """Give the street new keys."""
        self.sticks.forget()
        title = self.ctx.t("street_key.changing")
        self.ctx.tasks.run_long(self, title, lambda backend, _watch: backend.change_keys(why), self._changed)

    def _build(self) -> None:
        ctx, t = self.ctx, self.ctx.t
        self._facts = QGridLayout()
        self._facts.setColumnStretch(1, 1)
        self._facts.setHorizontalSpacing(ctx.px(16))
        about = Card(ctx)
        about.add(words(t("street_key.about"), wrap=True), self._facts)
        self.sticks = SticksCard(ctx, self._copied, self.trouble)
        self.paper = PaperCard(ctx, self.arrive, self.trouble)
        pair = row if ctx.theme.scale <= _SIDE_BY_SIDE else column
        backups = pair(self.sticks, self.paper, spacing=ctx.px(12))
        if ctx.theme.scale <= _SIDE_BY_SIDE:
            backups.setStretch(0, 3)
            backups.setStretch(1, 2)
        back = self._line("return", button(t("street_key.return"), lambda: ctx.go("key_return")))
        self.renew = button(t("street_key.change"), self._ask_change, "danger")
        change = self._line("change", self.renew)
        self._area = scrolled(column(about, backups, back, change, None, spacing=ctx.px(12)))
        self.body.addWidget(self._area)
        self.first = self.sticks.first

    def _line(self, name: str, act: Any) -> Card:
        t = self.ctx.t
        said = column(
            words(t(f"street_key.{name}_title"), "heading"),
            words(t(f"street_key.{name}_about"), tone="muted", wrap=True),
            spacing=self.ctx.px(4),
        )
        line = row(said, act, spacing=self.ctx.px(16))
        line.setStretch(0, 1)
        return Card(self.ctx).add(line)

    def _show(self, found: _Known) -> None:
        t, now = self.ctx.t, found.standing
        self.standing, self._laptops = now, found.laptops
        clear(self._facts)
        made = ((t("street_key.copied_last"), now.copied), (t("street_key.split_last"), now.split))
        facts = [(name, day(time) if time else t("street_key.never"), "" if time else "warn") for name, time in made]
        facts.append((t("street_key.changed_last"), day(now.changed) if now.changed else t("street_key.unchanged"), ""))
        facts.append((t("street_key.number"), now.key, ""))
        for number, (name, said, tone) in enumerate(facts):
            self._facts.addWidget(words(name, tone="muted"), number, 0)
            self._facts.addWidget(words(said, tone=tone if now.due else "", wrap=True), number, 1)
        for act in (self.sticks.act, self.paper.act, self.renew):
            act.setEnabled(now.held)
        self.sticks.offer(found.sticks)
        if not now.held:
            self.notice("warn", t("street_key.gone"), t("street_key.gone_next"))

    def _copied(self) -> None:
        self.arrive()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.sticks.slip))

    def _ask_change(self) -> None:
        t = self.ctx.t
        remark = t("street_key.change_remark", n=self._laptops)
        action = t("street_key.change_now")
        reason_sheet(
            self.ctx, self.window(), t("street_key.change_title"), self.change, action=action, remark=remark
        ).open()

    def _changed(self, unused: tuple[str, ...]) -> None:
        t = self.ctx.t
        between = "、" if self.ctx.lang == "zh" else ", "
        todo = t("street_key.changed_next", n=self._laptops)
        if unused:
            todo += "\n" + t("street_key.changed_invitations", names=between.join(unused))
        self.notice("ok", t("street_key.changed"), todo, (button(t("street_key.export"), self._to_export),))
        self.arrive()

    def _to_export(self) -> None:
        self.ctx.go("exchange")


def _read(backend: Backend) -> _Known:
    standing = backend.key_standing()
    return _Known(standing, sum(one.state == "certified" for one in backend.laptops()), sticks())
