"""Loads the one typeface of the window, so that no laptop shows boxes instead of characters."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from zjdesk.errors import BugError
from zjdesk.gui.tokens import Theme
from zjdesk.paths import resources_dir

_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf")
BODY = 13


def load_family() -> str:
    """Load the fonts of ``resources/fonts`` and return the family's name."""
    families: list[str] = []
    for name in _FILES:
        number = QFontDatabase.addApplicationFont(str(resources_dir() / "fonts" / name))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not families:
        raise BugError("the window's fonts cannot be loaded")
    return families[0]


def body_font(family: str, theme: Theme) -> QFont:
    """Return the application's font at the text size of the theme."""
    font = QFont(family)
    font.setPixelSize(theme.px(BODY))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
