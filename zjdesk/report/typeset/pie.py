"""Pies: slices with their names and values outside, spread so that no two labels touch."""

from __future__ import annotations

import math
from dataclasses import dataclass

from reportlab.lib.colors import HexColor

from zjdesk.report.charts import PALETTE, Bar, Chart
from zjdesk.report.typeset.bars import value
from zjdesk.report.typeset.ink import EDGE, Box, Ink, Lettering

SIZE = 9.0
RADIUS = 58.0
PITCH = SIZE * 2.9  # two lines and air


@dataclass(frozen=True)
class Slice:
    """One slice: where it begins, how far it turns, and the middle of its arc."""

    bar: Bar
    start: float
    extent: float

    @property
    def middle(self) -> float:
        """Return the direction of the slice's middle, in degrees."""
        return self.start + self.extent / 2

    def point(self, centre: tuple[float, float], radius: float) -> tuple[float, float]:
        """Return the point at ``radius`` in the middle of the slice."""
        angle = math.radians(self.middle)
        return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def height(chart: Chart, ink: Lettering, width: float) -> float:
    """Return the height of a pie."""
    return 2 * RADIUS + 30


def draw(chart: Chart, ink: Ink, box: Box) -> None:
    """Draw the slices from the top, clockwise, then their labels."""
    centre = (box.left + box.width / 2, box.bottom + box.height / 2)
    slices = slices_of(chart)
    for each in slices:
        _draw_slice(ink, each, centre)
    right = [each for each in slices if math.cos(math.radians(each.middle)) >= 0]
    left = [each for each in slices if each not in right]
    for side, members in ((1, right), (-1, left)):
        _labels(ink, members, centre, side, box)


def slices_of(chart: Chart) -> list[Slice]:
    """Return the slices that have any part of the whole; the whole is what the slices add up to."""
    bars = chart.series[0].bars
    whole = sum(bar.n for bar in bars) or 1
    slices, start = [], 90.0
    for bar in bars:
        extent = -360.0 * bar.n / whole
        slices.append(Slice(bar, start, extent))
        start += extent
    return slices


def _draw_slice(ink: Ink, each: Slice, centre: tuple[float, float]) -> None:
    if not each.bar.n:
        return
    canvas = ink.canvas
    canvas.setFillColor(HexColor(PALETTE[each.bar.colour]))
    canvas.setStrokeColor(EDGE)
    canvas.setLineWidth(0.4)
    corners = (centre[0] - RADIUS, centre[1] - RADIUS, centre[0] + RADIUS, centre[1] + RADIUS)
    if abs(each.extent) >= 360:
        canvas.circle(*centre, RADIUS, stroke=1, fill=1)
    else:
        canvas.wedge(*corners, each.start, each.extent, stroke=1, fill=1)


def _labels(ink: Ink, members: list[Slice], centre: tuple[float, float], side: int, box: Box) -> None:
    """Write the labels of one side from top to bottom, each with a line to its slice."""
    ordered = sorted(members, key=lambda each: -each.point(centre, RADIUS)[1])
    heights = spread([each.point(centre, RADIUS + 10)[1] for each in ordered], PITCH, box.bottom + 12, box.top - 12)
    for each, middle in zip(ordered, heights, strict=True):
        start = each.point(centre, RADIUS if each.bar.n else RADIUS * 0.98)
        bend = (centre[0] + side * (RADIUS + 14), middle)
        end = (bend[0] + side * 8, middle)
        ink.rule(start, bend)
        ink.rule(bend, end)
        room = abs((box.right if side > 0 else box.left) - end[0]) - 4
        lines = [*ink.lines(each.bar.label, room, SIZE), value(each.bar)]
        ink.stack(lines, (end[0] + side * 4, middle), SIZE, "left" if side > 0 else "right")


def spread(wanted: list[float], pitch: float, lowest: float, highest: float) -> list[float]:
    """Move heights, given from the top down, so that each lies ``pitch`` under the one before and inside the bounds."""
    placed: list[float] = []
    for wish in wanted:
        placed.append(min(wish, placed[-1] - pitch if placed else highest))
    last = len(placed) - 1
    return [max(each, lowest + pitch * (last - number)) for number, each in enumerate(placed)]
