"""The line over an annex's pages, 附件2 第1页 共6页, so that a loose sheet finds its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportlab.platypus import Flowable

from zjdesk.i18n import Lang, text
from zjdesk.report.typeset.fonts import FontBook
from zjdesk.report.typeset.styles import SIZE_5_SMALL, Style
from zjdesk.report.typeset.textblock import draw_line

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

STYLE = Style("label", SIZE_5_SMALL, SIZE_5_SMALL)
ROOM = "00"  # the number of pages is written into this room once it is known


@dataclass
class Running:
    """Counts the pages of each annex while they are laid out; totals are written last, where every page points."""

    lang: Lang
    fonts: FontBook
    word: str = ""
    pages: dict[str, int] = field(default_factory=dict)

    def begin(self, word: str) -> None:
        """Begin an annex on the page at hand."""
        self.word = word
        self.pages[word] = 0

    def head(self, canvas: Canvas, right: float, bottom: float) -> None:
        """Write the line of the page at hand, ending at ``right``; its total comes later."""
        if not self.word:
            return
        self.pages[self.word] += 1
        words = text(self.lang, "report.annex_page", word=self.word, page=self.pages[self.word])
        left = right - self._width(self._total(ROOM))
        draw_line(canvas, words, (left - self._width(words), bottom), STYLE, self.fonts)
        canvas.saveState()
        canvas.translate(left, bottom)
        canvas.doForm(self._form(self.word))
        canvas.restoreState()

    def finish(self, canvas: Canvas) -> None:
        """Write the totals; the page at hand is the last annex's last and not yet counted."""
        for word, pages in self.pages.items():
            total = self._total(str(pages + (word == self.word)))
            canvas.beginForm(self._form(word))
            draw_line(canvas, total, (self._width(self._total(ROOM)) - self._width(total), 0.0), STYLE, self.fonts)
            canvas.endForm()

    def _total(self, pages: str) -> str:
        return text(self.lang, "report.annex_pages", pages=pages)

    def _width(self, words: str) -> float:
        return self.fonts.width(words, STYLE.face, STYLE.size)

    def _form(self, word: str) -> str:
        return f"total-{list(self.pages).index(word)}"


class AnnexBegins(Flowable):
    """Tells the running line that an annex begins on this page."""

    def __init__(self, running: Running, word: str) -> None:
        super().__init__()
        self.running, self.word = running, word

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Begin the annex."""
        self.running.begin(self.word)


class AnnexesEnd(Flowable):
    """Stands at the very end and writes the totals."""

    def __init__(self, running: Running) -> None:
        super().__init__()
        self.running = running

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Write the totals."""
        self.running.finish(self.canv)
