"""A report as a PDF file: fonts embedded, charts as vectors, the same bytes for the same report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from zjdesk.paths import resources_dir
from zjdesk.report.blocks import Report
from zjdesk.report.steps import Step, untold


@dataclass(frozen=True)
class Written:
    """What was written: the number of pages, the characters that no font could draw, the day that money counts to."""

    pages: int
    missing_glyphs: tuple[str, ...]
    as_of: str = ""


def write(report: Report, path: Path, *, fonts: Path | None = None) -> Written:
    """Write the report as a PDF; ``fonts`` is the folder of its fonts, the program's own when not given."""
    data, written = render(report, fonts=fonts)
    path.write_bytes(data)
    return written


def render(report: Report, *, fonts: Path | None = None, step: Step = untold) -> tuple[bytes, Written]:
    """Return the PDF's bytes, for a preview that writes nothing; ``step`` hears of every piece laid out."""
    from zjdesk.report.typeset.fonts import open_fonts
    from zjdesk.report.typeset.page import Document
    from zjdesk.report.typeset.running import Running
    from zjdesk.report.typeset.story import story

    book = open_fonts(fonts or resources_dir() / "fonts")
    buffer = BytesIO()
    running = Running(report.lang, book)
    document = Document(buffer, report.title, report.author, running)
    flow = story(report, running)
    document.setProgressCallBack(_listener(len(flow), step))
    document.build(flow)
    return buffer.getvalue(), Written(document.page, tuple(sorted(book.missing)), report.as_of)


def _listener(total: int, step: Step) -> Callable[[str, int], None]:
    furthest = 0

    def hear(event: str, done: int) -> None:
        nonlocal furthest  # a piece that is parted over two pages takes the count back
        if event == "PROGRESS":
            furthest = max(furthest, min(done, total))
            step(furthest, total)

    return hear
