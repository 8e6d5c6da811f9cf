"""Looks into the shared folder now and then: says what came, and writes what is due to others there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from zjdesk.gui.backend import Shared
from zjdesk.gui.context import Context

FOLDER = "exchange/shared"
_EVERY, _SOON = 20_000, 3_000  # milliseconds; soon when a file is still on its way


class Sharing(QObject):
    """Works while the store is open and a folder is chosen; nothing is merged without a person."""

    def __init__(self, context: Callable[[], Context], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._told: frozenset[str] = frozenset()
        self._open = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.look)

    def begin(self) -> None:
        """Look from now on."""
        self._open = True
        self._clock.start(_SOON)

    def end(self) -> None:
        """Look no more."""
        self._open = False
        self._clock.stop()

    def look(self) -> None:
        """Look at once, unless other work is going on or no folder is chosen."""
        if not self._open:
            return
        ctx, folder = self._context(), self._context().preferences.text(FOLDER)
        self._clock.start(_EVERY)
        if not folder:
            ctx.wire.shared.emit(None)
        elif ctx.tasks.running is None:
            ctx.tasks.run(self, lambda backend: backend.look_shared(Path(folder)), self._looked, self._away)
        else:
            self._clock.start(_SOON)

    def _looked(self, seen: Shared) -> None:
        if not self._open:
            return
        ctx = self._context()
        ctx.wire.shared.emit(seen)
        names = frozenset(path.name for path in seen.came)
        if fresh := names - self._told:
            ctx.say(ctx.t("exchange.shared_came", n=len(fresh)))
        self._told = names
        if seen.coming:
            self._clock.start(_SOON)
        folder = Path(ctx.preferences.text(FOLDER))
        if seen.due:
            title = ctx.t("exchange.dropping")
            ctx.tasks.run_long(
                self, title, lambda backend, watch: backend.drop(folder, watch), self._dropped, self._away
            )

    def _dropped(self, _files: int) -> None:
        if self._open:
            self._context().wire.merged.emit()

    def _away(self, error: BaseException) -> None:
        if self._open:
            self._context().wire.shared.emit(error)
