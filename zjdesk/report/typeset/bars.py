"""Bars and columns: lying (条形图), standing (柱形图) and side by side for two waves."""

from __future__ import annotations

from zjdesk.report.charts import Bar, Chart
from zjdesk.report.typeset.ink import Box, Ink, Lettering

SIZE = 9.0
ROW, COLUMN_HEIGHT = 25.0, 124.0
WIDEST = 54.0  # a column gets no wider, however few there are
LABELS = 0.36  # share of the width that the labels of lying bars may take
HEADROOM = 1.08


def value(bar: Bar) -> str:
    """Return what is printed beside a bar: count and share."""
    return f"{bar.n}({bar.shown})" if bar.shown != str(bar.n) else bar.shown


def lying_height(chart: Chart, ink: Lettering, width: float) -> float:
    """Return the height of a chart of lying bars."""
    return ROW * len(chart.categories) + 8


def draw_lying(chart: Chart, ink: Ink, box: Box) -> None:
    """Draw lying bars, the first category at the top."""
    texts = [ink.lines(name, box.width * LABELS, SIZE) for name in chart.categories]
    left = box.left + max(ink.width(line, SIZE) for lines in texts for line in lines) + 8
    bars = chart.series[0].bars
    room = box.right - left - max(ink.width(value(bar), SIZE) for bar in bars) - 8
    ink.rule((left, box.bottom), (left, box.top))
    for number, (lines, bar) in enumerate(zip(texts, bars, strict=True)):
        middle = box.top - 4 - (number + 0.5) * ROW
        length = float(chart.length(bar) / chart.longest) * room
        ink.stack(lines, (left - 6, middle), SIZE, "right")
        ink.fill(Box(left, middle - 8, length, 16), bar.colour)
        ink.label(value(bar), (left + length + 4, middle - SIZE * 0.36), SIZE)


def standing_height(chart: Chart, ink: Lettering, width: float) -> float:
    """Return the height of a chart of columns: the columns, two lines of values, the names below."""
    slot = width / len(chart.categories)
    names = max(len(ink.lines(name, slot - 6, SIZE)) for name in chart.categories)
    legend = 18.0 if _has_legend(chart) else 0.0
    return COLUMN_HEIGHT + 26 + names * SIZE * 1.25 + 10 + legend


def draw_standing(chart: Chart, ink: Ink, box: Box) -> None:
    """Draw columns in groups, one column for each series."""
    slot = box.width / len(chart.categories)
    names = [ink.lines(name, slot - 6, SIZE) for name in chart.categories]
    deep = max(len(lines) for lines in names) * SIZE * 1.25 + 10
    top = box.top - (18 if _has_legend(chart) else 0)
    floor = Box(box.left, box.bottom + deep, box.width, top - box.bottom - deep - 26)
    for number, lines in enumerate(names):
        middle = box.left + (number + 0.5) * slot
        ink.stack(lines, (middle, box.bottom + deep - 6 - len(lines) * SIZE * 0.625), SIZE, "centre")
        _group(chart, ink, number, Box(box.left + number * slot, floor.bottom, slot, floor.height))
    ink.rule((floor.left, floor.bottom), (floor.right, floor.bottom))
    if _has_legend(chart):
        legend(chart, ink, box)


def _group(chart: Chart, ink: Ink, number: int, slot: Box) -> None:
    count = len(chart.series)
    width = min(WIDEST, slot.width * 0.72 / count)
    left = slot.left + slot.width / 2 - width * count / 2
    for place, series in enumerate(chart.series):
        bar = series.bars[number]
        column = _column(chart, bar, left + place * width, slot, width)
        ink.fill(column, bar.colour)
        if bar.hatched is not None:
            ink.hatch(_column(chart, bar.hatched, column.left, slot, width))
        _value(ink, bar, column, slot.width if count == 1 else 0.0)


def _column(chart: Chart, bar: Bar, left: float, slot: Box, width: float) -> Box:
    height = float(chart.length(bar) / chart.longest) * slot.height / HEADROOM
    return Box(left, slot.bottom, width, height)


def _value(ink: Ink, bar: Bar, column: Box, room: float) -> None:
    middle = column.left + column.width / 2
    lines = [value(bar)] if ink.width(value(bar), SIZE) < room else [str(bar.n), bar.shown]
    if bar.hatched is not None:
        lines.extend(ink.lines(f"{bar.hatched.label} {value(bar.hatched)}", room - 8, SIZE))
    pitch = SIZE * 1.2
    for number, line in enumerate(reversed(lines)):
        ink.label(line, (middle, column.top + 4 + number * pitch), SIZE, "centre")


def _has_legend(chart: Chart) -> bool:
    return len(chart.series) > 1


def legend(chart: Chart, ink: Ink, box: Box) -> None:
    """Draw the names of the series over the columns, in the middle."""
    widths = [ink.width(series.label, SIZE) + 30 for series in chart.series]
    left = box.left + (box.width - sum(widths)) / 2
    for series, width in zip(chart.series, widths, strict=True):
        ink.fill(Box(left, box.top - 11, 10, 8), series.colour)
        ink.label(series.label, (left + 14, box.top - 10.5), SIZE)
        left += width
