"""Paper forms: printed blank, pre-filled with what is known, or filled with a record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zjdesk.errors import Cancelled, InputError
from zjdesk.forms.papers import PaperForm, find_paper
from zjdesk.forms.papers import papers as declared_papers
from zjdesk.i18n import Label, Lang, day_label, text
from zjdesk.ops import audit, paper_serials
from zjdesk.ops.audit import Verb
from zjdesk.ops.leaving import keep
from zjdesk.ops.paper_blocks import Subject
from zjdesk.ops.paper_numbers import Numbers, next_numbers, take_numbers
from zjdesk.ops.paper_reader import Reader
from zjdesk.ops.paper_rows import Tables
from zjdesk.ops.privacy import open_fields
from zjdesk.ops.queries import get
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir
from zjdesk.report.pdf import Written
from zjdesk.report.sheets.content import Asked, Sheet
from zjdesk.report.steps import Step
from zjdesk.sync.format import shown_name

if TYPE_CHECKING:
    from zjdesk.report.sheets.marks import Leaf
    from zjdesk.store.read import Record
    from zjdesk.sync.meter import Cancel, Progress

Fill = Literal["blank", "known", "filled"]
FILLS: tuple[Fill, ...] = ("blank", "known", "filled")


@dataclass(frozen=True)
class Order:
    """What is to be printed: a form (F08), how far it is filled and from which record, how large, how often.

    ``why`` opens hidden values for whoever may see them; that is noted.
    """

    paper: str
    fill: Fill = "blank"
    record: str = ""
    large: bool = False
    copies: int = 1
    lang: Lang = "zh"
    why: str = ""


@dataclass(frozen=True)
class Made:
    """A rendered paper, and what must be kept when it really leaves the program."""

    order: Order
    data: bytes = field(repr=False)
    written: Written
    copies: Sequence[Sequence[Leaf]] = field(repr=False, default=())
    layout: Mapping[str, Any] | None = None
    rows: tuple[str, ...] = ()
    numbers: Numbers | None = None
    first: int = 0


@dataclass(frozen=True)
class Offer:
    """A paper that may be printed, and how far it can be filled."""

    number: str
    title: Label
    fills: tuple[Fill, ...]


def papers() -> tuple[PaperForm, ...]:
    """Return all paper forms by number."""
    return declared_papers(forms_dir())


def order(
    session: Session,
    paper: str,
    *,
    project: str = "",
    record: str = "",
    large: bool = False,
    copies: int = 1,
    lang: Lang = "zh",
    why: str = "",
) -> Order:
    """Return an order: blank, pre-filled for a project, or filled with a record of the form's own type."""
    declared = find_paper(forms_dir(), paper)
    fill: Fill = "known" if project or record else "blank"
    if project and get(session, project).form != "project":
        raise InputError("ops.paper_no_project", id=project)
    if record and get(session, record).form == declared.form:
        fill = "filled"
    return Order(declared.number, fill, project or record, large, copies, lang, why)


def offers(session: Session, record: str = "") -> list[Offer]:
    """Return every paper and how far it can be filled: blank only, or from a record and those above it.

    Those that the record fills come first, then those about what lies in it, then those that know its project.
    """
    if not record:
        return [Offer(paper.number, paper.title, ("blank",)) for paper in papers()]
    found = get(session, record, masked=False)
    above = {one.form for one in Reader(session, "zh").above(found)}
    ranked = sorted(papers(), key=lambda paper: _rank(session, paper, found.form, above))
    return [Offer(one.number, one.title, FILLS[: _FILLS[_rank(session, one, found.form, above)]]) for one in ranked]


_FILLS = (3, 2, 2, 1)  # by rank: how many ways of filling


def _rank(session: Session, paper: PaperForm, form: str, above: Collection[str]) -> int:
    if paper.form == form:
        return 0
    known = session.store.catalogue
    parents = known.form(paper.form).parent.values() if paper.form in known else ()
    if paper.about not in above:
        return len(_FILLS) - 1
    return 1 if form in parents else 2


