"""The measures of a paper form (domain.md §6): type for young and old eyes, rows for handwriting, the page's edges."""

from __future__ import annotations

from dataclasses import dataclass

A4 = (210.0, 297.0)
BINDING, EDGE = 38.0, 18.0  # 28 mm and 10 mm more to be bound or punched; the other side
HEAD_TOP, FOOT = 13.0, 267.0  # where an upright page begins and its text ends
ROW = 9.0  # the least height of a row for handwriting
SIGN = 25.0  # the least side of a place to sign
BOX, BOX_LINE = 4.5, 0.3
BOX_AIR = 2.4  # nothing stands nearer to a box that a machine reads
CODED_ROW = 9.6  # so that the lines above and below keep that distance, too
CODED_PAD = 2.6
COLUMN = 30.0  # such boxes stand at least so far apart
FILING = 16.0  # the side of the code by which a scan is filed
CORNER = 18.0  # the side of a corner's code; its modules are 0.86 mm
CORNER_X, CORNER_Y = 16.0, 12.0
QUIET = 3.5
PAD = 1.6


@dataclass(frozen=True)
class Type:
    """Sizes of type in points."""

    body: float
    heading: float
    title: float
    small: float
    frame: float

    def pitch(self, size: float) -> float:
        """Return the distance of two lines of a size, in millimetres."""
        return size * 1.32 * 25.4 / 72


NORMAL = Type(body=12.0, heading=13.0, title=22.0, small=10.5, frame=9.0)
LARGE = Type(body=16.0, heading=17.0, title=24.0, small=13.0, frame=10.5)


@dataclass(frozen=True)
class Room:
    """Where on a page its text may stand, in millimetres from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return how wide a line may run."""
        return self.right - self.left


def room(*, across: bool, mirrored: bool, coded: bool) -> Room:
    """Return the type area: bound at the left, upright or across, and at the right on the back of a sheet."""
    if across:
        return Room(BINDING, HEAD_TOP, A4[1] - EDGE, A4[0] - (A4[1] - FOOT))
    left, right = (EDGE, BINDING) if mirrored else (BINDING, EDGE)
    if not coded:
        return Room(left, HEAD_TOP, A4[0] - right, FOOT)
    edge = CORNER_Y + CORNER + QUIET
    left, right = min(left, CORNER_X) if mirrored else left, right if mirrored else min(right, CORNER_X)
    return Room(left, edge, A4[0] - right, A4[1] - edge)
