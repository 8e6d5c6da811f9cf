"""What the window asks about messages between the office and the laptops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.messages import Message


@dataclass(frozen=True)
class Letters:
    """All messages, newest first, and whom one may write to: code and name of communities, ``*`` for everybody."""

    messages: tuple[Message, ...]
    readers: tuple[tuple[str, str], ...]


class Mail(Protocol):
    """Reading and writing messages."""

    def letters(self) -> Letters:
        """Return the messages and note them as read."""
        ...

    def unread(self) -> int:
        """Return how many came in since this person last looked."""
        ...

    def send_message(self, to: str, subject: str, text: str, answers: str | None) -> Changes:
        """Write a message; it travels with the next bundle."""
        ...
