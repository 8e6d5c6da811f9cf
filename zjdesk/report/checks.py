"""What a person should look at before the report is frozen: parts that do not add up to their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zjdesk.report.blocks import Remark
from zjdesk.report.declaration import FigureForm, ReportForm, TableForm
from zjdesk.report.numbers import Numbers


def remarks(form: ReportForm, numbers: Numbers) -> tuple[Remark, ...]:
    """Return what is noticed in a report's numbers, each thing once."""
    return tuple(dict.fromkeys(remark for each in wholes(form) for remark in check(*each, numbers)))


def wholes(form: ReportForm) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the indicators whose keys make up a whole: those of pies, and of tables that say so."""
    for block in form.blocks:
        if isinstance(block, FigureForm) and block.kind == "pie":
            yield block.series[0].indicator, block.series[0].keys
        elif isinstance(block, TableForm) and block.whole:
            yield block.indicators[0], block.keys


def check(indicator: str, keys: Sequence[str], numbers: Numbers) -> Iterator[Remark]:
    """Compare the sum of some keys with the base that they share (BR-50)."""
    readings = [numbers.one(indicator, key) for key in keys]
    found, base = sum(reading.n for reading in readings), int(readings[0].base)
    if found != base:
        params = {"name": indicator, "sum": str(found), "base": str(base)}
        yield Remark("report.sum_differs", tuple(params.items()))
