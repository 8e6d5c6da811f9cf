"""Starts the window: fonts, look, worker and pages, and starts it again in another language or size."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QStyleFactory

from zjdesk.errors import BugError
from zjdesk.gui import environment, fonts, style
from zjdesk.gui.about import About
from zjdesk.gui.context import Context, Wire
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.gui.tasks import Tasks
from zjdesk.gui.tokens import theme
from zjdesk.gui.window import Window
from zjdesk.settings import Environment, from_environ

if TYPE_CHECKING:
    from zjdesk.forms.model import Catalogue
    from zjdesk.gui.backend import Backend, OpenBackend


class Desk(QObject):
    """The running program: keeps the worker while windows come and go with the look."""

    def __init__(
        self,
        app: QApplication,
        open_backend: OpenBackend,
        *,
        preferences: Preferences,
        catalogue: Callable[[], Catalogue],
        env: Environment,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._preferences = preferences
        self._load = catalogue
        self._catalogue: Catalogue | None = None
        self._env = env
        self._family = fonts.load_family()
        self._translator = QTranslator(self)
        self.tasks = Tasks(open_backend, self)
        self.about = About("", "", "", "", "")
        self._look = Look()
        self._wire = Wire(self)
        self._window: Window | None = None

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
        name, args = before.way[-1] if before.way else ("home", {})
        before.retire()
        self._show_window()
        self.window.setGeometry(before.geometry())
        self.window.open(self._context, name, args)

    def stop(self) -> None:
        """Close the store and put the window away."""
        self.tasks.close()
        self.window.hide()
        self.window.deleteLater()

    def _begin(self) -> None:
        load = self._load
        self.tasks.run(self, lambda backend: (backend.about(), load()), self._opened, self._refused)

    def _opened(self, found: tuple[About, Catalogue]) -> None:
        self.about, self._catalogue = found
        self.window.open(self._context, "home", {})

    def _refused(self, error: BaseException) -> None:
        self.window.refuse(error)

    def _show_window(self) -> None:
        self._look = self._preferences.look
        self._dress(self._look)
        self._wire = Wire(self)
        self._wire.relook.connect(self.restart)
        self._window = Window(self._context)
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
            self._env.today(),
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


def declarations() -> Catalogue:
    """Return the declarations of the program; imported where they are read, beside the window."""
    from zjdesk.forms.load import load_catalogue
    from zjdesk.paths import forms_dir

    return load_catalogue(forms_dir())


def run(store: Path, *, account: str | None = None) -> int:
    """Open the window on a store and stay until it is closed; returns the exit code."""
    app = application()
    env = from_environ()

    def open_store() -> Backend:
        from zjdesk.gui.store_backend import opener

        return opener(store, env, account)()

    desk = Desk(app, open_store, preferences=Preferences(), catalogue=declarations, env=env)
    desk.start()
    code = app.exec()
    desk.stop()
    return code
