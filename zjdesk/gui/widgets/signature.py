"""A field to sign in, with a pen, a finger or the mouse; the drawing is black on white and leaves nothing else."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.sheets import Sheet
from zjdesk.gui.widgets.plain import button, row, words

_INK, _PAPER = QColor("black"), QColor("white")
_SHORTEST = 12.0  # of a stroke, in points of the screen: less is a touch by chance
_PICTURE = 2  # pixels of the picture for each point of the screen
_EDGE = 8
_PRESSED, _MOVED = 0.5, 1.0
Stroke = list[tuple[QPointF, float]]


class SignaturePad(QWidget):
    """Strokes of ink: a pen's pressure makes them broader, a finger's and a mouse's are even."""

    changed = Signal()

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__()
        self._ctx = ctx
        self.strokes: list[Stroke] = []
        self._down = False
        self.setAccessibleName(name)
        self.setMinimumSize(ctx.px(480), ctx.px(200))
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def signed(self) -> bool:
        """Tell whether there is more than a dot."""
        return sum(map(_length, self.strokes)) >= _SHORTEST

    def wipe(self) -> None:
        """Begin again."""
        self.strokes.clear()
        self._told()

    def picture(self) -> bytes:
        """Return the drawing as PNG, cut to the ink."""
        points = [point for stroke in self.strokes for point, _ in stroke]
        left, right = min(one.x() for one in points), max(one.x() for one in points)
        top, bottom = min(one.y() for one in points), max(one.y() for one in points)
        ink = QRectF(left, top, right - left, bottom - top).adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
        image = QImage((ink.size() * _PICTURE).toSize(), QImage.Format.Format_Grayscale8)
        image.fill(_PAPER)
        painter = QPainter(image)
        painter.scale(_PICTURE, _PICTURE)
        painter.translate(-ink.topLeft())
        self._draw(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def sizeHint(self) -> QSize:  # noqa: N802
        """A name fits in."""
        return QSize(self._ctx.px(600), self._ctx.px(220))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw paper, a line to sign on, and the ink."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _PAPER)
        painter.setPen(QPen(QColor(self._ctx.theme["border"]), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        base = int(self.height() * 0.78)
        painter.drawLine(self._ctx.px(24), base, self.width() - self._ctx.px(24), base)
        self._draw(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Put the pen down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), _PRESSED)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Draw."""
        self._go(event.position(), _PRESSED)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """Lift the pen."""
        self._down = False

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802
        """Draw with a pen that knows how hard it is pressed; taken here, it is no mouse besides."""
        if event.type() == QEvent.Type.TabletPress:
            self._begin(event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletMove:
            self._go(event.position(), event.pressure())
        else:
            self._down = False
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Draw with one finger; a second is the ball of the hand."""
        if not isinstance(event, QTouchEvent) or not event.points():
            return super().event(event)
        place = event.points()[0].position()
        if event.type() == QEvent.Type.TouchBegin:
            self._begin(place, _PRESSED)
        elif event.type() == QEvent.Type.TouchUpdate:
            self._go(place, _PRESSED)
        else:
            self._down = False
        event.accept()
        return True

    def _begin(self, place: QPointF, pressure: float) -> None:
        self._down = True
        self.strokes.append([(place, pressure)])
        self._told()

    def _go(self, place: QPointF, pressure: float) -> None:
        if self._down:
            self.strokes[-1].append((place, pressure))
            self._told()

    def _told(self) -> None:
        self.update()
        self.changed.emit()

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in self.strokes:
            for (start, _), (end, pressure) in itertools.pairwise(stroke):
                width = self._ctx.px(1) * (_MOVED + 3 * pressure)
                painter.setPen(QPen(_INK, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(start, end)


def _length(stroke: Stroke) -> float:
    pairs = itertools.pairwise(stroke)
    return sum((end - start).manhattanLength() for (start, _), (end, _) in pairs)


class SignatureSheet(Sheet):
    """The pad on a card over the window; what was signed is given on when its button is pressed."""

    def __init__(self, ctx: Context, window: QWidget, name: str, take: Callable[[bytes], None]) -> None:
        super().__init__(ctx, window, ctx.t("grids.sign_title", name=name), width=680)
        self._take = take
        self.pad = SignaturePad(ctx, ctx.t("grids.sign_title", name=name))
        self.save = button(ctx.t("grids.sign_save"), self._done, "primary")
        self.body.addWidget(words(ctx.t("grids.sign_hint"), tone="muted", wrap=True))
        self.body.addWidget(self.pad)
        again = button(ctx.t("grids.sign_again"), self.pad.wipe)
        self.body.addLayout(row(again, None, button(ctx.t("window.leave_it"), self.close_sheet), self.save))
        self.pad.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.save.setEnabled(self.pad.signed)

    def _done(self) -> None:
        picture = self.pad.picture()
        self.close_sheet()
        self._take(picture)
