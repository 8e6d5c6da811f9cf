"""The named colours: readable in each set, and every name of the style sheet is known."""

from __future__ import annotations

import pytest

from zjdesk.gui.style import style_sheet
from zjdesk.gui.tokens import SCALES, THEMES, ThemeName, theme

READ_ON = (
    ("text", "card"),
    ("text", "surface"),
    ("text", "stripe"),
    ("text", "selection"),
    ("muted", "card"),
    ("muted", "surface"),
    ("muted", "stripe"),
    ("on_primary", "primary"),
    ("accent", "card"),
    ("accent", "surface"),
    ("ok", "card"),
    ("warn", "card"),
    ("danger", "card"),
    ("danger", "danger_surface"),
    ("text", "warn_surface"),
    ("text", "ok_surface"),
    ("nav_text", "nav"),
)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), READ_ON)
def test_words_stand_out_from_their_ground(name: ThemeName, ink: str, ground: str) -> None:
    tokens = theme(name)
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_uses_known_names_only(name: ThemeName) -> None:
    sheet = style_sheet(theme(name), "Noto Sans SC")
    assert "@" not in sheet
    assert theme(name)["primary"] in sheet


@pytest.mark.parametrize("scale", SCALES)
def test_sizes_follow_the_text_size(scale: int) -> None:
    assert f"font-size: {round(13 * scale / 100)}px" in style_sheet(theme("light", scale), "x")
