"""Indicators are data: each file says what it counts, and what it may not say is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stats.programme import Programme, catalogue
from zjdesk.errors import InputError, UsageError
from zjdesk.paths import forms_dir
from zjdesk.stats.figures import figures
from zjdesk.stats.indicators import load_indicator, load_indicators
from zjdesk.stats.model import Comparison, Indicator, Where
from zjdesk.stats.tally import tally
from zjdesk.stats.views import install

FOLDER = forms_dir() / "indicators"

SHORT = """
name = "young"
label = { zh = "青少年项目", en = "Projects for the young" }
view = "unit_project"
base = "BP"

[[key]]
key = "stable"
label = { zh = "未发生变动", en = "No change" }
show = "percent"
decimals = 1
where = { team = "stable" }
"""


def written(folder: Path, text: str, name: str = "young") -> Indicator:
    """Read a declaration from a folder of its own."""
    (folder / f"{name}.toml").write_text(text, "utf-8")
    return load_indicators(folder)[name]


def test_every_declared_indicator_can_be_counted(reference_once: Programme) -> None:
    for name, indicator in load_indicators(FOLDER).items():
        found = figures(reference_once.conn, [indicator])[name]
        assert [figure.key for figure in found] == [key.key for key in indicator.keys], name
        assert all(figure.shown for figure in found)


def test_a_new_indicator_is_one_file(reference_once: Programme, tmp_path: Path) -> None:
    install(reference_once.conn)
    found = figures(reference_once.conn, [written(tmp_path, SHORT)])["young"]
    assert [(figure.key, figure.n, figure.base, figure.shown) for figure in found] == [("stable", 109, 119, "91.6%")]


@pytest.mark.parametrize(
    ("wrong", "place", "key"),
    [
        (SHORT.replace("decimals", "digits"), "digits", "forms.unknown_key"),
        (SHORT.replace('"BP"', '"B9"'), "base", "forms.not_among"),
        (SHORT.replace('"percent"', '"per cent"'), "show", "forms.not_among"),
        (SHORT.replace('{ team = "stable" }', "{ team = { over = 1 } }"), "team", "forms.not_among"),
        (SHORT.replace('{ team = "stable" }', "{ team = 1.5 }"), "team", "forms.wanted_text"),
        (SHORT.replace("decimals = 1", ""), "decimals", "forms.lacks_key"),
        (SHORT.replace('name = "young"', 'name = "old"'), "name", "forms.name_is_file"),
        (SHORT.replace('"BP"', '"BC"'), "question", "forms.lacks_key"),
        (SHORT + SHORT[SHORT.index("[[key]]") :], "key", "forms.twice"),
        ("name = ", "1", "forms.not_toml"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_place(tmp_path: Path, wrong: str, place: str, key: str) -> None:
    with pytest.raises(InputError) as refused:
        written(tmp_path, wrong)
    found = [problem for problem in refused.value.problems if problem.key == key]
    assert found, refused.value.problems
    assert found[0].file.endswith("young.toml")
    assert place in found[0].place


def test_a_key_that_looks_at_nothing_is_refused(tmp_path: Path) -> None:
    key = """
[[key]]
key = "many"
label = { zh = "多", en = "Many" }
show = "count"
measure = "communities"
of = { indicator = "young", key = "unstable" }
op = "ge"
value = "90"
"""
    with pytest.raises(InputError) as refused:
        written(tmp_path, SHORT + key)
    assert [problem.key for problem in refused.value.problems] == ["stats.no_target"]
    assert written(tmp_path, SHORT + key.replace("unstable", "stable")).key("many").threshold is not None


def test_a_column_that_the_view_lacks_is_refused(reference_once: Programme, tmp_path: Path) -> None:
    indicator = written(tmp_path, SHORT.replace("{ team =", "{ teams ="))
    with pytest.raises(InputError) as refused:
        tally(reference_once.conn, indicator)
    assert refused.value.params["column"] == "teams"


def test_tests_of_a_row_are_read_as_written(tmp_path: Path) -> None:
    text = SHORT.replace(
        '{ team = "stable" }', '[{ team = ["a", "b"], visits = { ge = 2, lt = 5 } }, { matched = true }]'
    )
    assert written(tmp_path, text).keys[0].where == Where(
        (
            (Comparison("team", "in", ("a", "b")), Comparison("visits", "ge", 2), Comparison("visits", "lt", 5)),
            (Comparison("matched", "eq", True),),
        )
    )


@pytest.mark.parametrize(
    ("name", "form", "field"),
    [
        ("content", "response", "q2_content"),
        ("channel", "response", "q3_channel"),
        ("stage", "response", "q5_stage"),
        ("reason", "response", "q6_reason"),
        ("committee_duty", "committee_duty", "duty"),
        ("content_adj_reason", "project_adjustment", "reason"),
        ("budget_adj_reason", "budget_adjustment", "reason"),
        ("issues", "issue", "code"),
        ("backbone", "evaluation_finding", "backbone"),
        ("liaison", "evaluation_finding", "liaison"),
    ],
)
def test_every_choice_of_a_field_is_a_key(name: str, form: str, field: str) -> None:
    codes = {choice.code for choice in catalogue().form(form).field(field).choices}
    codes -= {"-9", "-8", "-7"}
    assert codes <= set(load_indicator(FOLDER, name).by_key)


def test_another_name_than_a_declared_one_is_refused() -> None:
    with pytest.raises(UsageError):
        load_indicator(FOLDER, "happiness")
    with pytest.raises(UsageError):
        load_indicator(FOLDER, "aware").key("perhaps")
