"""The named colours and sizes that every part of the window is drawn with: light, dark and high contrast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark", "contrast"]
THEMES: tuple[ThemeName, ...] = ("light", "dark", "contrast")
SCALES = (100, 110, 125, 150, 175, 200)

_NAMES = (
    "surface", "card", "stripe", "border", "line", "text", "muted", "primary", "primary_hover", "on_primary",
    "selection", "ok", "warn", "danger", "danger_surface", "warn_surface", "ok_surface", "focus",
    "nav", "nav_text", "nav_hover", "accent",
)  # fmt: skip

_LIGHT = (
    "#F4F6FA", "#FFFFFF", "#F8FAFC", "#E1E6EE", "#B9C2CF", "#1F2937", "#566173", "#2563EB", "#1D4FD0", "#FFFFFF",
    "#E1ECFF", "#17693F", "#8A4B00", "#B42323", "#FEF3F2", "#FFF7E6", "#ECFDF3", "#2F6FED",
    "#1F2A3C", "#D5DCE8", "#2C3A50", "#1D4FD0",
)  # fmt: skip

_DARK = (
    "#14181F", "#1D232D", "#222935", "#323B49", "#5A6677", "#E8ECF2", "#A9B4C4", "#3E6FE0", "#5585EE", "#FFFFFF",
    "#29406E", "#6FD19C", "#F2B75C", "#FF9B94", "#3B2326", "#3A2F1C", "#1E3529", "#7AA7FF",
    "#0D1117", "#C9D3E2", "#232C3A", "#8FB3FF",
)  # fmt: skip

_CONTRAST = (
    "#000000", "#000000", "#0F0F0F", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#F2F2F2", "#FFE100", "#FFF27A", "#000000",
    "#3A3A00", "#7CFF9B", "#FFC247", "#FFA3A3", "#2A0000", "#2A1E00", "#002A10", "#00E5FF",
    "#000000", "#FFFFFF", "#333333", "#FFE100",
)  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """One set of colours at one text size; ``scale`` is in per cent."""

    name: ThemeName
    colours: dict[str, str]
    scale: int = 100

    def __getitem__(self, token: str) -> str:
        return self.colours[token]

    def px(self, size: float) -> int:
        """Return a length of the 8-pixel grid at this text size."""
        return round(size * self.scale / 100)


def theme(name: ThemeName, scale: int = 100) -> Theme:
    """Return the token set of that name."""
    values = {"light": _LIGHT, "dark": _DARK, "contrast": _CONTRAST}[name]
    return Theme(name, dict(zip(_NAMES, values, strict=True)), scale)
