"""Declared blocks of a paper form to what they say about a record, or nothing on a blank one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zjdesk.forms.functions import amount_in_words
from zjdesk.forms.model import Choice, Field
from zjdesk.forms.paper_check import named_field
from zjdesk.forms.papers import Block, Item, PaperForm
from zjdesk.i18n import Label, text
from zjdesk.ops.paper_reader import Reader, yuan
from zjdesk.report.sheets import content
from zjdesk.report.sheets.content import Answer, Fact, Head, Option
from zjdesk.store.read import Record

NUMBER_WIDTH = 12.0


@dataclass(frozen=True)
class Subject:
    """What a paper is about: ``main`` fills it, ``context`` are the records above by form; ``rows`` pads tables."""

    main: Record | None
    context: Mapping[str, Record]
    filled: bool

    def of(self, form: str) -> Record | None:
        """Return the record of a form that the paper knows."""
        return self.main if self.main is not None and self.main.form == form else self.context.get(form)


class Filler:
    """Turns the blocks of one paper into content."""

    def __init__(self, paper: PaperForm, subject: Subject, reader: Reader) -> None:
        self.paper, self.subject, self.reader = paper, subject, reader
        self.lang = reader.lang
        self.coded = paper.coded and not subject.filled  # what is filled in already, no machine need read

    def label(self, label: Label | None) -> str:
        """Return a declared phrase."""
        return label.text(self.lang) if label else ""

    # Fields

    def declared(self, path: str, base: str) -> Field | None:
        """Return the field that a path names: ``name`` of the base form, ``form.name``, or ``reference.name``."""
        return named_field(path, base, self.reader.form)

    def target(self, path: str, record: Record | None) -> tuple[Record | None, str]:
        """Return the record that a path leads to from one, and the field there."""
        first, _, last = path.partition(".")
        if not last:
            return record, first
        if record is not None and record.values.get(first):
            return self.reader.record(str(record.values[first])), last
        near = next((one for one in self.reader.above(record) if one.form == first), None) if record else None
        return near or self.subject.of(first), last

    def words(self, path: str, record: Record | None, *, iso: bool = False) -> str:
        """Return what a path says: a field, the title, a sum, or parts joined by ``+``."""
        if "+" in path:
            return " – ".join(filter(None, (self.words(part, record, iso=iso) for part in path.split("+"))))
        if "|" in path:
            return next(filter(None, (self.words(part, record, iso=iso) for part in path.split("|"))), "")
        if path.startswith("@"):
            return _COMPUTED[path[1:].partition(":")[0]](self, path.partition(":")[2], record)
        found, name = self.target(path, record)
        return self.reader.words(found, name, iso=iso) if found is not None else ""

    def answer(self, item: Item, record: Record | None, base: str, key: str = "", *, boxes: bool = True) -> Answer:
        """Return what stands in a place: boxes for choices, words for the rest."""
        declared = self.declared(item.field, base) if item.field and not item.field.startswith("@") else None
        choices = item.choices or (self._choices(declared) if boxes and declared is not None else ())
        if not choices:
            told = (self.words(path, record, iso=not boxes) for path in (item.field, item.known) if path)
            return Answer(next(filter(None, told), ""))
        ticked = self._ticked(item.field, record) if item.field else ()
        return Answer(
            options=tuple(
                Option(one.label.text(self.lang), one.code in ticked, f"{key}/{one.code}" if key else "")
                for one in choices
            )
        )

    def _choices(self, declared: Field) -> tuple[Choice, ...]:
        if declared.type == "bool":
            return tuple(Choice(code, _BOOL[code]) for code in ("true", "false"))
        return tuple(one for one in declared.choices if not one.code.startswith("-"))

    def _ticked(self, path: str, record: Record | None) -> Sequence[str]:
        found, name = self.target(path, record)
        value = self.reader.value(found, name) if found is not None else None
        if isinstance(value, bool):
            return (str(value).lower(),)
        return [str(one) for one in value] if isinstance(value, list) else (str(value),)

    def name(self, item: Item, base: str) -> str:
        """Return the label of a place: its own, or that of its field."""
        declared = self.declared(item.field, base) if item.field and not item.label else None
        return self.label(item.label) or (self.label(declared.label) if declared else "")

    def through(self, block: Block) -> tuple[Record | None, str]:
        """Return the record that a block is about and its form: the paper's own, or one that it names or holds."""
        main, form = self.subject.main, self.paper.form
        if not block.through:
            return main, form
        declared = self.declared(block.through, form)
        if declared is not None and declared.to:
            own = main.values.get(block.through) if main else None
            return (self.reader.record(str(own)) if own else None), declared.to
        return self.subject.of(block.through), block.through

    # Blocks

    def facts(self, block: Block) -> Iterator[content.Block]:
        """Yield labels with their answers."""
        record, form = self.through(block)
        facts = [Fact(self.name(one, form), self.answer(one, record, form), one.wide, one.lines) for one in block.items]
        yield content.Facts(tuple(facts), block.columns)

    def long(self, block: Block) -> Iterator[content.Block]:
        """Yield a text with room for several lines."""
        record, form = self.through(block)
        item = Item(block.field, block.label)
        yield content.Long(self.name(item, form), self.words(block.field, record) if block.field else "", block.lines)

    def matrix(self, block: Block) -> Iterator[content.Block]:
        """Yield a table of things to judge, with a column of boxes for each judgement."""
        record, form = self.through(block)
        first = self.declared(block.items[0].field, form)
        choices = block.choices or (first.choices if first else ())
        heads = [Head(self.label(block.label), 44.0), *(Head(one.label.text(self.lang), 20.0) for one in choices)]
        rows = []
        for item in block.items:
            ticked = self._ticked(item.field, record) if item.field else ()
            boxes = (Answer(options=(Option("", one.code in ticked),)) for one in choices)
            rows.append((Answer(self.name(item, form)), *boxes))
        yield content.Grid(tuple(heads), tuple(rows))

    def photos(self, block: Block) -> Iterator[content.Block]:
        """Yield places for pictures, with the pictures of the record."""
        above = self.subject.main or next((one for one in self.subject.context.values()), None)
        known = self.reader.below(block.of[0], above) if above is not None and self.subject.filled else []
        shown = self.reader.ordered(known)[: block.most or None]
        slots = [self._photo(record) for record in shown] or [self._photo(None)] * block.count
        yield content.Photos(tuple(slots))

    def _photo(self, record: Record | None) -> content.Photo:
        lines = (("taken_on", "taken_on"), ("caption", "caption"), ("photographer", "photographer"))
        told = [
            (text(self.lang, f"paper.photo_{name}"), self.reader.words(record, field) if record else "")
            for name, field in lines
        ]
        return content.Photo(tuple(told), self._picture(record) if record else b"")

    def _picture(self, record: Record) -> bytes:
        """Return a picture small enough to be printed, if whoever prints may see it."""
        if "file" not in self.reader.opened.get(record.form, ()):
            return b""
        from zjdesk.ops.paper_pictures import printable

        return printable(self.reader.session.store.files.read(str(record.values.get("file", ""))))

    def note(self, block: Block) -> Iterator[content.Block]:
        """Yield a sentence; ``{street}`` and the like are filled in."""
        yield content.Note(self._told(block.text))

    def heading(self, block: Block) -> Iterator[content.Block]:
        """Yield the name of a part."""
        yield content.Heading(self._told(block.text))

    def _told(self, label: Label | None) -> str:
        words = self.label(label)
        for path in _paths(words):
            words = words.replace(f"{{{path}}}", self.words(path, self.subject.main) or "＿" * 6)
        return words

    def signatures(self, block: Block) -> Iterator[content.Block]:
        """Yield places to sign."""
        yield content.Signatures(tuple(who.text(self.lang) for who in block.who))

    def page(self, block: Block) -> Iterator[content.Block]:
        """Yield the end of a page."""
        yield content.PageBreak(block.across)

    def survey(self, block: Block) -> Iterator[content.Block]:
        """Yield the questions of the wave's questionnaire with their boxes."""
        form, main, batch = self.reader.form("response"), self.subject.main, self.subject.of("batch")
        wave = str(batch.values.get("wave") or "final") if batch else "final"
        asked = self.reader.session.store.catalogue.survey(form.waves[wave] if form else wave)
        for question in asked.questions:
            field = question.field
            if field is None or not field.name.startswith("q") or field.type not in ("choice", "choices"):
                continue
            if field.name == block.turn:
                yield content.PageBreak()
            note = (block.after or {}).get(field.name)
            ticked = self._ticked(field.name, main)
            options = tuple(self._option(one, field, ticked) for one in self._choices(field))
            yield content.Asked(question.label.text(self.lang), options, self.label(note))

    def _option(self, choice: Choice, field: Field, ticked: Sequence[str]) -> Option:
        """Return the box of an answer; beside 其他 stands what was written there."""
        words, key = choice.label.text(self.lang), f"{field.name}/{choice.code}"
        if choice.code != "other":
            return Option(words, choice.code in ticked, key)
        main, name = self.subject.main, f"{field.name.partition('_')[0]}_other"
        said = self.reader.words(main, name) if main is not None and "other" in ticked else ""
        return Option(text(self.lang, "paper.please_specify", words=words) + said, "other" in ticked, key, not said)


