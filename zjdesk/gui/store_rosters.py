"""What sheets of rows ask of a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zjdesk.gui.backend import Candidate
from zjdesk.gui.pinyin import keys

if TYPE_CHECKING:
    from zjdesk.ops.rosters import Roster
    from zjdesk.ops.session import Session


class RosterVerbs:
    """The verbs of :class:`zjdesk.gui.rosters.Rosters` on a session."""

    _session: Session

    def unpaid(self) -> frozenset[str]:
        """Return the ids of the people to whom no subsidy may go (BR-03)."""
        from zjdesk.ops import rosters

        return rosters.unpaid(self._session)

    def add_drawing(self, picture: bytes) -> str:
        """Keep a signature; return its hash."""
        from zjdesk.ops import files

        return files.add_bytes(self._session, picture)

    def known_people(self, near: str | None) -> list[Candidate]:
        """Return everybody known in the community around a record, with what is known of them."""
        from zjdesk.ops import rosters

        found = rosters.known(self._session, near) if near else []
        return [_candidate(one["name"], {**one}) for one in found]

    def last_signed(self, near: str, *, itself: bool) -> Roster | None:
        """Return who signed at an activity ``itself`` or at the latest one before it in the project."""
        from zjdesk.ops import rosters

        return rosters.last_signed(self._session, near, itself=itself)


def _candidate(name: str, fills: dict[str, Any]) -> Candidate:
    del fills["name"]
    return Candidate("", name, keys(name), str(fills.get("building", "")), fills)
