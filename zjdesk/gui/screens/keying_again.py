"""问卷复录: the papers drawn are keyed a second time by somebody else, without a look at what was keyed first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.screens.keying import KeyingPage, Stack, read_desk
from zjdesk.gui.widgets.plain import button

if TYPE_CHECKING:
    from zjdesk.ops.changes import Changes


class KeyingAgainPage(KeyingPage):
    """The drawn papers of a batch, in the order of their numbers."""

    form_name = "second_entry"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "keying_again")
        self._waiting: list[str] = []
        self.number.line.setReadOnly(True)

    def read(self, backend: Backend, batch: str, key: str) -> Stack:
        """Read the batch and which of its papers this person is to key again."""
        desk = read_desk(backend, batch, key)
        self._waiting = [pair.number for pair in backend.checking(batch).waiting]
        return Stack(desk.batch, desk.community, desk.code, (), desk.draft)

    def next_paper(self, desk: Stack) -> str:
        """Return the next paper that was drawn."""
        left = [number for number in self._waiting if number not in self._numbers]
        self.questions.setEnabled(bool(left))
        if not left:
            self._tell_done(desk.batch.id)
        return left[0] if left else ""

    def told(self, desk: Stack) -> tuple[str, list[str]]:
        """Return how many of the drawn papers are keyed, and which are left."""
        left = [number for number in self._waiting if number not in self._numbers]
        said = self.ctx.t("keying_again.count", n=len(self._numbers), all=len(self._waiting))
        return said, list(reversed(left))

    def write(self, backend: Backend, desk: Stack, values: Mapping[str, Any]) -> Changes:
        """Save the second entry."""
        return backend.key_again(desk.batch.id, values)

    def _tell_done(self, batch: str) -> None:
        go = button(self.ctx.t("keying_again.compare"), lambda: self.ctx.go("again", batch=batch), "primary")
        key = "keying_again.done" if self._numbers else "keying_again.nothing"
        self.notice("ok", self.ctx.t(key, n=len(self._numbers)), actions=(go,))
