"""Hears on Linux that the computer is about to sleep, from the system's own bus; elsewhere it stays silent."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_SERVICE = "org.freedesktop.login1"
_PATH = "/org/freedesktop/login1"


class Sleep(QObject):
    """Tells ``coming`` before the computer sleeps; ``heard`` is whether anybody will say so."""

    coming = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard = sys.platform.startswith("linux") and self._listen()

    def _listen(self) -> bool:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:  # a Qt without D-Bus, or a system without its library
            return False
        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return False
        slot: Any = SLOT("told(bool)")  # text, though its declaration says bytes
        heard: bool = bus.connect(_SERVICE, _PATH, f"{_SERVICE}.Manager", "PrepareForSleep", self, slot)
        return heard

    @Slot(bool)
    def told(self, going: bool) -> None:
        """Take what the bus says: true before the computer sleeps, false after."""
        if going:
            self.coming.emit()
