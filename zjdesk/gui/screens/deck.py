"""Several tables of records on one tab: a strip of names with counts, the chosen table underneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.screens.record_table import FormTable, Names
from zjdesk.gui.widgets.flow import FlowLayout
from zjdesk.gui.widgets.plain import icon_button, row

if TYPE_CHECKING:
    from zjdesk.store.read import Record


class Deck(QWidget):
    """The tables of some forms in one project; each is built when first looked at."""

    def __init__(self, ctx: Context, forms: Sequence[str]) -> None:
        super().__init__()
        self._ctx = ctx
        self._forms = tuple(forms)
        self._records: Mapping[str, Sequence[Record]] = {}
        self._words: Names = {}
        self._parent_record = ""
        self.tables: dict[str, FormTable] = {}
        self._stack = QStackedWidget()
        self._names = QButtonGroup(self)
        holder = QWidget()
        strip = FlowLayout(holder, gap=ctx.px(6))
        for number, name in enumerate(self._forms):
            strip.addWidget(self._chip(number, name))
        self._add = icon_button(ctx, "plus", "", self.add, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ctx.px(10))
        line = row(holder, self._add)
        line.setStretch(0, 1)
        layout.addLayout(line)
        layout.addWidget(self._stack, 1)
        self._chosen = self._forms[0]

    @property
    def table(self) -> FormTable:
        """Return the table in front."""
        return self.tables[self._chosen]

    def choose(self, number: int) -> None:
        """Bring a table to the front."""
        self._chosen = self._forms[number]
        form = self._ctx.catalogue.form(self._chosen)
        if self._chosen not in self.tables:
            self.tables[self._chosen] = FormTable(self._ctx, form)
            self._stack.addWidget(self.table)
            self._fill(self._chosen)
        self._stack.setCurrentWidget(self.table)
        self._names.button(number).setChecked(True)
        self._add.setText(self._ctx.t("records.add", name=self._ctx.label(form.label)))
        self._add.setAccessibleName(self._add.text())
        self._add.setVisible(self._ctx.may_write(form.name))

    def show_records(self, records: Mapping[str, Sequence[Record]], names: Names, parent: str) -> None:
        """Fill the tables that were built, and say how much the others hold."""
        self._records, self._words, self._parent_record = records, names, parent
        for number, name in enumerate(self._forms):
            label = self._ctx.label(self._ctx.catalogue.form(name).label)
            self._names.button(number).setText(f"{label} {len(records.get(name, ()))}")
        for name in self.tables:
            self._fill(name)
        if not self.tables:
            self.choose(0)

    def add(self) -> None:
        """Enter another record of the form in front."""
        self.table.add()

    def _fill(self, name: str) -> None:
        self.tables[name].show_records(self._records.get(name, ()), self._words, self._parent_record)

    def _chip(self, number: int, name: str) -> QPushButton:
        chip = QPushButton(self._ctx.label(self._ctx.catalogue.form(name).label))
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.clicked.connect(partial(self._pressed, number))
        self._names.addButton(chip, number)
        return chip

    def _pressed(self, number: int, _checked: bool = False) -> None:
        self.choose(number)
