"""The printed report: same bytes for the same store, vectors instead of pictures, text that can be read back."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest

from tests.stats.programme import Programme
from zjdesk.errors import DeviceError
from zjdesk.report.blocks import Heading, Report
from zjdesk.report.model import build
from zjdesk.report.pdf import Written, render, write

RARE = "𬍛"  # beyond U+FFFF, a character of names
UNKNOWN = "\U000f1234"  # of no font


@pytest.fixture(scope="module")
def printed(report: Report) -> tuple[bytes, Written]:
    return render(report)


@pytest.fixture(scope="module")
def pages(printed: tuple[bytes, Written]) -> list[str]:
    return read(printed[0])


def read(data: bytes) -> list[str]:
    """Return the text of every page as a reader copies it."""
    document = opened(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def opened(data: bytes) -> Any:
    """Open a PDF with the library that shows it in the window."""
    from pypdfium2 import PdfDocument

    return cast("Any", PdfDocument)(BytesIO(data))


def streams(data: bytes) -> Iterator[bytes]:
    """Yield the unpacked streams of a PDF as reportlab writes them."""
    from base64 import a85decode

    for found in re.finditer(
        rb"/Filter \[ /ASCII85Decode /FlateDecode \][^>]*>>\s*stream\r?\n(.*?)endstream", data, re.S
    ):
        yield zlib.decompress(a85decode(found[1].strip().removesuffix(b"~>")))


def plain(text: str) -> str:
    """Return a text without its line breaks."""
    return re.sub(r"\s+", "", text)


def test_the_same_store_gives_the_same_bytes(reference_once: Programme, printed: tuple[bytes, Written]) -> None:
    again, _ = render(build(reference_once.conn, lang="zh"))
    assert again == printed[0]


def test_every_heading_and_caption_is_printed(report: Report, pages: list[str]) -> None:
    text = plain("".join(pages))
    wanted = [block.text for block in report.blocks if isinstance(block, Heading)]
    wanted += [figure.caption for figure in report.figures]
    assert not [words for words in wanted if plain(words) not in text]


def test_sentences_are_copied_as_they_are_read(pages: list[str]) -> None:
    assert "1848份有效问卷中，回答“知道”的1809人，占97.9%" in plain("".join(pages))


def test_figures_are_vectors_and_no_picture(printed: tuple[bytes, Written]) -> None:
    assert b"/Subtype /Image" not in printed[0]
    drawn = [stream for stream in streams(printed[0]) if re.search(rb"\b(re|c)\b.*\bB\b", stream, re.S)]
    assert len(drawn) >= 8  # pages that fill shapes


def test_fonts_are_embedded_as_subsets(printed: tuple[bytes, Written]) -> None:
    names = set(re.findall(rb"/BaseFont /(\S+)", printed[0]))
    own = {name for name in names if b"Noto" in name}
    assert own and all(re.match(rb"[A-Z]{6}\+", name) for name in own)
    assert printed[0].count(b"/FontFile2") == len(own)
    assert len(printed[0]) < 3_000_000


def test_pages_are_numbered_between_dashes(pages: list[str]) -> None:
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in plain(page)


def test_annexes_number_their_own_pages(pages: list[str]) -> None:
    annexes = [found for page in pages if (found := re.search(r"附件(\d)第(\d+)页共(\d+)页", plain(page)))]
    assert [found.group(1, 2, 3) for found in annexes if found[1] == "1"] == [("1", str(n), "3") for n in (1, 2, 3)]
    assert {found[3] for found in annexes if found[1] == "2"} == {str(len(annexes) - 3)}


def test_the_outline_follows_the_headings(report: Report, printed: tuple[bytes, Written]) -> None:
    document = opened(printed[0])
    titles = [entry.get_title() for entry in document.get_toc()]
    document.close()
    headings = [block.text for block in report.blocks if isinstance(block, Heading)]
    assert titles == [report.title, *headings, "附件1 各居民区数据表", "附件2 自治金经费使用情况"]


def test_a_rare_character_of_a_name_can_be_copied(programme: Programme) -> None:
    programme.conn.execute("UPDATE community SET name = ? WHERE code = 'C01'", (f"福{RARE}",))
    found = build(programme.conn, lang="zh")
    assert found.missing_glyphs == ()
    assert f"福{RARE}" in "".join(read(render(found)[0]))


def test_a_character_without_a_glyph_is_marked_and_listed(programme: Programme) -> None:
    programme.conn.execute("UPDATE community SET name = ? WHERE code = 'C01'", (f"福{UNKNOWN}",))
    found = build(programme.conn, lang="zh")
    data, written = render(found)
    text = "".join(read(data))
    assert found.missing_glyphs == written.missing_glyphs == (UNKNOWN,)
    assert "福〓" in text
    assert "U+F1234" in text


def test_an_empty_store_can_be_printed(empty: Programme) -> None:
    for lang in ("zh", "en"):
        data, written = render(build(empty.conn, lang="zh" if lang == "zh" else "en"))
        assert data.startswith(b"%PDF") and written.pages > 5


def test_writing_puts_the_bytes_into_the_file(report: Report, printed: tuple[bytes, Written], tmp_path: Path) -> None:
    assert write(report, tmp_path / "report.pdf") == printed[1]
    assert (tmp_path / "report.pdf").read_bytes() == printed[0]


def test_a_folder_without_the_fonts_is_refused(report: Report, tmp_path: Path) -> None:
    with pytest.raises(DeviceError):
        render(report, fonts=tmp_path)
