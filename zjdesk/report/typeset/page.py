"""The sheet of paper: type area, page numbers between dashes, pages laid across, and the outline."""

from __future__ import annotations

from typing import Any, BinaryIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from zjdesk.report.typeset.fonts import FontBook
from zjdesk.report.typeset.styles import (
    BOTTOM,
    FOLIO_DROP,
    LEFT,
    PAGE,
    RIGHT,
    SIZE_4,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    Style,
)
from zjdesk.report.typeset.textblock import draw_line

FOLIO = Style("body", SIZE_4, SIZE_4)


class Bookmark(Flowable):
    """An entry of the outline; it takes no room and stays with what follows."""

    def __init__(self, key: str, text: str, level: int) -> None:
        super().__init__()
        self.keepWithNext = True
        self.key, self.text, self.level = key, text, level

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Mark the place and name it in the outline."""
        self.canv.bookmarkHorizontal(self.key, 0, 0)
        self.canv.addOutlineEntry(self.text, self.key, level=self.level, closed=self.level > 0)


class Across(PageTemplate):
    """A page that is shown turned by a quarter; reportlab swaps its sides back for the sheet."""

    rotation = 90


class Document(BaseDocTemplate):
    """A report of A4 pages; a page laid across is an upright sheet turned, as GB/T 9704 binds it."""

    def __init__(self, target: BinaryIO, title: str, author: str, fonts: FontBook) -> None:
        super().__init__(
            target, pagesize=PAGE, title=title, author=author, subject=title, creator="zjdesk", invariant=1
        )
        self.fonts = fonts
        upright = Frame(LEFT, BOTTOM, TEXT_WIDTH, TEXT_HEIGHT, 0, 0, 0, 0, id="upright")
        # Turned anti-clockwise the sheet's top edge lies at the binding: text runs up the sheet.
        across = Frame(BOTTOM, RIGHT, TEXT_HEIGHT, TEXT_WIDTH, 0, 0, 0, 0, id="across")
        self.addPageTemplates(
            [
                PageTemplate("portrait", [upright], onPage=self.upright),
                Across("landscape", [across], onPage=self.across, pagesize=(PAGE[1], PAGE[0])),
            ]
        )

    def upright(self, canvas: Canvas, document: Any) -> None:
        """Number an upright page."""
        self.folio(canvas)

    def across(self, canvas: Canvas, document: Any) -> None:
        """Number a page laid across at the sheet's foot, then turn it."""
        self.folio(canvas)
        canvas.translate(PAGE[0], 0)
        canvas.rotate(90)

    def folio(self, canvas: Canvas) -> None:
        """Print the page number between dashes, outside: right on odd pages, left on even ones."""
        number = canvas.getPageNumber()
        text = f"— {number} —"
        width = self.fonts.width(text, FOLIO.face, FOLIO.size)
        left = PAGE[0] - RIGHT - SIZE_4 - width if number % 2 else LEFT + SIZE_4
        draw_line(canvas, text, (left, BOTTOM - FOLIO_DROP - SIZE_4), FOLIO, self.fonts)
