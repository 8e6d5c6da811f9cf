"""What the window asks about the street's own keys: how they stand, their backups, the way back, and new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zjdesk.ops.street_key import KeyStanding


class StreetKeys(Protocol):
    """The keys that every computer of the office holds; for the administrator."""

    def key_standing(self) -> KeyStanding:
        """Tell when the keys were changed and backed up."""
        ...

    def copy_keys(self, folders: Sequence[Path]) -> str:
        """Write a copy of the keys into every folder; return the code that opens them."""
        ...

    def split_keys(self, keep: Callable[[int, str], object]) -> None:
        """Split the keys on two sheets; ``keep`` is called with the number and the text of each."""
        ...

    def keys_from_stick(self, file: Path, code: str) -> None:
        """Take the keys back from a stick's copy."""
        ...

    def keys_from_paper(self, sheets: Sequence[str]) -> None:
        """Take the keys back from both sheets."""
        ...

    def change_keys(self, why: str) -> tuple[str, ...]:
        """Give the street new keys; return the computers whose invitations nobody has used, and that need new ones."""
        ...
