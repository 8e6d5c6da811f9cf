"""The street's own keys of a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zjdesk.ops.session import Session

if TYPE_CHECKING:
    from zjdesk.ops.street_key import KeyStanding


class KeyVerbs:
    """The verbs of :class:`zjdesk.gui.street_keys.StreetKeys` on a session."""

    _session: Session

    def key_standing(self) -> KeyStanding:
        """Tell when the keys were changed and backed up."""
        from zjdesk.ops import street_key

        return street_key.standing(self._session)

    def copy_keys(self, folders: Sequence[Path]) -> str:
        """Write a copy of the keys into every folder; return the code that opens them."""
        from zjdesk.ops import street_key

        return street_key.copy_to_sticks(self._session, folders)

    def split_keys(self, keep: Callable[[int, str], object]) -> None:
        """Split the keys on two sheets; ``keep`` is called with the number and the text of each."""
        from zjdesk.ops import street_key

        street_key.split_on_paper(self._session, keep)

    def keys_from_stick(self, file: Path, code: str) -> None:
        """Take the keys back from a stick's copy."""
        from zjdesk.ops import street_key

        street_key.from_stick(self._session, file, code)

    def keys_from_paper(self, sheets: Sequence[str]) -> None:
        """Take the keys back from both sheets."""
        from zjdesk.ops import street_key

        street_key.from_paper(self._session, sheets)

    def change_keys(self, why: str) -> tuple[str, ...]:
        """Give the street new keys; return the computers whose invitations nobody has used, and that need new ones."""
        from zjdesk.ops import laptops
        from zjdesk.ops.rotate import rotate

        rotate(self._session, why)
        return tuple(str(one.item["name"]) for one in laptops.standings(self._session) if one.state == "invited")
