"""Which fields a paper form names, and whether the declarations have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from zjdesk.errors import InputError, Problem
from zjdesk.forms.model import Field, Form
from zjdesk.forms.papers import Block, Item, PaperForm, load_paper

Lookup = Callable[[str], Form | None]
_ABOUT_ROWS = ("rows", "scores")


def named_field(path: str, base: str, lookup: Lookup) -> Field | None:
    """Return the field that a path names: ``name`` of the base form, ``form.name``, or ``reference.name``."""
    first, _, last = path.partition("|")[0].partition("+")[0].partition(".")
    form = lookup(base)
    own = form.by_name.get(first) if form else None
    if not last:
        return own
    target = lookup(own.to if own is not None and own.to else first)
    return target.by_name.get(last) if target else None


def row_form(paper: PaperForm, block: Block, lookup: Lookup) -> str:
    """Return the form of the records that make the rows of a table."""
    if block.of:
        return block.of[0]
    if block.named:
        declared = named_field(block.named, paper.form, lookup)
        return declared.to or "" if declared else ""
    return block.each.partition(".")[0] or paper.form


def paper_problems(folder: Path, forms: Sequence[Form]) -> Iterator[Problem]:
    """Yield what is wrong with the paper forms under ``folder``: with a file, or with a field that it names."""
    known = {form.name: form for form in forms}
    for path in sorted((folder / "print").glob("*.toml")):
        try:
            paper = load_paper(path)
        except InputError as error:
            yield from error.problems
            continue
        for number, named in _unknown(paper, known.get):
            place = f"block {number}" if number else "form"
            yield Problem(f"print/{path.name}", place, "forms.no_field", {"name": named})


def _unknown(paper: PaperForm, lookup: Lookup) -> Iterator[tuple[int, str]]:
    """Yield the blocks, counted from 1, and the names in them that are no form's and no field's."""
    if lookup(paper.form) is None:
        yield 0, paper.form
    for number, block in enumerate(paper.blocks, 1):
        yield from ((number, name) for name in (*block.of, block.known) if name and lookup(name) is None)
        base = row_form(paper, block, lookup) if block.kind in _ABOUT_ROWS else _subject(paper, block, lookup)
        for named, form in _names(paper, block, base):
            if any(named_field(part, form, lookup) is None for part in _parts(named)):
                yield number, named


def _subject(paper: PaperForm, block: Block, lookup: Lookup) -> str:
    declared = named_field(block.through, paper.form, lookup) if block.through else None
    return (declared.to or "") if declared else paper.form


def _names(paper: PaperForm, block: Block, base: str) -> Iterator[tuple[str, str]]:
    """Yield every path of a block with the form that it begins at."""
    own = (block.field, block.by, block.score, block.remark)
    yield from ((name, base) for name in own if name)
    yield from ((name, paper.form) for name in (block.through, block.named, block.lines_of, block.each) if name)
    for item in block.items:
        yield from _of_item(item, block, base)


def _of_item(item: Item, block: Block, base: str) -> Iterator[tuple[str, str]]:
    if item.field and "{code}" not in item.field and len(block.of) < 2:
        yield item.field, base
    if item.known:
        yield item.known, block.known or base


def _parts(path: str) -> Iterator[str]:
    for part in path.replace("|", "+").split("+"):
        if not part.startswith("@"):
            yield part
