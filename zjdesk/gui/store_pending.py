"""Open questions, histories and one's own actions of a real store; used on the worker thread only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zjdesk.ops.session import Session

if TYPE_CHECKING:
    from zjdesk.i18n import Lang
    from zjdesk.ops.actions import Deed
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.pending import Desk
    from zjdesk.ops.settle import Settled
    from zjdesk.ops.story import Author, Chapter


class PendingVerbs:
    """The verbs of :class:`zjdesk.gui.pending.Pending` on a session."""

    _session: Session
    _names: dict[str, dict[str, str]]

    def desk(self, lang: Lang) -> Desk:
        """Return every open question."""
        from zjdesk.ops import pending

        return pending.desk(self._session, lang=lang)

    def open_questions(self) -> int:
        """Return how many questions are open."""
        from zjdesk.ops import pending

        return pending.count(self._session)

    def take(self, conflict: str, entry: str) -> Changes:
        """Let one candidate stand."""
        from zjdesk.ops import settle

        self._names.clear()
        return settle.take(self._session, conflict, entry)

    def set_value(self, conflict: str, value: Any) -> Changes:
        """Let another value stand."""
        from zjdesk.ops import settle

        self._names.clear()
        return settle.set_value(self._session, conflict, value)

    def take_many(self, conflicts: Sequence[str], rule: str) -> Settled:
        """Settle several by the newest, the office's, or an installation's candidate."""
        from zjdesk.ops import settle

        self._names.clear()
        return settle.take_many(self._session, conflicts, rule)

    def keep_many(self, conflicts: Sequence[str]) -> Settled:
        """Let everything stay as it is."""
        from zjdesk.ops import settle

        return settle.keep_many(self._session, conflicts)

    def join(self, keep: str, others: Sequence[str], fields: Mapping[str, str]) -> Changes:
        """Let one record stand for others, each field as the record named for it has it."""
        from zjdesk.ops import join

        self._names.clear()
        return join.join_fields(self._session, keep, others, fields)

    def differing(self, records: Sequence[str]) -> frozenset[str]:
        """Return the fields in which records differ, hidden ones too."""
        from zjdesk.ops import pending

        return pending.differing(self._session, records)

    def authors(self) -> Mapping[str, Author]:
        """Return everybody who wrote anything, by account."""
        from zjdesk.ops import story

        return story.authors(self._session)

    def story(self, record: str, field: str | None, lang: Lang) -> list[Chapter]:
        """Return what was ever saved of a record, or of one of its fields."""
        from zjdesk.ops import story

        return story.story(self._session, record, field=field, lang=lang)

    def deeds(self, lang: Lang) -> list[Deed]:
        """Return one's own actions here, newest first."""
        from zjdesk.ops import actions

        return actions.mine(self._session, lang=lang)

    def titles(self, records: Sequence[str]) -> Mapping[str, str]:
        """Return how records are called, deleted ones too."""
        from zjdesk.ops import look

        return look.titles(self._session, records)

    def undo_deed(self, group: str) -> Changes:
        """Take back one of one's own actions."""
        from zjdesk.ops import undo

        self._names.clear()
        return undo.undo(self._session, group)

    def redo_deed(self, group: str) -> Changes:
        """Do again one of one's own actions that was taken back."""
        from zjdesk.ops import undo

        self._names.clear()
        return undo.redo(self._session, group)
