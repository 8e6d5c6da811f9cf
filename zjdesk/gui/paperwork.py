"""What the page of paper forms asks of the data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zjdesk.gui.backend import Watch
    from zjdesk.i18n import Lang
    from zjdesk.ops.printing import About, Made, Offer, Order


@dataclass(frozen=True)
class Offers:
    """The papers that may be printed from a record, and what is told of that record."""

    papers: tuple[Offer, ...]
    record: str = ""
    about: About | None = None


class Paperwork(Protocol):
    """Looking at paper forms, printing them, keeping them as files."""

    def papers(self, record: str, lang: Lang) -> Offers:
        """Return all paper forms, and how far each can be filled from a record (empty: none)."""
        ...

    def look_at_paper(self, order: Order) -> Made:
        """Return a paper as it would be printed; nothing is kept."""
        ...

    def keep_paper(self, order: Order, target: Path, watch: Watch) -> Path:
        """Write a paper where a person wants it."""
        ...

    def begin_paper(self, order: Order, watch: Watch) -> Made:
        """Return a paper that is about to go to a printer; its numbers are taken."""
        ...

    def note_paper(self, made: Made) -> None:
        """Note that a paper went to a printer."""
        ...
