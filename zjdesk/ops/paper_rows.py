"""Tables of a paper form: rows of records, of names known beforehand, of choices, or empty ones to write in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from zjdesk.forms.paper_check import row_form
from zjdesk.forms.papers import Block, Item
from zjdesk.i18n import text
from zjdesk.ops.paper_blocks import NUMBER_WIDTH, Filler
from zjdesk.ops.paper_reader import yuan
from zjdesk.report.sheets import content
from zjdesk.report.sheets.content import NOTHING, Answer, Head, Option
from zjdesk.store.read import Record

_PRESENT_WIDTH = 17.0
_SPARE = 24  # rows that a page may hold besides those declared
Cells = tuple[Answer, ...]


class Tables(Filler):
    """A filler that knows tables, too."""

    def fill(self) -> Iterator[content.Block]:
        """Yield everything that the paper says."""
        kinds: Mapping[str, Callable[[Block], Iterator[content.Block]]] = {
            **{name: getattr(self, name) for name in ("facts", "long", "matrix", "photos", "note", "heading")},
            **{name: getattr(self, name) for name in ("signatures", "page", "survey", "rows", "scores", "annex")},
        }
        for block in self.paper.blocks:
            yield from kinds[block.kind](block)

    def rows(self, block: Block) -> Iterator[content.Block]:
        """Yield a table."""
        base = row_form(self.paper, block, self.reader.form)
        heads = tuple(Head(self.name(item, base), float(item.width), item.align) for item in block.items)
        if block.numbered:
            heads = (self._number_head(), *heads)
        if block.each:
            rows = list(self._each(block, base))
        elif block.lines_of:
            rows = self._lines(block)
        else:
            rows = [self._row(block, base, number, one) for number, one in enumerate(self._records(block), 1)]
        if self.coded and self.subject.main is None:
            self.reader.shown_rows += [one.id for one in self._records(block)]
        rows += [self._row(block, base, len(rows) + n + 1, None) for n in range(self._missing(block, len(rows)))]
        spare = [self._row(block, base, len(rows) + n, None) for n in range(1, _SPARE + 1)] if block.fills else []
        fills = block.fills and not self.subject.filled
        yield content.Grid(
            heads, _numbered(rows, self, block), tuple(spare), self._total(block, base), block.height, fills
        )

    def _missing(self, block: Block, there: int) -> int:
        """Return how many empty rows are added: all on a blank paper, one where there would be none."""
        if block.each:
            return 0
        by_hand = not (block.of or block.named or block.lines_of)
        return max(0, block.count - there) if by_hand or not self.subject.filled else int(there == 0)

    def _number_head(self) -> Head:
        key = "paper.present" if self.coded else "paper.number"
        width = _PRESENT_WIDTH if self.coded else NUMBER_WIDTH
        return Head(text(self.lang, key), width, "centre")

    def _records(self, block: Block) -> list[Record]:
        """Return the records that make the rows; on a paper that is still to be filled in, those known beforehand."""
        main = self.subject.main
        if block.named:
            named = main.values.get(block.named) if main is not None else None
            found = [self.reader.record(str(own)) for own in named] if isinstance(named, list) else []
            return [one for one in found if one is not None]
        above = [main] if main is not None else []
        above += self.subject.context.values()
        if main is None and block.known:
            return self._below((block.known,), above)
        return self._below(block.of, above) if main is not None else []

    def _below(self, forms: Sequence[str], above: Sequence[Record]) -> list[Record]:
        found: list[Record] = []
        for form in forms:
            declared = self.reader.form(form)
            parents = tuple(declared.parent.values()) if declared else ()
            near = next((one for one in above if one.form in parents), above[0] if above else None)
            found += self.reader.below(form, near) if near is not None else []
        return self.reader.ordered(found) if len(forms) == 1 else found

    def _row(self, block: Block, base: str, number: int, record: Record | None) -> Cells:
        base = record.form if record is not None and record.form in block.of else base
        cells = [self._cell(item, record, base, number) for item in block.items]
        return (self._first(number), *cells) if block.numbered else tuple(cells)

    def _first(self, number: int) -> Answer:
        if not self.coded:
            return Answer(str(number) if number else "")
        return Answer(options=(Option(str(number) if number else "", key=f"{number}/present"),))

    def _cell(self, item: Item, record: Record | None, base: str, number: int) -> Answer:
        key = f"{number}/{item.field}" if self.coded else ""
        if item.box or item.choices:
            if record is not None and record.form != base:
                item = Item("", item.label, item.choices)  # a name known beforehand has given no answer yet
            return self.answer(item, record, base, key)
        if record is not None and record.form != base:
            return Answer(self.words(item.known, record)) if item.known else NOTHING
        return self.answer(item, record, base, boxes=False) if record is not None else NOTHING

    def _each(self, block: Block, base: str) -> Iterator[Cells]:
        """Yield a row for each choice of a field, with the record that has it."""
        field = self.declared(block.each, base)
        main = self.subject.main
        known = self._below((base,), [one for one in (main, *self.subject.context.values()) if one is not None])
        by_code = {str(one.values.get(field.name)): one for one in known} if field and main is not None else {}
        for choice in field.choices if field else ():
            first, record = Answer(choice.label.text(self.lang)), by_code.get(choice.code)
            cells = (first, *(self._of_choice(item, choice.code, record, base) for item in block.items[1:]))
            yield (self._first(0), *cells) if block.numbered else cells

    def _of_choice(self, item: Item, code: str, record: Record | None, base: str) -> Answer:
        """Return a cell of a choice's row; a field named after the choice is one of the paper's own record."""
        if "{code}" not in item.field:
            return self._cell(item, record, base, 0)
        return self._cell(replace(item, field=item.field.format(code=code)), self.subject.main, self.paper.form, 0)

    def _lines(self, block: Block) -> list[Cells]:
        """Return a row for each line of a long text."""
        words = self.words(block.lines_of, self.subject.main).split("\n")
        rows = []
        for line in [line.strip() for line in words if line.strip()]:
            cells = (Answer(line), *(NOTHING for _ in block.items[1:]))
            rows.append((self._first(0), *cells) if block.numbered else cells)
        return rows

    def _total(self, block: Block, base: str) -> tuple[str, ...]:
        if not any(item.total for item in block.items):
            return ()
        records = self._records(block)
        sums = [self._sum(item, base, records) if item.total else "" for item in block.items]
        words = [text(self.lang, "paper.total"), *sums] if block.numbered else sums
        return tuple(words) if block.numbered else (text(self.lang, "paper.total"), *sums[1:])

    def _sum(self, item: Item, base: str, records: Sequence[Record]) -> str:
        declared = self.declared(item.field, base)
        if not records or declared is None:
            return ""
        values = [one.values.get(declared.name) or 0 for one in records if one.form == base]
        whole = sum((Decimal(str(value)) for value in values), Decimal(0))
        return yuan(int(whole)) if declared.type == "money" else f"{whole:f}"

    def scores(self, block: Block) -> Iterator[content.Block]:
        """Yield what one reviewer gave: a row for each project, a column for each criterion (BR-34)."""
        form = self.reader.form(block.of[0])
        criteria = form.field(block.by).choices if form else ()
        heads = [Head(self.label(block.label), 46.0), *(Head(one.label.text(self.lang), 22.0) for one in criteria)]
        heads += [Head(text(self.lang, "paper.total"), 16.0, "right"), Head(text(self.lang, "paper.remark"), 40.0)]
        rows: list[Cells] = []
        for project, scores in self._scored(block).items():
            by_code = {str(one.values.get(block.by)): one for one in scores}
            given = [by_code.get(one.code) for one in criteria]
            cells = [Answer(self.reader.words(one, block.score) if one else "") for one in given]
            rows.append(
                (Answer(project), *cells, Answer(_added(scores, block.score)), Answer(self._remarks(block, scores)))
            )
        empty = (NOTHING,) * len(heads)
        rows += [empty] * (0 if rows else block.count)
        number = Head(text(self.lang, "paper.number"), NUMBER_WIDTH, "centre")
        yield content.Grid((number, *heads), _counted(rows))

    def _scored(self, block: Block) -> dict[str, list[Record]]:
        """Return the scores of the reviewer who gave the paper's own, by project."""
        main = self.subject.main
        if main is None:
            return {}
        reviewer: Any = main.values.get("reviewer")
        found: dict[str, list[Record]] = {}
        for one in self.reader.naming(block.of[0], "reviewer", str(reviewer)) if reviewer else [main]:
            project = self.reader.record(one.parent) if one.parent else None
            found.setdefault(self.reader.title(project) if project else "", []).append(one)
        return found

    def _remarks(self, block: Block, scores: Sequence[Record]) -> str:
        between = "；" if self.lang == "zh" else "; "
        return between.join(filter(None, (self.reader.words(one, block.remark) for one in scores)))

    def annex(self, block: Block) -> Iterator[content.Block]:
        """Yield a table of the report's annexes: empty cells on a blank paper, the counted figures on a filled one."""
        from zjdesk.ops.paper_annex import annex_grids

        yield from annex_grids(self.reader.session, block, self.lang, filled=self.subject.filled)


def _added(scores: Sequence[Record], name: str) -> str:
    whole = sum((Decimal(str(one.values.get(name) or 0)) for one in scores), Decimal(0))
    return f"{whole.normalize():f}"


def _counted(rows: Sequence[Cells]) -> tuple[Cells, ...]:
    return tuple((Answer(str(number)), *row) for number, row in enumerate(rows, 1))


def _numbered(rows: Sequence[Cells], tables: Tables, block: Block) -> tuple[Cells, ...]:
    """Number the rows anew where the table has a column for that."""
    if not block.numbered:
        return tuple(rows)
    return tuple((tables._first(number), *row[1:]) for number, row in enumerate(rows, 1))
