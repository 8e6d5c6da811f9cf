"""From a declared table to its rows: answers to a question, an indicator's keys, the same keys in two waves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zjdesk.forms.model import MISSING_CODES
from zjdesk.i18n import text
from zjdesk.report.blocks import Cell, Column, HeadCell, Row, RowKind, Table
from zjdesk.report.declaration import TableForm
from zjdesk.report.discretion import is_small
from zjdesk.report.numbers import Change, Numbers, Reading
from zjdesk.report.traces import Trace
from zjdesk.stats.model import Comparison, Key
from zjdesk.stats.shares import NOTHING, percent
from zjdesk.stats.tables import frequency, multiple_response

NAME = Column("left", wraps=True)
NUMBER = Column("right")
HeadRow = tuple[HeadCell, ...]


@dataclass(frozen=True)
class Content:
    """What a kind of table fills in: header, rows and the notes on bases."""

    header: tuple[HeadRow, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def table(form: TableForm, numbers: Numbers, order: Iterator[int]) -> Table | None:
    """Return 表n, the next in order; a table that would say nothing is left out and takes no number."""
    content = KINDS[form.kind](form, numbers)
    if not content.rows:
        return None
    title = caption(form.label.text(numbers.lang), numbers, order)
    columns = (NAME, *(NUMBER for _ in content.rows[0].cells[1:]))
    return Table(form.name, title, columns, content.header, content.rows, content.notes)


def caption(title: str, numbers: Numbers, order: Iterator[int]) -> str:
    """Return the line above a table, with the next number."""
    return text(numbers.lang, "report.table_caption", number=next(order), title=title)


def row(label: str, cells: Iterable[str], traces: tuple[Trace, ...] = (), kind: RowKind = "body") -> Row:
    """Return a row whose numbers all come from the same figures."""
    return Row((Cell(label), *(Cell(each, traces) for each in cells)), kind)


def heads(numbers: Numbers, *names: str) -> tuple[HeadRow, ...]:
    """Return a header of one line."""
    return (tuple(HeadCell(text(numbers.lang, f"report.{name}")) for name in names),)


def frequency_rows(form: TableForm, numbers: Numbers) -> Content:
    """Return n, percent, valid percent and cumulative percent of each answer to a single-choice question."""
    found = frequency(numbers.conn, form.question or "", as_of=numbers.as_of)
    lines = [
        row(
            each.label.text(numbers.lang),
            (_count(each.n, found.total), each.percent, each.valid_percent or NOTHING, each.cumulative or NOTHING),
            answer_traces(numbers, form, each.code, each.n),
        )
        for each in found.rows
    ]
    base = numbers.one("valid_rate", "valid").trace
    total = text(numbers.lang, "report.total")
    whole = percent(found.total, found.total, 1) if found.total else NOTHING
    lines.append(row(total, (str(found.total), whole, NOTHING, NOTHING), (base,), "total"))
    note = text(numbers.lang, "report.frequency_note", total=found.total, valid=found.valid)
    header = heads(numbers, "option", "questionnaires", "percent", "valid_percent", "cumulative")
    return Content(header, tuple(lines) if found.total else (), (note, text(numbers.lang, "report.rounding")))


def multiple_rows(form: TableForm, numbers: Numbers) -> Content:
    """Return n, percent of responses and percent of cases of each option of a multiple-choice question."""
    found = multiple_response(numbers.conn, form.question or "", as_of=numbers.as_of)
    lines = [
        row(
            each.label.text(numbers.lang),
            (_count(each.n, found.cases), each.percent_of_responses, each.percent_of_cases),
            answer_traces(numbers, form, each.code, each.n),
        )
        for each in found.rows
    ]
    cases = percent(found.responses, found.cases, 1) if found.cases else NOTHING
    whole = percent(found.responses, found.responses, 1) if found.responses else NOTHING
    ticks = tuple(trace for line in lines for trace in line.cells[1].traces)
    lines.append(row(text(numbers.lang, "report.total"), (str(found.responses), whole, cases), ticks, "total"))
    note = text(numbers.lang, "report.multiple_note", responses=found.responses, cases=found.cases)
    header = heads(numbers, "option", "persons", "percent_of_responses", "percent_of_cases")
    return Content(header, tuple(lines) if found.cases else (), (note, text(numbers.lang, "report.cases_sum")))


def _count(n: int, base: int) -> str:
    """Return a count as it is published: none where the base is so small that people could be told from it."""
    return NOTHING if is_small(base) else str(n)


def answer_traces(numbers: Numbers, form: TableForm, code: str, n: int) -> tuple[Trace, ...]:
    """Return the figure that counts an answer: the key of the table's indicators that tests for its code."""
    for reading in (each for name in form.indicators for each in numbers.all(name)):
        key = numbers.key(reading.figure.indicator, reading.key)
        if reading.figure.n == n and _tests_for(key, form.question or "", code):
            return (reading.trace,)
    return ()


