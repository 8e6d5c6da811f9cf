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
    """The tables of some forms in one project."""

    def __init__(self, ctx: Context, forms: Sequence[str]) -> None:
        super().__init__()
        self._ctx = ctx
        self.tables = {name: FormTable(ctx, ctx.catalogue.form(name)) for name in forms}
        self._stack = QStackedWidget()
        self._names = QButtonGroup(self)
        holder = QWidget()
        strip = FlowLayout(holder, gap=ctx.px(6))
        for number, (name, table) in enumerate(self.tables.items()):
            self._stack.addWidget(table)
            strip.addWidget(self._chip(number, name))
        self._add = icon_button(ctx, "plus", "", self.add, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ctx.px(10))
        line = row(holder)
        line.setStretch(0, 1)
        line.addWidget(self._add)
        layout.addLayout(line)
        layout.addWidget(self._stack, 1)
        self.choose(0)

    @property
    def table(self) -> FormTable:
        """Return the table in front."""
        return list(self.tables.values())[self._stack.currentIndex()]

    def choose(self, number: int) -> None:
        """Bring a table to the front."""
        self._stack.setCurrentIndex(number)
        self._names.button(number).setChecked(True)
        label = self._ctx.label(self.table.form.label)
        self._add.setText(self._ctx.t("records.add", name=label))
        self._add.setAccessibleName(self._add.text())
        self._add.setVisible(self._ctx.may_write(self.table.form.name))

    def show_records(self, records: Mapping[str, Sequence[Record]], names: Names, parent: str) -> None:
        """Fill the tables."""
        for number, (name, table) in enumerate(self.tables.items()):
            found = records.get(name, ())
            table.show_records(found, names, parent)
            label = self._ctx.label(table.form.label)
            self._names.button(number).setText(f"{label} {len(found)}")

    def add(self) -> None:
        """Enter another record of the form in front."""
        self.table.add()

    def _chip(self, number: int, name: str) -> QPushButton:
        chip = QPushButton(self._ctx.label(self._ctx.catalogue.form(name).label))
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.clicked.connect(partial(self._pressed, number))
        self._names.addButton(chip, number)
        return chip

    def _pressed(self, number: int, _checked: bool = False) -> None:
        self.choose(number)
