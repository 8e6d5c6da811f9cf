"""填写: the entry page of any form, made from its declaration; drafts survive, errors stand beside their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from zjdesk.forms.model import STATE, Catalogue, Form
from zjdesk.gui.backend import Backend, Draft
from zjdesk.gui.context import Context
from zjdesk.gui.forms.autosave import Autosave
from zjdesk.gui.forms.children import Children, child_forms, read_children
from zjdesk.gui.forms.parent import ParentPicker
from zjdesk.gui.forms.photo_sheet import sheet_of
from zjdesk.gui.forms.reason import ask_to_reveal
from zjdesk.gui.forms.reasoned import save_asking
from zjdesk.gui.forms.repeating import may_repeat, taken_over
from zjdesk.gui.forms.rights import RecordRights
from zjdesk.gui.forms.sheet import FormSheet
from zjdesk.gui.forms.steps import Steps, way_back
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.places import page_of
from zjdesk.gui.sheets import Question
from zjdesk.gui.values import hidden_in
from zjdesk.gui.widgets.plain import button, clear, column, row

if TYPE_CHECKING:
    from zjdesk.ops.changes import Change, Changes
    from zjdesk.store.read import Record

_WIDEST = 920
More = Callable[[Backend, str | None, str | None], Any]


@dataclass(frozen=True)
class Subject:
    """What the page is about: a record, or a new one in a parent; with what was typed before a crash."""

    form: Form
    record: Record | None
    parent: str | None
    parent_form: str | None
    above: str
    draft: Draft | None
    children: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    more: Any = None
    like: Record | None = None

    @property
    def name(self) -> str:
        """Return the parent's field name."""
        return self.form.parent_field(self.parent_form) if self.parent_form else ""

    @property
    def hidden(self) -> frozenset[str]:
        """The fields of the record that are veiled: masked values, and pictures of people."""
        return hidden_in(self.form, self.record) if self.record else frozenset()


