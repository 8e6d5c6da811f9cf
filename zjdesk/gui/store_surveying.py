"""Double entry on a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.double_entry import Checking
    from zjdesk.ops.operators import Operator
    from zjdesk.ops.session import Session


class SurveyVerbs:
    """The verbs of :class:`zjdesk.gui.surveying.Surveying` on a session."""

    _session: Session

    def checkings(self) -> list[Checking]:
        """Return how far keying and double entry of every batch are."""
        from zjdesk.ops import double_entry

        return double_entry.every_checking(self._session)

    def checking(self, batch: str) -> Checking:
        """Return how far keying and double entry of one batch are."""
        from zjdesk.ops import double_entry

        return double_entry.checking(self._session, batch)

    def key_again(self, batch: str, values: Mapping[str, Any]) -> Changes:
        """Save a paper that was keyed again."""
        from zjdesk.ops import double_entry

        return double_entry.key_again(self._session, batch, values)

    def judge_paper(self, second: str, answers: Mapping[str, Any]) -> Changes:
        """Settle what differs between two entries of a paper."""
        from zjdesk.ops import double_entry

        return double_entry.decide(self._session, second, answers)

    def operators(self) -> list[Operator]:
        """Return what everybody keyed, how fast and how well."""
        from zjdesk.ops.operators import operators

        return operators(self._session)
