"""Notices that nobody is there any more, or that the computer slept, so that the window can lock itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from zjdesk.gui.preferences import Preferences
from zjdesk.gui.sleep import Sleep

_LOOK_EVERY = 5_000  # milliseconds
_JUMP = 60.0  # seconds that the clock may run ahead between two looks before the computer must have slept
_SIGNS = frozenset(
    {
        *(QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.InputMethod, QEvent.Type.Wheel),
        *(QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Drop),
    }
)


class Watch(QObject):
    """Watches the window in front and the field with the keyboard only: the cheapest way to see a person work.

    ``busy`` tells whether long work runs, during which nobody need be there. ``alone`` comes once; then :meth:`begin`.
    """

    alone = Signal()

    def __init__(
        self,
        app: QApplication,
        preferences: Preferences,
        busy: Callable[[], bool],
        parent: QObject,
        *,
        steady: Callable[[], float] = time.monotonic,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._busy = busy
        self._steady, self._clock = steady, clock
        self._seen = self._looked = 0.0
        self._window: QWindow | None = None
        app.focusChanged.connect(self._follow)
        app.focusWindowChanged.connect(self._follow_window)
        self._follow(None, app.focusWidget())
        self._follow_window(app.focusWindow())
        self._timer = QTimer(self, interval=_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._sleep = Sleep(self)
        self._sleep.coming.connect(self._leave)

    def begin(self) -> None:
        """Watch from now on."""
        self._seen, self._looked = self._steady(), self._clock()
        self._timer.start()

    @property
    def on(self) -> bool:
        """Tell whether it watches."""
        return self._timer.isActive()

    def end(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def look(self) -> None:
        """See whether somebody is still there."""
        if self._busy():
            self._seen = self._steady()
        slept = self._clock() - self._looked > _LOOK_EVERY / 1000 + _JUMP
        self._looked = self._clock()
        if slept or self._steady() - self._seen >= 60 * self._preferences.lock_after:
            self._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Note that somebody pressed a key or moved the mouse."""
        if event.type() in _SIGNS:
            self._seen = self._steady()
        return False

    def _leave(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.alone.emit()

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    def _follow_window(self, now: QWindow | None) -> None:
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = now
        if now is not None:
            now.installEventFilter(self)
            self._seen = self._steady()
