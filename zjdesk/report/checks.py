"""What a person should look at before the report is frozen: parts that do not add up to their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zjdesk.forms.load import load_catalogue
from zjdesk.forms.model import Survey
from zjdesk.paths import forms_dir
from zjdesk.report.blocks import Remark
from zjdesk.report.declaration import FigureForm, ReportForm, TableForm
from zjdesk.report.numbers import Numbers
from zjdesk.stats.indicators import load_indicator

_DISTRIBUTION = "projects_with_"
_MORE = 8


def remarks(form: ReportForm, numbers: Numbers) -> tuple[Remark, ...]:
    """Return what is noticed in a report's numbers, each thing once (BR-50); the grave ones keep it from freezing."""
    found = [remark for each in wholes(form) for remark in check(*each, numbers)]
    found += [remark for each in nested(form) for remark in part_of(*each, numbers)]
    return tuple(dict.fromkeys([*found, *visits_add_up(numbers), *compared(form)]))


def nested(form: ReportForm) -> Iterator[tuple[str, str, str]]:
    """Yield indicator, key and the key that is part of it, where a table or a chart says so."""
    for block in form.blocks:
        if isinstance(block, TableForm) and block.within:
            yield block.indicators[0], block.within[0], block.within[1]
        elif isinstance(block, FigureForm) and block.hatched:
            yield block.series[0].indicator, block.hatched[0], block.hatched[1]


def part_of(indicator: str, whole: str, part: str, numbers: Numbers) -> Iterator[Remark]:
    """Compare a part with what it is part of (BR-50)."""
    found, all_of_it = numbers.one(indicator, part).n, numbers.one(indicator, whole).n
    if found > all_of_it:
        params = {"name": indicator, "part": str(found), "whole": str(all_of_it)}
        yield Remark("report.part_exceeds", tuple(params.items()))


def visits_add_up(numbers: Numbers) -> Iterator[Remark]:
    """BR-07: the number of visits is that of its distribution over the projects."""
    counted = {key.removeprefix(_DISTRIBUTION): numbers.one("visits", key).n for key in _visit_keys(numbers)}
    more = counted.pop("more", 0)
    summed = sum(int(times) * projects for times, projects in counted.items())
    total = numbers.one("visits", "total").n
    if (total != summed) if not more else (total < summed + _MORE * more):
        yield Remark("report.visits_differ", (("total", str(total)), ("sum", str(summed))))


def _visit_keys(numbers: Numbers) -> list[str]:
    return [figure.key for figure in numbers.figures("visits") if figure.key.startswith(_DISTRIBUTION)]


def compared(form: ReportForm) -> Iterator[Remark]:
    """Yield what speaks against the comparisons of the two waves that a report makes."""
    pairs = [block.indicators for block in form.blocks if isinstance(block, TableForm) and block.kind == "waves"]
    known = load_catalogue(forms_dir())
    surveys = {survey.wave: survey for survey in map(known.survey, known.surveys())}
    for names in pairs:
        asked = [load_indicator(forms_dir() / "indicators", name).question for name in names]
        question = asked[0]
        if question is not None and not (asked[0] == asked[1] and waves_are_comparable(question, surveys)):
            yield Remark("report.waves_differ", (("name", names[1]),), "W")


def waves_are_comparable(question: str, surveys: dict[str, Survey]) -> bool:
    """BR-44: tell whether both waves asked the same question: in one version, or as one maps to the other."""
    mid, final = surveys.get("mid"), surveys.get("final")
    if mid is None or final is None:
        return False
    if (mid.name, mid.version) == (final.name, final.version):
        return True
    return mid.maps_to == final.name and mid.mapping.get(question) == question and question in final.columns


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
