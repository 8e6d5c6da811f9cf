"""删除个人信息: what would go and where copies remain, the reason, and the certificate (the office's page)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.rights import Erasable, Going
from zjdesk.gui.screens.certificates import Certificates, said_of
from zjdesk.gui.screens.erasure_choice import Choice
from zjdesk.gui.sheets import Question
from zjdesk.gui.values import long_date
from zjdesk.gui.widgets.editors import TextEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import Card, button, clear, column, row, words
from zjdesk.i18n import text

if TYPE_CHECKING:
    from zjdesk.forms.model import Catalogue, Form
    from zjdesk.ops.erased import Erased
    from zjdesk.ops.retention import Period

_LONGEST = 200
_WIDEST = 920
Names = dict[str, Any]


class ErasingPage(Page):
    """One record, whose personal data are erased for good."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "erasing")
        self.with_back()
        self._record = ""
        self._form: Form | None = None
        self.choice: Choice | None = None
        self.why = TextEditor(ctx.t("privacy.why"), _LONGEST)
        self.certificates = Certificates(self, ctx)
        self.act = button(ctx.t("privacy.erase"), self.ask, "danger")

    def arrive(self, **args: Any) -> None:
        """Show what may be erased of ``record``."""
        self._record = str(args["record"])
        catalogue = self.ctx.catalogue
        self.ctx.tasks.run(self, lambda backend: read(backend, catalogue, self._record), self._show, self.trouble)

    def ask(self) -> None:
        """Ask before it is done; fields and a reason must be named."""
        t, choice = self.ctx.t, self.choice
        if choice is None or choice.lacking() or self._lines.lacking(t("privacy.why_lacking"), self.why):
            return
        fields, why = choice.value, str(self.why.value)
        names = ("、" if self.ctx.lang == "zh" else ", ").join(choice.labels)
        self.ctx.wire.asked.emit(
            Question(
                t("privacy.erase_question", names=names),
                t("privacy.erase_named"),
                lambda: self.erase(fields, why),
                t("privacy.erase_remark"),
            )
        )

    def erase(self, fields: Sequence[str], why: str) -> None:
        """Erase, which rewrites the whole store, and therefore takes a while."""
        own = self._record
        self.act.setEnabled(False)
        self.ctx.tasks.run_long(
            self,
            self.ctx.t("privacy.erasing"),
            lambda backend, _watch: backend.erase(own, fields, why),
            self._erased,
            self._failed,
        )

    def _failed(self, error: BaseException) -> None:
        self.act.setEnabled(True)
        self.trouble(error)

    def _erased(self, made: list[Erased]) -> None:
        from zjdesk.ops.changes import Changes

        self.act.setEnabled(True)
        self.why.value = None
        if self._form is not None:
            self.ctx.wrote(Changes((self._record,), frozenset({self._form.name}), ()))
        self.certificates.offer(made)
        self.arrive(record=self._record)

    def _show(self, found: tuple[Erasable, Names]) -> None:
        what, names = found
        ctx, self._form = self.ctx, self.ctx.catalogue.form(what.record.form)
        self.title.setText(ctx.t("privacy.erasing_of", name=ctx.label(self._form.label)))
        self.why.setParent(None)
        self.act.setParent(None)
        clear(self.body)
        self.choice = None
        whole = column(spacing=ctx.px(12))
        if what.kept is not None:
            way = button(ctx.t("privacy.periods_open"), lambda: ctx.go("periods"))
            whole.addWidget(EmptyState(ctx, "lock", kept_words(ctx, self._form, what.kept), way))
        elif not what.fields:
            whole.addWidget(EmptyState(ctx, "ok", ctx.t("privacy.nothing_left")))
        else:
            self._offer(whole, what, names)
        if what.earlier:
            whole.addWidget(self._earlier(what.earlier))
        whole.addStretch(1)
        holder = QWidget()
        holder.setLayout(whole)
        holder.setMaximumWidth(ctx.px(_WIDEST))
        self.body.addWidget(scrolled(holder))
        if self.choice is not None:
            self.choice.focus()

    def _offer(self, whole: Any, what: Erasable, names: Names) -> None:
        ctx = self.ctx
        assert self._form is not None
        self.choice = Choice(ctx, self._form, what, names)
        self.choice.changed.connect(self._look)
        self._lines = Lines(ctx)
        self._lines.add(self.why)
        reason = Card(ctx, ctx.t("privacy.reason"))
        reason.add(self._lines, row(words(ctx.t("privacy.for_good"), tone="muted"), None, self.act))
        for card in (self.choice, reason):
            whole.addWidget(card)
        self._look()

    def _look(self) -> None:
        """Read what would go."""
        if self.choice is None:
            return
        own, fields, choice = self._record, self.choice.value, self.choice
        if not fields:
            choice.show_going(None)
            return
        self.ctx.tasks.run(
            choice,
            lambda backend: backend.preview_erasing(own, fields),
            lambda going: self._looked(choice, fields, going),
            self.trouble,
        )

    def _looked(self, choice: Choice, fields: Sequence[str], going: Going) -> None:
        if fields == choice.value:
            choice.show_going(going)

    def _earlier(self, made: Sequence[Erased]) -> Card:
        ctx = self.ctx
        card = Card(ctx, ctx.t("privacy.earlier"))
        for one in reversed(made):
            again = button(ctx.t("privacy.certificate"), partial(self.certificates.ask, [one]), "quiet")
            again.setAccessibleName(f"{ctx.t('privacy.certificate')} {said_of(ctx, one)}")
            line = row(words(said_of(ctx, one), wrap=True), again)
            line.setStretch(0, 1)
            card.add(line)
        return card


def kept_words(ctx: Context, form: Form, period: Period) -> str:
    """Return why nothing of a record may be erased, and what to do."""
    key = "ops.kept_by_law" if period.until else "ops.kept_by_law_open"
    until = long_date(period.until, ctx.lang) if period.until else ""
    said = text(ctx.lang, key, form=form.label, until=until, basis=period.keeping.basis)
    return said + text(ctx.lang, f"{key}_remedy")


def read(backend: Backend, catalogue: Catalogue, record: str) -> tuple[Erasable, Names]:
    """Read what may be erased, with the words of what it refers to."""
    what = backend.erasable(record)
    form = catalogue.form(what.record.form)
    targets = {form.field(name).to for name in what.fields}
    return what, {target: backend.names(target) for target in targets if target}
