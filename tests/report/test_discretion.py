"""A published breakdown tells nothing of fewer than five people, and its totals do not give them away."""

from __future__ import annotations

import pytest

from zjdesk.i18n import Label
from zjdesk.report.discretion import hidden_rows, is_small
from zjdesk.stats.figures import Figure


def line(base: int, *counts: int) -> list[Figure]:
    """The figures of one community."""
    return [Figure("示例", str(key), Label("答", "answer"), n, base, None, str(n)) for key, n in enumerate(counts)]


@pytest.mark.parametrize(("base", "small"), [(None, False), (0, False), (1, True), (4, True), (5, False)])
def test_small_is_fewer_than_five(base: int | None, small: bool) -> None:
    assert is_small(base) is small


def test_nothing_is_hidden_where_every_base_is_large() -> None:
    assert hidden_rows([line(20, 15, 5), line(5, 5, 0)]) == frozenset()


def test_a_second_community_hides_the_first() -> None:
    lines = [line(20, 15, 5), line(3, 2, 1), line(9, 6, 3), line(30, 20, 10)]
    hidden = hidden_rows(lines)
    assert 1 in hidden
    assert len(hidden) == 2
    assert 4 not in hidden, "the street's total is shown"


def test_ticks_that_do_not_add_up_are_hidden_column_by_column() -> None:
    lines = [line(20, 15, 18), line(3, 2, 3), line(9, 4, 9), line(30, 20, 6)]
    hidden = hidden_rows(lines)
    assert {1, 2} <= hidden
    assert 4 not in hidden


def test_two_small_communities_hide_each_other() -> None:
    assert hidden_rows([line(20, 15, 5), line(3, 2, 1), line(4, 2, 2)]) == {1, 2}


def test_a_community_alone_is_published_without_its_total() -> None:
    assert hidden_rows([line(3, 2, 1)]) == {0, 1}
