"""Which rows of a published breakdown stay empty: those of fewer than five, and as many more as hide them."""

from __future__ import annotations

from collections.abc import Sequence

from zjdesk.stats.figures import Figure
from zjdesk.stats.shares import SMALLEST_BASE
from zjdesk.stats.suppression import suppressed


def is_small(base: int | None) -> bool:
    """Tell whether so few people stand behind a share that they could be told from it (domain.md §8)."""
    return base is not None and 0 < base < SMALLEST_BASE


def hidden_rows(lines: Sequence[Sequence[Figure]]) -> frozenset[int]:
    """Return which lines of a breakdown stay empty; the number after the last stands for their total.

    Every line holds the figures of one community for the same keys. Where the keys make up the base, as the answers to
    a single-choice question do, a line adds up to what is printed beside it; several ticks do not.
    """
    small = [row for row, line in enumerate(lines) if is_small(line[0].base)]
    if not small:
        return frozenset()
    counts = [[figure.n for figure in line] for line in lines]
    if all(sum(row) == line[0].base for row, line in zip(counts, lines, strict=True)):
        cells = [(row, column) for row in small for column in range(len(counts[0]))]
        return frozenset(row for row, _ in suppressed(counts, cells))
    columns = [[[row[column]] for row in counts] for column in range(len(counts[0]))]
    found = (suppressed(column, [(row, 0) for row in small], row_totals=False) for column in columns)
    return frozenset(row for places in found for row, _ in places)
