"""The shapes of charts: bars and slices that answer to the mouse and lead to their records."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsSceneHoverEvent, QGraphicsSceneMouseEvent

from zjdesk.gui.widgets.tips import tip
from zjdesk.report.charts import PALETTE, Bar

Press = Callable[[Bar], None]


class Shape(QGraphicsPathItem):
    """One value of a chart."""

    def __init__(self, path: QPainterPath, bar: Bar, edge: str, press: Press, *, hatched: bool = False) -> None:
        super().__init__(path)
        self._bar = bar
        self._press = press
        self._edge = QColor(edge)
        colour = QColor(PALETTE.get(bar.colour, bar.colour))
        if hatched:
            self.setBrush(QBrush(self._edge, Qt.BrushStyle.BDiagPattern))
        else:
            self.setBrush(colour)
        self._plain()
        self.setToolTip(tip(bar.hover))
        self.setAcceptHoverEvents(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hoverEnterEvent(self, _event: QGraphicsSceneHoverEvent) -> None:  # noqa: N802
        """Show which one it is."""
        pen = QPen(self._edge, 2)
        pen.setCosmetic(True)
        self.setPen(pen)

    def hoverLeaveEvent(self, _event: QGraphicsSceneHoverEvent) -> None:  # noqa: N802
        """Look as before."""
        self._plain()

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:  # noqa: N802
        """Lead to the records."""
        event.accept()
        self._press(self._bar)

    def _plain(self) -> None:
        pen = QPen(self._edge, 1)
        pen.setCosmetic(True)
        self.setPen(pen)


def rectangle(left: float, bottom: float, width: float, height: float) -> QPainterPath:
    """Return the path of a bar."""
    path = QPainterPath()
    path.addRect(QRectF(left, bottom, width, height))
    return path


def slice_path(start: float, extent: float, radius: float = 1.0) -> QPainterPath:
    """Return the path of a slice; angles in degrees, counted against the clock from the right, y upwards."""
    path = QPainterPath(QPointF(0, 0))
    path.arcTo(QRectF(-radius, -radius, 2 * radius, 2 * radius), -start, -extent)
    path.closeSubpath()
    return path
