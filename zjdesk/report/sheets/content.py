"""What a paper form says, before it is laid out: its frame and its blocks, every word and tick settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from zjdesk.i18n import Lang


@dataclass(frozen=True)
class Option:
    """One box to tick; ``key`` names it to whoever reads the paper later, empty where nobody does."""

    label: str
    ticked: bool = False
    key: str = ""
    write: bool = False


@dataclass(frozen=True)
class Answer:
    """What stands in a cell: words, boxes, or nothing, so that there is room to write."""

    text: str = ""
    options: tuple[Option, ...] = ()


NOTHING = Answer()


@dataclass(frozen=True)
class Fact:
    """A label and what belongs to it; ``lines`` is how many rows of handwriting it gives room for."""

    label: str
    answer: Answer = NOTHING
    wide: bool = False
    lines: int = 1


@dataclass(frozen=True)
class Facts:
    """Labels and answers in a frame, ``columns`` pairs beside each other."""

    facts: tuple[Fact, ...]
    columns: int = 2


@dataclass(frozen=True)
class Long:
    """A text of several lines under its label, with ``lines`` rows of room at least."""

    label: str
    text: str = ""
    lines: int = 4


@dataclass(frozen=True)
class Head:
    """The head of a column; widths count against each other."""

    label: str
    width: float
    align: Literal["left", "centre", "right"] = "left"


@dataclass(frozen=True)
class Grid:
    """A table to be written in; ``spare`` rows go on to the end of its last page where it ``fills`` it."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Answer, ...], ...]
    spare: tuple[tuple[Answer, ...], ...] = ()
    total: tuple[str, ...] = ()
    height: float = 9.0
    fills: bool = False


@dataclass(frozen=True)
class Photo:
    """A place for a picture: what is written under it, and the picture itself when it is printed."""

    lines: tuple[tuple[str, str], ...]
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Photos:
    """Places for pictures, two beside each other."""

    slots: tuple[Photo, ...]


@dataclass(frozen=True)
class Note:
    """A sentence in the flow of the page."""

    text: str


@dataclass(frozen=True)
class Heading:
    """The name of a part."""

    text: str


@dataclass(frozen=True)
class Signatures:
    """Places to sign, each with its name and a date."""

    who: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page, upright or across."""

    across: bool = False


@dataclass(frozen=True)
class Asked:
    """A question of a questionnaire with its boxes, and where to go on."""

    label: str
    options: tuple[Option, ...]
    note: str = ""


Block = Facts | Long | Grid | Photos | Note | Heading | Signatures | PageBreak | Asked


@dataclass(frozen=True)
class Serial:
    """The number of one copy of a paper that a machine can read: nine digits, all different in the street."""

    digits: str


@dataclass(frozen=True)
class Sheet:
    """One copy of a form: the frame that every page bears, and its blocks.

    ``about`` are the words of the project line, empty ones to be filled in; ``record`` names the record that the
    code in the corner leads back to, if any.
    """

    number: str
    version: int
    title: str
    header: str
    about: tuple[tuple[str, str], ...]
    day: str
    device: str
    lang: Lang
    blocks: tuple[Block, ...]
    record: str = ""
    across: bool = False
    duplex: bool = False
    large: bool = False
    serial: Serial | None = None
