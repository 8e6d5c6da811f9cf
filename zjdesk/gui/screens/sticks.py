"""Where to exchange by: the sticks that are in, by name and room, or any folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.values import size_words
from zjdesk.gui.widgets.elided import ElidedLabel
from zjdesk.gui.widgets.plain import column
from zjdesk.ops.drives import Drive, at, removable_drives

_LAST = "exchange/folder"
_LOOK_EVERY = 3000  # milliseconds


def sticks() -> list[Path]:
    """Return the roots of sticks; may take a moment, so never on the window's thread."""
    return [drive.path for drive in removable_drives()]


def places(kept: str) -> list[Drive]:
    """Return the sticks that are in and the folder used last, the best first.

    That is the folder used last when it is on a stick that is in, else a stick, else the folder used last.
    """
    found = removable_drives()
    last = Path(kept) if kept else None
    if last is None or not last.is_dir() or any(last == drive.path for drive in found):
        return sorted(found, key=lambda drive: drive.path != last)
    return [at(last), *found] if any(last.is_relative_to(one.path) for one in found) else [*found, at(last)]


class StickPicker(QWidget):
    """Names the stick that is in, or lets one choose among several; looks again while it is to be seen."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._drives: tuple[Drive, ...] = ()
        self.box = QComboBox()
        self.box.setAccessibleName(ctx.t("exchange.place"))
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setMinimumContentsLength(12)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._told = ElidedLabel("", "muted")
        self.setLayout(column(self.box, self._told, spacing=ctx.px(4)))
        self.box.currentIndexChanged.connect(self._tell)
        self.box.activated.connect(self._keep)
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_EVERY)
        self._clock.timeout.connect(self._look_if_idle)
        self.show_places(())

    @property
    def folder(self) -> Path | None:
        """Return the folder that is chosen."""
        row = self.box.currentIndex()
        return self._drives[row].path if 0 <= row < len(self._drives) else None

    def look(self) -> None:
        """Look which sticks are in."""
        kept = self._ctx.preferences.text(_LAST)
        self._ctx.tasks.run_beside(self, lambda: places(kept), self.show_places, self._ctx.tasks.failed.emit)

    def use(self, folder: Path) -> None:
        """Exchange by way of this folder from now on."""
        self._ctx.preferences.keep_text(_LAST, str(folder))
        self._ctx.tasks.run_beside(
            self, lambda: places(str(folder)), lambda found: self._chosen(folder, found), self._ctx.tasks.failed.emit
        )

    def show_places(self, found: Sequence[Drive]) -> None:
        """Offer these; what was chosen stays chosen while it is there."""
        if tuple(found) == self._drives and found:
            return
        before = self.folder
        self._drives = tuple(found)
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([self._named(drive) for drive in found])
        self.box.setCurrentIndex(next((n for n, drive in enumerate(found) if drive.path == before), 0))
        self.box.blockSignals(False)
        self.box.setVisible(bool(found))
        self._tell()

    def _chosen(self, folder: Path, found: Sequence[Drive]) -> None:
        if not any(drive.path == folder for drive in found):
            found = [at(folder), *found]  # a folder that is not there is told about when it is used
        self.show_places(found)
        self.box.setCurrentIndex(next(n for n, drive in enumerate(found) if drive.path == folder))

    def _named(self, drive: Drive) -> str:
        if drive.free is None:
            return drive.name
        return self._ctx.t("exchange.place_free", name=drive.name, free=size_words(drive.free))

    def _tell(self) -> None:
        folder = self.folder
        t = self._ctx.t
        self._told.setText(t("exchange.where", path=str(folder)) if folder else t("exchange.no_stick"))

    def _keep(self) -> None:
        self._ctx.preferences.keep_text(_LAST, str(self.folder or ""))

    def _look_if_idle(self) -> None:
        if self._ctx.tasks.idle and not self.box.view().isVisible():
            self.look()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look now and then while one sees it: sticks come and go."""
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Look no more."""
        super().hideEvent(event)
        self._clock.stop()
