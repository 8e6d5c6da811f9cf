"""电脑和邀请: how every computer of the programme stands, inviting, ending and helping them (the office's page)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.office import Answer, Dispute, Laptop
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.screens.disputes import DisputeCard
from zjdesk.gui.screens.invitations import Computers, Known, read_computers
from zjdesk.gui.screens.revoking import ChosenLaptop
from zjdesk.gui.screens.street_key import keeps_keys, key_card
from zjdesk.gui.widgets.plain import Card, button, clear, column, row, words


class LaptopsPage(Page):
    """What waits for a decision first, then the list, then invitations."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "laptops")
        self.with_back()
        self._wanted: str | None = None
        self._disputes = column(spacing=ctx.px(12))
        self.chosen = ChosenLaptop(ctx, self.revoke)
        self.computers = Computers(ctx, self.chosen)
        self.computers.table.chosen.connect(self._choose)
        self.help = Card(ctx, ctx.t("laptops.help"))
        self.help.add(words(ctx.t("laptops.help_about"), tone="muted", wrap=True))
        self.help.add(row(button(ctx.t("laptops.help_answer"), self._ask_request), None))
        keys = [key_card(ctx)] if keeps_keys(ctx) else []
        whole = column(self._disputes, self.computers, self.help, *keys, None, spacing=ctx.px(12))
        self.body.addWidget(scrolled(whole))
        self.first = self.computers.table.view

    def arrive(self, **args: Any) -> None:
        """Read how they stand; ``installation`` is chosen."""
        self._wanted = args.get("installation")
        self.ctx.tasks.run(self, _read, self._show)

    def revoke(self, one: Laptop, why: str) -> None:
        """Let nothing count that a computer writes from now on."""
        said = self.ctx.t("laptops.revoked", name=one.name)
        self.ctx.tasks.run(
            self, lambda backend: backend.revoke(one.id, why), lambda _done: self._done(said, "laptops.revoked_next")
        )

    def decide(self, dispute: Dispute, key: str) -> None:
        """Take one of those who claim an invitation."""
        said = self.ctx.t("laptops.decided", name=dispute.label)
        self.ctx.tasks.run(
            self,
            lambda backend: backend.decide(dispute.installation, key),
            lambda _done: self._done(said, "laptops.decided_next"),
        )

    def answer_request(self, request: Path, folder: Path) -> None:
        """Answer a computer whose passphrase was forgotten."""
        self.ctx.tasks.run(self, lambda backend: backend.answer_recovery(request, folder), self._answered)

    def _show(self, found: tuple[Known, list[Dispute]]) -> None:
        known, disputes = found
        self.computers.show_known(known)
        if self._wanted is not None:
            self.computers.table.choose(self._wanted)
            self._wanted = None
        self._choose(self.computers.table.key)
        clear(self._disputes)
        for dispute in disputes:
            self._disputes.addWidget(DisputeCard(self.ctx, dispute, partial(self.decide, dispute)))

    def _choose(self, key: object) -> None:
        self.chosen.show_laptop(self.computers.laptop(str(key)))

    def _done(self, sentence: str, following: str) -> None:
        self.notice("ok", sentence, self.ctx.t(following))
        self.arrive()

    def _ask_request(self) -> None:
        dialog = QFileDialog(self, self.ctx.t("laptops.help_request"), "", "*.zjq")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.answer_request(Path(name), Path(name).parent))
        dialog.open()

    def _answered(self, made: Answer) -> None:
        said = self.ctx.t("laptops.answered", name=made.file.name, path=str(made.file.parent), code=made.code)
        self.notice("ok", said, self.ctx.t("laptops.answered_next"))


def _read(backend: Backend) -> tuple[Known, list[Dispute]]:
    return read_computers(backend), backend.disputes()
