"""The shared folder on the page of exchange: which it is, what came there, and a way to look at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from zjdesk.errors import UserError
from zjdesk.gui.backend import Shared
from zjdesk.gui.context import Context
from zjdesk.gui.screens.findings import told
from zjdesk.gui.sharing import FOLDER
from zjdesk.gui.widgets.plain import Card, button, row, words


class SharedStrip(Card):
    """One line with its buttons; without a folder only a way to choose one."""

    def __init__(self, ctx: Context, look_at: Callable[[Sequence[Path]], None]) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._came: tuple[Path, ...] = ()
        self.said = words("", wrap=True)
        self.look = button(ctx.t("exchange.shared_look"), lambda: look_at(self._came), "primary")
        self.choose = button(ctx.t("exchange.shared_choose"), self._ask)
        self.stop = button(ctx.t("exchange.shared_stop"), self._stop)
        line = row(self.said, self.look, self.choose, self.stop)
        line.setStretch(0, 1)
        self.add(line)
        ctx.wire.shared.connect(self.show_shared)
        self.show_shared(None)

    def use(self, folder: Path) -> None:
        """Take part in this folder from now on."""
        self._ctx.preferences.keep_text(FOLDER, str(folder))
        self.show_shared(None)
        self._ctx.wire.share.emit()

    def show_shared(self, seen: Shared | BaseException | None) -> None:
        """Show what a look into the folder brought."""
        folder = self._ctx.preferences.text(FOLDER)
        self._came = seen.came if isinstance(seen, Shared) else ()
        self.look.setVisible(bool(self._came))
        self.stop.setVisible(bool(folder))
        self.choose.setVisible(not folder)
        self.said.setText(self._sentence(seen, folder))

    def _sentence(self, seen: Shared | BaseException | None, folder: str) -> str:
        t = self._ctx.t
        if not folder:
            return t("exchange.shared_none")
        if isinstance(seen, UserError):
            return told(self._ctx, seen)
        if not isinstance(seen, Shared):
            return t("exchange.shared_at", path=folder)
        if seen.came:
            return t("exchange.shared_some", path=folder, n=len(seen.came))
        return t("exchange.shared_coming" if seen.coming else "exchange.shared_quiet", path=folder, n=seen.coming)

    def _ask(self) -> None:
        dialog = QFileDialog(self, self._ctx.t("exchange.shared_choose"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.use(Path(name)))
        dialog.open()

    def _stop(self) -> None:
        folder = Path(self._ctx.preferences.text(FOLDER))
        self._ctx.preferences.keep_text(FOLDER, "")
        self.show_shared(None)
        tasks = self._ctx.tasks
        tasks.run(self, lambda backend: backend.leave_shared(folder), lambda _nothing: None, lambda _error: None)