def _paths(words: str) -> Iterator[str]:
    for part in words.split("{")[1:]:
        path, closed, _ = part.partition("}")
        if closed:
            yield path


_BOOL = {"true": Label("是", "Yes"), "false": Label("否", "No")}


def _sum(filler: Filler, path: str, record: Record | None) -> str:
    """``@sum:funding_source.approved_fen`` or ``…?kind=fund``: the sum over what lies in the record."""
    name, _, test = path.partition("?")
    form, _, field = name.partition(".")
    where = dict([test.split("=")]) if test else {}
    base = record or filler.subject.main
    return yuan(filler.reader.sum(base, form, field, where)) if base is not None else ""


def _in_words(filler: Filler, path: str, record: Record | None) -> str:
    """``@words:amount_fen``: an amount in Chinese capitals."""
    found, name = filler.target(path, record)
    value: Any = found.values.get(name) if found is not None else None
    return amount_in_words(value) if isinstance(value, int) else ""


def _title(filler: Filler, _path: str, record: Record | None) -> str:
    return filler.reader.title(record) if record is not None else ""


def _kind(filler: Filler, _path: str, record: Record | None) -> str:
    form = filler.reader.form(record.form) if record is not None else None
    return form.label.text(filler.lang) if form else ""


def _count(filler: Filler, path: str, record: Record | None) -> str:
    """``@count:files``: how many things a list holds."""
    value = record.values.get(path) if record is not None else None
    return str(len(value)) if isinstance(value, list) else ""


