"""Copies of a form as a PDF file: fonts embedded, codes as vectors, the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from zjdesk.paths import resources_dir
from zjdesk.report.pdf import Written
from zjdesk.report.sheets.blocks import Blocks
from zjdesk.report.sheets.content import Sheet
from zjdesk.report.sheets.flow import Flow
from zjdesk.report.sheets.frame import dress, head_height, title
from zjdesk.report.sheets.marks import Area, Code, Leaf, Mark, Picture, Square, Stroke, Words
from zjdesk.report.sheets.setter import Setter
from zjdesk.report.sheets.sizes import BOX_LINE, LARGE, NORMAL, room
from zjdesk.report.steps import Step, untold
from zjdesk.report.typeset.fonts import FontBook, open_fonts
from zjdesk.report.typeset.styles import MM, Style
from zjdesk.report.typeset.textblock import draw_line

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_SHADE = 0.93


@dataclass(frozen=True)
class Pen:
    """A canvas whose pages are measured in millimetres from the upper left corner."""

    canvas: Canvas
    fonts: FontBook
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a place as the canvas has it."""
        return round(x * MM, 4), round((self.height - y) * MM, 4)


def lay(sheet: Sheet, fonts: FontBook) -> list[Leaf]:
    """Return the pages of one copy, everything in its place."""
    setter = Setter(fonts, LARGE if sheet.large else NORMAL, coded=sheet.serial is not None)
    first = room(across=sheet.across, mirrored=False, coded=setter.coded)
    flow = Flow(setter, sheet.across, sheet.duplex, head_height(sheet, setter, first.width))
    flow.turn()
    title(sheet, flow)
    Blocks(flow, sheet.lang).lay(sheet.blocks)
    dress(sheet, flow)
    return flow.leaves


def book() -> FontBook:
    """Return the program's own fonts."""
    return open_fonts(resources_dir() / "fonts")


def render(sheets: Iterable[Sheet], *, step: Step = untold) -> tuple[bytes, Written]:
    """Return copies of a form as one PDF; ``step`` hears of every copy."""
    fonts = book()
    return write([lay(sheet, fonts) for sheet in sheets], fonts, step)


def write(copies: Sequence[list[Leaf]], fonts: FontBook, step: Step) -> tuple[bytes, Written]:
    """Draw laid-out copies."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    pages = 0
    for number, leaves in enumerate(copies):
        for leaf in leaves:
            canvas.setPageSize((leaf.width * MM, leaf.height * MM))
            draw(leaf, canvas, fonts)
            canvas.showPage()
            pages += 1
        step(number + 1, len(copies))
    canvas.save()
    return buffer.getvalue(), Written(pages, tuple(sorted(fonts.missing)))


def draw(leaf: Leaf, canvas: Canvas, fonts: FontBook) -> None:
    """Draw everything that stands on a page."""
    pen = Pen(canvas, fonts, leaf.height)
    for mark in leaf.marks:
        _DRAW[type(mark)](mark, pen)


def _words(mark: Words, pen: Pen) -> None:
    style = Style(mark.face, mark.size, mark.size)
    width = pen.fonts.width(mark.text, mark.face, mark.size) / MM
    x = mark.x - {"left": 0.0, "centre": 0.5, "right": 1.0}[mark.anchor] * width
    pen.canvas.setFillGray(0.05)
    draw_line(pen.canvas, mark.text, pen.point(x, mark.y), style, pen.fonts)


def _stroke(mark: Stroke, pen: Pen) -> None:
    pen.canvas.setStrokeGray(0.1)
    pen.canvas.setLineWidth(mark.weight * MM)
    pen.canvas.line(*pen.point(mark.x, mark.y), *pen.point(mark.to_x, mark.to_y))


def _area(mark: Area, pen: Pen) -> None:
    canvas = pen.canvas
    canvas.setStrokeGray(0.1)
    canvas.setFillGray(_SHADE if mark.shaded else 1)
    canvas.setLineWidth(mark.edge * MM)
    place = pen.point(mark.x, mark.y + mark.height)
    canvas.rect(*place, mark.width * MM, mark.height * MM, stroke=int(mark.edge > 0), fill=int(mark.shaded))


def _square(mark: Square, pen: Pen) -> None:
    """Draw a box whose line lies within its side, and a tick in it where one is."""
    canvas = pen.canvas
    canvas.setStrokeGray(0)
    canvas.setLineWidth(BOX_LINE * MM)
    inset = BOX_LINE / 2
    side = (mark.side - BOX_LINE) * MM
    canvas.rect(*pen.point(mark.x + inset, mark.y + mark.side - inset), side, side, stroke=1, fill=0)
    if mark.ticked:
        canvas.setLineWidth(0.6 * MM)
        path = canvas.beginPath()
        path.moveTo(*pen.point(mark.x + 0.2 * mark.side, mark.y + 0.55 * mark.side))
        path.lineTo(*pen.point(mark.x + 0.42 * mark.side, mark.y + 0.8 * mark.side))
        path.lineTo(*pen.point(mark.x + 0.85 * mark.side, mark.y + 0.2 * mark.side))
        canvas.drawPath(path, stroke=1, fill=0)


def modules(payload: str) -> list[list[bool]]:
    """Return the modules of a QR code (error correction M), the upper row first."""
    from reportlab.graphics.barcode import qrencoder

    code: Any = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(qrencoder.QRAlphaNum(payload))
    code.make()
    side = code.getModuleCount()
    return [[bool(code.isDark(row, column)) for column in range(side)] for row in range(side)]


def _code(mark: Code, pen: Pen) -> None:
    """Draw a QR code, neighbouring dark modules of a row as one bar, so that no hairline shows between them."""
    canvas = pen.canvas
    canvas.setFillGray(0)
    rows = modules(mark.payload)
    side = mark.side / len(rows)
    for number, row in enumerate(rows):
        for start, length in _runs(row):
            place = pen.point(mark.x + start * side, mark.y + (number + 1) * side)
            canvas.rect(*place, length * side * MM, side * MM, stroke=0, fill=1)


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for place, dark in enumerate([*row, False]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None


def _picture(mark: Picture, pen: Pen) -> None:
    from reportlab.lib.utils import ImageReader

    place = pen.point(mark.x, mark.y + mark.height)
    pen.canvas.drawImage(
        ImageReader(BytesIO(mark.data)),
        *place,
        mark.width * MM,
        mark.height * MM,
        preserveAspectRatio=True,
        anchor="c",
    )


_DRAW: dict[type[Mark], Callable[[Any, Pen], None]] = {
    Words: _words,
    Stroke: _stroke,
    Area: _area,
    Square: _square,
    Code: _code,
    Picture: _picture,
}