class EntryPage(Page):
    """One record to fill in."""

    has_side = True

    def __init__(self, ctx: Context, name: str = "entry") -> None:
        super().__init__(ctx, name)
        self.with_back()
        self._subject: Subject | None = None
        self._args: dict[str, Any] = {}
        self.sheet: FormSheet | None = None
        self._parent: ParentPicker | None = None
        self._steps = Steps(ctx, self._step)
        self._delete = button(ctx.t("forms.delete"), self._ask_delete, "danger")
        self._next = button(ctx.t("forms.save_next"), lambda: self.save(go_on=True))
        self._save = button(ctx.t("forms.save"), self.save, "primary")
        for item in (self._next, self._save):
            self.head.addWidget(item)
        self.rights = RecordRights(ctx, self)
        self._again = button(ctx.t("forms.repeat"), self._repeat)
        self.body.addLayout(row(self._steps, None, self._again, self.rights, self._delete))
        self._children = Children(ctx)
        self.side_items = column(self._children, None)
        self.side = scrolled(self.side_items)
        self.side.setFixedWidth(ctx.px(290))
        self.side.hide()
        self._main = QVBoxLayout()
        holder = row(spacing=ctx.px(12))
        holder.addLayout(self._main, 1)
        holder.addWidget(self.side)
        self.body.addLayout(holder, 1)
        self._autosave = Autosave(ctx, self, self.typed)
        self.commands = {"save": self.save, "save_next": lambda: self.save(go_on=True), "new": self._children.begin}
        self.commands["print"] = self.rights.ask_to_print

    def arrive(self, **args: Any) -> None:
        """Show a record (``record``), or a new one of a form in a parent; with ``preset`` values, or ``like`` one."""
        self._args = args
        form, record, parent, like = args["form"], args.get("record"), args.get("parent"), args.get("like")
        key = self._autosave.watch(form, record, parent)
        catalogue = self.ctx.catalogue
        self.ctx.tasks.run(
            self,
            lambda backend: replace(
                read_subject(backend, catalogue, catalogue.form(form), record, parent, key, self.read_more),
                like=backend.get(like) if like else None,
            ),
            self._show,
        )

    def leave(self) -> None:
        """Keep what was typed."""
        self._autosave.keep()

    def changed(self, changes: Changes) -> None:
        """Show children that were added elsewhere."""
        if self._subject and self._subject.record and self.isVisible() and self._subject.record.id in changes.ids:
            self.arrive(**self._args)

    def read_more(self, _backend: Backend, _record: str | None, _parent: str | None) -> Any:
        """Read what a page laid out by hand shows besides; called on the worker thread."""
        return None

    def typed(self) -> Mapping[str, Any]:
        """Return what was typed and is not yet saved."""
        return self.sheet.typed if self.sheet else {}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Show what was typed before a crash."""
        if self.sheet:
            self.sheet.put(content)

    def examine(self, context: Mapping[str, Any]) -> int:
        """Check everything; return how many places are wrong."""
        return len(self.sheet.examine(context=context)) if self.sheet else 0

    def build(self, subject: Subject) -> FormSheet:
        """Return the sheet of fields; pages laid out by hand override it."""
        return sheet_of(self.ctx, subject.form, subject.parent)

    def _show(self, subject: Subject) -> None:
        self._subject = subject
        ctx, form, record = self.ctx, subject.form, subject.record
        label = ctx.label(form.label)
        key = "forms.title_edit" if record else "forms.title_new"
        self.title.setText(ctx.t(key, name=label) + (f" · {subject.above}" if subject.above else ""))
        self._save.setText(ctx.t("forms.save_named", name=ctx.inside(form.label)))
        self._save.setAccessibleName(self._save.text())
        state = str(record.values.get(STATE, "")) if record else None
        self._steps.show_state(form, state, saved=record is not None)
        self._lay_out(subject)
        self._allow(subject, state)
        self.rights.show_record(form, record.id if record else None)
        if record:
            self._children.show_children(record.id, subject.children)
        self.side.setVisible(self.has_side and record is not None)
        self.shown(subject)
        if self.sheet and not subject.draft and not subject.record:
            self.sheet.put(self._args.get("preset", {}))
        if subject.draft and self.sheet:
            self.restore(subject.draft.content)
            again = button(ctx.t("forms.drop_draft"), self._drop_draft)
            self.notice("warn", ctx.t("forms.draft_back"), actions=(again,))
        elif subject.like and self.sheet:
            self.restore(taken_over(subject.like))
            self.notice("ok", ctx.t("forms.repeated", name=ctx.inside(form.label)))
        if self.sheet:
            self.sheet.changed.connect(self._autosave.touched)
            self._focus()

    def _focus(self) -> None:
        if self._parent is not None:
            self._parent.focus()
        elif self.sheet is not None:
            self.sheet.focus_first()

    def _lay_out(self, subject: Subject) -> None:
        clear(self._main)
        self.sheet = self.build(subject)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        self._parent = None
        if subject.record is None and subject.parent is None and subject.form.parent:
            self._parent = ParentPicker(self.ctx, subject.form)
            inner.addWidget(self._parent)
        inner.addWidget(self.sheet)
        self.place(self._main, holder, subject)
        if subject.record:
            self.sheet.show_values(subject.record.values, subject.hidden)
            self.sheet.offer(frozenset(name for name in subject.hidden if self.ctx.may_reveal(subject.form.name, name)))
            self.sheet.asked.connect(self._ask_to_reveal)
        else:
            self.sheet.show_values({one.name: one.default for one in subject.form.fields if one.default is not None})

    def allow(self, editable: bool) -> None:
        """Let the fields be edited, or only read."""
        if self.sheet and not editable:
            self.sheet.lock()
            for line in self.sheet.findChildren(QLineEdit):
                line.setPlaceholderText("")

    def shown(self, subject: Subject) -> None:
        """Fill in what a page laid out by hand shows besides."""

    def place(self, layout: QVBoxLayout, holder: QWidget, _subject: Subject) -> None:
        """Put the fields on the page."""
        holder.setMaximumWidth(self.ctx.px(_WIDEST))
        layout.addWidget(scrolled(holder))

    def _allow(self, subject: Subject, state: str | None) -> None:
        form = subject.form
        cycle = form.life_cycle
        editable = cycle is None or not state or cycle.editable(state)
        may = self.ctx.may_write(form.name)
        self.allow(editable and may)
        self._save.setEnabled(editable and may)
        self._next.setVisible(subject.record is None)
        self._delete.setVisible(subject.record is not None and editable and may)
        self._again.setVisible(subject.record is not None and may and may_repeat(form.name))
        if not may:
            self.notice("warn", self.ctx.t("forms.may_not"))
        elif not editable:
            self._say_closed(form, state or "")

    def _say_closed(self, form: Form, state: str) -> None:
        ctx = self.ctx
        known = form.life_cycle.state(state) if form.life_cycle else None
        remedy = way_back(ctx, form, state)
        label = ctx.label(known.label) if known else state
        self.notice("ok", ctx.t("forms.not_editable", state=label), ctx.t(remedy) if remedy else "")

    def _ask_to_reveal(self, name: str) -> None:
        if self._subject is not None:
            label = self.ctx.label(self._subject.form.field(name).label)
            ask_to_reveal(self.ctx, self.window(), label, partial(self._reveal, name))

    def _reveal(self, name: str, why: str) -> None:
        record, sheet = self._subject.record if self._subject else None, self.sheet
        if record is not None and sheet is not None:
            own = record.id
            self.ctx.tasks.run(
                sheet, lambda backend: backend.reveal(own, name, why), partial(sheet.unveil, name), self.trouble
            )

    # Saving

    def save(self, go_on: bool = False) -> None:
        """Check, write, and go back or on to the next."""
        subject, sheet = self._subject, self.sheet
        if subject is None or sheet is None or not self._save.isEnabled():
            return
        parent = self._parent.value if self._parent else None
        stops = self.examine({parent[0]: parent[1]} if parent else {})
        if stops or (self._parent and not self._parent.examine()):
            self.notice("danger", self.ctx.t("forms.wrong", n=max(1, stops)))
            sheet.focus_first()
            return
        changes = self.changes(subject, sheet)
        if not changes:
            self.ctx.wire.back.emit()
            return
        self._save.setEnabled(False)
        save_asking(self, changes, lambda made: self._saved(made, go_on), self._not_saved)

    def changes(self, subject: Subject, sheet: FormSheet) -> list[Change]:
        """Return what is to be written; none when nothing was changed."""
        from zjdesk.ops.changes import EditRecord, NewRecord

        if subject.record is not None:
            edits = sheet.edits
            return [EditRecord(subject.record.id, edits, subject.record)] if edits else []
        values = sheet.values
        if self._parent and self._parent.value:
            name, parent = self._parent.value
            values[name] = parent
        elif subject.parent:
            values[subject.name] = subject.parent
        return [NewRecord(subject.form.name, values)]

    def _saved(self, made: Changes, go_on: bool) -> None:
        ctx, subject = self.ctx, self._subject
        self._autosave.drop()
        self._autosave.stop()
        ctx.wrote(made)
        label = ctx.label(subject.form.label) if subject else ""
        ctx.say(ctx.t("forms.saved", name=label), undo=True)
        if go_on and subject:
            self.notices.clear()
            self._args.pop("preset", None)
            self.arrive(**self._args)
            self._save.setEnabled(True)
        else:
            self.after_save(made)

    def after_save(self, made: Changes) -> None:
        """Return to where one came from; a new record on which others hang is shown with them."""
        subject = self._subject
        self.ctx.wire.back.emit()
        if subject and subject.record is None and child_forms(self.ctx.catalogue, subject.form.name):
            self.ctx.wire.go.emit(*page_of(subject.form.name, made.ids[0]))

    def _not_saved(self, error: BaseException) -> None:
        self._save.setEnabled(True)
        self.trouble(error)

    def _drop_draft(self) -> None:
        self._autosave.drop()
        self.notices.clear()
        if self._subject:
            self._show(replace(self._subject, draft=None))

    def _step(self, target: str, why: str) -> None:
        from zjdesk.ops.changes import EditRecord

        record = self._subject.record if self._subject else None
        if record is not None:
            change = EditRecord(record.id, {STATE: target}, record)
            save_asking(self, [change], self._stepped, why=why)

    def _stepped(self, made: Changes) -> None:
        self.ctx.wrote(made)
        self.ctx.say(self.ctx.t("forms.stepped"), undo=True)

    def _repeat(self) -> None:
        subject = self._subject
        if subject is not None and subject.record is not None:
            own = subject.record
            self.ctx.go("entry", form=subject.form.name, parent=own.parent, like=own.id)

    def _ask_delete(self) -> None:
        subject = self._subject
        if subject is None or subject.record is None:
            return
        label = self.ctx.label(subject.form.label)
        question = Question(
            self.ctx.t("forms.delete_question", name=label),
            self.ctx.t("forms.delete_named", name=self.ctx.inside(subject.form.label)),
            self._remove,
            self.ctx.t("forms.delete_remark"),
        )
        self.ctx.wire.asked.emit(question)

    def _remove(self) -> None:
        from zjdesk.ops.changes import DeleteRecord

        record = self._subject.record if self._subject else None
        if record is not None:
            change = DeleteRecord(record.id)
            self.ctx.tasks.run(self, lambda backend: backend.save([change]), self._removed)

    def _removed(self, made: Changes) -> None:
        self._autosave.drop()
        self._autosave.stop()
        self.ctx.wrote(made)
        self.ctx.say(self.ctx.t("forms.removed"), undo=True)
        self.ctx.wire.back.emit()


def read_subject(
    backend: Backend, catalogue: Catalogue, form: Form, record: str | None, parent: str | None, key: str, more: More
) -> Subject:
    """Read what the page needs."""
    found = backend.get(record) if record else None
    above = found.parent if found else parent
    holder = backend.get(above) if above else None
    title = backend.names(holder.form).get(holder.id, "") if holder else ""
    children = read_children(backend, catalogue, form.name, record) if record else {}
    return Subject(
        form,
        found,
        above,
        holder.form if holder else None,
        title,
        backend.draft(key),
        children,
        more(backend, record, above),
    )
