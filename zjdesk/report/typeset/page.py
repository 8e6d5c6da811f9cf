"""The sheet of paper: type area, page numbers between dashes, pages laid across, and the outline."""

from __future__ import annotations

from typing import Any, BinaryIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from zjdesk.report.typeset.running import Running
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
HEAD_RISE = 8.0


class Bookmark(Flowable):
    """An entry of the outline; it takes no room."""

    def __init__(self, key: str, text: str, level: int) -> None:
        super().__init__()
        self.key, self.text, self.level = key, text, level

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Mark the place and name it in the outline."""
        self.canv.bookmarkHorizontal(self.key, 0, 0)
        self.canv.showOutline()
        self.canv.addOutlineEntry(self.text, self.key, level=self.level, closed=self.level > 0)


class Document(BaseDocTemplate):
    """A report of A4 pages; a page laid across is an upright sheet turned, its top at the binding (GB/T 9704)."""

    def __init__(self, target: BinaryIO, title: str, author: str, running: Running) -> None:
        super().__init__(
            target,
            pagesize=PAGE,
            title=title,
            author=author,
            subject=title,
            creator="zjdesk",
            lang="zh-CN" if running.lang == "zh" else "en",
            invariant=1,
        )
        self.running, self.fonts = running, running.fonts
        upright = Frame(LEFT, BOTTOM, TEXT_WIDTH, TEXT_HEIGHT, 0, 0, 0, 0, id="upright")
        across = Frame(BOTTOM, RIGHT, TEXT_HEIGHT, TEXT_WIDTH, 0, 0, 0, 0, id="across")
        self.addPageTemplates(
            [
                PageTemplate("portrait", [upright], onPage=self.upright),
                PageTemplate(
                    "landscape", [across], onPage=self.across, onPageEnd=self.run_head, pagesize=(PAGE[1], PAGE[0])
                ),
            ]
        )

    def upright(self, canvas: Canvas, document: Any) -> None:
        """Number an upright page."""
        self.folio(canvas)

    def across(self, canvas: Canvas, document: Any) -> None:
        """Number a page laid across where the upright sheet has its number: the text there runs down the side."""
        canvas.saveState()
        canvas.translate(0, PAGE[0])
        canvas.rotate(-90)
        self.folio(canvas)
        canvas.restoreState()

    def run_head(self, canvas: Canvas, document: Any) -> None:
        """Write the annex's line over a page laid across, once it is known which annex that is."""
        self.running.head(canvas, BOTTOM + TEXT_HEIGHT, RIGHT + TEXT_WIDTH + HEAD_RISE)

    def folio(self, canvas: Canvas) -> None:
        """Print the page number between dashes, outside: right on odd pages, left on even ones."""
        number = canvas.getPageNumber()
        text = f"— {number} —"
        width = self.fonts.width(text, FOLIO.face, FOLIO.size)
        left = PAGE[0] - RIGHT - SIZE_4 - width if number % 2 else LEFT + SIZE_4
        draw_line(canvas, text, (left, BOTTOM - FOLIO_DROP - SIZE_4), FOLIO, self.fonts)
