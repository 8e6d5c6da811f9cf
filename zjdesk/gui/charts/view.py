"""Draws a report's chart on the screen: bars standing or lying, several waves side by side, or a pie."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import pyqtgraph
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainterPath, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjdesk.gui.charts.shapes import Shape, rectangle, slice_path
from zjdesk.gui.context import Context
from zjdesk.report.charts import Bar, Chart

pg: Any = pyqtgraph
_ROOM = 1.18
_LINE = 12
_APART = 0.2
_CHINESE = "\u2e80"
_PIECES = re.compile(r"[!-~]+|.", re.DOTALL)


class ChartView(QWidget):
    """One chart; ``pressed`` gives the bar that was clicked."""

    pressed = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._scale: list[tuple[float, str]] = []
        self._chart: Chart | None = None
        self._margin = 0
        self._font = QFont(self.font().family())
        self._font.setPixelSize(ctx.px(12))
        self.plot = pg.PlotWidget(background=ctx.theme["card"])
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(False, False)
        self.plot.hideButtons()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.setMinimumHeight(ctx.px(260))

    def show_chart(self, chart: Chart) -> None:
        """Draw another chart."""
        self.plot.clear()
        self._chart = chart
        self._scale = [] if has_unit(chart) else scale(float(chart.longest), percent=chart.axis == "share")
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.description)
        if chart.kind == "pie":
            self._pie(chart)
        elif chart.kind == "hbar":
            self._lying(chart)
        else:
            self._standing(chart)

    def _standing(self, chart: Chart) -> None:
        self._axes(bottom=chart.categories, left=())
        width = 0.62 / max(1, len(chart.series))
        for number, series in enumerate(chart.series):
            shift = (number - (len(chart.series) - 1) / 2) * width
            for place, bar in enumerate(series.bars):
                high = float(chart.length(bar))
                self._bar(rectangle(place + shift - width / 2, 0, width * 0.92, high), bar)
                if bar.hatched is not None:
                    part = rectangle(place + shift - width / 2, 0, width * 0.92, float(chart.length(bar.hatched)))
                    self._bar(part, bar.hatched, hatched=True)
                self._words(words_of(bar), place + shift, high, (beside(number, len(chart.series)), 1.0))
        self._range((-0.6, len(chart.categories) - 0.4), (0, float(chart.longest) * _ROOM))

    def _lying(self, chart: Chart) -> None:
        self._axes(bottom=(), left=chart.categories)
        count = len(chart.categories)
        width = 0.62 / max(1, len(chart.series))
        for number, series in enumerate(chart.series):
            shift = ((len(chart.series) - 1) / 2 - number) * width
            for place, bar in enumerate(series.bars):
                level = count - 1 - place + shift
                long = float(chart.length(bar))
                self._bar(rectangle(0, level - width / 2, long, width * 0.92), bar)
                self._words(words_of(bar), long, level, (0.0, 0.5))
        self._fit_lying(chart)

    def _fit_lying(self, chart: Chart) -> None:
        """Leave room beside the longest bar for its words."""
        metrics = QFontMetrics(self._font)
        bars = [bar for series in chart.series for bar in series.bars]
        wide = max((metrics.horizontalAdvance(words_of(bar)) for bar in bars), default=0) + self._ctx.px(24)
        room = max(wide * 2, self.plot.width() - self._margin)
        self._range((0, float(chart.longest) * room / (room - wide)), (-0.6, len(chart.categories) - 0.4))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Make room for the words anew."""
        super().resizeEvent(event)
        if self._chart is not None and self._chart.kind == "hbar":
            self._fit_lying(self._chart)

    def _pie(self, chart: Chart) -> None:
        self.plot.getPlotItem().hideAxis("left")
        self.plot.getPlotItem().hideAxis("bottom")
        self.plot.setAspectLocked(True)
        bars = chart.series[0].bars
        whole = sum(bar.n for bar in bars) or 1
        start, spots = 90.0, []
        for bar in bars:
            extent = -360.0 * bar.n / whole
            if bar.n:
                self._bar(slice_path(start, extent), bar)
                middle = math.radians(start + extent / 2)
                spots.append((bar, math.cos(middle), math.sin(middle)))
            start += extent
        for side in (1, -1):
            mine = [spot for spot in spots if (spot[1] >= 0) == (side == 1)]
            for (bar, _, _), level in zip(mine, spread([spot[2] * 1.1 for spot in mine]), strict=True):
                self._words(f"{bar.label}\n{words_of(bar)}", side * 1.12, level, (0.0 if side == 1 else 1.0, 0.5))
        self._range((-2.6, 2.6), (-1.25, 1.25))

    def _bar(self, path: QPainterPath, bar: Bar, *, hatched: bool = False) -> None:
        shape = Shape(path, bar, self._ctx.theme["text"], self.pressed.emit, hatched=hatched)
        self.plot.addItem(shape, ignoreBounds=True)

    def _words(self, text: str, x: float, y: float, anchor: tuple[float, float]) -> None:
        item = pg.TextItem(text, color=QColor(self._ctx.theme["text"]), anchor=anchor)
        item.setFont(self._font)
        item.setPos(x, y)
        self.plot.addItem(item, ignoreBounds=True)

    def _axes(self, *, bottom: Sequence[str], left: Sequence[str]) -> None:
        self.plot.setAspectLocked(False)
        for name, categories in (("bottom", bottom), ("left", left)):
            self.plot.getPlotItem().showAxis(name)
            axis = self.plot.getAxis(name)
            axis.setTickFont(self._font)
            axis.setTextPen(self._ctx.theme["text"])
            axis.setPen(self._ctx.theme["line"])
            axis.setStyle(tickLength=0 if categories else -4, hideOverlappingLabels=False)
            places = list(range(len(categories)))
            if name == "left":
                places.reverse()
            ticks = [(place, broken(words)) for place, words in zip(places, categories, strict=True)]
            axis.setTicks([ticks] if categories else [self._scale])
            lines = max((text.count("\n") + 1 for _, text in ticks), default=1)
            if name == "bottom":
                axis.setHeight(self._ctx.px(10 + 18 * lines))
            else:
                metrics = QFontMetrics(self._font)
                longest = max(
                    (metrics.horizontalAdvance(line) for _, text in ticks for line in text.split("\n")), default=0
                )
                self._margin = longest + self._ctx.px(16) if categories else self._ctx.px(48)
                axis.setWidth(self._margin)

    def _range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.plot.setRange(xRange=x, yRange=y, padding=0)


