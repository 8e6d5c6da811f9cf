"""Every line of the reference table comes out of the declared indicators, to the printed digit."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from tests.stats.programme import Programme
from zjdesk.stats.figures import Figure, show

Line = dict[str, str]


@cache
def lines() -> list[Line]:
    """Return the 86 lines of the reference table."""
    with Path(__file__).with_name("expected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def figure(programme: Programme, line: Line) -> Figure:
    """Return the figure that a line speaks of."""
    return next(each for each in show(programme.conn, line["indicator"]) if each.key == line["key"])


def test_the_reference_table_has_86_lines() -> None:
    assert len(lines()) == 86


@pytest.mark.parametrize("line", lines(), ids=lambda line: f"{line['indicator']}.{line['key']}")
def test_a_line_of_the_reference_table(reference_once: Programme, line: Line) -> None:
    found = figure(reference_once, line)
    expected = (int(line["n"]), int(line["base"]) if line["base"] else None, line["expected"], line["at"] or None)
    assert (found.n, found.base, found.shown, found.at) == expected
