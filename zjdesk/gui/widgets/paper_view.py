"""Shows a PDF page by page: PgUp and PgDn turn, Ctrl and the wheel enlarge; drawn off the window's thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.page import scrolled
from zjdesk.gui.widgets.plain import button, column, icon_button, row, words
from zjdesk.gui.widgets.tips import tip

ZOOMS = (50, 75, 100, 125, 150, 200, 300)
_WIDTH = 720
_TURNS = {Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000}
_SCROLLS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class PaperView(QWidget):
    """One page at a time with its number and size above; ``turned`` gives the number of the page, from 0."""

    turned = Signal(int)

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__()
        self._ctx = ctx
        self._data = b""
        self._pages = 0
        self.number = 0
        self.zoom = 100
        t = ctx.t
        self._sheet = QLabel()
        self._sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._sheet.setAccessibleName(name)
        self.area = self._area(name)
        self._where = words("")
        self._size = words("100%")
        self.before = icon_button(ctx, "back", t("report.page_before"), lambda: self.turn(self.number - 1), "quiet")
        self.after = button(t("report.page_after"), lambda: self.turn(self.number + 1), "quiet")
        self.smaller = self._sign("−", t("report.smaller"), lambda: self.resize_by(-1))
        self.larger = self._sign("+", t("report.larger"), lambda: self.resize_by(1))
        bar = row(self.before, self._where, self.after, None, self.smaller, self._size, self.larger)
        self.setLayout(column(bar, self.area, spacing=ctx.px(4)))

    def show_document(self, data: bytes, pages: int) -> None:
        """Show another document from its first page."""
        self._data, self._pages = data, pages
        self.turn(0)

    def turn(self, number: int) -> None:
        """Go to a page, to the nearest when there is none of that number."""
        self.number = max(0, min(number, self._pages - 1))
        self.before.setEnabled(self.number > 0)
        self.after.setEnabled(self.number < self._pages - 1)
        self._where.setText(self._ctx.t("report.page_of", n=self.number + 1, all=self._pages))
        self.turned.emit(self.number)
        self._draw()

    def resize_by(self, step: int) -> None:
        """Show the page one size larger or smaller."""
        place = max(0, min(ZOOMS.index(self.zoom) + step, len(ZOOMS) - 1))
        self.zoom = ZOOMS[place]
        self.smaller.setEnabled(place > 0)
        self.larger.setEnabled(place < len(ZOOMS) - 1)
        self._size.setText(f"{self.zoom}%")
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keys turn pages and the wheel with Ctrl enlarges."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(Qt.Key(event.key()))
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.resize_by(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, key: Qt.Key) -> bool:
        if key in _TURNS:
            self.turn(self.number + _TURNS[key])
            return True
        way = _SCROLLS.get(key)
        bar = self.area.verticalScrollBar()
        if way is None or bar.value() != (bar.maximum() if way > 0 else bar.minimum()):
            return False
        self.turn(self.number + way)
        bar.setValue(bar.minimum() if way > 0 else bar.maximum())
        return True

    def _area(self, name: str) -> QScrollArea:
        area = scrolled(column(self._sheet))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(name)
        area.installEventFilter(self)
        area.viewport().installEventFilter(self)
        return area

    def _sign(self, sign: str, name: str, press: Any) -> QWidget:
        made = button(sign, press, "quiet")
        made.setAccessibleName(name)
        made.setToolTip(tip(name))
        return made

    def _draw(self) -> None:
        if not self._pages:
            return
        ratio = self.devicePixelRatioF()
        data, wanted = self._data, (self.number, self.zoom)
        width = self._ctx.px(_WIDTH) * self.zoom / 100 * ratio
        self._ctx.tasks.run(
            self,
            lambda _backend: page_image(data, wanted[0], width),
            lambda image: self._show(image, ratio, wanted),
        )

    def _show(self, image: QImage, ratio: float, wanted: tuple[int, int]) -> None:
        if wanted != (self.number, self.zoom):
            return
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self._sheet.setPixmap(pixmap)


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """Return the width and height of every page of a PDF, in points."""
    import pypdfium2

    pdf: Any = pypdfium2
    document = pdf.PdfDocument(data)
    try:
        return [document.get_page_size(number) for number in range(len(document))]
    finally:
        document.close()


def page_image(data: bytes, number: int, width: float) -> QImage:
    """Return one page of a PDF as an image, ``width`` pixels wide."""
    import pypdfium2

    pdf: Any = pypdfium2
    document = pdf.PdfDocument(data)
    try:
        page = document[number]
        bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
        pillow = bitmap.to_pil().convert("RGB")
        raw = pillow.tobytes()
        image = QImage(raw, pillow.width, pillow.height, 3 * pillow.width, QImage.Format.Format_RGB888)
        return image.copy()
    finally:
        document.close()
