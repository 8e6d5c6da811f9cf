"""附件2: every project's money, a subtotal for each community and a total, up to the day accounts close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from zjdesk.i18n import text
from zjdesk.report.blocks import Annex, Cell, Column, HeadCell, Row, RowKind, Table
from zjdesk.report.numbers import Numbers, trace_of
from zjdesk.stats.figures import By, Figure
from zjdesk.stats.shares import NOTHING, quotient

MONEY = ("fund", "self_raised", "matched", "budget", "spent", "balance")
BANDS = ("over", "zero", "small", "ge1000", "ge200")  # the narrowest first: 1000元以上 lies in 200元以上
REMARKS = (("archive", "late"), ("completion", "deviated"), ("liaison", "weak"), ("late_vouchers", "vouchers"))
INDICATORS = ("accounts", "exec_rate", "balance", "budget_adj", *(indicator for indicator, _ in REMARKS))
HEADS = ("no", "community", "project_no", "project_name", *MONEY, "use_rate", "band", "adjusted", "remark")
NUMBER = 2
FEN_PER_YUAN = 100


@dataclass(frozen=True)
class Line:
    """The figures of one project, community or street, by indicator and key."""

    figures: Mapping[tuple[str, str], Figure]

    def __getitem__(self, spot: tuple[str, str]) -> Figure:
        return self.figures[spot]

    @property
    def breakdown(self) -> Mapping[str, str]:
        """Return what part of the programme it speaks of."""
        return next(iter(self.figures.values())).breakdown


def accounts_annex(numbers: Numbers, as_of: str) -> Annex:
    """Return the annex of accounts."""
    lang = numbers.lang
    projects = lines(numbers, "project")
    subtotals = {line.breakdown["community"]: line for line in lines(numbers, "community")}
    (street,) = lines(numbers, None)
    rows = [*_grouped(projects, subtotals, numbers), _sum(street, text(lang, "report.total"), "total", numbers)]
    return Annex(
        word=text(lang, "report.annex_word", number=NUMBER),
        title=text(lang, "report.accounts_title"),
        tables=(_table(tuple(rows), as_of, numbers),),
    )


def lines(numbers: Numbers, by: By | None) -> list[Line]:
    """Return the accounts of every project, every community or the whole street."""
    numbers.read(INDICATORS, by)
    parts: dict[str, dict[tuple[str, str], Figure]] = {}
    for name in INDICATORS:
        for figure in numbers.figures(name, by):
            place = figure.breakdown.get("project") or figure.breakdown.get("community") or ""
            parts.setdefault(place, {})[name, figure.key] = figure
    return [Line(figures) for figures in parts.values()]


def _grouped(projects: list[Line], subtotals: Mapping[str, Line], numbers: Numbers) -> Iterator[Row]:
    number = 0
    for code, members in groupby(projects, key=lambda line: line.breakdown["community"]):
        for line in members:
            number += 1
            yield _project(number, line, subtotals[code].breakdown["community_name"], numbers)
        name = subtotals[code].breakdown["community_name"]
        yield _sum(subtotals[code], text(numbers.lang, "report.subtotal", name=name), "subtotal", numbers)


def _project(number: int, line: Line, community: str, numbers: Numbers) -> Row:
    names = (str(number), community, line.breakdown["project_no"], line.breakdown["project_name"])
    return Row((*(Cell(name) for name in names), *_money(line), *_judged(line, numbers)))


def _money(line: Line) -> Iterator[Cell]:
    for key in MONEY:
        figure = line["accounts", key]
        yield Cell(yuan(figure.n), (trace_of(figure),))
    rate = line["exec_rate", "spent"]
    yield Cell(rate.share or NOTHING, (trace_of(rate),))


def _judged(line: Line, numbers: Numbers) -> Iterator[Cell]:
    """Yield balance band, whether money was adjusted, and the remark on what the evaluation found."""
    lang = numbers.lang
    band = next((figure for key in BANDS if (figure := line["balance", key]).n), None)
    yield Cell(text(lang, f"report.band_{band.key}"), (trace_of(band),)) if band else Cell(NOTHING)
    adjusted = line["budget_adj", "adjusted"]
    yield Cell(text(lang, "report.yes" if adjusted.n else "report.no_word"), (trace_of(adjusted),))
    yield _remark(line, numbers)


def _remark(line: Line, numbers: Numbers) -> Cell:
    found = [line[spot] for spot in REMARKS if line[spot].n]
    words = [text(numbers.lang, f"report.remark_{figure.indicator}", n=figure.n) for figure in found]
    return Cell(text(numbers.lang, "report.list_gap").join(words), tuple(trace_of(figure) for figure in found))


def _sum(line: Line, name: str, kind: RowKind, numbers: Numbers) -> Row:
    adjusted = line["budget_adj", "adjusted"]
    count = Cell(text(numbers.lang, "report.adjusted_count", n=adjusted.n), (trace_of(adjusted),))
    return Row((Cell(""), Cell(name), Cell(""), Cell(""), *_money(line), Cell(""), count, Cell("")), kind)


def _table(rows: tuple[Row, ...], as_of: str, numbers: Numbers) -> Table:
    lang = numbers.lang
    names = [HeadCell(text(lang, f"report.accounts_{name}")) for name in HEADS]
    left, centre, right = Column("left", wraps=True), Column("centre", wraps=True), Column("right")
    money = (right,) * (len(MONEY) + 1)
    return Table(
        key="accounts",
        title=text(lang, "report.accounts_unit", as_of=as_of),
        columns=(Column("centre"), left, Column("left"), left, *money, centre, centre, left),
        header=(tuple(names),),
        rows=rows,
        notes=(text(lang, "report.accounts_note"),),
        across=True,
    )


def yuan(fen: int) -> str:
    """Write an amount in yuan with two places, a true minus before a negative one."""
    return f"{quotient(fen, FEN_PER_YUAN, 2):f}".replace("-", "−")
