"""The street's keys on paper: each of the two sheets on a page of its own, and the slip with the sticks' code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from zjdesk.gui.context import Context
from zjdesk.gui.saving import keep_bytes

_DPI = 300
_MM = _DPI / 25.4
_LEFT, _TOP, _WIDTH = 18.0, 22.0, 174.0  # millimetres
_TITLE, _BODY, _LETTER, _CODE, _SMALL = 18.0, 11.0, 14.0, 26.0, 9.0  # points
_CELL, _GAP, _LINE, _NUMBER = 3.4, 2.2, 14.0, 12.0  # millimetres: a letter, between groups, a line, its number
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
_CENTRED = int(Qt.AlignmentFlag.AlignCenter)


def keep_sheet(target: Path, ctx: Context, number: int, sheet: str, family: str) -> Path:
    """Write one sheet as PDF."""
    return keep_bytes(target, _pdf(ctx, lambda painter: _draw_sheet(painter, ctx, number, sheet, family)))


def keep_code(target: Path, ctx: Context, code: str, family: str) -> Path:
    """Write the slip with the code that opens the sticks' copies."""
    return keep_bytes(target, _pdf(ctx, lambda painter: _draw_code(painter, ctx, code, family)))


def _pdf(ctx: Context, draw: Callable[[QPainter], None]) -> bytes:
    """Return one page as PDF; takes a while, so never on the window's thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(ctx.t("street_key.paper_title"))
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    draw(painter)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def _draw_sheet(painter: QPainter, ctx: Context, number: int, sheet: str, family: str) -> None:
    t, lines = ctx.t, sheet.splitlines()
    top = _heading(painter, ctx, t(f"street_key.sheet_{number}"), family)
    top = _write(painter, t(f"street_key.sheet_about_{number}", n=len(lines)), family, _BODY, top) + 8
    for line in lines:
        _draw_line(painter, line.split(), family, top)
        top += _LINE
    _write(painter, t("street_key.sheet_keep"), family, _SMALL, top + 6)


def _draw_line(painter: QPainter, parts: Sequence[str], family: str, top: float) -> None:
    """Draw a line's number, its groups letter by letter in cells of one width, and its check apart at the right."""
    number, *groups, check = parts
    painter.setFont(_font(family, _BODY))
    painter.setPen(Qt.GlobalColor.darkGray)
    painter.drawText(_cell(_LEFT, top, _NUMBER - 4), _CENTRED, number)
    painter.setPen(Qt.GlobalColor.black)
    painter.setFont(_font(family, _LETTER, bold=True))
    place = _LEFT + _NUMBER
    for group in groups:
        for letter in group:
            painter.drawText(_cell(place, top, _CELL), _CENTRED, letter)
            place += _CELL
        place += _GAP
    right = _cell(_LEFT + _WIDTH - 6, top, 6)
    painter.drawText(right, _CENTRED, check)
    painter.drawRect(right.adjusted(-0.6 * _MM, 1.4 * _MM, 0.6 * _MM, -1.4 * _MM))


def _draw_code(painter: QPainter, ctx: Context, code: str, family: str) -> None:
    t = ctx.t
    top = _heading(painter, ctx, t("street_key.slip_title"), family)
    top = _write(painter, t("street_key.slip_about"), family, _BODY, top) + 8
    top = _write(painter, code, family, _CODE, top, bold=True) + 8
    _write(painter, t("street_key.slip_keep"), family, _SMALL, top)


def _heading(painter: QPainter, ctx: Context, title: str, family: str) -> float:
    day: date = ctx.today
    top = _write(painter, title, family, _TITLE, _TOP, bold=True) + 2
    return _write(painter, f"{ctx.about.store} · {day.isoformat()}", family, _BODY, top) + 6


def _write(painter: QPainter, said: str, family: str, points: float, top: float, *, bold: bool = False) -> float:
    """Write words below ``top`` (millimetres); return where they end."""
    painter.setFont(_font(family, points, bold=bold))
    room = QRectF(_LEFT * _MM, top * _MM, _WIDTH * _MM, 200 * _MM)
    used = painter.boundingRect(room, _WRAPPED, said)
    painter.drawText(room, _WRAPPED, said)
    return top + used.height() / _MM


def _font(family: str, points: float, *, bold: bool = False) -> QFont:
    font = QFont(family)
    font.setPointSizeF(points)
    if bold:
        font.setWeight(QFont.Weight.Medium)
    return font


def _cell(left: float, top: float, width: float) -> QRectF:
    return QRectF(left * _MM, top * _MM, width * _MM, _LINE * _MM)
