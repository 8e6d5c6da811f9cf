"""Paper forms as declared in ``forms/print``: frame, blocks, and which fields of which records stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from zjdesk.errors import InputError
from zjdesk.forms.choices import read_choices
from zjdesk.forms.model import Choice
from zjdesk.forms.source import Table, open_source, refuse
from zjdesk.i18n import Label

About = Literal["project", "community", "cycle"]
ABOUTS: tuple[About, ...] = ("project", "community", "cycle")
ALIGNS = ("left", "centre", "right")
_NO_LABEL = Label("", "")
_NUMBER = re.compile(r"F[0-9]{2}")
_ITEM = ("field", "label", "choices", "wide", "lines", "width", "align", "total", "known", "box")
_BLOCKS: Mapping[str, tuple[str, ...]] = {
    "facts": ("columns", "items", "through"),
    "long": ("label", "field", "lines", "through"),
    "rows": ("items", "of", "named", "lines_of", "each", "known", "count", "height", "fills", "numbered"),
    "matrix": ("label", "items", "choices", "through"),
    "scores": ("of", "label", "by", "score", "count", "most", "total", "remark"),
    "photos": ("count", "of", "most"),
    "note": ("text",),
    "heading": ("text",),
    "signatures": ("who",),
    "page": ("across",),
    "survey": ("after", "turn"),
    "annex": ("annex", "table", "count"),
}


@dataclass(frozen=True)
class Item:
    """One place to write: a declared field (``form.field`` for one of a record above), or only a label.

    In a table it is a column of a ``width``; ``known`` is what a row of known records fills it with; a ``box`` is
    ticked by hand; ``total`` is summed at the end.
    """

    field: str = ""
    label: Label | None = None
    choices: tuple[Choice, ...] = ()
    wide: bool = False
    lines: int = 1
    width: int = 20
    align: Literal["left", "centre", "right"] = "left"
    total: bool = False
    known: str = ""
    box: bool = False


@dataclass(frozen=True)
class Block:
    """One part of a paper form; which of these mean something depends on its ``kind``.

    Rows come from child records (``of``, several forms allowed), from records that a field names (``named``), from the
    lines of a long text (``lines_of``) or from each choice of a field (``each``); ``through`` names a reference whose
    record is meant instead.
    """

    kind: str
    label: Label | None = None
    text: Label | None = None
    items: tuple[Item, ...] = ()
    who: tuple[Label, ...] = ()
    choices: tuple[Choice, ...] = ()
    columns: int = 2
    count: int = 0
    lines: int = 4
    height: int = 9
    most: int = 0
    field: str = ""
    through: str = ""
    of: tuple[str, ...] = ()
    named: str = ""
    lines_of: str = ""
    each: str = ""
    known: str = ""
    by: str = ""
    score: str = ""
    remark: str = ""
    annex: str = ""
    table: str = ""
    turn: str = ""
    fills: bool = False
    numbered: bool = False
    across: bool = False
    total: bool = False
    after: Mapping[str, Label] | None = None


@dataclass(frozen=True)
class PaperForm:
    """One declared paper form; ``form`` is the record type that fills it, ``about`` what its project line names.

    A ``coded`` form is laid out so that a machine can read it, each copy with a number of its own; ``published``
    ones show names masked.
    """

    number: str
    name: str
    version: int
    title: Label
    form: str
    about: About
    blocks: tuple[Block, ...]
    across: bool = False
    duplex: bool = False
    coded: bool = False
    published: bool = False


def papers(forms: Path) -> tuple[PaperForm, ...]:
    """Return all declared paper forms under the folder ``forms``, by number."""
    read = (load_paper(path) for path in sorted((forms / "print").glob("*.toml")))
    return tuple(sorted(read, key=lambda paper: paper.number))


def find_paper(forms: Path, wanted: str) -> PaperForm:
    """Return a form by its number (F08), its name or the record type that fills it; raises InputError."""
    known = papers(forms)
    for attribute in ("number", "name", "form"):
        for paper in known:
            if getattr(paper, attribute).lower() == wanted.strip().lower() != "":
                return paper
    raise InputError("forms.no_such_paper", name=wanted, known="、".join(paper.number for paper in known))


@lru_cache(maxsize=64)
def load_paper(path: Path) -> PaperForm:
    """Read one paper form; everything that is wrong with it is told at once."""
    source = open_source(path, [])
    root = source.root()
    keys = ("number", "name", "version", "title", "form", "about", "across", "duplex", "coded", "published", "block")
    root.known(keys)
    number, name = root.text("number", required=True) or "", root.text("name", required=True) or ""
    if not _NUMBER.fullmatch(number) or path.stem != f"{number.lower()}_{name}":
        root.problem("number", "name_is_file", name=path.stem)
    version = root.whole("version", required=True) or 0
    paper = PaperForm(
        number=number,
        name=name,
        version=version,
        title=root.label("title", required=True) or _NO_LABEL,
        form=root.text("form") or "",
        about=cast("About", root.one_of("about", ABOUTS, required=True) or ABOUTS[0]),
        blocks=tuple(_block(table) for table in root.tables("block")),
        across=root.flag("across"),
        duplex=root.flag("duplex"),
        coded=root.flag("coded"),
        published=root.flag("published"),
    )
    refuse(path.stem, source.problems)
    return paper


def _block(table: Table) -> Block:
    kind = table.one_of("kind", _BLOCKS, required=True) or "note"
    table.known(("kind", *_BLOCKS[kind]))
    own = set(_BLOCKS[kind])
    read: dict[str, object] = {"kind": kind}
    read |= {key: table.label(key) for key in ("label", "text") if key in own}
    read |= {key: table.flag(key) for key in ("fills", "numbered", "across", "total") if key in own}
    whole = ("columns", "count", "lines", "height", "most")
    read |= {key: table.whole(key) for key in whole if key in own and key in table.values}
    plain = (
        "field",
        "through",
        "named",
        "lines_of",
        "each",
        "known",
        "by",
        "score",
        "remark",
        "annex",
        "table",
        "turn",
    )
    read |= {key: table.text(key) for key in plain if key in own and key in table.values}
    if "of" in own:
        read["of"] = table.texts("of")
    if "items" in own:
        read["items"] = tuple(_item(inner) for inner in table.tables("items"))
    if "choices" in own:
        read["choices"] = read_choices(table, "choices")
    if "who" in own:
        read["who"] = tuple(_phrases(table, "who"))
    if "after" in own:
        read["after"] = dict(_after(table))
    return Block(**read)  # type: ignore[arg-type]


def _item(table: Table) -> Item:
    table.known(_ITEM)
    read: dict[str, object] = {key: table.flag(key) for key in ("wide", "total", "box")}
    read |= {key: table.text(key) for key in ("field", "known") if key in table.values}
    read |= {key: table.whole(key) for key in ("lines", "width") if key in table.values}
    if "align" in table.values:
        read["align"] = table.one_of("align", ALIGNS) or ALIGNS[0]
    return Item(label=table.label("label"), choices=read_choices(table, "choices"), **read)  # type: ignore[arg-type]


def _phrases(table: Table, key: str) -> Iterator[Label]:
    for inner in table.tables(key):
        inner.known(("zh", "en"))
        yield Label(inner.text("zh", required=True) or "", inner.text("en", required=True) or "")


def _after(table: Table) -> Iterator[tuple[str, Label]]:
    for inner in table.tables("after"):
        inner.known(("question", "note"))
        yield inner.text("question", required=True) or "", inner.label("note", required=True) or _NO_LABEL
