"""The committed fonts hold every character that a name, a report or a form may need."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"
FACES = ("NotoSansSC-Regular", "NotoSansSC-Medium", "NotoSerifSC-Regular", "NotoSerifSC-Bold")


@cache
def held(face: str) -> frozenset[str]:
    """Return the characters of a committed font."""
    with TTFont(FONTS / f"{face}.ttf") as font:
        return frozenset(chr(code) for code in font.getBestCmap() or ())


def listed(name: str) -> set[str]:
    """Return the characters of a list under ``packaging/characters``."""
    lines = (ROOT / "packaging" / "characters" / f"{name}.txt").read_text("utf-8").splitlines()
    return {character for line in lines[1:] for character in line}


def test_the_table_of_standard_characters_is_whole() -> None:
    table = listed("tongyong")
    assert len(table) == 8105
    assert {"一", "丁", "䶮", "𬍛", "鿍"} <= table


@pytest.mark.parametrize("face", FACES)
def test_every_face_holds_standard_and_name_characters(face: str) -> None:
    assert listed("tongyong") <= held(face)
    assert listed("names") <= held(face)


@pytest.mark.parametrize("face", FACES)
def test_every_face_holds_latin_punctuation_and_signs(face: str) -> None:
    latin = {chr(code) for code in range(0x20, 0x7F)}
    signs = set("，。、；：？！…—·“”‘’（）《》〈〉【】￥¥№%‰℃㎡×÷±≤≥≠→↑↓✓□■○●△▲◆★〓①②③④⑤⑥⑦⑧⑨⑩")
    assert latin | signs <= held(face)


@pytest.mark.parametrize("face", ["NotoSansSC-Regular", "NotoSerifSC-Regular"])
def test_the_text_faces_hold_gbk(face: str) -> None:
    rows = (bytes((lead, trail)) for lead in range(0x81, 0xFE) for trail in range(0x40, 0xFF))
    hanzi = {text for row in rows if "\u4e00" <= (text := row.decode("gbk", "ignore")) <= "\u9fa5"}
    assert len(hanzi) == 20902
    assert hanzi <= held(face)


def test_the_fonts_are_truetype_for_the_report_and_small_enough_to_commit() -> None:
    files = sorted(FONTS.glob("*.ttf"))
    assert [file.stem for file in files] == sorted(FACES)
    assert sum(file.stat().st_size for file in files) < 30_000_000
    for file in files:
        with TTFont(file) as font:
            assert "glyf" in font


def test_the_font_licences_lie_beside_the_fonts() -> None:
    for family in ("NotoSansSC", "NotoSerifSC"):
        assert "SIL OPEN FONT LICENSE" in (FONTS / f"OFL-{family}.txt").read_text("utf-8")
