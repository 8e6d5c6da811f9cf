"""Cells and rows of a form's frames: how high they get, how they part at the end of a page, how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from zjdesk.report.sheets.content import NOTHING, Answer
from zjdesk.report.sheets.marks import Area, Leaf, Square, Stroke, Words
from zjdesk.report.sheets.setter import Placed, Setter
from zjdesk.report.sheets.sizes import BOX, PAD, ROW
from zjdesk.report.typeset.fonts import Face
from zjdesk.report.typeset.styles import MM

SMALLEST_HEAD = 8.0
_BASE = 0.36  # of a size: how far the base line lies under the middle of a line


@dataclass(frozen=True)
class Cell:
    """One cell: an answer, a head (shaded, in the middle), or a place to sign with its caption at the ``top``."""

    width: float
    answer: Answer = NOTHING
    kind: Literal["body", "head", "sign"] = "body"
    align: Literal["left", "centre", "right"] = "left"
    foot: str = ""
    top: bool = False

    @property
    def face(self) -> Face:
        """Return the face of its words."""
        return "body" if self.kind == "body" else "label"

    def size(self, setter: Setter) -> float:
        """Return the size of its words; a head shrinks until its longest word fits."""
        if self.kind == "head":
            return setter.fitting(self.answer.text, self.inner, setter.type.body, SMALLEST_HEAD)
        return setter.type.body

    @property
    def inner(self) -> float:
        """Return how wide its content may be."""
        return self.width - 2 * PAD

    def lines(self, setter: Setter) -> list[str]:
        """Return its words broken into lines."""
        text = self.answer.text
        return setter.lines(text, self.inner, self.size(setter), self.face) if text else []

    def height(self, setter: Setter) -> float:
        """Return the height that its content needs."""
        if self.answer.options:
            inner = setter.boxes_height(self.answer.options, self.width - 2 * setter.box_pad)
            return inner + (0 if setter.coded else 2 * PAD)
        return len(self.lines(setter)) * setter.type.pitch(self.size(setter)) + 2 * PAD


@dataclass(frozen=True)
class Row:
    """Cells beside each other, at least ``least`` millimetres high."""

    cells: tuple[Cell, ...]
    least: float = ROW

    def height(self, setter: Setter) -> float:
        """Return how high the row is."""
        return max(self.least, *(cell.height(setter) for cell in self.cells))

    def split(self, setter: Setter, room: float) -> tuple[Row, Row] | None:
        """Part a row of long texts after what fits into ``room``; None where it cannot be parted."""
        if any(cell.answer.options or cell.kind == "sign" for cell in self.cells):
            return None
        fits = int((room - 2 * PAD) // setter.type.pitch(setter.type.body))
        lines = [cell.lines(setter) for cell in self.cells]
        if fits < 2 or max(map(len, lines)) <= fits:
            return None
        first = tuple(_with(cell, each[:fits]) for cell, each in zip(self.cells, lines, strict=True))
        rest = tuple(_with(cell, each[fits:]) for cell, each in zip(self.cells, lines, strict=True))
        return replace(self, cells=first, least=ROW), replace(self, cells=rest, least=ROW)

    def draw(self, leaf: Leaf, setter: Setter, left: float, top: float) -> float:
        """Draw the row with its frame; return its height."""
        height = self.height(setter)
        for cell in self.cells:
            leaf.add(Area(left, top, cell.width, height, cell.kind == "head", 0.25))
            _draw(cell, leaf, setter, (left, top, height))
            left += cell.width
        return height


def _with(cell: Cell, lines: list[str]) -> Cell:
    return replace(cell, answer=Answer("\n".join(lines)))


def _draw(cell: Cell, leaf: Leaf, setter: Setter, place: tuple[float, float, float]) -> None:
    left, top, height = place
    if cell.answer.options:
        width = cell.width - 2 * setter.box_pad
        y = top + (height - setter.boxes_height(cell.answer.options, width)) / 2
        for each in setter.boxes(cell.answer.options, width):
            draw_box(each, leaf, setter, left + setter.box_pad, y)
        return
    lines, size = cell.lines(setter), cell.size(setter)
    pitch = setter.type.pitch(size)
    y = top + PAD if cell.top else top + max((height - len(lines) * pitch) / 2, PAD / 2)
    align = "centre" if cell.kind == "head" else cell.align
    x = {"left": left + PAD, "centre": left + cell.width / 2, "right": left + cell.width - PAD}[align]
    for number, line in enumerate(lines):
        leaf.add(Words(line, x, base(y + (number + 0.5) * pitch, size), size, cell.face, align))
    if cell.foot:
        small = setter.fitting(cell.foot, cell.inner, setter.type.small, SMALLEST_HEAD)
        leaf.add(Words(cell.foot, left + cell.width - PAD, top + height - PAD - 0.6, small, "label", "right"))


def base(middle: float, size: float) -> float:
    """Return the base line of a line of words whose middle is given."""
    return middle + _BASE * size / MM


def draw_box(placed: Placed, leaf: Leaf, setter: Setter, left: float, top: float) -> None:
    """Draw a box and its label, and a line to write on where there is one."""
    option, size = placed.option, setter.type.body
    pitch = setter.type.pitch(size)
    x, y = left + placed.x, top + placed.y
    high = max(len(placed.lines) * pitch, setter.box_row)
    middle = y + high / 2
    leaf.add(Square(x, middle - BOX / 2, BOX, option.ticked, option.key))
    words = x + BOX + setter.after_box
    for number, line in enumerate(placed.lines):
        line_middle = middle + (number - (len(placed.lines) - 1) / 2) * pitch
        leaf.add(Words(line, words, base(line_middle, size), size, "label"))
    if option.write:
        start = words + setter.width(placed.lines[-1], size, "label") + 1
        leaf.add(Stroke(start, middle + 3, x + placed.width - 2, middle + 3))
