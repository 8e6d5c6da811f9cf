"""Search everything (Ctrl+K): pages and records as one types, Enter opens."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from zjdesk.gui.backend import Hit
from zjdesk.gui.context import Context
from zjdesk.gui.pages import NAVIGATION
from zjdesk.gui.places import page_of
from zjdesk.gui.sheets import Sheet

_WAIT_MS = 150
_PLACE = Qt.ItemDataRole.UserRole


class Finder(Sheet):
    """A line to type in and what was found under it."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(ctx, parent, ctx.t("window.find_title"), 640)
        self._ctx = ctx
        self._line = QLineEdit()
        self._line.setPlaceholderText(ctx.t("window.find_hint"))
        self._line.setAccessibleName(ctx.t("window.find_title"))
        self._line.installEventFilter(self)
        self._found = QListWidget()
        self._found.setAccessibleName(ctx.t("window.find_results"))
        self._found.setMinimumHeight(ctx.px(300))
        self._found.itemActivated.connect(self._open)
        self._found.itemClicked.connect(self._open)
        self.body.addWidget(self._line)
        self.body.addWidget(self._found)
        self.setFocusProxy(self._line)
        self._wait = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._wait.timeout.connect(self._ask)
        self._line.textChanged.connect(self._typed)
        self._show([])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Let the arrows and Enter work from the line."""
        if watched is self._line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                last = self._found.count() - 1
                self._found.setCurrentRow(max(0, min(last, self._found.currentRow() + step)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._found.currentRow() >= 0:
                self._open(self._found.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._wait.start()

    def _ask(self) -> None:
        wanted = self._line.text().strip()
        if not wanted:
            self._show([])
            return
        self._ctx.tasks.run(self, lambda backend: backend.find(wanted), self._show)

    def _show(self, hits: list[Hit]) -> None:
        ctx = self._ctx
        wanted = self._line.text().strip().casefold()
        self._found.clear()
        for spec in NAVIGATION:
            name = ctx.t(f"pages.{spec.name}")
            if wanted in name.casefold():
                self._add(name, (spec.name, {}))
        for hit in hits:
            kind = ctx.label(ctx.catalogue.form(hit.form).label)
            self._add(f"{kind} · {hit.title}", page_of(hit.form, hit.id))
        self._found.setCurrentRow(0)

    def _add(self, words: str, place: tuple[str, dict[str, str]]) -> None:
        item = QListWidgetItem(words)
        item.setData(_PLACE, place)
        self._found.addItem(item)

    def _open(self, item: QListWidgetItem) -> None:
        name, args = item.data(_PLACE)
        self.close_sheet()
        self._ctx.go(name, **args)
