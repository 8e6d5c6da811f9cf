"""A report as a PDF file: fonts embedded, charts as vectors, the same bytes for the same report."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from zjdesk.paths import resources_dir
from zjdesk.report.blocks import Report


@dataclass(frozen=True)
class Written:
    """What was written: the number of pages, and the characters that no font could draw."""

    pages: int
    missing_glyphs: tuple[str, ...]


def write(report: Report, path: Path, *, fonts: Path | None = None) -> Written:
    """Write the report as a PDF; ``fonts`` is the folder of its fonts, the program's own when not given."""
    data, written = render(report, fonts=fonts)
    path.write_bytes(data)
    return written


def render(report: Report, *, fonts: Path | None = None) -> tuple[bytes, Written]:
    """Return the PDF's bytes, for a preview that writes nothing."""
    from zjdesk.report.typeset.fonts import open_fonts
    from zjdesk.report.typeset.page import Document
    from zjdesk.report.typeset.running import Running
    from zjdesk.report.typeset.story import story

    book = open_fonts(fonts or resources_dir() / "fonts")
    buffer = BytesIO()
    running = Running(report.lang, book)
    document = Document(buffer, report.title, report.author, running)
    document.build(story(report, running))
    return buffer.getvalue(), Written(document.page, tuple(sorted(book.missing)))
