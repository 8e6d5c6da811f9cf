"""What is noticed before a report is frozen: parts and wholes, visits and their distribution, waves compared."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.stats.programme import Programme, catalogue
from zjdesk.forms.model import Survey
from zjdesk.paths import forms_dir
from zjdesk.report.checks import compared, nested, part_of, visits_add_up, waves_are_comparable
from zjdesk.report.declaration import load_report
from zjdesk.report.numbers import Numbers
from zjdesk.stats.views import install


def _numbers(**counts: int) -> Numbers:
    """Figures that nobody counted."""
    figures = [SimpleNamespace(key=key, n=n) for key, n in counts.items()]
    one = {figure.key: figure for figure in figures}
    return cast("Numbers", SimpleNamespace(figures=lambda _name: figures, one=lambda _name, key: one[key]))


def _surveys(**changed: object) -> dict[str, Survey]:
    known = {survey.wave: survey for survey in map(catalogue().survey, catalogue().surveys())}
    return {**known, "mid": replace(known["mid"], **cast("Any", changed))}


@pytest.mark.parametrize(
    ("total", "seven", "six", "more", "found"),
    [(659, 1, 0, 0, True), (13, 1, 1, 0, False), (12, 1, 1, 0, True), (21, 1, 1, 1, False), (20, 1, 1, 1, True)],
)
def test_br_07_the_number_of_visits_is_the_sum_of_its_distribution(
    total: int, seven: int, six: int, more: int, found: bool
) -> None:
    counts = {"projects_with_7": seven, "projects_with_6": six, "projects_with_more": more}
    assert bool(list(visits_add_up(_numbers(total=total, **counts)))) is found


def test_br_07_holds_where_visits_are_counted() -> None:
    made = Programme()
    project = made.project(made.community("C01"), made.cycle(), start="2015-08-01")
    for day in ("2015-08-20", "2015-10-20", "2015-12-20"):
        made.add("supervisor_visit", project, mode="on_site", date=day, state="submitted")
    install(made.conn, None)
    numbers = Numbers(made.conn, "zh", None)
    assert numbers.one("visits", "total").n == 3
    assert list(visits_add_up(numbers)) == []


def test_br_44_the_reference_questionnaires_map_to_each_other() -> None:
    assert list(compared(load_report(forms_dir() / "reports" / "evaluation.toml"))) == []
    assert waves_are_comparable("q1_aware", _surveys())


@pytest.mark.parametrize(
    "changed", [{"maps_to": None}, {"mapping": {}}, {"mapping": {"q1_aware": "q4_freq"}}, {"maps_to": "another"}]
)
def test_br_44_waves_are_not_compared_without_a_mapping(changed: dict[str, object]) -> None:
    assert not waves_are_comparable("q1_aware", _surveys(**changed))


def test_br_44_the_same_version_needs_no_mapping() -> None:
    final = _surveys()["final"]
    assert waves_are_comparable("q1_aware", {"mid": final, "final": final})
    assert not waves_are_comparable("q1_aware", {"final": final})


def test_br_50_a_part_is_no_more_than_its_whole() -> None:
    spots = set(nested(load_report(forms_dir() / "reports" / "evaluation.toml")))
    assert spots == {("balance", "ge200", "ge1000")}
    for part, found in ((18, False), (19, True)):
        assert bool(list(part_of("balance", "ge200", "ge1000", _numbers(ge200=18, ge1000=part)))) is found