def _answers(filler: Filler, path: str, record: Record | None) -> str:
    """``@valid:true``: how many questionnaires of a batch are valid, or not."""
    if record is None:
        return ""
    return str(sum(one.values.get("valid") is (path == "true") for one in filler.reader.below("response", record)))


def _visits(filler: Filler, path: str, record: Record | None) -> str:
    """``@visits:supervisor_visit``: how many records of a form lie in the project of the record."""
    project = next((one for one in filler.reader.above(record) if one.form == "project"), None) if record else None
    return str(filler.reader.counted(path, [project.id])) if project is not None else ""


def _paid(filler: Filler, _path: str, record: Record | None) -> str:
    """``@paid:``: what is left of a subsidy after tax."""
    amount = record.values.get("amount_fen") if record is not None else None
    return yuan(amount - int(record.values.get("tax_fen") or 0)) if record is not None and amount is not None else ""


def _medium(filler: Filler, _path: str, record: Record | None) -> str:
    """``@medium:``: whether evidence is kept on paper or in the program."""
    if record is None:
        return ""
    return text(filler.lang, "paper.on_paper" if record.values.get("paper_only") else "paper.electronic")


def _named(filler: Filler, path: str, record: Record | None) -> str:
    """``@named:projects.name``: a field of each record that a list names."""
    held, _, name = path.partition(".")
    named = record.values.get(held) if record is not None else None
    found = [filler.reader.record(str(own)) for own in named] if isinstance(named, list) else []
    between = "、" if filler.lang == "zh" else ", "
    return between.join(filler.reader.words(one, name) for one in found if one is not None)


def _found(filler: Filler, path: str, record: Record | None) -> str:
    """``@below:supervisor_visit``: how many records of a form lie in what the record names, or in itself."""
    if record is None:
        return ""
    named = record.values.get("projects")
    return str(filler.reader.counted(path, named if isinstance(named, list) else [record.id]))


_COMPUTED: Mapping[str, Callable[[Filler, str, Record | None], str]] = {
    "sum": _sum,
    "words": _in_words,
    "title": _title,
    "kind": _kind,
    "count": _count,
    "below": _found,
    "named": _named,
    "valid": _answers,
    "visits": _visits,
    "medium": _medium,
    "paid": _paid,
}
