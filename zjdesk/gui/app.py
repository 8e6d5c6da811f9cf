"""Starts the window: fonts, look, worker and pages, and starts it again in another language or size."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QStyleFactory

from zjdesk.errors import BugError, NotAllowed
from zjdesk.gui import environment, fonts, style
from zjdesk.gui.about import About
from zjdesk.gui.context import Context, Wire
from zjdesk.gui.door import Door
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.gui.sharing import Sharing
from zjdesk.gui.tasks import Tasks
from zjdesk.gui.tokens import theme
from zjdesk.gui.widgets.notices import Notice
from zjdesk.gui.widgets.plain import button
from zjdesk.gui.window import Window
from zjdesk.settings import from_environ

if TYPE_CHECKING:
    from zjdesk.forms.model import Catalogue
    from zjdesk.gui.backend import Backend
    from zjdesk.gui.watch import Watch

NOBODY = About("", "", "", "", "")
Way = tuple[tuple[str, dict[str, Any]], ...]
HOME: Way = (("home", {}),)
_LOOK_EVERY, _PATIENCE = 50, 60  # milliseconds, times


@dataclass(frozen=True)
class Left:
    """Who locked the window, and the pages this person came by."""

    account: str
    way: Way


class Desk(QObject):
    """The running program: keeps the worker while windows come and go with the look."""

    def __init__(
        self,
        app: QApplication,
        door: Door,
        *,
        preferences: Preferences,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._preferences = preferences
        self._catalogue: Catalogue | None = None
        self._door = door
        self._family = fonts.load_family()
        self._translator = QTranslator(self)
        self.tasks = Tasks(_closed, self)
        self.about = NOBODY
        self._look = Look()
        self._wire = Wire(self)
        self._window: Window | None = None
        self._refusal: BaseException | None = None
        self._left: Left | None = None
        self._watch: Watch | None = None
        self._sharing = Sharing(lambda: self._context, self)

    @property
    def window(self) -> Window:
        """Return the window in its present look."""
        if self._window is None:
            raise BugError("the window has not been started")
        return self._window

    def start(self) -> None:
        """Show the window at once; declarations and store are read once it is painted."""
        self._show_window()
        QTimer.singleShot(0, self._begin)

    def restart(self) -> None:
        """Show the window anew after language, colours or text size changed."""
        before = self.window
        before.retire()
        self._show_window()
        self.window.setGeometry(before.geometry())
        if self.about.store:
            self.window.open(self._context, before.way or HOME)
        elif self._refusal is not None:
            self._refused(self._refusal)

    def lock(self) -> None:
        """Keep what was typed, hide everything, close the store, and ask for the passphrase again."""
        if not self.about.store:
            return
        self._left = Left(self.about.account, self.window.way)
        self.about = NOBODY
        self._sharing.end()
        self.window.cover(self._context)
        self._close(_PATIENCE)

    def _close(self, patience: int) -> None:
        """Close the store when short work has come to its end, or at the latest when patience has."""
        if not self.tasks.settled and patience:
            QTimer.singleShot(_LOOK_EVERY, self, lambda: self._close(patience - 1))
            return
        from zjdesk.gui.lobby import Lobby

        self.tasks.leave()
        self._refusal = NotAllowed("store.no_passphrase")
        Lobby(self._context, self.window, self._door, self._entered).unlock(left=True)

    def stop(self) -> None:
        """Close the store and put the window away; nothing locks it any more."""
        self.about = NOBODY
        self._sharing.end()
        if self._watch is not None:
            self._watch.end()
        self.tasks.close()
        self.window.hide()
        self.window.deleteLater()

    def _begin(self) -> None:
        self.tasks.enter(self, self._door.open, self._entered, self._refused)

    def _entered(self, _nothing: object = None) -> None:
        self.tasks.run(self, lambda backend: (backend.about(), backend.catalogue()), self._opened, self._refused)

    def _opened(self, found: tuple[About, Catalogue]) -> None:
        self.about, self._catalogue = found
        self._door, self._refusal = self._door.forgetful(), None
        left, self._left = self._left, None
        self.window.open(self._context, left.way if left and left.account == self.about.account else HOME)
        self._keep_watch()
        self._sharing.begin()

    def _ask_for_forms(self) -> None:
        self.tasks.run(self, lambda backend: backend.catalogue(), self._declared)

    def _declared(self, found: Catalogue) -> None:
        """Offer the forms that came with a bundle; what is on the page stays until somebody wants them."""
        if found is self._catalogue or self.window.page is None:
            return
        self._catalogue = found
        t = self._context.t
        use = button(t("window.use_forms"), self.restart)
        self.window.page.notices.show_notice(
            Notice(self._context, "ok", t("window.new_forms"), "", (use,), beside=True)
        )

    def _keep_watch(self) -> None:
        """Lock when nobody is there, or when the computer goes to sleep."""
        if self._watch is None:
            from zjdesk.gui.watch import Watch

            self._watch = Watch(self._app, self._preferences, lambda: self.tasks.running is not None, self)
            self._watch.alone.connect(self.lock)
        self._watch.begin()

    def _refused(self, error: BaseException) -> None:
        from zjdesk.gui.lobby import Lobby, can_ask

        self._refusal = error
        if can_ask(error):
            Lobby(self._context, self.window, self._door, self._entered).receive(error)
        else:
            self.window.refuse(error)

    def _show_window(self) -> None:
        self._look = self._preferences.look
        self._dress(self._look)
        self._wire = Wire(self)
        self._wire.relook.connect(self.restart)
        self._wire.locked.connect(self.lock)
        self._wire.merged.connect(self._ask_for_forms)
        self._wire.share.connect(self._sharing.look)
        self._window = Window(self._context, bare=self._door.asks and not self.about.store)
        self._window.show()

    @property
    def _context(self) -> Context:
        look = self._look
        return Context(
            look.lang,
            theme(look.theme, look.scale),
            self.tasks,
            self._catalogue,
            self._preferences,
            self._wire,
            self.about,
            self._door.env.today(),
        )

    def _dress(self, look: Look) -> None:
        tokens = theme(look.theme, look.scale)
        self._app.removeTranslator(self._translator)
        if look.lang == "zh":
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._translator.load("qtbase_zh_CN", folder)
            self._app.installTranslator(self._translator)
        self._app.setFont(fonts.body_font(self._family, tokens))
        self._app.setPalette(style.palette(tokens))
        self._app.setStyleSheet(style.style_sheet(tokens, self._family))


def application(arguments: list[str] | None = None) -> QApplication:
    """Return the Qt application, made after the environment that Qt reads is set."""
    environment.prepare(os.environ)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(arguments or sys.argv[:1])
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setApplicationName("zjdesk")
    return app


def _closed() -> Backend:
    raise NotAllowed("store.no_passphrase")


def run(store: Path, *, account: str | None = None, bundles: Sequence[Path] = ()) -> int:
    """Open the window on a store, look at bundles that were brought, and stay until it is closed; returns the code."""
    app = application()
    desk = Desk(app, Door(store, from_environ(), account), preferences=Preferences())
    desk.start()
    if bundles:
        desk.window.receive([path.absolute() for path in bundles])
    code = app.exec()
    desk.stop()
    return code
