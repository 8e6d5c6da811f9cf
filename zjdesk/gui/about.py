"""What the window says of the open store at all times; small, because it is there before the first paint."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """Whose store this is and how it stands; times in milliseconds, None for never."""

    store: str
    path: str
    kind: str
    account: str
    role: str
    unsent: int = 0
    backup: int | None = None
    exported: int | None = None
