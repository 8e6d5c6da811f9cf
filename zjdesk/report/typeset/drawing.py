"""A chart in the flow of a page: its drawing, and the note on n and base underneath."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.platypus import Flowable

from zjdesk.report.charts import Chart, Kind
from zjdesk.report.typeset import bars, pie
from zjdesk.report.typeset.fonts import FontBook
from zjdesk.report.typeset.ink import Box, Ink, Lettering

NOTE = 16.0
NOTE_SIZE = 8.5

Measure = Callable[[Chart, Lettering, float], float]
Draw = Callable[[Chart, Ink, Box], None]

KINDS: dict[Kind, tuple[Measure, Draw]] = {
    "pie": (pie.height, pie.draw),
    "hbar": (bars.lying_height, bars.draw_lying),
    "bar": (bars.standing_height, bars.draw_standing),
    "column": (bars.standing_height, bars.draw_standing),
    "cluster": (bars.standing_height, bars.draw_standing),
}


class Drawing(Flowable):
    """One chart, as wide as the text."""

    def __init__(self, chart: Chart, fonts: FontBook) -> None:
        super().__init__()
        self.chart, self.fonts = chart, fonts

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Ask the kind of chart how high it is at this width."""
        measure, _ = KINDS[self.chart.kind]
        self.width = width
        self.height = measure(self.chart, Lettering(self.fonts), width) + NOTE
        return width, self.height

    def draw(self) -> None:
        """Draw the chart over its note."""
        _, draw = KINDS[self.chart.kind]
        ink = Ink(self.fonts, self.canv)
        draw(self.chart, ink, Box(0, NOTE, self.width, self.height - NOTE))
        ink.label(self.chart.note, (self.width / 2, 4), NOTE_SIZE, "centre")
