"""Makes the style sheet and palette of the window from the tokens and ``resources/qss/window.qss``."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QPalette

from zjdesk.gui.tokens import Theme
from zjdesk.paths import resources_dir

_SIZE = re.compile(r"\{(\d+)\}")
_TOKEN = re.compile(r"@([a-z_]+)")


def style_sheet(theme: Theme, family: str) -> str:
    """Return the style sheet: ``@token`` is a colour, ``{13}`` a size in pixels that follows the text size."""
    source = (resources_dir() / "qss" / "window.qss").read_text("utf-8")
    icons = (resources_dir() / "icons" / "controls" / theme.name).as_posix()
    words = {**theme.colours, "family": family, "icons": icons}
    sized = _SIZE.sub(lambda match: str(theme.px(int(match[1]))), source)
    return _TOKEN.sub(lambda match: words[match[1]], sized)


def palette(theme: Theme) -> QPalette:
    """Return the palette; item views take their selection from it so that cells keep their own colours."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: "surface",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "card",
        QPalette.ColorRole.AlternateBase: "stripe",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "card",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.ToolTipBase: "text",
        QPalette.ColorRole.ToolTipText: "card",
        QPalette.ColorRole.Highlight: "selection",
        QPalette.ColorRole.HighlightedText: "text",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.Link: "primary",
    }
    for role, token in roles.items():
        result.setColor(role, QColor(theme[token]))
    return result
