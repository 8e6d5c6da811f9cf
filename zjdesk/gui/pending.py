"""What the pages of open questions, histories and one's own actions ask: the verbs that give and settle them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from zjdesk.i18n import Lang
    from zjdesk.ops.actions import Deed
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.pending import Desk
    from zjdesk.ops.settle import Settled
    from zjdesk.ops.story import Author, Chapter


class Pending(Protocol):
    """Open questions, the stories of records, and what one did."""

    def desk(self, lang: Lang) -> Desk:
        """Return every open question."""
        ...

    def open_questions(self) -> int:
        """Return how many questions are open."""
        ...

    def take(self, conflict: str, entry: str) -> Changes:
        """Let one candidate stand."""
        ...

    def set_value(self, conflict: str, value: Any) -> Changes:
        """Let another value stand."""
        ...

    def take_many(self, conflicts: Sequence[str], rule: str) -> Settled:
        """Settle several by the newest, the office's, or an installation's candidate."""
        ...

    def keep_many(self, conflicts: Sequence[str]) -> Settled:
        """Let everything stay as it is."""
        ...

    def join(self, keep: str, others: Sequence[str], fields: Mapping[str, str]) -> Changes:
        """Let one record stand for others, each field as the record named for it has it."""
        ...

    def differing(self, records: Sequence[str]) -> frozenset[str]:
        """Return the fields in which records differ, hidden ones too."""
        ...

    def authors(self) -> Mapping[str, Author]:
        """Return everybody who wrote anything, by account."""
        ...

    def story(self, record: str, field: str | None, lang: Lang) -> list[Chapter]:
        """Return what was ever saved of a record, or of one of its fields."""
        ...

    def deeds(self, lang: Lang) -> list[Deed]:
        """Return one's own actions here, newest first."""
        ...

    def titles(self, records: Sequence[str]) -> Mapping[str, str]:
        """Return how records are called, deleted ones too."""
        ...

    def undo_deed(self, group: str) -> Changes:
        """Take back one of one's own actions."""
        ...

    def redo_deed(self, group: str) -> Changes:
        """Do again one of one's own actions that was taken back."""
        ...
