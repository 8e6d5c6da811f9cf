"""Open questions that a person put off until a day: kept with the window's own settings, never sent.

One that a new answer has come to since is shown again at once.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING

from zjdesk.gui.preferences import Preferences

if TYPE_CHECKING:
    from zjdesk.ops.queries import Conflict

_KEPT = "pending/later"


class Later:
    """Remembers until when which questions are put off."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def put_off(self, questions: list[Conflict], until: date) -> None:
        """Hide questions until a day."""
        kept = self._kept()
        kept |= {one.id: [until.isoformat(), _mark(one)] for one in questions}
        self._keep(kept)

    def bring_back(self, questions: list[Conflict]) -> None:
        """Show questions again."""
        gone = {one.id for one in questions}
        self._keep({own: said for own, said in self._kept().items() if own not in gone})

    def until(self, question: Conflict, today: date) -> str:
        """Return the day (ISO) until which a question is put off, empty when it is to be shown."""
        day, mark = self._kept().get(question.id, ["", ""])
        return day if day > today.isoformat() and mark == _mark(question) else ""

    def _kept(self) -> dict[str, list[str]]:
        try:
            kept: dict[str, list[str]] = json.loads(self._preferences.text(_KEPT, "{}"))
        except ValueError:
            return {}
        return kept

    def _keep(self, kept: dict[str, list[str]]) -> None:
        self._preferences.keep_now(_KEPT, json.dumps(kept))


def _mark(question: Conflict) -> str:
    """Return what changes when another answer comes to a question."""
    names = sorted(str(item.get("entry") or item.get("record")) for item in question.candidates)
    return hashlib.sha256(" ".join(names).encode()).hexdigest()[:16]
