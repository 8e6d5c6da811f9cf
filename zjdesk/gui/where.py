"""Asks where a file is to go, and shows one that was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.widgets.plain import button


def ask_where(around: QWidget, title: str, name: str, act: Callable[[Path], None]) -> None:
    """Ask for a place and a name; the ending of ``name`` is added where none is typed."""
    dialog = QFileDialog(around, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: act(Path(chosen)))
    dialog.open()


def open_button(ctx: Context, path: Path) -> QPushButton:
    """Return the button that shows a file in the program that this computer has for it."""
    return button(ctx.t("privacy.open_file"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
