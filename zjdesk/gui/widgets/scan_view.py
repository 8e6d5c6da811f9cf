"""Shows one scan or photo large: the wheel and + − enlarge, L and R turn, PgUp and PgDn leaf through a PDF."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import hypot
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QPushButton, QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.sheets import Sheet
from zjdesk.gui.widgets.plain import button, row, words

_STEP, _LARGEST, _SMALLEST = 1.25, 8.0, 0.05
_SHARP = 4000  # pixels of the longest side that are kept: enough to read a page of A4
_PDF_SCALE = 200 / 72
_WIDE, _ROOM = 1100, 170


class ScanView(QGraphicsView):
    """One picture that can be enlarged, moved with the mouse and turned."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._scene = QGraphicsScene(self)
        self._item = self._scene.addPixmap(QPixmap())
        self.setScene(self._scene)
        self.setAccessibleName(name)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.angle = 0

    @property
    def zoom(self) -> float:
        """Return how large a pixel of the picture is shown."""
        own = self.transform()
        return hypot(own.m11(), own.m12())

    def show_image(self, image: QImage) -> None:
        """Show another picture, the way up that the last one had."""
        self._item.setPixmap(QPixmap.fromImage(image))
        self._scene.setSceneRect(self._item.boundingRect())
        self.fit()

    def fit(self) -> None:
        """Show all of it."""
        self.fitInView(self._item, Qt.AspectRatioMode.KeepAspectRatio)

    def resize_by(self, factor: float) -> None:
        """Enlarge or shrink."""
        if _SMALLEST <= self.zoom * factor <= _LARGEST:
            self.scale(factor, factor)

    def turn(self, degrees: int) -> None:
        """Turn the picture; what is kept stays as it is."""
        self.angle = (self.angle + degrees) % 360
        self.rotate(degrees)
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Enlarge towards the mouse."""
        self.resize_by(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
        event.accept()


class ScanSheet(Sheet):
    """A large picture over the page; Esc closes it."""

    def __init__(self, ctx: Context, parent: QWidget, sha: str) -> None:
        super().__init__(ctx, parent, "", _WIDE)
        self._ctx, self._sha = ctx, sha
        self._number, self._pages = 0, 1
        t = ctx.t
        self.view = ScanView(t("scans.picture"))
        self.view.setFixedHeight(max(ctx.px(200), parent.height() - ctx.px(_ROOM)))
        self._where = words("")
        self._leaves = (
            button(t("scans.before"), lambda: self.leaf(-1), "quiet"),
            button(t("scans.after"), lambda: self.leaf(1), "quiet"),
        )
        self.ways = self._ways()
        self._done = button(t("scans.close"), self.close_sheet)
        self.body.addLayout(row(self._leaves[0], self._where, self._leaves[1], None, *self.ways, self._done))
        self.body.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self._tell()
        self._read()

    def leaf(self, step: int) -> None:
        """Go to another page."""
        wanted = max(0, min(self._number + step, self._pages - 1))
        if wanted != self._number:
            self._number = wanted
            self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Act on a key of the ones named above."""
        keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Plus: lambda: self.view.resize_by(_STEP),
            Qt.Key.Key_Equal: lambda: self.view.resize_by(_STEP),
            Qt.Key.Key_Minus: lambda: self.view.resize_by(1 / _STEP),
            Qt.Key.Key_0: self.view.fit,
            Qt.Key.Key_L: lambda: self.view.turn(-90),
            Qt.Key.Key_R: lambda: self.view.turn(90),
            Qt.Key.Key_PageUp: lambda: self.leaf(-1),
            Qt.Key.Key_PageDown: lambda: self.leaf(1),
        }
        act = keys.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _ways(self) -> tuple[QPushButton, ...]:
        t, view = self._ctx.t, self.view
        return (
            button(t("scans.smaller"), partial(view.resize_by, 1 / _STEP), "quiet"),
            button(t("scans.larger"), partial(view.resize_by, _STEP), "quiet"),
            button(t("scans.whole"), view.fit, "quiet"),
            button(t("scans.left"), partial(view.turn, -90), "quiet"),
            button(t("scans.right"), partial(view.turn, 90), "quiet"),
        )

    def _read(self) -> None:
        sha, number = self._sha, self._number
        self._ctx.tasks.run(self, lambda backend: page_image(backend, sha, number), self._show_page)

    def _show_page(self, read: tuple[QImage | None, int]) -> None:
        image, self._pages = read
        self._tell()
        if image is None:
            self._where.setText(self._ctx.t("scans.none"))
        else:
            self.view.show_image(image)

    def _tell(self) -> None:
        several = self._pages > 1
        for way in self._leaves:
            way.setVisible(several)
        told = self._ctx.t("scans.page", n=self._number + 1, all=self._pages) if several else ""
        self._where.setText(told)


def page_image(backend: Backend, sha: str, number: int) -> tuple[QImage | None, int]:
    """Return a page of a kept file and how many it has; None where it is not here or nothing that can be shown."""
    data = backend.read_file(sha)
    if data is None:
        return None, 1
    return _pdf_page(data, number) if data.startswith(b"%PDF") else (_picture(data), 1)


def _picture(data: bytes) -> QImage | None:
    source = QBuffer()
    source.setData(QByteArray(data))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid() and max(whole.width(), whole.height()) > _SHARP:
        reader.setScaledSize(whole.scaled(QSize(_SHARP, _SHARP), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def _pdf_page(data: bytes, number: int) -> tuple[QImage | None, int]:
    import pypdfium2

    library: Any = pypdfium2
    try:
        pdf = library.PdfDocument(data)
    except library.PdfiumError:
        return None, 1
    try:
        page = pdf[number]
        longest = max(page.get_size())
        drawn = page.render(scale=min(_PDF_SCALE, _SHARP / longest), rev_byteorder=True).to_pil().convert("RGB")
        width, height = drawn.size
        image = QImage(drawn.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
        return image, len(pdf)
    finally:
        pdf.close()
