"""A paragraph on paper: broken by Chinese rules, justified, drawn as text that can be searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from reportlab.platypus import Flowable

from zjdesk.report.typeset.breaking import break_lines
from zjdesk.report.typeset.fonts import FontBook
from zjdesk.report.typeset.styles import Style

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

ASCENT = 0.88  # of the bundled fonts, in ems
LOOSEST = 0.25  # a gap is opened by at most this many ems; a looser line stays ragged
FEWEST_SPACES = 4  # with fewer, a line of words is filled between characters or not at all


@dataclass(frozen=True)
class Gaps:
    """What is added to fill a line: to every Chinese character, or to every space between words."""

    characters: float = 0.0
    spaces: float = 0.0


NO_GAPS = Gaps()


class TextBlock(Flowable):
    """A paragraph in one style; it splits between lines, never leaving one line alone."""

    def __init__(self, text: str, style: Style, fonts: FontBook, lines: Sequence[str] | None = None) -> None:
        super().__init__()
        self.text, self.style, self.fonts = text, style, fonts
        self.lines = list(lines) if lines is not None else None
        self.starts, self.ends = True, True

    def getSpaceBefore(self) -> float:  # noqa: N802 - the name is reportlab's
        """Return the space above."""
        return self.style.before if self.starts else 0.0

    def getSpaceAfter(self) -> float:  # noqa: N802 - the name is reportlab's
        """Return the space underneath."""
        return self.style.after if self.ends else 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the lines for a width."""
        self.width = width
        if self.lines is None:
            style = self.style
            hanging = style.size / 2 if style.align == "justify" else 0.0
            self.lines = break_lines(self.text, self._measure, width - style.indent, width, hanging)
        self.height = len(self.lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Split between lines so that at least two stay on each side."""
        self.wrap(width, height)
        lines = self.lines or []
        fits = int((height + 0.01) // self.style.leading)
        fits = min(fits, len(lines) - 2)
        if fits < 2:
            return []
        first = TextBlock(self.text, self.style, self.fonts, lines[:fits])
        second = TextBlock(self.text, self.style, self.fonts, lines[fits:])
        first.starts, first.ends = self.starts, False
        second.starts, second.ends = False, self.ends
        return [first, second]

    def draw(self) -> None:
        """Draw the lines from the top."""
        lines = self.lines or []
        style = self.style
        lift = (style.leading - style.size) / 2 + style.size * (1 - ASCENT)
        for number, line in enumerate(lines):
            opening = self.starts and number == 0
            closing = self.ends and number == len(lines) - 1
            bottom = self.height - (number + 1) * style.leading + lift
            self._draw_line(line, bottom, style.indent if opening else 0.0, closing)

    def _measure(self, text: str) -> float:
        return self.fonts.width(text, self.style.face, self.style.size, self.style.tracking)

    def _draw_line(self, line: str, bottom: float, indent: float, closing: bool) -> None:
        slack = self.width - indent - self._measure(line)
        left, gaps = indent, Gaps()
        if self.style.align == "centre":
            left += slack / 2
        elif self.style.align == "right":
            left += slack
        elif self.style.align == "justify" and not closing:
            gaps = spread(line, max(slack, 0.0), self.style)  # a closing mark may stand half outside
        draw_line(self.canv, line, (left, bottom), self.style, self.fonts, gaps)


def spread(line: str, slack: float, style: Style) -> Gaps:
    """Share out what a line lacks to the margin; numbers and words are never pulled apart."""
    spaces = line.count(" ")
    if spaces >= FEWEST_SPACES and slack / spaces <= style.size:
        return Gaps(spaces=slack / spaces)
    wide = sum(1 for character in line[:-1] if not character.isascii())
    gap = slack / wide if wide else 0.0
    return Gaps(characters=gap if gap <= LOOSEST * style.size else 0.0)


def draw_line(
    canvas: Canvas, line: str, place: tuple[float, float], style: Style, fonts: FontBook, gaps: Gaps = NO_GAPS
) -> None:
    """Draw one line of text with its fonts; the whole line is one text object, so that it is copied as one."""
    text = canvas.beginText(*place)
    text.setWordSpace(round(gaps.spaces, 3))
    for narrow, piece in groupby(line, key=str.isascii):
        text.setCharSpace(round(style.tracking + (0.0 if narrow else gaps.characters), 3))
        for font, run in fonts.runs("".join(piece), style.face):
            text.setFont(font, style.size)
            text.textOut(run)
    text.setCharSpace(0)
    text.setWordSpace(0)
    canvas.drawText(text)
