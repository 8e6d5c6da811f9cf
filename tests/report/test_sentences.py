"""Templates print numbers only through figures, and keep where each came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from zjdesk.errors import BugError, InputError
from zjdesk.paths import forms_dir
from zjdesk.report.annex_form import load_annex
from zjdesk.report.declaration import TextForm, load_report
from zjdesk.report.printed import Count, Words
from zjdesk.report.sentences import Writer
from zjdesk.report.traces import Trace

LATE = Trace("archive", "late")
REPORT = forms_dir() / "reports" / "evaluation.toml"


def written(template: str, lang: str = "zh", **words: object) -> list[tuple[str, tuple[Trace, ...]]]:
    """Render a template and return its pieces with their sources."""
    writer = Writer("zh" if lang == "zh" else "en", {"worded": Count.worded})
    return [(span.text, span.traces) for span in writer.sentence(template, words, ()).spans]


def test_a_printed_number_keeps_its_source() -> None:
    pieces = written("共{{ n }}个，占{{ share }}。", n=Count.of(12, LATE), share=Words.of("10.08%", LATE))
    assert pieces == [("共", ()), ("12", (LATE,)), ("个，占", ()), ("10.08%", (LATE,)), ("。", ())]


def test_a_number_that_no_figure_gave_is_refused() -> None:
    with pytest.raises(BugError):
        written("共{{ n + 1 }}个", n=Count.of(12, LATE))


def test_an_indicator_that_is_not_declared_is_refused() -> None:
    with pytest.raises(BugError):
        written("{{ archive.late.n }}")


@pytest.mark.parametrize(("n", "said"), [(0, "0 projects"), (1, "1 project"), (2, "2 projects")])
def test_plurals_follow_the_number(n: int, said: str) -> None:
    assert written('{{ n|worded("project", "projects") }}', "en", n=Count.of(n, LATE)) == [(said, (LATE,))]


def test_line_breaks_of_a_template_are_spaces_in_english_only() -> None:
    assert written("档案\n良好") == [("档案良好", ())]
    assert written("well\nkept", "en") == [("well kept", ())]


def test_a_name_cannot_break_out_of_its_piece() -> None:
    assert written("{{ name }}。", name="示例\x020\x03坏\x04") == [("示例0坏。", ())]


def test_each_template_uses_what_it_declares() -> None:
    for block in load_report(REPORT).blocks:
        if isinstance(block, TextForm):
            for words in (block.template.zh, block.template.en):
                assert not [name for name in block.uses if f"{name}." not in words and f"{name}|" not in words], (
                    block.name
                )


def test_a_wrong_declaration_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "evaluation.toml"
    path.write_text(REPORT.read_text("utf-8").replace('draw = "pie"', 'draw = "torte"', 1), "utf-8")
    with pytest.raises(InputError) as caught:
        load_report(path)
    assert [problem.key for problem in caught.value.problems] == ["forms.not_among"]


def test_the_annex_declares_three_tables() -> None:
    annex = load_annex(forms_dir() / "reports" / "annex_survey.toml")
    assert [table.key for table in annex.tables] == ["awareness", "participation", "satisfaction"]
