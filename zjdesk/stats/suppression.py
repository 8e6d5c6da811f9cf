"""Which cells of a published table are left out, so that nobody in a small group can be told from it (domain.md §8).

A table with its totals is a circulation: every cell is an arc from its row to its column, every row's total an arc
into the row, every column's total an arc out of the column, and the grand total closes the ring. What is left out can
be worked out from what is shown exactly when it lies on no ring of left-out arcs along which counts could be moved
without one falling below nothing. So a second cell, and where needed a third, is left out to close such a ring.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

Place = tuple[int, int]
Node = tuple[str, int]
Counts = Sequence[Sequence[int]]

# Leaving out a total costs more than leaving out any cell.
_TOTAL_COST = 10**9


@dataclass(frozen=True)
class _Arc:
    place: Place
    tail: Node
    head: Node
    count: int
    cost: int


def suppressed(counts: Counts, small: Collection[Place], *, row_totals: bool = True) -> frozenset[Place]:
    """Return the places to leave out: the small ones, and the smallest others that keep them from being worked out.

    Rows and columns are numbered from 0; the column after the last holds the rows' totals (``row_totals`` tells whether
    they are shown), the row after the last the columns' totals. The same table always gives the same places.
    """
    arcs = list(_arcs(counts))
    hidden = set(small)
    if not row_totals:
        hidden |= {(row, len(counts[0])) for row in range(len(counts))}
    for place in sorted(small):
        if not is_safe(arcs, hidden, place):
            hidden |= _ring(arcs, hidden, place)
    free = {(row, len(counts[0])) for row in range(len(counts))} if not row_totals else set()
    return frozenset(hidden - free)


def derivable(counts: Counts, hidden: Collection[Place]) -> frozenset[Place]:
    """Return the hidden places whose counts follow from what is shown of a table with all its totals."""
    arcs = list(_arcs(counts))
    return frozenset(place for place in hidden if not is_safe(arcs, set(hidden), place))


def is_safe(arcs: Sequence[_Arc], hidden: Collection[Place], place: Place) -> bool:
    """Tell whether another table would show the same and have another count at that place."""
    return _shortest(arcs, hidden, place, closed=True) is not None


def _arcs(counts: Counts) -> Iterator[_Arc]:
    wide, high = len(counts[0]), len(counts)
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            yield _Arc((row, column), ("row", row), ("column", column), count, 1 + count)
        yield _Arc((row, wide), ("rows", 0), ("row", row), sum(line), _TOTAL_COST)
    for column in range(wide):
        total = sum(line[column] for line in counts)
        yield _Arc((high, column), ("column", column), ("columns", 0), total, _TOTAL_COST)
    yield _Arc((high, wide), ("columns", 0), ("rows", 0), sum(map(sum, counts)), _TOTAL_COST)


def _ring(arcs: Sequence[_Arc], hidden: Collection[Place], place: Place) -> frozenset[Place]:
    """Return the places to leave out besides, the cheapest that close a ring through a place."""
    return _shortest(arcs, hidden, place, closed=False) or frozenset()


def _shortest(
    arcs: Sequence[_Arc], hidden: Collection[Place], place: Place, *, closed: bool
) -> frozenset[Place] | None:
    """Return what the cheapest ring through a place uses; with ``closed`` only of what is hidden already.

    One more at the place must be balanced by a way back from its head to its tail, one fewer by a way the other round.
    """
    own = next(arc for arc in arcs if arc.place == place)
    others = [arc for arc in arcs if arc.place != place and (not closed or arc.place in hidden)]
    ways = [_way(others, hidden, own.head, own.tail)]
    if own.count:
        ways.append(_way(others, hidden, own.tail, own.head))
    found = [way for way in ways if way is not None]
    return min(found, key=lambda way: (way[0], sorted(way[1])))[1] if found else None


def _way(
    arcs: Sequence[_Arc], hidden: Collection[Place], start: Node, end: Node
) -> tuple[int, frozenset[Place]] | None:
    """Return cost and places of the cheapest way; an arc is walked along by adding, against by taking away."""
    steps: dict[Node, list[tuple[Node, int, Place]]] = {}
    for arc in arcs:
        cost = 0 if arc.place in hidden else arc.cost
        steps.setdefault(arc.tail, []).append((arc.head, cost, arc.place))
        if arc.count:
            steps.setdefault(arc.head, []).append((arc.tail, cost, arc.place))
    ahead: list[tuple[int, list[Place], Node]] = [(0, [], start)]
    seen: set[Node] = set()
    while ahead:
        cost, used, node = heappop(ahead)
        if node == end:
            return cost, frozenset(used)
        if node in seen:
            continue
        seen.add(node)
        for other, price, place in steps.get(node, ()):
            if other not in seen:
                heappush(ahead, (cost + price, [*used, place], other))
    return None
