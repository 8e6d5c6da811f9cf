"""Rules that hold because of how the records are declared."""

from __future__ import annotations

import pytest

from tests.forms.test_check import ACTIVITY, FINAL, PAPER, TODAY
from zjdesk.forms.check import check
from zjdesk.forms.model import Catalogue, Form

EVIDENCE = (
    "activity_record",
    "sign_in_sheet",
    "comment",
    "handout_list",
    "subsidy_receipt",
    "expenditure",
    "need",
    "proposal",
    "self_assessment",
)


def _without_paper(form: Form) -> list[str]:
    wanted = {"sign_in_sheet": ("paper_only", "paper_place")}.get(
        form.name, ("paper_only", "paper_pages", "paper_place")
    )
    return [name for name in wanted if name not in form.by_name]


@pytest.mark.parametrize("name", EVIDENCE)
def test_br_12_evidence_may_be_on_paper_only_and_a_scan_is_never_required(catalogue: Catalogue, name: str) -> None:
    form = catalogue.form(name)
    assert not _without_paper(form)
    assert not [field.name for field in form.fields if field.type in ("file", "files") and field.required]


def test_br_12_a_record_on_paper_only_says_where_it_lies(catalogue: Catalogue) -> None:
    values = {**ACTIVITY, "paper_only": True, "paper_pages": 3, "paper_place": "居委档案柜2"}
    assert check(catalogue.form("activity_record"), values, today=TODAY) == []
    loose = {**ACTIVITY, "paper_only": False, "paper_pages": 3}
    assert [one.field for one in check(catalogue.form("activity_record"), loose, today=TODAY)] == ["paper_pages"]


def test_br_18_why_somebody_left_is_a_code_and_no_text(catalogue: Catalogue) -> None:
    form = catalogue.form("team_change")
    reason = form.field("reason")
    assert reason.type == "choice"
    assert [choice.code for choice in reason.choices] == [
        "health_or_family",
        "moved_away",
        "work",
        "personal_wish",
        "other",
    ]
    assert not [field.name for field in form.fields if field.type in ("text", "longtext")]


def test_br_18_a_reason_in_words_is_refused(catalogue: Catalogue) -> None:
    values = {"project": "0" * 32, "kind": "member", "date": "2016-03-01", "reason": "家人住院"}
    assert [(one.field, one.level, one.rule) for one in check(catalogue.form("team_change"), values, today=TODAY)] == [
        ("reason", "E", "BR-18")
    ]


@pytest.mark.parametrize("field", ["kind", "reason", "plan_items", "before", "after"])
def test_br_16_an_adjustment_says_what_changes_and_why(catalogue: Catalogue, field: str) -> None:
    values: dict[str, object] = {
        "project": "0" * 32,
        "kind": "change_time",
        "reason": "timing",
        "plan_items": ["1" * 32],
        "before": "三月",
        "after": "四月",
        "applied_on": "2016-03-01",
    }
    form = catalogue.form("project_adjustment")
    assert check(form, values, today=TODAY) == []
    found = check(form, {**values, field: None}, today=TODAY)
    assert [(one.field, one.level, one.rule) for one in found] == [(field, "E", "BR-16")]


@pytest.mark.parametrize(("field", "value"), [("owner", None), ("due", None)])
def test_br_37_an_issue_has_an_owner_and_a_day(catalogue: Catalogue, field: str, value: object) -> None:
    values: dict[str, object] = {"project": "0" * 32, "code": "other", "severity": "notice"}
    values |= {"due": "2016-08-01", "owner": "示例社工"}
    found = check(catalogue.form("issue"), {**values, field: value}, today=TODAY)
    assert [(one.field, one.level, one.rule) for one in found] == [(field, "E", "BR-37")]


def test_br_39_no_more_papers_are_recovered_than_were_distributed(catalogue: Catalogue) -> None:
    values: dict[str, object] = {"community": "0" * 32, "wave": "final", "distributed": 9, "recovered": 10}
    values |= {"by": "示例", "date": "2016-07-18", "paper_from": "1", "paper_to": "9"}
    found = check(catalogue.form("batch"), values, today=TODAY)
    assert [(one.field, one.level, one.rule) for one in found] == [("recovered", "E", "BR-39")]
    assert check(catalogue.form("batch"), {**values, "recovered": 9}, today=TODAY) == []


def test_br_39_an_invalid_paper_says_why(catalogue: Catalogue) -> None:
    form = catalogue.form("response")
    invalid = {"batch": "0" * 32, "paper_no": "2016M-C01-001", "is_invalid": "yes"}
    found = check(form, invalid, today=TODAY, parent=FINAL)
    assert [(one.field, one.level) for one in found] == [("invalid_reason", "E")]
    assert check(form, {**invalid, "invalid_reason": ["blank_half"]}, today=TODAY, parent=FINAL) == []


def test_br_40_one_missing_answer_does_not_void_a_paper(catalogue: Catalogue) -> None:
    assert check(catalogue.form("response"), {**PAPER, "q7_sat": "-9"}, today=TODAY, parent=FINAL) == []


def test_br_32_a_notice_stands_for_five_working_days(catalogue: Catalogue) -> None:
    values: dict[str, object] = {"cycle": "0" * 32, "place": "notice_board", "projects": ["1" * 32]}
    values |= {"from": "2016-02-04"}
    for last, wanted in (("2016-02-14", [("to", "E", "BR-32")]), ("2016-02-15", [])):
        found = check(catalogue.form("notice"), {**values, "to": last}, today=TODAY)
        assert [(one.field, one.level, one.rule) for one in found] == wanted


def test_br_34_a_reviewer_says_that_there_is_no_tie(catalogue: Catalogue) -> None:
    values: dict[str, object] = {"project": "0" * 32, "reviewer": "1" * 32, "criterion": "benefit"}
    values |= {"max": 20, "score": "18.5", "no_tie": True}
    form = catalogue.form("review_score")
    assert check(form, values, today=TODAY) == []
    found = check(form, {**values, "no_tie": False}, today=TODAY)
    assert [(one.field, one.level, one.rule) for one in found] == [("no_tie", "E", "BR-34")]
    assert [one.field for one in check(form, {**values, "score": "20.5"}, today=TODAY)] == ["score"]
