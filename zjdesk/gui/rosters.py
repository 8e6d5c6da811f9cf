"""What sheets of rows ask about the people on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zjdesk.gui.backend import Candidate
    from zjdesk.ops.rosters import Roster


class Rosters(Protocol):
    """Who may be paid, and who signed before."""

    def unpaid(self) -> frozenset[str]:
        """Return the ids of the people to whom no subsidy may go (BR-03)."""
        ...

    def add_drawing(self, picture: bytes) -> str:
        """Keep a signature; return its hash."""
        ...

    def known_people(self, near: str | None) -> list[Candidate]:
        """Return everybody known in the community around a record, with what is known of them."""
        ...

    def last_signed(self, near: str, *, itself: bool) -> Roster | None:
        """Return who signed at an activity ``itself`` or at the latest one before it in the project."""
        ...
