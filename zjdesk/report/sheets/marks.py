"""What stands on a page, in millimetres from its upper left corner; drawn as it is, and kept as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from zjdesk.report.typeset.fonts import Face

Anchor = Literal["left", "centre", "right"]


@dataclass(frozen=True)
class Words:
    """One line of text; ``x`` is its left, middle or right end and ``y`` its base line, ``size`` in points."""

    text: str
    x: float
    y: float
    size: float
    face: Face = "body"
    anchor: Anchor = "left"


@dataclass(frozen=True)
class Stroke:
    """A straight line, ``weight`` millimetres thick."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight: float = 0.2


@dataclass(frozen=True)
class Area:
    """A shaded or empty rectangle with or without an edge."""

    x: float
    y: float
    width: float
    height: float
    shaded: bool = False
    edge: float = 0.2


@dataclass(frozen=True)
class Square:
    """A box to tick; ``key`` names it where a machine may read it."""

    x: float
    y: float
    side: float
    ticked: bool = False
    key: str = ""


@dataclass(frozen=True)
class Code:
    """A QR code of ``side`` millimetres, without its quiet zone; ``corner`` is set for a reader's bearings."""

    payload: str
    x: float
    y: float
    side: float
    corner: int | None = None


@dataclass(frozen=True)
class Picture:
    """A photograph, as large as its room allows."""

    data: bytes = field(repr=False)
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0


Mark = Words | Stroke | Area | Square | Code | Picture


@dataclass
class Leaf:
    """One page: its size in millimetres and what stands on it, in the order of drawing."""

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)

    def add(self, *marks: Mark) -> None:
        """Put marks on the page."""
        self.marks.extend(marks)

    def squares(self) -> Iterator[Square]:
        """Yield the boxes to tick."""
        return (mark for mark in self.marks if isinstance(mark, Square))

    def codes(self) -> Iterator[Code]:
        """Yield the codes."""
        return (mark for mark in self.marks if isinstance(mark, Code))
