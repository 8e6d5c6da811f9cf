"""Possible duplicates side by side, field by field: which record stays, and which value of each field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QRadioButton, QWidget

from zjdesk.forms.model import STATE, Field, Form
from zjdesk.gui.context import Context
from zjdesk.gui.icons import picture
from zjdesk.gui.screens.pending_sides import Acts, Detail, foot, heading
from zjdesk.gui.screens.pending_words import apart, author_words, field_words, record_words, value_words
from zjdesk.gui.screens.thumbnails import Thumbnails, hashes
from zjdesk.gui.values import day
from zjdesk.gui.widgets.plain import Card, button, column, row, words

if TYPE_CHECKING:
    from zjdesk.store.read import Record


class Doubles(Card):
    """Two records or more that may be one; what they have in common is muted, what differs is chosen."""

    def __init__(self, ctx: Context, form: Form, detail: Detail, acts: Acts, put_off: str) -> None:
        super().__init__(ctx)
        self._ctx, self._form, self._detail, self._acts = ctx, form, detail, acts
        self._records = sorted(detail.records, key=lambda one: one.created)
        self._keep = QButtonGroup(self)
        self._chosen: dict[str, QButtonGroup] = {}
        self.same = words("", tone="muted", wrap=True)
        between = field_words(ctx, form, detail.item.conflict.field)
        head = record_words(ctx, form.name, detail.item.title)
        about = words(ctx.t("pending.about_possible_duplicate", fields=between), tone="muted", wrap=True)
        self.add(heading(ctx, head), about)
        self._join = button(ctx.t("pending.join"), self.join, "primary")
        if len(self._records) > 1:
            self.add(self._grid(), self.same)
        joinable = len(self._records) > 1 and len({one.scope for one in self._records}) == 1
        self._join.setVisible(joinable)
        if not joinable:
            self.add(words(ctx.t("pending.not_joinable"), tone="warn", wrap=True))
        ways = row(self._join, button(ctx.t("pending.not_double"), acts.keep))
        self.add(foot(ctx, ways, detail, acts, put_off))

    @property
    def first(self) -> QPushButton:
        """Return the first button."""
        return self._join

    @property
    def kept(self) -> str:
        """Return the record that is to stand for the others."""
        return self._records[max(0, self._keep.checkedId())].id

    @property
    def fields(self) -> dict[str, str]:
        """Return from which record each differing field is taken."""
        return {name: self._records[group.checkedId()].id for name, group in self._chosen.items()}

    def keep(self, number: int) -> None:
        """Let one record stand, with its own values wherever it has any."""
        self._keep.button(number).setChecked(True)
        for name, group in self._chosen.items():
            own = self._records[number].values.get(name) not in (None, "", [])
            filled = (place for place, one in enumerate(self._records) if one.values.get(name) not in (None, "", []))
            group.button(number if own else next(filled, number)).setChecked(True)

    def choose(self, name: str, number: int) -> None:
        """Take one field from a record."""
        self._chosen[name].button(number).setChecked(True)

    def join(self) -> None:
        """Ask for the records to become one."""
        others = [one.id for one in self._records if one.id != self.kept]
        self._acts.join(self.kept, others, self.fields)

    def _grid(self) -> QWidget:
        ctx = self._ctx
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(ctx.px(12))
        grid.setVerticalSpacing(ctx.px(4))
        for number in range(len(self._records)):
            grid.setColumnStretch(number + 1, 1)
        self._heads(grid)
        for line, field in enumerate(self._differing(), 1):
            self._differ(grid, line, field)
        self.keep(0)
        same = [field for field in self._shown() if field not in self._differing()]
        said = apart(ctx).join(
            f"{field_words(ctx, self._form, one.name)} {self._said(one, self._records[0])}" for one in same
        )
        self.same.setText(ctx.t("pending.same", fields=said))
        self.same.setVisible(bool(same))
        return holder

    def _heads(self, grid: QGridLayout) -> None:
        ctx = self._ctx
        grid.addWidget(words(ctx.t("pending.stays"), "muted"), 0, 0, Qt.AlignmentFlag.AlignTop)
        for number, record in enumerate(self._records):
            letter = chr(ord("A") + number)
            keep = QRadioButton(ctx.t("pending.keep_this", letter=letter))
            keep.setAccessibleName(f"{ctx.t('pending.stays')} {letter}")
            self._keep.addButton(keep, number)
            name, computer = author_words(ctx, self._detail.authors.get(record.creator))
            made = ctx.t("pending.by", name=name, computer=computer, when=day(record.created))
            head = column(keep, words(made, "muted", wrap=True), *self._pictures(record), spacing=ctx.px(2))
            grid.addLayout(head, 0, number + 1)
        self._keep.idClicked.connect(self.keep)

    def _differ(self, grid: QGridLayout, line: int, field: Field) -> None:
        ctx = self._ctx
        label = field_words(ctx, self._form, field.name)
        sign = QLabel()
        sign.setPixmap(picture("warn", ctx.theme["warn"], ctx.px(14)))
        sign.setToolTip(ctx.t("pending.differs"))
        sign.setFixedWidth(ctx.px(16))
        name = row(
            sign, column(words(label, wrap=True), words(ctx.t("pending.differs"), "muted"), spacing=0), spacing=4
        )
        grid.addLayout(name, line, 0)
        group = QButtonGroup(self)
        self._chosen[field.name] = group
        for number, record in enumerate(self._records):
            said = self._said(field, record)
            radio = QRadioButton()
            radio.setAccessibleName(f"{label}: {said}")
            group.addButton(radio, number)
            value = words(said, wrap=True)
            value.mousePressEvent = partial(self._press, radio)  # type: ignore[method-assign]
            side = row(radio, value, spacing=ctx.px(4))
            side.setStretch(1, 1)
            grid.addLayout(side, line, number + 1)

    def _press(self, radio: QRadioButton, _event: Any) -> None:
        radio.click()

    def _said(self, field: Field, record: Record) -> str:
        return value_words(self._ctx, self._form, field.name, record.values.get(field.name), self._detail.names)

    def _shown(self) -> list[Field]:
        """Return the fields that any of the records fills in; its step is nobody's choice."""
        filled = {name for one in self._records for name, value in one.values.items() if value not in (None, "", [])}
        return [field for field in self._form.fields if field.name in filled and field.name != STATE]

    def _differing(self) -> list[Field]:
        return [field for field in self._shown() if field.name in self._detail.differing]

    def _pictures(self, record: Record) -> Iterator[Thumbnails]:
        """Show the photos of a record, small."""
        for field in self._form.fields:
            if field.type in ("file", "files") and hashes(record.values.get(field.name)):
                yield Thumbnails(self._ctx, self._form, field, record)
