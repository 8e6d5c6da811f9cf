"""Measures and breaks what is written on a form, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from zjdesk.report.sheets.content import Option
from zjdesk.report.sheets.sizes import BOX, BOX_AIR, CODED_PAD, CODED_ROW, COLUMN, PAD, ROW, Type
from zjdesk.report.typeset.breaking import break_lines, clusters
from zjdesk.report.typeset.fonts import Face, FontBook
from zjdesk.report.typeset.styles import MM

_STEP = 0.5  # points by which a head shrinks until its longest word fits
_BETWEEN = 4.0  # millimetres between two boxes in a line
_AFTER_BOX = 1.4
_WRITING = 34.0  # room to write beside a box


@dataclass(frozen=True)
class Placed:
    """One box with the lines of its label: where it stands within its cell."""

    option: Option
    x: float
    y: float
    lines: tuple[str, ...]
    width: float


def _step(width: float, widest: float, count: int) -> float:
    """Return how far columns of boxes stand apart: evenly, or as far as the last one leaves room."""
    even = width / count
    return even if even >= max(widest, COLUMN) or count == 1 else (width - widest) / (count - 1)


@dataclass(frozen=True)
class Setter:
    """The fonts and sizes of one form; ``coded`` keeps boxes apart so that a machine can read them."""

    fonts: FontBook
    type: Type
    coded: bool = False

    def width(self, text: str, size: float, face: Face = "body") -> float:
        """Return how wide a line runs."""
        return self.fonts.width(text, face, size) / MM

    def lines(self, text: str, width: float, size: float, face: Face = "body") -> list[str]:
        """Break a text to a width, each of its own lines for itself."""
        found: list[str] = []
        for part in text.split("\n"):
            found += break_lines(part, lambda piece: self.width(piece, size, face), width, width)
        return found

    def fitting(self, text: str, width: float, size: float, least: float, face: Face = "label") -> float:
        """Return the largest size, down to ``least``, at which no word of a text is wider than ``width``."""
        pieces = [piece for part in text.split("\n") for piece in clusters(part)]
        while size > least and any(self.width(piece, size, face) > width for piece in pieces):
            size -= _STEP
        return size

    def boxes(self, options: tuple[Option, ...], width: float) -> tuple[Placed, ...]:
        """Place boxes with their labels in lines as wide as a cell."""
        if len(options) == 1 and not options[0].label:
            return (Placed(options[0], (width - BOX) / 2, 0.0, ("",), BOX),)
        if self.coded:
            return self._columns(options, width)
        placed: list[Placed] = []
        x = y = 0.0
        for option in options:
            room = self._room(option)
            if x and x + room > width:
                x, y = 0.0, y + self._tall(placed, y)
            lines = self._label(option, width - BOX - _AFTER_BOX)
            placed.append(Placed(option, x, y, lines, min(room, width)))
            x += room + _BETWEEN
        return tuple(placed)

    def boxes_height(self, options: tuple[Option, ...], width: float) -> float:
        """Return how high boxes with their labels are."""
        placed = self.boxes(options, width)
        return max((each.y + self._high(each) for each in placed), default=0.0)

    def coded_width(self, options: tuple[Option, ...]) -> float:
        """Return the width at which boxes for a machine stand beside each other in a table."""
        widest = max(self._room(option) for option in options)
        return widest + (len(options) - 1) * max(widest, COLUMN) + 2 * self.box_pad

    def _columns(self, options: tuple[Option, ...], width: float) -> tuple[Placed, ...]:
        """Place boxes in columns of one width, so that a reader meets each where the layout says."""
        widest = max(self._room(option) for option in options)
        step = max(widest + BOX_AIR, COLUMN)
        count = max(1, min(len(options), 1 + int((width - widest + 0.01) // step)))
        step = _step(width, widest, count)
        placed: list[Placed] = []
        y = 0.0
        for number, option in enumerate(options):
            if number and number % count == 0:
                y += self._tall(placed, y)
            label = self._label(option, (step if count == 1 else widest) - self.after_box - BOX)
            placed.append(
                Placed(option, number % count * step, y, label, step if number % count < count - 1 else widest)
            )
        return tuple(placed)

    @property
    def box_row(self) -> float:
        """Return the least height of a line of boxes."""
        return CODED_ROW if self.coded else ROW - 2 * PAD

    @property
    def box_pad(self) -> float:
        """Return how far boxes stand from the edge of their cell."""
        return CODED_PAD if self.coded else PAD

    @property
    def after_box(self) -> float:
        """Return the room between a box and its label."""
        return BOX_AIR if self.coded else _AFTER_BOX

    def _room(self, option: Option) -> float:
        writing = _WRITING if option.write else 0.0
        return BOX + self.after_box + self.width(option.label, self.type.body, "label") + writing

    def _label(self, option: Option, width: float) -> tuple[str, ...]:
        return tuple(self.lines(option.label, width, self.type.body, "label"))

    def _tall(self, placed: list[Placed], y: float) -> float:
        return max(self._high(each) for each in placed if each.y == y)

    def _high(self, placed: Placed) -> float:
        return max(len(placed.lines) * self.type.pitch(self.type.body), self.box_row)
