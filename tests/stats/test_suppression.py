"""Small cells are left out so that shown cells and totals do not give them away."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from zjdesk.stats.suppression import Counts, Place, derivable, suppressed


def tables(most: int, largest: int) -> st.SearchStrategy[list[list[int]]]:
    """Tables of counts."""
    return st.integers(1, most).flatmap(
        lambda wide: st.lists(
            st.lists(st.integers(0, largest), min_size=wide, max_size=wide), min_size=1, max_size=most
        )
    )


def small(counts: Counts, below: int = 3) -> set[Place]:
    """The places of small counts."""
    return {(row, column) for row, line in enumerate(counts) for column, count in enumerate(line) if 0 < count < below}


def shows_with_total(counts: Counts) -> list[list[int]]:
    """A table with its totals as the last row and column."""
    lines = [[*line, sum(line)] for line in counts]
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def alternatives(counts: Counts, hidden: frozenset[Place]) -> list[list[list[int]]]:
    """Every table of counts that shows the same, found by trying them all."""
    printed = shows_with_total(counts)
    most = max(max(line) for line in printed)
    inside = [place for place in sorted(hidden) if place[0] < len(counts) and place[1] < len(counts[0])]
    found = []
    for values in product(range(most + 1), repeat=len(inside)):
        other = [list(line) for line in counts]
        for (row, column), value in zip(inside, values, strict=True):
            other[row][column] = value
        whole = shows_with_total(other)
        same = all(
            whole[row][column] == printed[row][column]
            for row, column in product(range(len(printed)), range(len(printed[0])))
            if (row, column) not in hidden
        )
        if same:
            found.append(other)
    return found


def test_a_second_and_a_third_cell_keep_the_first() -> None:
    counts = [[2, 30, 40], [20, 31, 41], [22, 35, 47]]
    hidden = suppressed(counts, {(0, 0)})
    assert (0, 0) in hidden
    assert len(hidden) == 4
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert not derivable(counts, hidden)


def test_one_hidden_cell_would_be_found() -> None:
    assert derivable([[2, 30], [20, 31]], {(0, 0)}) == {(0, 0)}


def test_cells_that_sum_to_nothing_do_not_hide_each_other() -> None:
    assert derivable([[0, 0], [0, 0]], {(0, 0), (0, 1), (1, 0), (1, 1)})


def test_a_single_column_hides_its_next_smallest() -> None:
    assert suppressed([[3], [40], [12]], {(0, 0)}, row_totals=False) == {(0, 0), (2, 0)}


def test_where_nothing_else_helps_totals_go() -> None:
    hidden = suppressed([[3]], {(0, 0)})
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}


@given(tables(6, 40))
@settings(deadline=None)
def test_no_hidden_cell_can_be_derived(counts: list[list[int]]) -> None:
    hidden = suppressed(counts, small(counts))
    assert small(counts) <= hidden
    assert not derivable(counts, hidden)
    assert hidden == suppressed(counts, small(counts)), "the same table gives the same places"


@given(tables(2, 4))
@settings(deadline=None, max_examples=60)
def test_trying_every_table_finds_another_for_each_hidden_cell(counts: list[list[int]]) -> None:
    hidden = suppressed(counts, small(counts))
    others = alternatives(counts, hidden)
    for row, column in small(counts):
        assert {other[row][column] for other in others} != {counts[row][column]}


@given(tables(2, 4))
@settings(deadline=None, max_examples=60)
def test_derivable_is_what_trying_every_table_says(counts: list[list[int]]) -> None:
    hidden = frozenset(small(counts))
    others = alternatives(counts, hidden)
    told = {(row, column) for row, column in hidden if len({other[row][column] for other in others}) == 1}
    assert derivable(counts, hidden) == told