@dataclass(frozen=True)
class About:
    """A record that papers are printed from: its form, how it is called, and the project that it lies in."""

    form: str
    title: str
    project: str


def about(session: Session, record: str, lang: Lang) -> About:
    """Return what a person is told of the record that papers are printed from."""
    found = get(session, record, masked=False)
    reader = Reader(session, lang)
    project = next((one.id for one in reader.above(found) if one.form == "project"), "")
    return About(found.form, reader.title(found), project)


def render(session: Session, order: Order, *, progress: Progress | None = None, cancel: Cancel | None = None) -> Made:
    """Return a paper as PDF, for a preview that keeps nothing.

    Raises InputError for a record that the form is not about, and NotAllowed for hidden values that this person's role
    may not see.
    """
    from zjdesk.report.sheets.drawing import book, lay, write

    if not 1 <= order.copies <= paper_serials.MOST_COPIES:
        raise InputError("ops.paper_copies", copies=order.copies, most=paper_serials.MOST_COPIES)
    paper = find_paper(forms_dir(), order.paper)
    reader, subject = _subject(session, paper, order)
    sheet, reader = _sheet(session, paper, subject, reader, order)
    fonts, step = book(), _step(progress, cancel)
    if not paper.coded or subject.filled:
        laid = [lay(sheet, fonts)] * order.copies
        return Made(order, *write(laid, fonts, step), laid)
    numbers = _numbers(session, paper, subject, order)
    laid = [lay(one, fonts) for one in _copies(session, sheet, numbers, order)]
    found, first = _layout(paper, order, laid[0]), paper_serials.upcoming(session)
    return Made(order, *write(laid, fonts, step), laid, found, tuple(reader.shown_rows), numbers, first)


def _layout(paper: PaperForm, order: Order, leaves: Sequence[Leaf]) -> dict[str, Any]:
    return paper_serials.layout(paper.number, paper.version, order.lang, leaves)


def _subject(session: Session, paper: PaperForm, order: Order) -> tuple[Reader, Subject]:
    """Return what a paper is about; the street and the one cycle stand on every paper."""
    reader = Reader(session, order.lang, paper.published)
    context: dict[str, Record] = {}
    main = None
    for record in reader.above(get(session, order.record, masked=False)) if order.record else ():
        context.setdefault(record.form, record)
    for form in ("street", "cycle"):
        only = reader.first(form)
        if only is not None:
            context.setdefault(form, only)
    if order.fill != "blank" and (paper.form in ("", paper.about) or order.fill == "filled"):
        main = context.get(paper.form or paper.about)
    if order.fill == "filled" and (main is None or not order.record):
        raise InputError("ops.paper_not_about", title=paper.title, id=order.record or "—")
    return reader, Subject(main, context if order.fill != "blank" else {}, order.fill == "filled")


def _sheet(session: Session, paper: PaperForm, subject: Subject, reader: Reader, order: Order) -> tuple[Sheet, Reader]:
    """Return a paper's content; hidden values are opened, and that is noted, where a reason is given."""
    blocks = tuple(Tables(paper, subject, reader).fill())
    if order.why.strip() and reader.touched:
        opened = open_fields(session, list(reader.touched), order.why)
        reader = Reader(session, order.lang, paper.published, opened)
        blocks = tuple(Tables(paper, subject, reader).fill())
    street = reader.first("street")
    sheet = Sheet(
        number=paper.number,
        version=paper.version,
        title=paper.title.text(order.lang),
        header=text(order.lang, "paper.header", street=street.values.get("name", "") if street else ""),
        about=tuple(_about(paper, subject, reader)),
        day=day_label(session.store.env.today().isoformat()).text(order.lang),
        device=session.store.installation.name,
        lang=order.lang,
        blocks=blocks,
        record=order.record if order.fill != "blank" else "",
        across=paper.across,
        duplex=paper.duplex,
        large=order.large,
    )
    return sheet, reader


