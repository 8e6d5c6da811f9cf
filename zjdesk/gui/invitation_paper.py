"""The slips for invited computers on paper: three on a page to be cut apart, each with its code in large letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from zjdesk.gui.context import Context
from zjdesk.gui.office import Invitation
from zjdesk.gui.saving import keep_bytes

_DPI = 300
_MM = _DPI / 25.4
_PER_PAGE = 3
_HEIGHT, _WIDTH, _MARGIN = 297 / _PER_PAGE, 210.0, 16.0  # millimetres
_TITLE, _LABEL, _BODY, _CODE, _SMALL = 11.0, 18.0, 10.5, 24.0, 8.5  # points
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap


def slips_pdf(ctx: Context, made: Sequence[Invitation], family: str, day: date) -> bytes:
    """Return the slips as PDF; takes a while, so never on the window's thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(ctx.t("laptops.slip_title"))
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    for number, one in enumerate(made):
        place = number % _PER_PAGE
        if number and not place:
            writer.newPage()
        _draw(painter, ctx, one, family, day, place * _HEIGHT)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def keep_slips(target: Path, ctx: Context, made: Sequence[Invitation], family: str, day: date) -> Path:
    """Write the slips into a file."""
    return keep_bytes(target, slips_pdf(ctx, made, family, day))


def _draw(painter: QPainter, ctx: Context, one: Invitation, family: str, day: date, top: float) -> None:
    t = ctx.t
    painter.setPen(QPen(Qt.GlobalColor.gray, 1.5, Qt.PenStyle.DashLine))
    if top:
        painter.drawLine(0, round(top * _MM), round(_WIDTH * _MM), round(top * _MM))
    painter.setPen(Qt.GlobalColor.black)
    place = top + 9
    lines = (
        (f"{t('laptops.slip_title')} · {ctx.about.store} · {day.isoformat()}", _TITLE, False),
        (f"{one.label}（{t(f'settings.kind_{one.kind}')}）" if ctx.lang == "zh" else _named(ctx, one), _LABEL, True),
        (t("laptops.slip_step_1", file=one.file.name), _BODY, False),
        (t("laptops.slip_step_2"), _BODY, False),
        (t("laptops.slip_step_3"), _BODY, False),
        (one.code, _CODE, True),
        (t("laptops.slip_keep"), _SMALL, False),
    )
    for words, points, bold in lines:
        place = _write(painter, words, family, points, bold, place) + (3 if points in (_LABEL, _CODE) else 1.4)
        if words == t("laptops.slip_step_3"):
            place += 3


def _named(ctx: Context, one: Invitation) -> str:
    return f"{one.label} ({ctx.t(f'settings.kind_{one.kind}')})"


def _write(painter: QPainter, words: str, family: str, points: float, bold: bool, top: float) -> float:
    """Write words below ``top`` (millimetres); return where they end."""
    font = QFont(family)
    font.setPointSizeF(points)
    if bold:
        font.setWeight(QFont.Weight.Medium)
    if points == _CODE:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6 * _MM)
    painter.setFont(font)
    room = QRectF(_MARGIN * _MM, top * _MM, (_WIDTH - 2 * _MARGIN) * _MM, _HEIGHT * _MM)
    used = painter.boundingRect(room, int(_LEFT), words)
    painter.drawText(room, int(_LEFT), words)
    return top + used.height() / _MM
