"""What a chart is drawn with: filled boxes, lines, hatching and short labels in the report's own fonts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from reportlab.lib.colors import HexColor

from zjdesk.report.charts import PALETTE
from zjdesk.report.typeset.breaking import break_lines
from zjdesk.report.typeset.fonts import Face, FontBook
from zjdesk.report.typeset.styles import Style
from zjdesk.report.typeset.textblock import draw_line

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Anchor = Literal["left", "centre", "right"]
TEXT = HexColor("#222222")
EDGE = HexColor("#333333")
FAINT = HexColor("#BBBBBB")
HATCH_STEP = 4.0


@dataclass(frozen=True)
class Box:
    """A rectangle in points, from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Return the upper edge."""
        return self.bottom + self.height


@dataclass(frozen=True)
class Lettering:
    """The fonts of a chart's labels, for measuring before anything is drawn."""

    fonts: FontBook
    face: Face = field(default="label", kw_only=True)

    def width(self, text: str, size: float) -> float:
        """Return how wide a label is."""
        return self.fonts.width(text, self.face, size)

    def lines(self, text: str, width: float, size: float) -> list[str]:
        """Break a label to a width."""
        return break_lines(text, lambda piece: self.width(piece, size), width, width)


@dataclass(frozen=True)
class Ink(Lettering):
    """The canvas and the fonts of one chart."""

    canvas: Canvas

    def fill(self, box: Box, colour: str) -> None:
        """Draw a filled box with a thin edge, so that light colours stand out on paper."""
        self.canvas.setFillColor(HexColor(PALETTE[colour]))
        self.canvas.setStrokeColor(EDGE)
        self.canvas.setLineWidth(0.4)
        self.canvas.rect(box.left, box.bottom, box.width, box.height, stroke=1, fill=1)

    def hatch(self, box: Box) -> None:
        """Draw slanting lines over a box: a part of what the box shows."""
        canvas = self.canvas
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(box.left, box.bottom, box.width, box.height)
        canvas.clipPath(path, stroke=1, fill=0)
        canvas.setStrokeColor(HexColor("#FFFFFF"))
        canvas.setLineWidth(1.1)
        reach = box.left - box.height
        while reach < box.right:
            canvas.line(reach, box.bottom, reach + box.height, box.top)
            reach += HATCH_STEP
        canvas.restoreState()

    def rule(self, start: tuple[float, float], end: tuple[float, float], faint: bool = False) -> None:
        """Draw a straight line."""
        self.canvas.setStrokeColor(FAINT if faint else EDGE)
        self.canvas.setLineWidth(0.4)
        self.canvas.line(*start, *end)

    def label(self, text: str, place: tuple[float, float], size: float, anchor: Anchor = "left") -> None:
        """Write one line; ``place`` is its left, middle or right end on the base line."""
        shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[anchor] * self.width(text, size)
        self.canvas.setFillColor(TEXT)
        draw_line(self.canvas, text, (place[0] - shift, place[1]), Style(self.face, size, size), self.fonts)

    def stack(self, lines: list[str], place: tuple[float, float], size: float, anchor: Anchor) -> None:
        """Write lines under each other; ``place`` is the middle of the whole stack."""
        pitch = size * 1.25
        first = place[1] + (len(lines) - 1) * pitch / 2 - size * 0.36
        for number, line in enumerate(lines):
            self.label(line, (place[0], first - number * pitch), size, anchor)
