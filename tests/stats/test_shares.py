"""Shares are exact and rounded half up; the seed's own figures are the examples."""

from __future__ import annotations

import pytest

from zjdesk.stats.shares import NOTHING, mean, percent, rate, wan_yuan


@pytest.mark.parametrize(
    ("n", "base", "decimals", "printed"),
    [
        (107, 119, 2, "89.92%"),
        (5, 119, 2, "4.20%"),
        (40, 119, 0, "34%"),
        (44, 55, 0, "80%"),
        (1864, 1864, 0, "100%"),
        (1, 8, 0, "13%"),
        (1, 200, 0, "1%"),
        (1, 201, 0, "0%"),
        (0, 7, 2, "0.00%"),
        (-1, 8, 0, "-13%"),
        (2675, 100_000, 2, "2.68%"),
        (10**25 + 1, 10**25, 1, "100.0%"),
    ],
)
def test_a_percentage(n: int, base: int, decimals: int, printed: str) -> None:
    assert percent(n, base, decimals) == printed


@pytest.mark.parametrize(("base", "share"), [(None, None), (0, None), (4, None), (5, "60.0%")])
def test_a_rate_needs_a_base_of_five(base: int | None, share: str | None) -> None:
    assert rate(3, base, 1) == share


def test_money_is_printed_in_ten_thousand_yuan() -> None:
    assert wan_yuan(182_889_400, 4) == "182.8894"
    assert wan_yuan(10_310_000, 2) == "10.31"
    assert wan_yuan(-5_000, 4) == "-0.0050"


def test_a_mean_of_nothing_is_nothing() -> None:
    assert mean(659, 119, 2) == "5.54"
    assert mean(0, 0, 2) == NOTHING
