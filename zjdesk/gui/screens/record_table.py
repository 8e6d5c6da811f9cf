"""A table of the records of one form: columns, words and sums follow from the declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from zjdesk.forms.model import STATE, Field, Form
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import ask_to_reveal
from zjdesk.gui.places import entry_of, page_of
from zjdesk.gui.values import hidden_in, shown, yuan
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.store.read import Record

Names = Mapping[str, Mapping[str, str]]
_RIGHT = ("int", "money", "decimal")
_WIDTHS = {"date": 8, "time": 5, "bool": 5, "int": 6, "money": 9, "decimal": 6, "choice": 10, "ref": 10}
_TONES = {
    "draft": "muted",
    "returned": "warn",
    "rejected": "danger",
    "deviated": "danger",
    "late": "danger",
    "serious": "danger",
}


def columns(form: Form) -> tuple[str, ...]:
    """Return the fields that stand in a list."""
    return tuple(name for name in form.list if name in form.by_name or name == STATE)


def heads(ctx: Context, form: Form) -> tuple[Head, ...]:
    """Return the columns of a list; the first wide text takes what is left."""
    found: list[Head] = []
    wide = next((name for name in columns(form) if name != STATE and form.field(name).type == "text"), "")
    for name in columns(form):
        if name == STATE:
            found.append(Head(ctx.t("records.state"), width=8))
            continue
        field = form.field(name)
        width = 0 if name == wide else _WIDTHS.get(field.type, 16)
        found.append(Head(ctx.label(field.label), field.type in _RIGHT, width))
    return tuple(found)


def line(ctx: Context, form: Form, record: Record, names: Names) -> Line:
    """Return one record as a row."""
    cells, tones = [], []
    for name in columns(form):
        value = record.values.get(name)
        cells.append(_state(ctx, form, value) if name == STATE else _cell(ctx, form.field(name), value, names))
        tones.append(_TONES.get(str(value), "") if isinstance(value, str) else "")
    order = tuple(
        cells[place] if _is_coded(form, name) else record.values.get(name) for place, name in enumerate(columns(form))
    )
    return Line((form.name, record.id), tuple(cells), order, tuple(tones))


def totals(ctx: Context, form: Form, records: Sequence[Record]) -> tuple[str, ...]:
    """Return the sums of the columns of money, none when there is no such column."""
    sums = [
        yuan(sum(int(record.values.get(name) or 0) for record in records))
        if name != STATE and form.field(name).type == "money" and name != "unit_price"
        else ""
        for name in columns(form)
    ]
    return (ctx.t("records.total"), *sums[1:]) if any(sums[1:]) else ()


def names_for(backend: Backend, form: Form) -> dict[str, Mapping[str, str]]:
    """Return the words of what the listed references point to."""
    targets = {form.field(name).to for name in columns(form) if name != STATE and form.field(name).to}
    return {target: backend.names(target) for target in targets if target}


def _is_coded(form: Form, name: str) -> bool:
    return name == STATE or form.field(name).type in ("ref", "refs", "choice", "choices")


def _cell(ctx: Context, field: Field, value: object, names: Names) -> str:
    return shown(field, value, ctx.lang, names.get(field.to or "", {}))


def _state(ctx: Context, form: Form, value: object) -> str:
    state = form.life_cycle.state(str(value)) if form.life_cycle else None
    return ctx.label(state.label) if state else ""


class FormTable(Table):
    """The records of one form in one parent, with a way to add another."""

    def __init__(self, ctx: Context, form: Form, *, add: bool = True) -> None:
        self.form = form
        self.parent_record: str | None = None
        label = ctx.label(form.label)
        button = self._button(ctx, label) if add and ctx.may_write(form.name) else None
        nothing = EmptyState(ctx, "empty", _none(ctx, label), button)
        super().__init__(ctx, "records", heads(ctx, form), empty=nothing, kept_as=form.name)
        self.view.setAccessibleName(label)
        self._ctx = ctx
        self._shown: tuple[Sequence[Record], Names] = ((), {})
        self._eye = self._reveal_line(ctx)
        self.foot.addWidget(self._eye)
        self.opened.connect(self._to_record)

    def show_records(self, records: Sequence[Record], names: Names, parent: str | None) -> None:
        """Show other records."""
        self.parent_record = parent
        rows = sorted(records, key=lambda one: str(one.values.get("date") or one.values.get("no") or one.created))
        lines = [line(self._ctx, self.form, record, names) for record in rows]
        self.show_lines(lines, totals(self._ctx, self.form, records))
        self._shown = (records, names)
        self._eye.setVisible(any(self._closed(record) for record in records))

    def add(self) -> None:
        """Enter another."""
        self._ctx.wire.go.emit(*entry_of(self.form.name, self.parent_record))

    def _closed(self, record: Record) -> set[str]:
        """Return the columns in which a record shows a mask that this person may have lifted."""
        masked = hidden_in(self.form, record) & set(columns(self.form))
        return {name for name in masked if self._ctx.may_reveal(self.form.name, name)}

    def _reveal_line(self, ctx: Context) -> QWidget:
        holder = QWidget()
        eye = icon_button(ctx, "eye", ctx.t("records.reveal"), self._ask, "quiet")
        line = row(words(ctx.t("records.hidden"), "muted"), None, eye)
        line.setContentsMargins(ctx.px(8), ctx.px(2), ctx.px(8), ctx.px(2))
        holder.setLayout(line)
        holder.hide()
        return holder

    def _ask(self) -> None:
        ask_to_reveal(self._ctx, self.window(), self._ctx.label(self.form.label), self._reveal)

    def _reveal(self, why: str) -> None:
        own = [record.id for record in self._shown[0]]
        failed = self._ctx.wire.failed.emit
        self._ctx.tasks.run(self, lambda backend: backend.unmask(own, why), self._unveiled, failed)

    def _unveiled(self, records: Sequence[Record]) -> None:
        self.show_records(records, self._shown[1], self.parent_record)

    def _button(self, ctx: Context, label: str) -> QPushButton:
        return icon_button(ctx, "plus", ctx.t("records.add", name=label), partial(self.add))

    def _to_record(self, key: tuple[str, str]) -> None:
        self._ctx.wire.go.emit(*page_of(*key))


def _none(ctx: Context, label: str) -> str:
    return ctx.t("records.none", name=label)