def _tests_for(key: Key, question: str, code: str) -> bool:
    wanted = {Comparison(question, "eq", code), Comparison(question, "has", code)}
    if code in MISSING_CODES:
        wanted = {Comparison(question, "answered", False)}
    return any(len(tests) == 1 and tests[0] in wanted for tests in key.where.alternatives)


def key_rows(form: TableForm, numbers: Numbers) -> Content:
    """Return count and share of an indicator's keys; keys that make up the whole get a total."""
    readings = [numbers.one(form.indicators[0], key) for key in form.keys]
    counting = [each for each in readings if each.n]
    lines = [line for each in (counting if form.whole else readings) for line in _key_lines(each, form, numbers)]
    base = readings[0].figure.base or 0
    if form.whole and base:
        whole = sum(each.n for each in readings)
        traces = tuple(each.trace for each in counting)
        total = (str(whole), percent(whole, base, 2))
        lines.append(row(text(numbers.lang, "report.total"), total, traces, "total"))
    note = text(numbers.lang, "report.keys_note", base=form.base.text(numbers.lang), n=base)
    notes = (note, text(numbers.lang, "report.rounding")) if form.whole else (note,)
    return Content(heads(numbers, "item", "projects", "share"), tuple(lines) if counting else (), notes)


def _key_lines(reading: Reading, form: TableForm, numbers: Numbers) -> list[Row]:
    parts = [reading]
    if form.within and form.within[0] == reading.key:
        parts.append(numbers.one(form.indicators[0], form.within[1]))
    return [row(str(each.label), (str(each.figure.n), str(each.share)), (each.trace,)) for each in parts]


def wave_rows(form: TableForm, numbers: Numbers) -> Content:
    """Return count and share of the same keys at mid-term and in the final wave, and how the share moved."""
    pairs = [tuple(numbers.one(name, key) for name in form.indicators) for key in form.keys]
    lines = [_wave_line(before, after) for before, after in pairs]
    before, after = pairs[0]
    base = form.base.text(numbers.lang)
    bases = {"mid": before.figure.base or 0, "final": after.figure.base or 0}
    note = text(numbers.lang, "report.waves_note", base=base, **bases)
    compared = all(any(pair[wave].n for pair in pairs) for wave in (0, 1))
    return Content(
        _wave_heads(numbers), tuple(lines) if compared else (), (note, text(numbers.lang, "report.rounding"))
    )


def _wave_heads(numbers: Numbers) -> tuple[HeadRow, ...]:
    words = {
        name: text(numbers.lang, f"report.{name}") for name in ("item", "mid_n", "final_n", "count", "share", "moved")
    }
    upper = (
        HeadCell(words["item"], rows=2),
        HeadCell(words["mid_n"], columns=2),
        HeadCell(words["final_n"], columns=2),
        HeadCell(words["moved"], rows=2),
    )
    return upper, (HeadCell(words["count"]), HeadCell(words["share"])) * 2


def _wave_line(before: Reading, after: Reading) -> Row:
    change = Change(before, after)
    sign = {"up": "+", "down": "−", "same": ""}[change.direction]
    cells = [
        Cell(str(after.label)),
        *(Cell(str(each), each.traces) for each in (before.n, before.share, after.n, after.share)),
        Cell(f"{sign}{change.points}", change.points.traces),
    ]
    return Row(tuple(cells))


KINDS: dict[str, Callable[[TableForm, Numbers], Content]] = {
    "frequency": frequency_rows,
    "multiple": multiple_rows,
    "keys": key_rows,
    "waves": wave_rows,
}
