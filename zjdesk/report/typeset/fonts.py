"""The fonts of a printed report: four faces, a chain of substitutes, and a mark for what none of them holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from zjdesk.errors import DeviceError
from zjdesk.report.glyphs import font_files

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

Face = Literal["body", "title", "head", "label"]

# 仿宋 and 小标宋 are not free: a serif stands for them, a sans for 黑体.
FILES: dict[Face, str] = {
    "body": "NotoSerifSC-Regular.ttf",
    "title": "NotoSerifSC-Bold.ttf",
    "head": "NotoSansSC-Medium.ttf",
    "label": "NotoSansSC-Regular.ttf",
}
MARK = "〓"  # printed for a character that no font holds


@dataclass(frozen=True)
class Glyph:
    """How one character is drawn: the font that holds it, what is drawn, and its advance in ems."""

    font: str
    character: str
    advance: float


@dataclass
class FontBook:
    """The faces of one document; it remembers which characters it could not draw."""

    chains: dict[Face, tuple[TTFont, ...]]
    missing: set[str] = field(default_factory=set)
    _glyphs: dict[tuple[Face, str], Glyph] = field(default_factory=dict)

    def glyph(self, face: Face, character: str) -> Glyph:
        """Return how a character is drawn in a face, by the first font of the chain that holds it."""
        known = self._glyphs.get((face, character))
        if known is None:
            known = self._glyphs[face, character] = self._find(face, character)
        return known

    def lacks(self, character: str) -> bool:
        """Tell whether no font of the book holds a character."""
        code = ord(character)
        return not any(code in font.face.charToGlyph for font in self.chains["body"])

    def _find(self, face: Face, character: str) -> Glyph:
        code = ord(character)
        for font in self.chains[face]:
            if code in font.face.charToGlyph:
                return Glyph(font.fontName, character, font.stringWidth(character, 1.0))
        self.missing.add(character)
        return Glyph(self.chains[face][0].fontName, MARK, 1.0)

    def width(self, text: str, face: Face, size: float, tracking: float = 0.0) -> float:
        """Return how wide a text runs, in points."""
        return sum(self.glyph(face, each).advance for each in text) * size + tracking * len(text)

    def runs(self, text: str, face: Face) -> Iterator[tuple[str, str]]:
        """Split a text into pieces of one font each: (font name, what is drawn)."""
        glyphs = (self.glyph(face, each) for each in text)
        for font, run in groupby(glyphs, key=lambda glyph: glyph.font):
            yield font, "".join(glyph.character for glyph in run)


def open_fonts(folder: Path) -> FontBook:
    """Return the faces from the fonts in ``folder``; further fonts there stand in where the four lack a character."""
    from reportlab.pdfbase import pdfmetrics

    absent = [name for name in FILES.values() if not (folder / name).is_file()]
    if absent:
        raise DeviceError("report.no_fonts", folder=str(folder), names="、".join(absent))
    fonts = {path: _font(path) for path in font_files(folder)}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    others = [path for path in fonts if path.name not in FILES.values()]
    fallback = tuple(fonts[path] for path in (folder / FILES["label"], folder / FILES["body"], *others))
    return FontBook({face: (fonts[folder / name], *fallback) for face, name in FILES.items()})


@lru_cache(maxsize=16)
def _font(path: Path) -> TTFont:
    from zjdesk.report.typeset.tounicode import SearchableFont

    return SearchableFont(path.stem, str(path))
