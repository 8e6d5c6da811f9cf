"""问卷录入: digits tick in the order of the options, single answers go on by themselves, the last one saves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox

from zjdesk.gui.backend import Backend, Draft
from zjdesk.gui.context import Context
from zjdesk.gui.forms.autosave import Autosave
from zjdesk.gui.forms.paper import Paper, next_number
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.screens.questions import Questions
from zjdesk.gui.widgets.editors import DateEditor, TextEditor
from zjdesk.gui.widgets.plain import Card, button, column, row, words

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.store.read import Record

_SHOWN = 12


@dataclass(frozen=True)
class Stack:
    """A batch with what was keyed of it."""

    batch: Record
    community: str
    code: str
    keyed: tuple[Record, ...]
    draft: Draft | None


def read_desk(backend: Backend, batch: str, key: str) -> Stack:
    """Read a batch and what was keyed of it."""
    record = backend.get(batch)
    community = backend.get(record.parent) if record.parent else None
    name = str(community.values.get("name", "")) if community else ""
    code = str(community.values.get("code", "")) if community else ""
    keyed = backend.list_records("response", parent=batch)
    return Stack(record, name, code, tuple(keyed), backend.draft(key))


class KeyingPage(Page):
    """One paper after the other."""

    form_name = "response"

    def __init__(self, ctx: Context, name: str = "keying") -> None:
        super().__init__(ctx, name)
        self.with_back()
        self._desk: Stack | None = None
        self._form = ctx.catalogue.form(self.form_name)
        self._numbers: list[str] = []
        self._invalid = 0
        self.count = words("", "heading")
        self.head.addWidget(self.count)
        self.number = TextEditor(ctx.label(self._form.field("paper_no").label), 20)
        self.date = DateEditor(ctx, ctx.label(self._form.field("survey_date").label))
        self.invalid = QCheckBox(ctx.t("keying.invalid"))
        self.invalid.setAccessibleName(self.invalid.text())
        self.invalid.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.invalid.clicked.connect(self._judge)
        self.questions = Questions(ctx)
        self.questions.answered.connect(self._answered)
        self._keyed = Card(ctx, ctx.t(f"{name}.keyed"))
        self._list = words("", tone="muted")
        self._keyed.add(self._list)
        self._keyed.body.addStretch(1)
        self._keyed.setFixedWidth(ctx.px(220))
        self._lay_out()
        self._autosave = Autosave(ctx, self, self._typed)
        self.commands = {"save": self.save, "save_next": self.save}
        self.first = self.questions

    def _lay_out(self) -> None:
        ctx = self.ctx
        head = Card(ctx)
        head.body.addLayout(
            row(words(self.number.name), self.number, 16, words(self.date.name), self.date, None, self.invalid)
        )
        body = row(spacing=ctx.px(12))
        body.addLayout(column(head, scrolled(self.questions), spacing=ctx.px(10)), 1)
        body.addWidget(self._keyed)
        self.body.addLayout(body, 1)
        self.body.addWidget(words(ctx.t("keying.hint"), "muted", wrap=True))

    def arrive(self, **args: Any) -> None:
        """Key the papers of ``batch``."""
        batch = args["batch"]
        key = self._autosave.watch(self.form_name, None, batch)
        self.ctx.tasks.run(self, lambda backend: self.read(backend, batch, key), self._show)

    def read(self, backend: Backend, batch: str, key: str) -> Stack:
        """Read what the page needs; called on the worker thread."""
        return read_desk(backend, batch, key)

    def next_paper(self, desk: Stack) -> str:
        """Return the number of the paper to be keyed next; none when there is none."""
        return next_number(self._numbers, str(desk.batch.values["wave"]), desk.code, self.ctx.today.year)

    def refusal(self, number: str) -> str:
        """Return why a paper of that number cannot be saved, nothing when it can."""
        return self.ctx.t("keying.known", number=number) if number in self._numbers else ""

    def told(self, desk: Stack) -> tuple[str, list[str]]:
        """Return what is said above the questions, and the numbers at their side, the newest last."""
        recovered = int(desk.batch.values.get("recovered") or 0)
        said = self.ctx.t("keying.count", n=len(self._numbers), all=recovered, invalid=self._invalid)
        return said, self._numbers

    def write(self, backend: Backend, desk: Stack, values: Mapping[str, Any]) -> Changes:
        """Save one paper; called on the worker thread."""
        from zjdesk.ops.changes import NewRecord

        whole = {**values, "batch": desk.batch.id, "entered_by": self.ctx.about.account}
        return backend.save([NewRecord(self.form_name, whole)])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """F2 judges the paper invalid, or valid again."""
        if event.key() == Qt.Key.Key_F2:
            self._toggle()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Keep the paper that is half keyed."""
        self._autosave.keep()

    def _show(self, desk: Stack) -> None:
        self._desk = desk
        wave = str(desk.batch.values["wave"])
        survey = self.ctx.catalogue.survey(self._form.waves[wave])
        self._numbers = [str(one.values.get("paper_no", "")) for one in desk.keyed]
        self._invalid = sum(one.values.get("is_invalid") == "yes" for one in desk.keyed)
        self._survey = survey
        self.title.setText(f"{self.ctx.label(survey.label)} · {desk.community}")
        self.date.value = desk.batch.values.get("date")
        self._begin(desk.draft.content if desk.draft else {})
        if desk.draft:
            self.notice("warn", self.ctx.t("forms.draft_back"))

    def _begin(self, answers: Mapping[str, Any]) -> None:
        desk = self._desk
        if desk is None:
            return
        self.paper = Paper(self._form, self._survey, self.ctx.today, answers)
        self.number.value = answers.get("paper_no") or self.next_paper(desk)
        if answers.get("survey_date"):
            self.date.value = answers["survey_date"]
        self.invalid.setChecked(self.paper.invalid)
        self.questions.show_paper(self.paper)
        self.questions.setFocus()
        self._tell()

    def _tell(self) -> None:
        desk = self._desk
        if desk is None:
            return
        said, numbers = self.told(desk)
        self.count.setText(said)
        self._list.setText("\n".join(reversed(numbers[-_SHOWN:])) or "—")

    def _typed(self) -> Mapping[str, Any]:
        if self._desk is None or not self.paper.answers:
            return {}
        return {**self.paper.answers, "paper_no": self.number.value, "survey_date": self.date.value}

    def _answered(self, done: bool) -> None:
        self._autosave.touched()
        if done:
            self.save()

    def _judge(self) -> None:
        self.paper.judge(self.invalid.isChecked())
        self.questions.show_paper(self.paper)
        self.questions.setFocus()

    def _toggle(self) -> None:
        self.invalid.toggle()
        self._judge()

    def save(self) -> None:
        """Save this paper and begin the next; what cannot be saved comes back."""
        desk = self._desk
        if desk is None:
            return
        values = {**self.paper.values, "paper_no": self.number.value, "survey_date": self.date.value}
        values = {name: value for name, value in values.items() if value is not None}
        number = str(values.get("paper_no", ""))
        if refusal := self.refusal(number):
            self._refuse(refusal)
            return
        stops = self._wrong(values, desk)
        if stops:
            self._refuse(" ".join(stops))
            return
        self._write(desk, number, values)

    def _wrong(self, values: Mapping[str, Any], desk: Stack) -> list[str]:
        from zjdesk.forms.check import check

        findings = check(self._form, values, today=self.ctx.today, parent=desk.batch.values)
        stops = [finding for finding in findings if finding.level == "E"]
        for finding in stops[:1]:
            self.paper.go_to(finding.field)
            self.questions.show_paper(self.paper)
        return [finding.text(self.ctx.lang) for finding in stops]

    def _write(self, desk: Stack, number: str, values: dict[str, Any]) -> None:
        self._numbers.append(number)
        self._invalid += self.paper.invalid
        self._autosave.drop()
        self.notices.clear()
        self.ctx.tasks.run(
            self,
            lambda backend: self.write(backend, desk, values),
            self._saved,
            lambda error: self._not_saved(error, number, values),
        )
        self._begin({})

    def _saved(self, made: Changes) -> None:
        self.ctx.wrote(made)

    def _not_saved(self, error: BaseException, number: str, values: dict[str, Any]) -> None:
        self._numbers.remove(number)
        self._invalid -= values.get("is_invalid") == "yes"
        self._tell()
        self.trouble(error)
        again = button(self.ctx.t("keying.return_to", number=number), lambda: self._begin(values), "primary")
        self.notice("danger", self.ctx.t("keying.not_saved", number=number), actions=(again,))

    def _refuse(self, sentence: str) -> None:
        self.notice("danger", sentence)
        self.questions.setFocus()
