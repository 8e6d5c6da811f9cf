"""What sheets of rows ask about the people on them."""

from __future__ import annotations

from typing import Protocol


class Rosters(Protocol):
    """Who may be paid, and who signed before."""

    def unpaid(self) -> frozenset[str]:
        """Return the ids of the people to whom no subsidy may go (BR-03)."""
        ...
