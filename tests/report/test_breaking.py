"""Lines begin and end as Chinese typesetting wants, and numbers stay whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjdesk.report.typeset.breaking import NO_END, NO_START, break_lines, clusters

MARKS = "：；，！？》〉’”…—。、）"


def ems(text: str) -> float:
    """Measure a text: a Chinese character is one em, a Latin one half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def lines(text: str, width: float) -> list[str]:
    """Break a text to a width in ems."""
    return break_lines(text, ems, width, width)


@pytest.mark.parametrize("mark", MARKS)
def test_a_closing_mark_never_begins_a_line(mark: str) -> None:
    assert lines(f"档案保存良好{mark}占比", 6) == ["档案保存良", f"好{mark}占比"]


def test_an_opening_mark_never_ends_a_line() -> None:
    assert lines("整理滞后的（示例", 6) == ["整理滞后的", "（示例"]


@pytest.mark.parametrize("word", ["89.92%", "1,848", "ZJ2015-C01-01", "WeChat", "——", "……"])
def test_a_number_or_word_is_never_cut(word: str) -> None:
    assert any(word in piece for piece in clusters(f"共{word}占"))


def test_a_closing_mark_may_stand_half_outside() -> None:
    assert break_lines("六个项目完成，占", ems, 6.5, 6.5, 0.5) == ["六个项目完成，", "占"]


def test_english_breaks_between_words() -> None:
    assert lines("As of 31 July", 3.5) == ["As of", "31 July"]


def test_what_is_wider_than_a_line_is_cut_rather_than_lost() -> None:
    assert "".join(lines("ZJ2015-C01-01", 2)) == "ZJ2015-C01-01"


@given(st.text("档案良好，。；：（）“”《》、1234.5%—…", max_size=60), st.integers(8, 20))
def test_nothing_is_lost_and_no_line_breaks_the_rules(text: str, width: int) -> None:
    found = lines(text, width)
    assert "".join(found) == text
    for before, after in pairwise(found):
        whole = max(map(ems, clusters(text))) <= width
        assert not whole or (after[0] not in NO_START and before[-1] not in NO_END)
