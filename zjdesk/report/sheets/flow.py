"""Fills pages from top to bottom: rows that stay whole, heads that return on the next page, frames around it all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zjdesk.errors import BugError
from zjdesk.report.sheets.cells import Row
from zjdesk.report.sheets.marks import Leaf
from zjdesk.report.sheets.setter import Setter
from zjdesk.report.sheets.sizes import A4, Room, room

_SPLIT_FROM = 30.0  # a row is parted only where at least so much of it would stay


@dataclass
class Flow:
    """The pages of one copy, the last of which is being filled; ``opened`` tells where its text begins."""

    setter: Setter
    across: bool = False
    duplex: bool = False
    head: float = 0.0
    leaves: list[Leaf] = field(default_factory=list)
    y: float = 0.0

    def area(self, number: int, across: bool) -> Room:
        """Return the type area of the page of a number, from 0."""
        return room(across=across, mirrored=self.duplex and number % 2 == 1, coded=self.setter.coded)

    @property
    def room(self) -> Room:
        """Return the type area of the page at hand."""
        return self.area(len(self.leaves) - 1, self.across)

    @property
    def left_over(self) -> float:
        """Return how much of the page is still free."""
        return self.room.bottom - self.y

    def turn(self) -> None:
        """Begin a page; its frame takes ``head`` millimetres at the top."""
        width, height = (A4[1], A4[0]) if self.across else A4
        self.leaves.append(Leaf(width, height))
        self.y = self.room.top + self.head

    def need(self, height: float) -> None:
        """Begin a page unless so much of this one is free."""
        if self.left_over < height - 1e-6:
            self.turn()

    def place(self, rows: Sequence[Row], heads: Sequence[Row] = ()) -> None:
        """Place rows under their heads; heads never stand without a row, and return on every page."""
        setter = self.setter
        tall = sum(row.height(setter) for row in heads)
        if rows:
            first = rows[0].height(setter)
            self.need(tall + (first if first < self.left_over else min(first, _SPLIT_FROM)))
        self._draw(heads)
        for row in rows:
            self._row(row, heads)

    def _row(self, row: Row, heads: Sequence[Row]) -> None:
        """Place one row; a row that no page can hold whole is parted, or else told as our mistake."""
        fresh = False
        while row.height(self.setter) > self.left_over + 1e-6:
            parts = row.split(self.setter, self.left_over) if self.left_over >= _SPLIT_FROM else None
            if parts is not None:
                self._draw([parts[0]])
                row = parts[1]
            elif fresh:
                raise BugError("a row of a form is higher than its page")
            self.turn()
            self._draw(heads)
            fresh = parts is None
        self._draw([row])

    def _draw(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.y += row.draw(self.leaves[-1], self.setter, self.room.left, self.y)
