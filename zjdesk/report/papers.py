"""Papers of a page or two that people sign or keep: facts in a table, sentences, places for signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zjdesk.i18n import Lang, text
from zjdesk.paths import resources_dir
from zjdesk.report.blocks import Block, Cell, Column, HeadCell, Heading, Paragraph, Report, Row, Sentence, Span, Table
from zjdesk.report.glyphs import coverage, font_files, missing

_TEXT = Column("left", wraps=True)


@dataclass(frozen=True)
class Part:
    """A part of a paper: its heading, a table (``right`` are its columns of numbers), then sentences."""

    heading: str
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sentences: tuple[str, ...] = ()
    right: tuple[int, ...] = ()


def build(title: str, parts: Sequence[Part], signatures: Sequence[str], *, office: str, day: str, lang: Lang) -> Report:
    """Return a paper; ``signatures`` are the places at its end, each with room to sign."""
    blocks: list[Block] = [block for number, part in enumerate(parts, 1) for block in _part(number, part)]
    for place, who in enumerate(signatures, 1):
        blocks.append(_paragraph(f"signature_{place}", text(lang, "report.paper_signature", who=who)))
    report = Report(title, office, lang, day, "final", tuple(blocks), ())
    fonts = [coverage(path) for path in font_files(resources_dir() / "fonts")]
    return replace(report, missing_glyphs=missing(report.texts(), fonts))


def _part(number: int, part: Part) -> Iterator[Block]:
    if part.heading:
        yield Heading(1, part.heading)
    if part.rows:
        columns = tuple(Column("right") if place in part.right else _TEXT for place in range(len(part.header)))
        header = (tuple(HeadCell(words) for words in part.header),)
        rows = tuple(Row(tuple(Cell(words) for words in row)) for row in part.rows)
        yield Table(f"table_{number}", "", columns, header, rows)
    for place, words in enumerate(part.sentences, 1):
        yield _paragraph(f"sentence_{number}_{place}", words)


def _paragraph(key: str, words: str) -> Paragraph:
    return Paragraph(key, (Sentence((Span(words),)),))
