"""How text stands on the page, in the manner of GB/T 9704: sizes, leading, indents, the body's grid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from zjdesk.i18n import Lang
from zjdesk.report.typeset.fonts import Face

MM = 72 / 25.4

PAGE = (210 * MM, 297 * MM)
TOP, BOTTOM, LEFT, RIGHT = 37 * MM, 35 * MM, 28 * MM, 26 * MM
TEXT_WIDTH, TEXT_HEIGHT = PAGE[0] - LEFT - RIGHT, PAGE[1] - TOP - BOTTOM  # 156 × 225 mm
LINES, CHARACTERS = 22, 28
LEADING = TEXT_HEIGHT / LINES
FOLIO_DROP = 7 * MM  # the page number's dashes stand 7 mm under the type area

SIZE_2, SIZE_3, SIZE_4, SIZE_5, SIZE_5_SMALL = 22.0, 16.0, 14.0, 10.5, 9.0  # 二号 三号 四号 五号 小五


@dataclass(frozen=True)
class Style:
    """One way of setting a paragraph, in points; ``indent`` is the first line's."""

    face: Face = "body"
    size: float = SIZE_3
    leading: float = LEADING
    tracking: float = 0.0
    indent: float = 0.0
    align: Literal["left", "centre", "right", "justify"] = "left"
    before: float = 0.0
    after: float = 0.0


@dataclass(frozen=True)
class Sheet:
    """The styles of one report."""

    title: Style
    headings: tuple[Style, Style, Style, Style]
    body: Style
    note: Style
    caption: Style
    table_title: Style
    annex_word: Style
    annex_title: Style
    cell: Style
    cell_head: Style


def sheet(lang: Lang) -> Sheet:
    """Return the styles for a language: Chinese stands on a grid of 22 lines of 28 characters."""
    tracking = (TEXT_WIDTH / CHARACTERS - SIZE_3) if lang == "zh" else 0.0
    size, leading = (SIZE_3, LEADING) if lang == "zh" else (12.0, 19.0)
    indent = 2 * (SIZE_3 + tracking) if lang == "zh" else 0.0
    body = Style(size=size, leading=leading, tracking=tracking, indent=indent, align="justify")
    body = body if lang == "zh" else replace(body, after=8.0)
    heading = replace(body, align="left")
    levels: tuple[Face, Face, Face, Face] = (
        ("head", "title", "body", "body") if lang == "zh" else ("head", "head", "title", "title")
    )
    first, second, third, fourth = (replace(heading, face=face) for face in levels)
    title = Style("title", SIZE_2, 34.0) if lang == "zh" else Style("title", 18.0, 26.0)
    note = Style(face="body", size=SIZE_5_SMALL, leading=13.0, after=3.0)
    return Sheet(
        title=replace(title, align="centre", after=LEADING),
        headings=(first, second, third, fourth),
        body=body,
        note=note,
        caption=Style("label", SIZE_5, 16.0, align="centre", before=4.0, after=12.0),
        table_title=Style("label", SIZE_5, 16.0, align="centre", before=6.0, after=4.0),
        annex_word=Style("head", SIZE_3, 24.0),
        annex_title=Style("title", 18.0, 24.0, align="centre", after=4.0),
        cell=Style("body", SIZE_5, 14.0),
        cell_head=Style("label", SIZE_5, 14.0, align="centre"),
    )
