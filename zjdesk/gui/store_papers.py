"""Paper forms of a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zjdesk.gui.paperwork import Offers
from zjdesk.ops.session import Session

if TYPE_CHECKING:
    from zjdesk.gui.backend import Watch
    from zjdesk.i18n import Lang
    from zjdesk.ops.printing import Made, Order


class PaperVerbs:
    """The verbs of :class:`zjdesk.gui.paperwork.Paperwork` on a session."""

    _session: Session

    def papers(self, record: str, lang: Lang) -> Offers:
        """Return all paper forms, and how far each can be filled from a record (empty: none)."""
        from zjdesk.ops import printing

        offers = tuple(printing.offers(self._session, record))
        return Offers(offers, record, printing.about(self._session, record, lang)) if record else Offers(offers)

    def look_at_paper(self, order: Order) -> Made:
        """Return a paper as it would be printed; nothing is kept."""
        from zjdesk.ops import printing

        return printing.render(self._session, order)

    def keep_paper(self, order: Order, target: Path, watch: Watch) -> Path:
        """Write a paper where a person wants it."""
        from zjdesk.ops import printing

        made = printing.render(self._session, order, progress=watch, cancel=watch)
        printing.keep_paper(self._session, made, target)
        return target

    def begin_paper(self, order: Order, watch: Watch) -> Made:
        """Return a paper that is about to go to a printer; its numbers are taken."""
        from zjdesk.ops import printing

        made = printing.render(self._session, order, progress=watch, cancel=watch)
        printing.take(self._session, made)
        return made

    def note_paper(self, made: Made) -> None:
        """Note that a paper went to a printer."""
        from zjdesk.ops import printing

        printing.note_printed(self._session, made)
