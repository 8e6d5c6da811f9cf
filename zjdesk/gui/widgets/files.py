"""Editors for photos and scans: choose or drop a file; it is taken in at once and shown small."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.forms.copying import Copying
from zjdesk.gui.icons import picture
from zjdesk.gui.widgets.editors import Editor
from zjdesk.gui.widgets.flow import FlowLayout
from zjdesk.gui.widgets.plain import button, clear, column, icon_button, row, words

_SMALL = 120


class DropField(QFrame):
    """A dashed field onto which files may be dropped."""

    def __init__(self, ctx: Context, take: Any) -> None:
        super().__init__()
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self._take = take
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(ctx.px(12), ctx.px(10), ctx.px(12), ctx.px(10))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Show that files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._over(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802
        """Look as before."""
        self._over(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Take the files."""
        self._over(False)
        self._take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _over(self, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)


class FilesEditor(Editor):
    """One file or several, kept by their hashes."""

    def __init__(self, ctx: Context, name: str, *, several: bool) -> None:
        super().__init__(name)
        self._ctx = ctx
        self._several = several
        self._held: list[str] = []
        self._stored: frozenset[str] = frozenset()
        self._open = True
        self._field = DropField(ctx, self.take)
        self._choose = icon_button(ctx, "photo", ctx.t("editors.choose_file"), self._ask)
        self._choose.setAccessibleName(f"{name}: {ctx.t('editors.choose_file')}")
        self._small = QWidget()
        self._flow = FlowLayout(self._small, gap=8)
        hint = words(ctx.t("editors.drop_here"), "muted", wrap=True)
        self._field.body.addLayout(row(self._choose, hint, None))
        self._field.body.addWidget(self._small)
        self._layout.addWidget(self._field, 1)
        self.setFocusProxy(self._choose)
        self._copying = Copying(ctx, self)

    @property
    def value(self) -> Any:
        """Return the hash, or the list of hashes."""
        if self._several:
            return list(self._held) or None
        return self._held[0] if self._held else None

    @value.setter
    def value(self, value: Any) -> None:
        self._held = list(value) if isinstance(value, list) else [value] if value else []
        self._stored = frozenset(self._held)
        self._show()

    def setEnabled(self, enabled: bool) -> None:  # noqa: N802
        """Let files be put in and taken off, or only looked at; a copy may be saved either way."""
        self._open = enabled
        self._choose.setEnabled(enabled)
        self._field.setAcceptDrops(enabled)
        self._show()

    def focus_widget(self) -> QWidget:
        """Return the button."""
        return self._choose

    def take(self, paths: Sequence[Path]) -> None:
        """Take files in, off the window's thread."""
        wanted = list(paths) if self._several else list(paths)[:1]
        self._ctx.tasks.run(self, lambda backend: [backend.add_file(path) for path in wanted], self._taken)

    def _taken(self, hashes: list[str]) -> None:
        kept = self._held if self._several else []
        self._held = [*kept, *(one for one in hashes if one not in kept)]
        self._show()
        self.changed.emit()

    def _ask(self) -> None:
        dialog = QFileDialog(self, self._ctx.t("editors.choose_file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        many = QFileDialog.FileMode.ExistingFiles
        dialog.setFileMode(many if self._several else QFileDialog.FileMode.ExistingFile)
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    def _show(self) -> None:
        clear(self._flow)
        self._small.setVisible(bool(self._held))
        for one in self._held:
            self._flow.addWidget(self._small_of(one))

    def _small_of(self, one: str) -> QWidget:
        size = self._ctx.px(_SMALL)
        copy = partial(self._copying.ask, one) if one in self._stored else None
        ways = {"scans.look": partial(self._look, one), "privacy.copy_file": copy}
        small = _Small(self._ctx, {**ways, "editors.remove_file": partial(self._drop, one) if self._open else None})
        self._ctx.tasks.run(small, lambda backend: small_image(backend, one, size), small.show_image)
        return small

    def _look(self, one: str) -> None:
        from zjdesk.gui.widgets.scan_view import ScanSheet

        ScanSheet(self._ctx, self.window(), one).open()

    def _drop(self, one: str) -> None:
        self._held.remove(one)
        self._show()
        self.changed.emit()


class _Small(QWidget):
    """A small picture of one file with the ways to look at it, to save a copy of it and to take it off the record."""

    def __init__(self, ctx: Context, acts: Mapping[str, Callable[[], None] | None]) -> None:
        super().__init__()
        self._ctx = ctx
        self._art = QLabel()
        self._art.setFixedSize(QSize(ctx.px(_SMALL), ctx.px(90)))
        self._art.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._art.setPixmap(picture("photo", ctx.theme["muted"], ctx.px(40)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._art)
        ways = column(None, spacing=0)
        for words_of, act in acts.items():
            if act is not None:
                ways.addWidget(button(ctx.t(words_of), act, "quiet"))
        ways.addStretch(1)
        layout.addLayout(ways)

    def show_image(self, image: QImage | None) -> None:
        """Show the file, once it was read."""
        if image is not None and not image.isNull():
            self._art.setPixmap(QPixmap.fromImage(image))


def small_image(backend: Backend, sha: str, size: int) -> QImage | None:
    """Return a file as a small picture, None when it is none or is not here."""
    held = backend.read_file(sha)
    if held is None:
        return None
    data = QByteArray(held)
    source = QBuffer(data)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(size, size, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
