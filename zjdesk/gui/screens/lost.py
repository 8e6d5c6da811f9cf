"""电脑丢失: three steps: end it, see what it may hold, do what must be done and tell whom (the office's page)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.sheets import Question
from zjdesk.gui.where import ask_where, open_button
from zjdesk.gui.widgets.editors import TextEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.plain import Card, button, clear, column, icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line
from zjdesk.i18n import text
from zjdesk.ops.loss_sheet import ADVICE, content_rows, late_cells, loss_facts

if TYPE_CHECKING:
    from zjdesk.ops.loss import Loss

_LONGEST = 200
_WIDEST = 920
_ROWS, _ROW = 7, 36
# Facts that the cards themselves say.
_SAID = ("state", "late")


class LostPage(Page):
    """One computer that is gone."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "lost")
        self.with_back()
        self._id = ""
        self.loss: Loss | None = None
        t = ctx.t
        self.save = self.with_action(icon_button(ctx, "report", t("lost.save"), self._ask_place, "primary"))
        self.save.setEnabled(False)
        self.why = TextEditor(t("lost.why"), _LONGEST)
        self.why.value = t("lost.why_given")
        self.act = button(t("lost.end"), self.ask, "danger")
        self._lines = Lines(ctx)
        self._lines.add(self.why)
        self._ended = words("", wrap=True)
        self.late = Table(ctx, "late", self._heads("time", "author", "form"))
        self.late.setFixedHeight(ctx.px(_ROW * _ROWS))
        self._facts = QGridLayout()
        self._facts.setColumnStretch(1, 1)
        self._facts.setHorizontalSpacing(ctx.px(16))
        self.contents = Table(ctx, "contents", self._heads("form", "count", "level", "fields"))
        self.contents.setFixedHeight(ctx.px(_ROW * _ROWS))
        holder = QWidget()
        holder.setLayout(column(*self._cards(), None, spacing=ctx.px(12)))
        holder.setMaximumWidth(ctx.px(_WIDEST))
        self.body.addWidget(scrolled(holder))
        self.first = self.why.line

    def arrive(self, **args: Any) -> None:
        """Read what is known of ``installation``."""
        self._id = own = str(args["installation"])
        self.ctx.tasks.run(self, lambda backend: backend.loss(own), self._show, self.trouble)

    def ask(self) -> None:
        """Ask before nothing more of it counts; a reason must be given."""
        t, found = self.ctx.t, self.loss
        if found is None or self._lines.lacking(t("laptops.why_lacking"), self.why):
            return
        why = str(self.why.value)
        count = f"{sum(one.seq for one in found.last):,}"
        self.ctx.wire.asked.emit(
            Question(
                t("laptops.revoke_question", name=found.name, n=count),
                t("laptops.revoke_named", name=found.name),
                lambda: self.end(why),
                t("laptops.revoke_remark"),
            )
        )

    def end(self, why: str) -> None:
        """Let nothing count that it writes from now on."""
        own = self._id
        self.ctx.tasks.run(self, lambda backend: backend.revoke(own, why), self._done, self.trouble)

    def keep(self, target: Path) -> None:
        """Write the report."""
        found, lang = self.loss, self.ctx.lang
        if found is not None:
            self.ctx.tasks.run(self, lambda backend: backend.keep_loss(found, target, lang), self._kept, self.trouble)

    def _cards(self) -> tuple[Card, Card, Card]:
        ctx, t = self.ctx, self.ctx.t
        end = Card(ctx, t("lost.step_end"))
        self._form = row(self._lines, self.act)
        self._form.setStretch(0, 1)
        end.add(self._ended, self._form, self.late)
        holds = Card(ctx, t("lost.step_holds"))
        holds.add(words(t("lost.holds_about"), tone="muted", wrap=True), self._facts, self.contents)
        tell = Card(ctx, t("lost.step_tell"))
        for name in ADVICE:
            if name != "revoke":
                tell.add(words(text(ctx.lang, f"report.loss_advice_{name}"), wrap=True))
        return end, holds, tell

    def _heads(self, *names: str) -> tuple[Head, ...]:
        lang, last = self.ctx.lang, names[-1]
        return tuple(
            Head(text(lang, f"report.loss_column_{name}"), name == "count", 0 if name == last else 14) for name in names
        )

    def _show(self, found: Loss) -> None:
        ctx, t, known = self.ctx, self.ctx.t, self.ctx.catalogue
        self.loss = found
        self.title.setText(t("lost.title", name=found.name))
        self.save.setEnabled(True)
        may = found.state == "certified"
        self._lines.setVisible(may)
        self.act.setVisible(may)
        key = "late" if found.late else found.state
        self._ended.setText(t(f"lost.{key}", n=f"{len(found.late):,}"))
        self.late.setVisible(bool(found.late))
        late = [late_cells(known, one, ctx.lang) for one in found.late]
        self.late.show_lines([Line(number, cells) for number, cells in enumerate(late)])
        self._show_facts(found)
        rows = content_rows(known, found, ctx.lang)
        self.contents.show_lines([Line(number, cells) for number, cells in enumerate(rows)])
        self.contents.setVisible(bool(rows))

    def _show_facts(self, found: Loss) -> None:
        clear(self._facts)
        left_out = {text(self.ctx.lang, f"report.loss_{name}") for name in _SAID}
        for number, (name, said) in enumerate(loss_facts(found, self.ctx.lang)):
            if name not in left_out:
                self._facts.addWidget(words(name, tone="muted"), number, 0)
                self._facts.addWidget(words(said, wrap=True), number, 1)

    def _done(self, _made: object) -> None:
        name = self.loss.name if self.loss else ""
        self.notice("ok", self.ctx.t("laptops.revoked", name=name), self.ctx.t("lost.ended_next"))
        self.arrive(installation=self._id)

    def _ask_place(self) -> None:
        if self.loss is not None:
            ask_where(self, self.ctx.t("lost.save"), self.ctx.t("lost.file", name=self.loss.name), self.keep)

    def _kept(self, path: Path) -> None:
        said = self.ctx.t("privacy.kept", path=str(path))
        self.notice("ok", said, self.ctx.t("lost.kept_next"), (open_button(self.ctx, path),))
