"""Keeps what is typed into a form, a moment after each pause, so that a crash loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

from zjdesk.gui.backend import Draft
from zjdesk.gui.context import Context

_PAUSE_MS = 700


class Autosave(QObject):
    """Watches one page; ``typed`` gives what was typed and not yet saved, empty for nothing."""

    def __init__(self, ctx: Context, parent: QObject, typed: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._typed = typed
        self._key = ""
        self._form = ""
        self._kept: Mapping[str, Any] = {}
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._wait.timeout.connect(self.keep)

    def watch(self, form: str, record: str | None, parent: str | None) -> str:
        """Begin with a page; returns the key of its draft."""
        self._form = form
        self._key = f"{form}:{record or 'new'}:{parent or ''}"
        self._kept = {}
        return self._key

    def touched(self) -> None:
        """Something was typed."""
        self._wait.start()

    def keep(self) -> None:
        """Keep what was typed, now."""
        self._wait.stop()
        typed = dict(self._typed())
        if not self._key or not typed or typed == self._kept:
            return
        self._kept = typed
        key, draft = self._key, Draft(self._form, typed)
        self._ctx.tasks.run(self._ctx.tasks, lambda backend: backend.keep_draft(key, draft), _nothing)

    def drop(self) -> None:
        """Forget the draft: it was saved, or is not wanted."""
        self._wait.stop()
        key, self._kept = self._key, {}
        if key:
            self._ctx.tasks.run(self._ctx.tasks, lambda backend: backend.drop_draft(key), _nothing)

    def stop(self) -> None:
        """Keep no more drafts of this page."""
        self._wait.stop()
        self._key = ""


def _nothing(_result: object) -> None:
    """A draft was kept or forgotten; nobody needs to be told."""
