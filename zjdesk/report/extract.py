"""A person's own copy of what is held about them, as a report that can be printed (PIPL 45)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zjdesk.i18n import Lang, text
from zjdesk.paths import resources_dir
from zjdesk.report.blocks import Block, Cell, Column, HeadCell, Heading, Paragraph, Report, Row, Sentence, Span, Table
from zjdesk.report.glyphs import coverage, font_files, missing


@dataclass(frozen=True)
class Section:
    """What one form holds: where it lies, what for, how long, by which rule; and each record as (label, value)."""

    form: str
    where: str
    purpose: str
    keeping: str
    records: tuple[tuple[tuple[str, str], ...], ...]


def build(sections: Sequence[Section], *, name: str, office: str, day: str, lang: Lang) -> Report:
    """Return the printed copy."""
    title = text(lang, "report.extract_title", name=name)
    blocks: list[Block] = [_paragraph("opening", text(lang, "report.extract_opening", name=name, day=day))]
    for number, section in enumerate(sections, 1):
        blocks += _section(number, section, lang)
    blocks += [_paragraph(key, text(lang, f"report.extract_{key}")) for key in ("rights", "remark")]
    report = Report(title, office, lang, day, "final", tuple(blocks), ())
    fonts = [coverage(path) for path in font_files(resources_dir() / "fonts")]
    return replace(report, missing_glyphs=missing(report.texts(), fonts))


def _section(number: int, section: Section, lang: Lang) -> Iterator[Block]:
    count = text(lang, "report.extract_count", name=section.form, n=len(section.records))
    yield Heading(1, f"{number}. {count}")
    for key, words in (("where", section.where), ("purpose", section.purpose), ("keeping", section.keeping)):
        yield _paragraph(f"{key}_{number}", text(lang, f"report.extract_{key}", words=words))
    header = ((HeadCell(text(lang, "report.extract_item")), HeadCell(text(lang, "report.extract_content"))),)
    columns = (Column("left", wraps=True), Column("left", wraps=True))
    for place, record in enumerate(section.records, 1):
        rows = tuple(Row((Cell(label), Cell(value))) for label, value in record)
        if rows:
            yield Table(f"record_{number}_{place}", text(lang, "report.extract_record", n=place), columns, header, rows)


def _paragraph(key: str, words: str) -> Paragraph:
    return Paragraph(key, (Sentence((Span(words),)),))
