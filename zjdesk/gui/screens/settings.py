"""设置: language, text size and colours, the store and its backup, people and computers, about the program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QGridLayout

from zjdesk.gui.about import About
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.preferences import LOCK_AFTER
from zjdesk.gui.screens.about import AboutCard
from zjdesk.gui.screens.audit import audit_card
from zjdesk.gui.screens.next_cycle import CycleCard, opens_cycles
from zjdesk.gui.screens.people import People
from zjdesk.gui.screens.periods import rights_card
from zjdesk.gui.screens.street_key import keeps_keys
from zjdesk.gui.tokens import SCALES, THEMES
from zjdesk.gui.values import day
from zjdesk.gui.widgets.editors import Editor, RadioEditor
from zjdesk.gui.widgets.plain import Card, button, column, icon_button, row, words

_LANGUAGES = (("zh", "中文"), ("en", "English"))


class SettingsPage(Page):
    """Each choice takes effect at once."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "settings")
        look = ctx.preferences.look
        self.language = RadioEditor(ctx.t("settings.language"), _LANGUAGES)
        self.scale = RadioEditor(ctx.t("settings.scale"), tuple((scale, f"{scale}%") for scale in SCALES))
        self.theme = RadioEditor(
            ctx.t("settings.theme"), tuple((one, ctx.t(f"settings.theme_{one}")) for one in THEMES)
        )
        self.language.value, self.scale.value, self.theme.value = look.lang, look.scale, look.theme
        for editor in (self.language, self.scale, self.theme):
            editor.changed.connect(self._apply)
        looks = Card(ctx, ctx.t("settings.look"))
        looks.body.addLayout(self._grid(self.language, self.scale, self.theme))
        self._store = QGridLayout()
        store = Card(ctx, ctx.t("settings.store"))
        store.body.addLayout(self._store)
        save = Card(ctx, ctx.t("settings.backup"))
        save.add(words(ctx.t("settings.backup_hint"), tone="muted", wrap=True))
        save.add(row(icon_button(ctx, "ok", ctx.t("settings.back_up"), self._back_up, "primary"), None))
        self.people = People(ctx)
        self.lock_after = RadioEditor(
            ctx.t("settings.lock_after"), tuple((one, ctx.t("settings.minutes", n=one)) for one in LOCK_AFTER)
        )
        self.lock_after.value = ctx.preferences.lock_after
        self.lock_after.changed.connect(self._keep_lock_after)
        locks = Card(ctx, ctx.t("settings.lock"))
        locks.add(words(ctx.t("settings.lock_hint"), tone="muted", wrap=True))
        locks.body.addLayout(self._grid(self.lock_after))
        keys = Card(ctx, ctx.t("settings.keys"))
        keys.add(words(ctx.t("settings.keys_hint"), tone="muted", wrap=True))
        self._rest = column(keys, audit_card(ctx), rights_card(ctx), AboutCard(ctx), spacing=ctx.px(12))
        if ctx.about.kind == "office":
            laptops = Card(ctx, ctx.t("settings.computers"))
            laptops.add(words(ctx.t("settings.computers_hint"), tone="muted", wrap=True))
            ways = [button(ctx.t("laptops.open"), lambda: ctx.go("laptops"))]
            if keeps_keys(ctx):
                ways.append(button(ctx.t("street_key.open"), lambda: ctx.go("street_key")))
            laptops.add(row(*ways, None))
            self._rest.insertWidget(0, laptops)
        self.cycle = CycleCard(self) if opens_cycles(ctx) else None
        if self.cycle is not None:
            self._rest.insertWidget(0, self.cycle)
        whole = column(looks, store, save, self.people, locks, self._rest, None, spacing=ctx.px(12))
        self.body.addWidget(scrolled(whole))
        self.first = self.language

    def arrive(self, **args: Any) -> None:
        """Show how the store stands."""
        self.ctx.tasks.run(self, lambda backend: backend.about(), self._show)
        self.people.read()
        if self.cycle is not None:
            self.cycle.read()

    def _grid(self, *editors: Editor) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(self.ctx.px(16))
        for number, editor in enumerate(editors):
            grid.addWidget(words(editor.name), number, 0)
            grid.addWidget(editor, number, 1)
        return grid

    def _show(self, about: About) -> None:
        t = self.ctx.t
        facts = (
            (t("settings.store_name"), about.store),
            (t("settings.kind"), t(f"settings.kind_{about.kind}")),
            (t("settings.account"), about.account),
            (t("settings.path"), about.path),
            (t("settings.last_backup"), day(about.backup)),
        )
        self._store.setColumnStretch(1, 1)
        self._store.setHorizontalSpacing(self.ctx.px(16))
        for number, (name, value) in enumerate(facts):
            for place in (0, 1):
                item = self._store.itemAtPosition(number, place)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.deleteLater()
            self._store.addWidget(words(name, tone="muted"), number, 0)
            self._store.addWidget(words(value, wrap=True), number, 1)

    def _keep_lock_after(self) -> None:
        minutes = int(self.lock_after.value)
        if minutes != self.ctx.preferences.lock_after:
            self.ctx.preferences.lock_after = minutes
            self.ctx.tasks.run(self, lambda backend: backend.note_setting("lock_after", minutes), lambda _done: None)

    def _apply(self) -> None:
        look = replace(
            self.ctx.preferences.look, lang=self.language.value, scale=self.scale.value, theme=self.theme.value
        )
        if look != self.ctx.preferences.look:
            self.ctx.preferences.look = look
            self.ctx.wire.relook.emit()

    def _back_up(self) -> None:
        ctx = self.ctx
        ctx.tasks.run_long(
            self, ctx.t("settings.backing_up"), lambda backend, _watch: backend.back_up(), self._backed_up
        )

    def _backed_up(self, place: Path) -> None:
        self.notice("ok", self.ctx.t("settings.backed_up", path=str(place)), self.ctx.t("settings.backed_up_next"))
        self.arrive()
