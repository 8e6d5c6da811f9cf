"""What every page of a form bears: the fund's name, the project line, and at the foot what leads a scan back."""

from __future__ import annotations

from zjdesk.errors import BugError
from zjdesk.i18n import text
from zjdesk.report.sheets.cells import base
from zjdesk.report.sheets.content import Sheet
from zjdesk.report.sheets.flow import Flow
from zjdesk.report.sheets.marks import Code, Leaf, Stroke, Words
from zjdesk.report.sheets.setter import Setter
from zjdesk.report.sheets.sizes import (
    A4,
    CORNER,
    CORNER_X,
    CORNER_Y,
    FILING,
    FOOT,
    QUIET,
    Room,
)

SCHEMA = 1
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LEAST_TITLE = 13.0
_TITLE_AIR = 4.0
_BLANK = 26.0
_GAP = 5.0


def filing_payload(number: str, record: str, page: int) -> str:
    """Return what the code by which a scan is filed says: form, record, page; nothing about a person."""
    return f"{number}.{record.upper()}.{page}"


def corner_payload(sheet: Sheet, page: int, corner: int) -> str:
    """Return what a corner's code says, at most 20 signs: schema, form, version, page, serial, corner."""
    digits = sheet.serial.digits if sheet.serial else ""
    return f"{SCHEMA}.{sheet.number[1:]}.{sign(sheet.version)}.{sign(page)}.{digits}.{corner}"


def sign(count: int) -> str:
    """Return a count as one sign, 1 to 9 and then A to Z, so that a corner's code stays small."""
    if not 0 <= count < len(_SIGNS):
        raise BugError(f"a page or version {count} has no sign")
    return _SIGNS[count]


def head_height(sheet: Sheet, setter: Setter, width: float) -> float:
    """Return how high the head of every page is."""
    frame = setter.type.pitch(setter.type.frame)
    lines = len(about_lines(sheet, setter, width))
    return (0.0 if setter.coded else frame + 1.5) + lines * setter.type.pitch(setter.type.small) + 2.5


def about_lines(sheet: Sheet, setter: Setter, width: float) -> list[list[tuple[str, str, float]]]:
    """Share the project line out on lines: label, words and width of each part; an empty part is written in."""
    size = setter.type.small
    lines: list[list[tuple[str, str, float]]] = [[]]
    used = 0.0
    for label, words in sheet.about:
        need = setter.width(label, size, "label") + (setter.width(words, size) if words else _BLANK) + _GAP
        need = min(need, width)
        if used and used + need > width:
            lines.append([])
            used = 0.0
        lines[-1].append((label, words, need))
        used += need
    return [_stretched(line, width) for line in lines if line]


def _stretched(line: list[tuple[str, str, float]], width: float) -> list[tuple[str, str, float]]:
    spare = width - sum(need for _, _, need in line)
    blank = [words == "" for _, words, _ in line]
    share = spare / max(sum(blank), 1)
    return [(label, words, need + share * empty) for (label, words, need), empty in zip(line, blank, strict=True)]


def dress(sheet: Sheet, flow: Flow) -> None:
    """Draw the frame of every page, now that their number is known."""
    for number, leaf in enumerate(flow.leaves):
        across = leaf.width > leaf.height
        _head(sheet, flow, leaf, flow.area(number, across))
        _foot(sheet, flow, leaf, number)
        if sheet.serial is not None:
            _corners(sheet, leaf, number + 1)


def _head(sheet: Sheet, flow: Flow, leaf: Leaf, room: Room) -> None:
    setter = flow.setter
    frame = setter.type.frame
    pitch = setter.type.pitch(frame)
    y = CORNER_Y if setter.coded else room.top
    left = max(room.left, CORNER_X + CORNER + QUIET) if setter.coded else room.left
    leaf.add(Words(sheet.header, left, base(y + pitch / 2, frame), frame, "label"))
    y = room.top if setter.coded else y + pitch + 1.5
    small = setter.type.small
    for line in about_lines(sheet, setter, room.width):
        _about(line, setter, leaf, room.left, y)
        y += setter.type.pitch(small)
    if not setter.coded:
        leaf.add(Stroke(room.left, y + 1, room.right, y + 1, 0.3))


def _about(line: list[tuple[str, str, float]], setter: Setter, leaf: Leaf, x: float, y: float) -> None:
    small = setter.type.small
    bottom = base(y + setter.type.pitch(small) / 2, small)
    for label, words, width in line:
        after = x + setter.width(label, small, "label")
        leaf.add(Words(label, x, bottom, small, "label"))
        if words:
            (first, *_) = setter.lines(words, width - (after - x), small)
            leaf.add(Words(first, after, bottom, small))
        else:
            leaf.add(Stroke(after, bottom + 1, x + width - _GAP / 2, bottom + 1))
        x += width


def title(sheet: Sheet, flow: Flow) -> None:
    """Write the title over the first page's blocks; between the corners' codes where there are some."""
    setter = flow.setter
    room = flow.room
    left, right = room.left, room.right
    if setter.coded:
        left, right = CORNER_X + CORNER + QUIET, A4[0] - CORNER_X - CORNER - QUIET
    size = setter.type.title
    while size > LEAST_TITLE and setter.width(sheet.title, size, "title") > right - left:
        size -= 0.5
    pitch = setter.type.pitch(size)
    y = CORNER_Y + setter.type.pitch(setter.type.frame) + 2 if setter.coded else flow.y
    for line in setter.lines(sheet.title, right - left, size, "title"):
        flow.leaves[-1].add(Words(line, (left + right) / 2, base(y + pitch / 2, size), size, "title", "centre"))
        y += pitch
    if not setter.coded:
        flow.y = y + _TITLE_AIR - 1


def _foot(sheet: Sheet, flow: Flow, leaf: Leaf, number: int) -> None:
    setter = flow.setter
    size = setter.type.frame
    page, pages = number + 1, len(flow.leaves)
    room = flow.area(number, leaf.width > leaf.height)
    shift = leaf.height - A4[1]
    left, right = room.left, room.right
    if setter.coded:
        left, right = CORNER_X + CORNER + QUIET, A4[0] - CORNER_X - CORNER - QUIET - 1
    code = Code(filing_payload(sheet.number, sheet.record, page), right - FILING, FOOT + shift + 4, FILING)
    leaf.add(code)
    params = {"number": sheet.number, "version": sheet.version, "page": page, "pages": pages}
    lines = [
        text(sheet.lang, "paper.foot", **params),
        text(sheet.lang, "paper.foot_printed", day=sheet.day, device=sheet.device),
    ]
    if number:
        lines.insert(0, sheet.title)
    y = code.y + FILING / 2 + 1 - len(lines) * setter.type.pitch(size) / 2
    for line in lines:
        (first, *_) = setter.lines(line, code.x - QUIET - left, size, "label")
        leaf.add(Words(first, left, base(y + setter.type.pitch(size) / 2, size), size, "label"))
        y += setter.type.pitch(size)


def _corners(sheet: Sheet, leaf: Leaf, page: int) -> None:
    right, bottom = leaf.width - CORNER_X - CORNER, leaf.height - CORNER_Y - CORNER
    places = ((CORNER_X, CORNER_Y), (right, CORNER_Y), (CORNER_X, bottom), (right, bottom))
    for corner, (x, y) in enumerate(places):
        leaf.add(Code(corner_payload(sheet, page, corner), x, y, CORNER, corner))
    digits = sheet.serial.digits if sheet.serial else ""
    for x in (CORNER_X, right):
        leaf.add(Words(digits, x + CORNER / 2, bottom + CORNER + 4.8, 9.0, "label", "centre"))
