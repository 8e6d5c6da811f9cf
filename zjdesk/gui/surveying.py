"""What the pages of questionnaires ask: how far keying is, what is to be keyed twice, and who keyed how well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.double_entry import Checking
    from zjdesk.ops.operators import Operator


class Surveying(Protocol):
    """Double entry and its outcome."""

    def checkings(self) -> list[Checking]:
        """Return how far keying and double entry of every batch are."""
        ...

    def checking(self, batch: str) -> Checking:
        """Return how far keying and double entry of one batch are."""
        ...

    def key_again(self, batch: str, values: Mapping[str, Any]) -> Changes:
        """Save a paper that was keyed again."""
        ...

    def judge_paper(self, second: str, answers: Mapping[str, Any]) -> Changes:
        """Settle what differs between two entries of a paper."""
        ...

    def operators(self) -> list[Operator]:
        """Return what everybody keyed, how fast and how well."""
        ...
