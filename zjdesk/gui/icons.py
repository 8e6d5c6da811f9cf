"""Draws the window's few pictures in a colour of the theme, from ``resources/icons``."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from zjdesk.paths import resources_dir

_SHARP = 3


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text("utf-8")


def picture(name: str, colour: str, size: int) -> QPixmap:
    """Return the picture ``name`` in ``colour``, ``size`` pixels wide, sharp on dense screens."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    pixmap = QPixmap(size * _SHARP, size * _SHARP)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size * _SHARP, size * _SHARP))
    painter.end()
    pixmap.setDevicePixelRatio(_SHARP)
    return pixmap


def icon(name: str, colour: str, size: int, *, on: str | None = None) -> QIcon:
    """Return an icon; ``on`` is its colour while its button is checked."""
    result = QIcon(picture(name, colour, size))
    if on is not None:
        result.addPixmap(picture(name, on, size), QIcon.Mode.Normal, QIcon.State.On)
    return result
