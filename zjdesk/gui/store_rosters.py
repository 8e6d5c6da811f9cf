"""What sheets of rows ask of a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zjdesk.ops.session import Session


class RosterVerbs:
    """The verbs of :class:`zjdesk.gui.rosters.Rosters` on a session."""

    _session: Session

    def unpaid(self) -> frozenset[str]:
        """Return the ids of the people to whom no subsidy may go (BR-03)."""
        from zjdesk.ops import rosters

        return rosters.unpaid(self._session)
