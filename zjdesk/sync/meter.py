"""Tells how far long work on a bundle is, in bytes, and stops it when a person wants that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from zjdesk.errors import Cancelled

Progress = Callable[[int, int, str], None]


class Cancel(Protocol):
    """Tells long work that a person wants it stopped."""

    def is_set(self) -> bool:
        """Return whether to stop."""
        ...


class Meter:
    """Counts bytes for the progress line; every count is a place where the work may be stopped."""

    def __init__(self, total: int, progress: Progress | None, cancel: Cancel | None) -> None:
        self._total, self._progress, self._cancel = total, progress, cancel
        self._done = 0

    def add(self, size: int, key: str) -> None:
        """Note that ``size`` more bytes are done, and of what kind; raises Cancelled when that is wanted."""
        self._done += size
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled("sync.cancelled")
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total, key)

    def expect(self, size: int) -> None:
        """Say that ``size`` bytes are still to come, now that it is known better."""
        self._total = self._done + size

    def end(self, key: str) -> None:
        """Say that nothing is left to do."""
        self.expect(0)
        self.add(0, key)
