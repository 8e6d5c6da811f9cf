"""The one column of a table that takes the room the others leave, but never less than it needs."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView


def fill(view: QTableView, column: int, least: int) -> None:
    """Give the wide column what is left."""
    header = view.horizontalHeader()
    others = header.length() - header.sectionSize(column)
    header.resizeSection(column, max(least, view.viewport().width() - others))
