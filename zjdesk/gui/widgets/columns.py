"""Which columns of a table are shown: chosen by a right click on the header, remembered by name."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

from zjdesk.gui.context import Context


class ColumnChoice(QObject):
    """Hides and shows the columns of one table."""

    def __init__(self, ctx: Context, name: str, view: QTableView) -> None:
        super().__init__(view)
        self._ctx = ctx
        self._key = f"columns/{name}"
        self._view = view
        header = view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._ask)
        kept = ctx.preferences.text(self._key)
        for column in (int(one) for one in kept.split(" ") if one.isdigit()):
            if column < view.model().columnCount():
                view.setColumnHidden(column, True)

    def choose(self, column: int, shown: bool) -> None:
        """Show or hide a column; the last one that is shown stays."""
        count = self._view.model().columnCount()
        left = [one for one in range(count) if one != column and not self._view.isColumnHidden(one)]
        if shown or left:
            self._view.setColumnHidden(column, not shown)
        hidden = [str(one) for one in range(count) if self._view.isColumnHidden(one)]
        self._ctx.preferences.keep_text(self._key, " ".join(hidden))

    def _ask(self, place: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        model = self._view.model()
        for column in range(model.columnCount()):
            action = QAction(str(model.headerData(column, Qt.Orientation.Horizontal)), menu)
            action.setCheckable(True)
            action.setChecked(not self._view.isColumnHidden(column))
            action.toggled.connect(partial(self.choose, column))
            menu.addAction(action)
        menu.popup(self._view.horizontalHeader().mapToGlobal(place))
