"""The window: navigation, the page in front, messages, the status line, and where the keys go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from zjdesk.gui import shortcuts
from zjdesk.gui.context import Context
from zjdesk.gui.dropping import bundles_of
from zjdesk.gui.navigation import NARROW_BELOW, Navigation
from zjdesk.gui.page import Page
from zjdesk.gui.pages import BY_NAME, NAVIGATION
from zjdesk.gui.statusline import StatusLine
from zjdesk.gui.widgets.notices import Toast

if TYPE_CHECKING:
    from zjdesk.gui.sheets import Question, Sheet

_GEOMETRY = "window/geometry"
_KEPT_STEPS = 50
_SHEETS = ("help", "shortcuts", "find")
_PAGES = ("pending", "actions")


class Window(QMainWindow):
    """Shows one page at a time and remembers the way back."""

    closed = Signal()

    def __init__(self, ctx: Context, *, bare: bool = False) -> None:
        super().__init__()
        self._ctx = ctx
        self._pages: dict[str, Page] = {}
        self._way: list[tuple[str, dict[str, Any]]] = []
        self._sheet: Sheet | None = None
        self._asked: tuple[str, dict[str, Any]] | None = None
        self._command = ""
        self._brought: list[Path] = []
        self._guarded = False
        self.setAcceptDrops(True)
        self.setWindowTitle(ctx.t("window.brand"))
        self._navigation = Navigation(ctx, lambda name: self.go(name, {}))
        self._stack = QStackedWidget()
        self.status = StatusLine(ctx)
        self._lay_out()
        self._toast = Toast(ctx, self, lambda: self.answer("undo"))
        self._connect()
        if bare:
            self._guard()
        shortcuts.install(self, self.answer)
        self.setMinimumSize(ctx.px(800) if ctx.theme.scale <= 125 else 960, 540)
        if not self.restoreGeometry(ctx.preferences.bytes_of(_GEOMETRY)):
            self.resize(1280, 720)

    @property
    def page(self) -> Page | None:
        """Return the page in front."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def way(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        """Return the pages one came by, the one in front last."""
        return tuple(self._way)

    def open(self, ctx: Context, way: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Show the last page of a way, now that it is known whose store it is; what was asked for meanwhile first."""
        self._empty()
        self._ctx, self._guarded = ctx, False
        self.setWindowTitle(ctx.t("window.title", store=ctx.about.store))
        self.status.tell(ctx.about)
        self._furnish(True)
        self._way = [self._asked] if self._asked else list(way)
        self._asked = None
        self._show(*self._way[-1])
        if self._command:
            self._open_sheet(self._command)
            self._command = ""
        if self._brought:
            brought, self._brought = self._brought, []
            self.receive(brought)

    def show_door(self, page: QWidget) -> None:
        """Show a page that asks for the way in; nothing else is to be seen or reached."""
        self._empty()
        self._guard()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def cover(self, ctx: Context) -> None:
        """Hide what is shown, for the store is about to be closed; ``ctx`` knows of no store any more."""
        if self.page is not None:
            self.page.leave()
        self._ctx = ctx
        self.setWindowTitle(ctx.t("window.brand"))
        self._guard()
        self._stack.hide()
        self._put_away()

    def _put_away(self) -> None:
        """Take away every card that lies over the page: it may show a photo, or what was typed."""
        from zjdesk.gui.sheets import Sheet

        for sheet in self.findChildren(Sheet):
            sheet.hide()
            sheet.deleteLater()

    def refuse(self, error: BaseException) -> None:
        """Show why the store cannot be opened."""
        self._empty()
        page = Page(self._ctx, "home")
        page.trouble(error)
        page.body.addStretch(1)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def retire(self) -> None:
        """Make room for a window in another look."""
        if self.page is not None:
            self.page.leave()
        self.hide()
        self.deleteLater()

    def go(self, name: str, args: dict[str, Any]) -> None:
        """Bring a page to the front; before the store is open it is marked, and shown as soon as it can be."""
        if self._guarded:
            return
        if not self._ctx.about.store:
            self._asked = (name, args)
            self._navigation.mark(name)
            return
        if self._way and self._way[-1] == (name, args):
            self._show(name, args)
            return
        self._way = [*self._way[1 - _KEPT_STEPS :], (name, args)]
        self._show(name, args)

    def receive(self, paths: Sequence[Path]) -> None:
        """Show what merging bundles would do: at once, or as soon as the store is open."""
        if self._guarded or not self._ctx.about.store:
            self._brought = list(paths)
            return
        self.go("exchange", {})
        if self.page is not None:
            self.page.receive(paths)

    def back(self) -> None:
        """Return to the page before."""
        if not self._guarded and len(self._way) > 1:
            self._way.pop()
            self._show(*self._way[-1])

    def answer(self, command: str) -> None:
        """Do what a key asks for; nothing while a person is being asked for the way in."""
        if self._guarded:
            return
        if command.startswith("page"):
            number = int(command.removeprefix("page"))
            if number <= len(NAVIGATION):
                self.go(NAVIGATION[number - 1].name, {})
        elif command == "back" and self._close_above():
            return
        elif command in _SHEETS:
            self._open_sheet(command)
        elif not self._ctx.about.store:
            return
        elif command == "lock":
            self._ctx.wire.locked.emit()
        elif command in _PAGES:
            self.go(command, {})
        elif not (self.page and self.page.answer(command)):
            self._answer_self(command)

    def _close_above(self) -> bool:
        """Close the card that lies over the page, whoever laid it there; tells whether there was one."""
        from zjdesk.gui.sheets import Sheet

        above = [one for one in self.findChildren(Sheet) if one.isVisible()]
        if above:
            above[-1].close_sheet()
        return bool(above)

    def _answer_self(self, command: str) -> None:
        if command == "back":
            self.back()
        elif command in ("undo", "redo"):
            turn = command
            self._ctx.tasks.run(
                self, lambda backend: backend.undo() if turn == "undo" else backend.redo(), self._turned
            )

    def _turned(self, changes: Any) -> None:
        self._ctx.wrote(changes)
        self._ctx.say(self._ctx.t("window.taken_back"))

    def _lay_out(self) -> None:
        shell = QWidget()
        shell.setObjectName("shell")
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self._navigation)
        upper.addWidget(self._stack, 1)
        layout = QVBoxLayout(shell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(shell)

    def _guard(self) -> None:
        """Let nothing be reached but the page that asks."""
        self._guarded, self._asked, self._command = True, None, ""
        self._furnish(False)

    def _furnish(self, shown: bool) -> None:
        """Show or hide what stands around the page."""
        self._navigation.setVisible(shown)
        self.status.setVisible(shown)
        self._toast.hide()

    def _empty(self) -> None:
        """Put every page away, with all that it shows."""
        if self._sheet is not None and isValid(self._sheet):
            self._sheet.hide()
            self._sheet.deleteLater()
        self._sheet = None
        self._pages.clear()
        self._way.clear()
        while (page := self._stack.widget(0)) is not None:
            self._stack.removeWidget(page)
            page.deleteLater()
        self._stack.show()

    def _connect(self) -> None:
        wire, tasks = self._ctx.wire, self._ctx.tasks
        wire.go.connect(self.go)
        wire.back.connect(self.back)
        wire.said.connect(lambda sentence, undo: self._toast.show_words(sentence, undo=undo))
        wire.asked.connect(self._ask)
        wire.failed.connect(self._failed)
        wire.changed.connect(self._changed)
        wire.merged.connect(self._ask_about)
        tasks.failed.connect(self._failed)
        tasks.began.connect(self.status.begin)
        tasks.moved.connect(self.status.move_on)
        tasks.ended.connect(self.status.end)

    def _show(self, name: str, args: dict[str, Any]) -> None:
        before = self.page
        if before is not None:
            before.leave()
        spec = BY_NAME[name]
        page = None if spec.transient else self._pages.get(name)
        if page is None:
            page = spec.build(self._ctx)
            self._stack.addWidget(page)
            if not spec.transient:
                self._pages[name] = page
        self._stack.setCurrentWidget(page)
        if before is not None and before is not page and before not in self._pages.values():
            self._stack.removeWidget(before)
            before.deleteLater()
        self._navigation.mark(spec.place or name)
        if page.first is not None:
            page.first.setFocus()
        page.arrive(**args)

    def _open_sheet(self, command: str) -> None:
        if not self._ctx.about.store:
            self._command = command
            return
        from zjdesk.gui.sheets import help_sheet, shortcuts_sheet

        if command == "find":
            from zjdesk.gui.finder import Finder

            sheet: Sheet = Finder(self._ctx, self)
        elif command == "shortcuts":
            sheet = shortcuts_sheet(self._ctx, self)
        else:
            sheet = help_sheet(self._ctx, self, self.page.name if self.page else "home")
        self._lay_over(sheet)

    def _ask(self, question: Question) -> None:
        from zjdesk.gui.sheets import question_sheet

        self._lay_over(question_sheet(self._ctx, self, question))

    def _lay_over(self, sheet: Sheet) -> None:
        if self._sheet is not None and isValid(self._sheet):
            self._sheet.hide()
            self._sheet.deleteLater()
        self._sheet = sheet
        sheet.open()

    def _failed(self, error: BaseException) -> None:
        if self.page is not None:
            self.page.trouble(error)

    def _changed(self, changes: Any) -> None:
        for page in self._stack.findChildren(Page):
            page.changed(changes)
        self._ask_about()

    def _ask_about(self) -> None:
        self._ctx.tasks.run(self, lambda backend: backend.about(), self.status.tell)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Welcome bundles."""
        if bundles_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Look at the bundles that were dropped."""
        self.receive(bundles_of(event.mimeData()))
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give the page room when the window is narrow."""
        super().resizeEvent(event)
        self._navigation.narrow(self.width() < max(NARROW_BELOW, self._ctx.px(1100)))
        self._toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Keep what was typed and how the window stood."""
        if self.page is not None:
            self.page.leave()
        self._ctx.preferences.keep_bytes(_GEOMETRY, self.saveGeometry())
        self.closed.emit()
        super().closeEvent(event)
