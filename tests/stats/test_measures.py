"""Bands, extremes and ranks look at exact fractions of added counts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from zjdesk.stats.measures import Added, Sums, extreme, on_that_side, rank
from zjdesk.stats.model import Threshold
from zjdesk.stats.tally import Cell


def band(operator: str, value: str, **rates: tuple[int, int]) -> tuple[int, int | None]:
    """Return how many communities hold a threshold, of how many."""
    found = {code: Added(*counts) for code, counts in rates.items()}
    added = on_that_side(found, Threshold(operator, Fraction(value)))
    return added.n, added.base


def test_89_96_percent_is_not_90_percent() -> None:
    assert band("ge", "90", c01=(2249, 2500)) == (0, 1)
    assert band("ge", "90", c01=(9, 10)) == (1, 1)
    assert band("lt", "90", c01=(2249, 2500), c02=(9, 10)) == (1, 2)


def test_100_percent_is_everybody_and_not_a_rounding() -> None:
    assert band("eq", "100", c01=(9999, 10_000), c02=(60, 60)) == (1, 2)


def test_a_threshold_may_have_decimals() -> None:
    assert band("ge", "33.3", c01=(1, 3)) == (0, 0)
    assert band("ge", "33.3", c01=(333, 1000), c02=(332, 1000)) == (1, 2)


def test_a_community_with_too_few_answers_is_in_no_band() -> None:
    assert band("ge", "90", c01=(4, 4), c02=(5, 5)) == (1, 1)
    assert band("lt", "90", c01=(0, 0)) == (0, 0)


@pytest.mark.parametrize(("end", "code"), [("min", "C02"), ("max", "C03")])
def test_an_extreme_is_the_first_of_equals(end: str, code: str) -> None:
    rates = {"C01": Added(6, 10), "C02": Added(5, 10), "C03": Added(8, 10), "C04": Added(16, 20), "C05": Added(0, 4)}
    assert extreme(rates, end) == (code, rates[code])


def test_no_community_has_no_extreme() -> None:
    assert extreme({}, "min") == (None, Added(0, 0))


def test_ranks_follow_the_exact_rate() -> None:
    rates = {"C01": Added(1, 3), "C02": Added(33, 100), "C03": Added(334, 1000), "C04": Added(10, 30)}
    assert rank(rates) == ["C03", "C04", "C02"]


def test_counts_add_up_over_projects_and_communities() -> None:
    cells = [
        Cell("C01", "a", "final", "k", 1, 2),
        Cell("C01", "b", "final", "k", 2, 3),
        Cell("C02", "c", "final", "k", 4, 4),
    ]
    sums = Sums(cells)
    assert sums.of() == Added(7, 9)
    assert sums.of("C01") == Added(3, 5)
    assert sums.of("C01", "b") == Added(2, 3)
    assert sums.of("C03") is None
    assert sums.communities() == {"C01": Added(3, 5), "C02": Added(4, 4)}
    assert sums.communities("C02") == {"C02": Added(4, 4)}
    assert Sums([]).of() is None
