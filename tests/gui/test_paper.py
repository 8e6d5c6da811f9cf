"""Keying one paper: every key does what the clerk's sheet says."""

from __future__ import annotations

from datetime import date

import pytest

from tests.gui.clerk import MOST_KEYS, keys_of, said, valid_papers
from zjdesk.forms.load import load_catalogue
from zjdesk.gui.forms.paper import Paper, next_number
from zjdesk.paths import forms_dir

TODAY = date(2016, 7, 31)


def paper(survey: str = "zjj_survey") -> Paper:
    """A fresh paper."""
    catalogue = load_catalogue(forms_dir())
    return Paper(catalogue.form("response"), catalogue.survey(survey), TODAY)


def key(sheet: Paper, keys: str) -> str:
    """Press keys one after the other; return what the last one did."""
    step = "stay"
    for one in keys:
        step = sheet.press(one)
    return step


def test_a_whole_paper_takes_few_keys() -> None:
    sheet = paper()
    keys = "1" + "13\n" + "2\n" + "1" + "12\n" + "23\n" + "2"
    assert key(sheet, keys) == "done"
    assert len(keys) <= 20
    assert sheet.values == {
        "q1_aware": "1",
        "q2_content": ["source", "name"],
        "q3_channel": ["wechat"],
        "q4_freq": "1",
        "q5_stage": ["need", "attend"],
        "q6_reason": ["public", "life"],
        "q7_sat": "2",
    }


@pytest.mark.parametrize(("wave", "count"), [("final", 1848), ("mid", 620)])
def test_every_valid_paper_of_the_programme_takes_few_keys(wave: str, count: int) -> None:
    catalogue = load_catalogue(forms_dir())
    form, survey = catalogue.form("response"), catalogue.survey(catalogue.form("response").waves[wave])
    papers = valid_papers(wave)
    assert len(papers) == count
    most = 0
    for answer in papers:
        sheet = Paper(form, survey, TODAY)
        keys = keys_of(answer, sheet.questions)
        assert key(sheet, keys) == "done", (answer.paper_no, keys)
        got = {name: sorted(value) if isinstance(value, list) else value for name, value in sheet.values.items()}
        wanted = {name: sorted(value) if isinstance(value, list) else value for name, value in said(answer).items()}
        assert got == wanted, answer.paper_no
        most = max(most, len(keys))
    assert most <= MOST_KEYS


def test_who_does_not_know_is_not_asked_what() -> None:
    sheet = paper()
    key(sheet, "2")
    assert sheet.question is not None
    assert sheet.question.name == "q4_freq"


def test_who_never_takes_part_is_only_asked_for_satisfaction() -> None:
    sheet = paper()
    assert key(sheet, "2" + "3" + "1") == "done"
    assert sheet.values == {"q1_aware": "2", "q4_freq": "3", "q7_sat": "1"}


def test_nought_means_no_answer_and_a_stroke_illegible() -> None:
    sheet = paper()
    key(sheet, "0")
    assert sheet.answers["q1_aware"] == "-9"
    other = paper()
    key(other, "/")
    assert other.answers["q1_aware"] == "-7"


def test_a_tick_is_taken_back_by_the_same_digit() -> None:
    sheet = paper()
    key(sheet, "1" + "131")
    assert sheet.answers["q2_content"] == ["name"]


def test_no_answer_excludes_other_ticks() -> None:
    sheet = paper()
    key(sheet, "1" + "12" + "0")
    assert sheet.answers["q2_content"] == ["-9"]


def test_what_is_meant_by_other_may_stay_unsaid() -> None:
    sheet = paper()
    key(sheet, "1" + "5\n")
    assert sheet.question is not None
    assert sheet.question.name == "q3_channel"
    assert sheet.is_asked(sheet.companion(sheet.questions[1]))  # type: ignore[arg-type]


@pytest.mark.parametrize("keys", ["1+", "15+"])
def test_plus_ticks_other_and_goes_to_what_is_meant(keys: str) -> None:
    sheet = paper()
    key(sheet, keys)
    assert sheet.question is not None
    assert sheet.question.name == "q2_other"
    assert sheet.write("听邻居说") == "moved"
    assert sheet.question.name == "q3_channel"
    assert (sheet.values["q2_content"], sheet.values["q2_other"]) == (["other"], "听邻居说")


def test_plus_means_nothing_where_nothing_is_to_be_said() -> None:
    sheet = paper()
    assert key(sheet, "+") == "refused"
    assert key(sheet, "1" + "1\n" + "+") == "refused"


def test_backspace_returns_to_the_question_before() -> None:
    sheet = paper()
    key(sheet, "2" + "1")
    sheet.back()
    assert sheet.question is not None
    assert sheet.question.name == "q4_freq"


@pytest.mark.parametrize("wrong", ["3", "9", "x"])
def test_a_key_that_means_nothing_changes_nothing(wrong: str) -> None:
    sheet = paper()
    assert key(sheet, wrong) == "refused"
    assert sheet.values == {}


def test_an_invalid_paper_asks_for_the_reason_last() -> None:
    sheet = paper()
    sheet.judge(True)
    assert key(sheet, "2" + "3" + "1") == "moved"
    assert sheet.question is not None
    assert sheet.question.name == "invalid_reason"
    assert key(sheet, "2\n") == "done"
    assert sheet.values["invalid_reason"] == ["pattern"]


def test_the_mid_term_paper_is_shorter() -> None:
    names = [field.name for field in paper("zjj_survey_mid").questions]
    assert names[:3] == ["q1_aware", "q4_freq", "q5_stage"]
    assert "q7_sat" not in names


def test_papers_number_themselves() -> None:
    assert next_number([], "final", "C05", 2016) == "2016M-C05-001"
    assert next_number([], "mid", "C05", 2016) == "2016Z-C05-001"
    assert next_number(["2016M-C05-009", "2016M-C05-010"], "final", "C05", 2016) == "2016M-C05-011"
