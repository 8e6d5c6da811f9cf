"""The blocks of a form as rows of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from zjdesk.i18n import Lang, text
from zjdesk.report.sheets.cells import Cell, Row, base, draw_box
from zjdesk.report.sheets.content import (
    Answer,
    Asked,
    Block,
    Fact,
    Facts,
    Grid,
    Head,
    Heading,
    Long,
    Note,
    PageBreak,
    Photo,
    Photos,
    Signatures,
)
from zjdesk.report.sheets.flow import Flow
from zjdesk.report.sheets.marks import Area, Picture, Words
from zjdesk.report.sheets.sizes import CODED_ROW, PAD, ROW, SIGN
from zjdesk.report.typeset.breaking import clusters
from zjdesk.report.typeset.fonts import Face
from zjdesk.report.typeset.styles import MM

_LABEL = 0.42  # the share of a pair that its label may take at most
_LABEL_LEAST = 24.0
_AFTER = 3.0  # millimetres between two blocks
_SIGN_HEIGHT = 27.0
_NARROWEST = 2.2  # ems: two Chinese characters beside each other
_SHORT = 3  # signs of a head that is not broken
_MOST_SIGNERS = 4
_PICTURE = 62.0
_FEWEST_LINES = 3  # a place to write is cut down to these where a page ends


class Blocks:
    """Lays blocks into a flow, one after the other."""

    def __init__(self, flow: Flow, lang: Lang) -> None:
        self.flow, self.setter, self.lang = flow, flow.setter, lang
        self._kinds: dict[type, Callable[..., None]] = {
            Facts: self._facts,
            Long: self._long,
            Grid: self._grid,
            Photos: self._photos,
            Note: self._note,
            Heading: self._heading,
            Signatures: self._signatures,
            PageBreak: self._break,
            Asked: self._asked,
        }

    def lay(self, blocks: Sequence[Block]) -> None:
        """Lay all blocks; a table that fills its page knows what still has to stand under it."""
        for number, block in enumerate(blocks):
            if isinstance(block, Grid) and block.fills:
                self._grid(block, self._height(blocks[number + 1 :]))
            else:
                self._kinds[type(block)](block)

    def _height(self, blocks: Sequence[Block]) -> float:
        """Return how high blocks are that stand on one page."""
        trial = Flow(self.setter, self.flow.across, self.flow.duplex, self.flow.head)
        trial.turn()
        top = trial.y
        Blocks(trial, self.lang).lay(blocks)
        return trial.y - top

    def _facts(self, block: Facts) -> None:
        self.flow.place(list(fact_rows(block, self.flow.room.width, self._label_width(block))))
        self.flow.y += _AFTER

    def _label_width(self, block: Facts) -> float:
        """Return the width of the labels: that of the longest, within reason."""
        pair = self.flow.room.width / block.columns
        size = self.setter.type.body
        longest = max(self.setter.width(fact.label, size, "label") for fact in block.facts) + 2 * PAD + 0.2
        return min(max(longest, _LABEL_LEAST), pair * _LABEL)

    def _long(self, block: Long) -> None:
        width = self.flow.room.width
        head = Row((Cell(width, Answer(block.label), "head"),))
        body = Row((Cell(width, Answer(block.text), top=True),), block.lines * ROW)
        if not block.text:
            least = min(block.lines, _FEWEST_LINES) * ROW
            self.flow.need(head.height(self.setter) + least)
            body = Row(body.cells, max(min(body.least, self.flow.left_over - head.height(self.setter)), least))
        self.flow.place([body], [head])
        self.flow.y += _AFTER

    def _grid(self, block: Grid, after: float = 0.0) -> None:
        widths = column_widths(block.heads, self._least_widths(block), self.flow.room.width)
        aligns = [head.align for head in block.heads]
        head = Row(tuple(Cell(w, Answer(each.label), "head") for w, each in zip(widths, block.heads, strict=True)))
        least = max(block.height, CODED_ROW if self.setter.coded else ROW)

        def row(answers: Sequence[Answer]) -> Row:
            cells = zip(widths, answers, aligns, strict=True)
            return Row(tuple(Cell(w, each, "body", align) for w, each, align in cells), least)

        self.flow.place([row(answers) for answers in block.rows], [head])
        if block.fills:
            self._fill([row(answers) for answers in block.spare], after + (least if block.total else 0.0))
        if block.total:
            total = [Cell(w, Answer(each), "body", a) for w, each, a in zip(widths, block.total, aligns, strict=True)]
            self.flow.place([Row(tuple(total), least)])
        self.flow.y += _AFTER

    def _least_widths(self, block: Grid) -> list[float]:
        """Return for each column the width below which a number, a short head or a row of boxes would break."""
        columns = zip(*block.rows, strict=True) if block.rows else [() for _ in block.heads]
        totals = block.total or [""] * len(block.heads)
        needs = zip(block.heads, columns, totals, strict=True)
        return [self._least_width(head, list(answers), total) for head, answers, total in needs]

    def _least_width(self, head: Head, answers: Sequence[Answer], total: str) -> float:
        setter, size = self.setter, self.setter.type.body
        boxes = [each.options for each in answers if each.options and each.options[0].label]
        if boxes and setter.coded:
            return max(setter.coded_width(options) for options in boxes) + 0.1
        whole = [total, *([head.label] if len(head.label) <= _SHORT else [])]
        pieces = [piece for each in answers for piece in clusters(each.text) if _is_number(piece)]
        faces: tuple[Face, Face] = ("label", "body")
        widths = (setter.width(piece, size, face) for piece in (*whole, *pieces) for face in faces)
        return max(*widths, _NARROWEST * size / MM) + 2 * PAD + 0.2

    def _fill(self, rows: Sequence[Row], after: float) -> None:
        """Place spare rows as long as there is room for them and for what comes ``after``."""
        for row in rows:
            if self.flow.left_over < row.height(self.setter) + after + _AFTER:
                break
            self.flow.place([row])

    def _photos(self, block: Photos) -> None:
        width = self.flow.room.width / 2
        for pair in zip(block.slots[::2], [*block.slots[1::2], None], strict=False):
            slots = [slot for slot in pair if slot is not None]
            label = max(self._caption_width(slot) for slot in slots)
            captions = [tuple(_caption(slot, width, label)) for slot in slots]
            rows = [Row(tuple(cell for line in lines for cell in line)) for lines in zip(*captions, strict=True)]
            self.flow.need(_PICTURE + sum(row.height(self.setter) for row in rows))
            for number, slot in enumerate(slots):
                self._picture(slot, self.flow.room.left + number * width, width)
            self.flow.y += _PICTURE
            self.flow.place(rows)
            self.flow.y += _AFTER

    def _caption_width(self, slot: Photo) -> float:
        size = self.setter.type.body
        return max(self.setter.width(label, size, "label") for label, _ in slot.lines) + 2 * PAD + 0.2

    def _picture(self, slot: Photo, left: float, width: float) -> None:
        leaf, y = self.flow.leaves[-1], self.flow.y
        leaf.add(Area(left, y, width, _PICTURE, edge=0.25))
        if slot.data:
            leaf.add(Picture(slot.data, left + 2, y + 2, width - 4, _PICTURE - 4))
        else:
            size = self.setter.type.small
            words = text(self.lang, "paper.picture_here")
            leaf.add(Words(words, left + width / 2, base(y + _PICTURE / 2, size), size, "label", "centre"))

    def _note(self, block: Note) -> None:
        size = self.setter.type.small if len(block.text) > 200 else self.setter.type.body
        self._written(block.text, size, "label")

    def _heading(self, block: Heading) -> None:
        self.flow.need(self.setter.type.pitch(self.setter.type.heading) + SIGN)
        self._written(block.text, self.setter.type.heading, "head")
        self.flow.y -= _AFTER / 2

    def _written(self, words: str, size: float, face: Face) -> None:
        pitch = self.setter.type.pitch(size)
        for line in self.setter.lines(words, self.flow.room.width, size, face):
            self.flow.need(pitch)
            y = base(self.flow.y + pitch / 2, size)
            self.flow.leaves[-1].add(Words(line, self.flow.room.left, y, size, face))
            self.flow.y += pitch
        self.flow.y += _AFTER

    def _signatures(self, block: Signatures) -> None:
        count = min(len(block.who), _MOST_SIGNERS if self.flow.across else 2 + (len(block.who) == 3))
        width = self.flow.room.width / count
        date = text(self.lang, "paper.date_line")
        rows = []
        for start in range(0, len(block.who), count):
            named = block.who[start : start + count]
            cells = [Cell(width, Answer(who), "sign", foot=date, top=True) for who in named]
            rows.append(Row(tuple(cells), _SIGN_HEIGHT))
        self.flow.need(sum(row.height(self.setter) for row in rows))
        self.flow.place(rows)
        self.flow.y += _AFTER

    def _break(self, block: PageBreak) -> None:
        self.flow.across = block.across
        self.flow.turn()

    def _asked(self, block: Asked) -> None:
        room, setter = self.flow.room, self.setter
        size = setter.type.body
        pitch = setter.type.pitch(size)
        lines = setter.lines(block.label, room.width, size, "head")
        high = setter.boxes_height(block.options, room.width)
        note = pitch if block.note else 0.0
        self.flow.need(len(lines) * pitch + 1.5 + high + note)
        leaf = self.flow.leaves[-1]
        for line in lines:
            leaf.add(Words(line, room.left, base(self.flow.y + pitch / 2, size), size, "head"))
            self.flow.y += pitch
        self.flow.y += 1.5
        for each in setter.boxes(block.options, room.width):
            draw_box(each, leaf, setter, room.left, self.flow.y)
        self.flow.y += high
        if block.note:
            small = setter.fitting(block.note, room.width, setter.type.small, setter.type.small)
            leaf.add(Words(block.note, room.left, base(self.flow.y + pitch / 2, small), small, "label"))
            self.flow.y += pitch
        self.flow.y += 2 * _AFTER


def _is_number(piece: str) -> bool:
    """Tell whether a piece of text is a number, a date or a code, which is never broken."""
    return piece.isascii() and any(sign.isdigit() for sign in piece)


def column_widths(heads: Sequence[Head], least: Sequence[float], width: float) -> list[float]:
    """Share out a width among columns by their weights, none below its least while that can be helped."""
    if sum(least) >= width:
        return [each * width / sum(least) for each in least]
    short: set[int] = set()
    while True:
        weight = sum(head.width for number, head in enumerate(heads) if number not in short)
        rest = width - sum(least[number] for number in short)
        widths = [least[n] if n in short else head.width * rest / weight for n, head in enumerate(heads)]
        more = {n for n, each in enumerate(widths) if each < least[n] - 1e-9}
        if not more:
            return widths
        short |= more


def fact_rows(block: Facts, width: float, label: float) -> Iterator[Row]:
    """Yield facts as rows of pairs; a wide one, and the last of an uneven row, take the whole width that is left."""
    pair = width / block.columns
    waiting: list[Fact] = []
    for number, fact in enumerate(block.facts):
        waiting.append(fact)
        last = number == len(block.facts) - 1 or block.facts[number + 1].wide
        if fact.wide or last or len(waiting) == block.columns:
            yield _pairs(waiting, pair, label, width)
            waiting = []


def _pairs(facts: Sequence[Fact], pair: float, label: float, width: float) -> Row:
    cells: list[Cell] = []
    for number, fact in enumerate(facts):
        room = width - number * pair if number == len(facts) - 1 else pair
        cells.append(Cell(label, Answer(fact.label), "head"))
        cells.append(Cell(room - label, fact.answer))
    return Row(tuple(cells), max(fact.lines for fact in facts) * ROW)


def _caption(slot: Photo, width: float, label: float) -> Iterator[tuple[Cell, Cell]]:
    for name, words in slot.lines:
        yield Cell(label, Answer(name), "head"), Cell(width - label, Answer(words))
