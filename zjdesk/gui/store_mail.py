"""The messages of a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zjdesk.gui.letters import Letters

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.session import Session


class MailVerbs:
    """The verbs of :class:`zjdesk.gui.letters.Mail` on a session."""

    _session: Session

    def letters(self) -> Letters:
        """Return the messages and note them as read."""
        from zjdesk.ops import messages, queries

        session = self._session
        found = tuple(messages.messages(session))
        messages.mark_read(session)
        communities = [(one.values["code"], one.values["name"]) for one in queries.list_records(session, "community")]
        everybody = [(messages.EVERYBODY, "")] if session.store.installation.kind == "office" else []
        return Letters(found, (*everybody, *sorted(communities)))

    def unread(self) -> int:
        """Return how many came in since this person last looked."""
        from zjdesk.ops import messages

        return messages.unread(self._session)

    def send_message(self, to: str, subject: str, text: str, answers: str | None) -> Changes:
        """Write a message; it travels with the next bundle."""
        from zjdesk.ops import messages

        return messages.send(self._session, to, subject, text, answers)