def scale(longest: float, *, percent: bool) -> list[tuple[float, str]]:
    """Return the marks of the axis of values: about five round ones, never above 100 per cent."""
    rough = longest / 5 or 1
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= rough)
    marks = [step * number for number in range(int(longest / step) + 2)]
    if percent:
        return [(mark, f"{mark:g}%") for mark in marks if mark <= 100]
    return [(mark, f"{mark:,g}") for mark in marks]


def has_unit(chart: Chart) -> bool:
    """Tell whether the values are amounts that carry their unit with them."""
    return any(" " in bar.shown for series in chart.series for bar in series.bars)


def words_of(bar: Bar) -> str:
    """Return what stands on a bar: its share and count, an amount with its unit, or the count alone."""
    if bar.base and bar.shown.endswith("%"):
        return f"{bar.shown}  ({bar.n:,})"
    return bar.shown if bar.shown[:1].isdigit() else f"{bar.n:,}"


def beside(number: int, count: int) -> float:
    """Return where words over a bar are held: in the middle, or outwards where two bars stand side by side."""
    return (1.0, 0.0)[number] if count == 2 else 0.5


def broken(words: str) -> str:
    """Break a long name into lines, English between words."""
    if max(words, default="") < _CHINESE:
        return "\n".join(wrap(words, 2 * _LINE)) or words
    lines = [""]
    for piece in _PIECES.findall(words):
        if len(lines[-1]) + len(piece) > _LINE and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def spread(levels: Sequence[float]) -> list[float]:
    """Move labels of one side apart so that none covers another; the order from top to bottom stays."""
    order = sorted(range(len(levels)), key=lambda place: -levels[place])
    placed = list(levels)
    above = math.inf
    for place in order:
        placed[place] = min(placed[place], above - 2 * _APART)
        above = placed[place]
    low = min(placed, default=0.0)
    lift = max(0.0, -1.15 - low)
    return [level + lift for level in placed]
