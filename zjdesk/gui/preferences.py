"""What this person's window remembers: language, text size, colours, size of the window, columns shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from zjdesk.gui.tokens import SCALES, THEMES, ThemeName
from zjdesk.i18n import LANGUAGES, Lang

LOCK_AFTER = (5, 10, 30)  # minutes to choose from, the middle one unless chosen


@dataclass(frozen=True)
class Look:
    """How the window shows itself."""

    lang: Lang = "zh"
    theme: ThemeName = "light"
    scale: int = 100


class Preferences:
    """Reads and keeps them in an INI file of the user's own folder."""

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "zjdesk", "window")
        else:
            self._store = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def look(self) -> Look:
        """Return the kept look; anything unreadable falls back to the first choice."""
        lang = str(self._store.value("lang", "zh"))
        theme = str(self._store.value("theme", "light"))
        scale = str(self._store.value("scale", "100"))
        return Look(
            lang if lang in LANGUAGES else "zh",
            theme if theme in THEMES else "light",
            int(scale) if scale.isdigit() and int(scale) in SCALES else 100,
        )

    @look.setter
    def look(self, look: Look) -> None:
        self._store.setValue("lang", look.lang)
        self._store.setValue("theme", look.theme)
        self._store.setValue("scale", look.scale)

    @property
    def lock_after(self) -> int:
        """Return after how many minutes without a key or a move the window locks itself."""
        minutes = self.text("lock_after")
        return int(minutes) if minutes.isdigit() and int(minutes) in LOCK_AFTER else LOCK_AFTER[1]

    @lock_after.setter
    def lock_after(self, minutes: int) -> None:
        self.keep_text("lock_after", str(minutes))

    def bytes_of(self, name: str) -> QByteArray:
        """Return a kept state of Qt's own (window, header), empty when there is none."""
        value = self._store.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_bytes(self, name: str, value: QByteArray) -> None:
        """Keep a state of Qt's own."""
        self._store.setValue(name, value)

    def text(self, name: str, default: str = "") -> str:
        """Return a kept word."""
        return str(self._store.value(name, default))

    def keep_text(self, name: str, value: str) -> None:
        """Keep a word."""
        self._store.setValue(name, value)

    def keep_now(self, name: str, value: str) -> None:
        """Keep a word that must outlive the program's sudden end."""
        self._store.setValue(name, value)
        self._store.sync()