_ABOUT = {
    "project": (("project", "name"), ("project", "no"), ("community", "name")),
    "community": (("community", "name"), ("cycle", "name")),
    "cycle": (("cycle", "name"),),
}


def _about(paper: PaperForm, subject: Subject, reader: Reader) -> list[tuple[str, str]]:
    """Return the project line: labels with what is known, so that the rest is written in (BR-10)."""
    line = []
    for form, name in _ABOUT[paper.about]:
        record = subject.of(form)
        label = text(reader.lang, f"paper.about_{form}_{name}")
        line.append((label, reader.words(record, name) if record is not None else ""))
    return line


def _numbers(session: Session, paper: PaperForm, subject: Subject, order: Order) -> Numbers | None:
    """Return the questionnaire numbers of the copies, where the community is known."""
    community, cycle = subject.of("community"), subject.of("cycle")
    if not any(block.kind == "survey" for block in paper.blocks) or community is None:
        return None
    year = str(cycle.values["end"])[:4] if cycle is not None and cycle.values.get("end") else ""
    return next_numbers(
        session, subject.of("batch"), community, int(year or session.store.env.today().year), order.copies
    )


def _copies(session: Session, sheet: Sheet, numbers: Numbers | None, order: Order) -> list[Sheet]:
    """Return one sheet for each copy, with its serial and its questionnaire number."""
    label = text(order.lang, "paper.paper_no")
    named: Sequence[str] = list(numbers) if numbers is not None else [""] * order.copies
    asked = any(isinstance(block, Asked) for block in sheet.blocks)
    return [
        replace(sheet, serial=serial, about=((label, number), *sheet.about) if asked else sheet.about)
        for serial, number in zip(paper_serials.serials(session, order.copies), named, strict=True)
    ]


def write_paper(session: Session, order: Order, path: Path, *, progress: Progress | None = None) -> Written:
    """Write a paper as PDF, whole or not at all; that is noted, and numbered copies keep their numbers and layout."""
    if path.suffix.lower() != ".pdf":
        raise InputError("ops.paper_format", path=str(path))
    made = render(session, order, progress=progress)
    keep_paper(session, made, path)
    return made.written


def keep_paper(session: Session, made: Made, path: Path) -> None:
    """Write a rendered paper to a file."""
    take(session, made)
    keep(session, path, made.data, Verb.PRINTED, {**_told(made), "file": shown_name(path)}, made.order.why)


def note_printed(session: Session, made: Made) -> None:
    """Note that a rendered paper, whose numbers are taken, went to a printer."""
    audit.note(session, Verb.PRINTED, _told(made), made.order.why)


def take(session: Session, made: Made) -> None:
    """Keep numbers and layout of copies that a machine can read, before they leave the program.

    Raises InputError for copies whose numbers others were given since: they must be rendered anew.
    """
    if made.layout is not None:
        if made.first != paper_serials.upcoming(session):
            raise InputError("ops.paper_numbers_given")
        paper_serials.keep_run(session, made.layout, made.order.copies, record=made.order.record, rows=made.rows)
    if made.numbers is not None:
        take_numbers(session, made.numbers)


def _told(made: Made) -> dict[str, object]:
    order = made.order
    about = {"record": order.record} if order.record else {}
    return {
        "what": "paper",
        "form": order.paper,
        "fill": order.fill,
        "copies": order.copies,
        "pages": made.written.pages,
        **about,
    }


def _step(progress: Progress | None, cancel: Cancel | None) -> Step:
    def step(done: int, total: int) -> None:
        if cancel is not None and cancel.is_set():
            raise Cancelled("sync.cancelled")
        if progress is not None:
            progress(done, total, "report.printing")

    return step
