"""What a person enters is checked field by field, and what follows from it is filled in."""

from __future__ import annotations

from datetime import date

import pytest

from zjdesk.forms.check import check, relevance
from zjdesk.forms.complete import complete
from zjdesk.forms.model import Catalogue

TODAY = date(2016, 7, 31)
ID = "0192f0c1d2e37000a1b2c3d4e5f60718"
Values = dict[str, object]

ACTIVITY: Values = {
    "project": ID,
    "title": "邻里运动会",
    "date": "2016-04-12",
    "start_time": "09:00",
    "end_time": "11:30",
    "place": "活动室",
    "process": "居民分组开展接力、跳绳和棋类比赛，志愿者负责签到、计分和秩序维护，居民反响良好。",
    "headcount": 30,
    "volunteers": 6,
    "host": ID,
    "run_by": "team",
    "label_shown": True,
}
SIGNER: Values = {"sheet": ID, "no": 1, "name": "示例甲", "role": "volunteer"}
PAPER: Values = {
    "batch": ID,
    "paper_no": "2016M-C01-001",
    "q1_aware": "1",
    "q2_content": ["source"],
    "q3_channel": ["notice"],
    "q4_freq": "1",
    "q5_stage": ["need"],
    "q6_reason": ["public"],
    "q7_sat": "1",
}
LINE: Values = {"project": ID, "category": "supplies", "item": "茶杯", "unit_price": 1250, "qty": "3", "source": ID}
RECORDS = {"activity_record": ACTIVITY, "sign_in_entry": SIGNER, "response": PAPER, "budget_line": LINE}
FINAL = {"wave": "final"}


@pytest.mark.parametrize("form", RECORDS)
def test_a_sound_record_has_no_findings(catalogue: Catalogue, form: str) -> None:
    values = RECORDS[form]
    assert check(catalogue.form(form), values, today=TODAY, parent=FINAL) == []

    done = complete(catalogue.form(form), values, parent=FINAL, today=TODAY)
    assert check(catalogue.form(form), done, today=TODAY, parent=FINAL) == []


@pytest.mark.parametrize(
    ("form", "change", "field", "level", "key", "rule"),
    [
        ("activity_record", {"title": None}, "title", "E", "required", "BR-10"),
        ("activity_record", {"title": ""}, "title", "E", "required", "BR-10"),
        ("activity_record", {"title": "长" * 61}, "title", "E", "too_long", "BR-10"),
        ("activity_record", {"titel": "x"}, "titel", "E", "no_such_field", None),
        ("activity_record", {"headcount": "30"}, "headcount", "E", "not_int", "BR-25"),
        ("activity_record", {"volunteers": 31}, "volunteers", "E", "constraint", "BR-25"),
        ("activity_record", {"date": "2016-08-01"}, "date", "E", "constraint", "BR-10"),
        ("activity_record", {"end_time": "08:59"}, "end_time", "E", "constraint", None),
        ("activity_record", {"run_by": "committees"}, "run_by", "E", "no_such_choice", "BR-19"),
        ("activity_record", {"host": "示例甲"}, "host", "E", "not_ref", None),
        ("activity_record", {"paper_pages": 2}, "paper_pages", "W", "not_relevant", None),
        ("activity_record", {"run_by": "-9"}, "run_by", "E", "missing_alone", "BR-41"),
        ("sign_in_entry", {"phone_tail": "12345"}, "phone_tail", "E", "too_long", None),
        ("sign_in_entry", {"phone_tail": "12a4"}, "phone_tail", "E", "constraint", None),
        ("sign_in_entry", {"name": None}, "name", "E", "required", None),
        ("budget_line", {"amount": 3751}, "amount", "E", "calculated_otherwise", None),
        ("budget_line", {"unit_price": 0}, "unit_price", "E", "constraint", None),
        ("response", {"paper_no": "2016M-C1-1"}, "paper_no", "E", "constraint", None),
        ("response", {"q7_sat": None}, "q7_sat", "E", "required", None),
        ("response", {"q7_sat": "-8"}, "q7_sat", "E", "required", None),
        ("response", {"q7_sat": "6"}, "q7_sat", "E", "no_such_choice", None),
        ("response", {"q2_content": ["-9", "source"]}, "q2_content", "E", "missing_alone", "BR-41"),
        ("response", {"q2_content": ["-7"]}, "q2_content", "E", "missing_alone", "BR-41"),
        ("response", {"q4_freq": "3", "q6_reason": None}, "q5_stage", "W", "contradicts", "BR-42"),
        ("response", {"survey_date": "2015-07-31"}, "survey_date", "E", "constraint", None),
        ("response", {"is_invalid": "yes"}, "invalid_reason", "E", "required", None),
    ],
)
def test_each_breach_is_found_beside_its_field(
    catalogue: Catalogue, form: str, change: Values, field: str, level: str, key: str, rule: str | None
) -> None:
    found = check(catalogue.form(form), {**RECORDS[form], **change}, today=TODAY, parent=FINAL)

    assert [(item.field, item.level, item.key, item.rule) for item in found] == [(field, level, f"forms.{key}", rule)]
    assert found[0].text("zh")
    assert "Label" not in found[0].text("en")


@pytest.mark.parametrize("code", ["-9", ["-9"]])
def test_one_missing_code_answers_a_multiple_choice(catalogue: Catalogue, code: object) -> None:
    values = {**PAPER, "q2_content": code}

    assert check(catalogue.form("response"), values, today=TODAY, parent=FINAL) == []
    assert complete(catalogue.form("response"), values, parent=FINAL)["q2_content"] == ["-9"]


def test_an_invalid_paper_may_leave_every_question_out(catalogue: Catalogue) -> None:
    values = {"paper_no": "2016M-C01-051", "is_invalid": "yes", "invalid_reason": ["blank_half"]}

    assert check(catalogue.form("response"), values, today=TODAY, parent=FINAL) == []
    done = complete(catalogue.form("response"), values, parent=FINAL)
    assert (done["valid"], done["q2_content"], done.get("q1_aware")) == (False, ["-8"], None)


def test_a_question_that_is_not_asked_is_minus_eight(catalogue: Catalogue) -> None:
    done = complete(catalogue.form("response"), {**PAPER, "q1_aware": "2", "q4_freq": "3"}, parent=FINAL)

    assert {name: done[name] for name in ("q2_content", "q3_channel", "q5_stage", "q6_reason")} == {
        "q2_content": ["-8"],
        "q3_channel": ["-8"],
        "q5_stage": ["-8"],
        "q6_reason": ["-8"],
    }
    assert done["valid"] is True
    assert done["survey"] == "zjj_survey"


def test_an_answer_left_out_is_not_made_minus_nine(catalogue: Catalogue) -> None:
    values = {**PAPER, "q2_content": None}

    assert complete(catalogue.form("response"), values, parent=FINAL).get("q2_content") is None


def test_a_question_asked_again_loses_its_minus_eight(catalogue: Catalogue) -> None:
    first = complete(catalogue.form("response"), {**PAPER, "q1_aware": "2"}, parent=FINAL)
    again = complete(catalogue.form("response"), {**first, "q1_aware": "1"}, new=False)

    assert (again["q2_content"], again["q3_channel"]) == (None, None)


def test_the_mid_term_paper_knows_only_its_own_questions(catalogue: Catalogue) -> None:
    values: Values = {"paper_no": "2016Z-C01-001", "q1_aware": "1", "q4_freq": "3"}
    done = complete(catalogue.form("response"), values, parent={"wave": "mid"})

    assert done["survey"] == "zjj_survey_mid"
    assert done["q5_stage"] == ["-8"]
    assert "q2_content" not in done
    assert "q7_sat" not in done
    assert check(catalogue.form("response"), done, today=TODAY) == []


def test_the_other_answer_says_when_no_words_were_given(catalogue: Catalogue) -> None:
    values = {**PAPER, "q2_content": ["other"]}

    assert complete(catalogue.form("response"), values, parent=FINAL)["q2_other"] == "未注明"
    assert "q2_other" not in complete(catalogue.form("response"), PAPER, parent=FINAL)


def test_defaults_are_for_new_records_only(catalogue: Catalogue) -> None:
    sheet = catalogue.form("sign_in_sheet")

    assert complete(sheet, {"count": 3})["pages"] == 1
    assert complete(sheet, {"count": 3})["state"] == "draft"
    assert "pages" not in complete(sheet, {"count": 3}, new=False)
    assert [item.field for item in check(sheet, {"count": 3}, today=TODAY, new=False)] == ["sheet_no", "pages", "state"]


def test_calculated_values_follow_an_edit(catalogue: Catalogue) -> None:
    line = catalogue.form("budget_line")
    before = complete(line, LINE)
    after = {**before, "qty": "2.5"}

    assert before["amount"] == 3750
    assert check(line, after, today=TODAY, given={"qty": "2.5"}, new=False) == []
    assert complete(line, after, new=False)["amount"] == 3125


def test_amounts_are_written_in_words(catalogue: Catalogue) -> None:
    receipt = catalogue.form("subsidy_receipt")

    assert complete(receipt, {"total_fen": 10_005_003})["total_words"] == "壹拾万零伍拾元零叁分"
    assert "total_words" not in complete(receipt, {})


def test_relevance_reads_no_answer_that_is_itself_not_asked(catalogue: Catalogue) -> None:
    shown = relevance(catalogue.form("response"), {"survey": "zjj_survey", "q1_aware": "2", "q2_content": ["other"]})

    assert (shown["q2_content"], shown["q2_other"], shown["q5_stage"]) == (False, False, True)


PHONES = ("13800000001", "19900000001", "021-12345678", "02112345678", "0571-1234567", "010-12345678", "000-00000001")
NONSENSE = ("12345", "00000000000", "11111111111", "1380000000", "138000000011", "12345678", "021-123", "没有", "021-")


@pytest.mark.parametrize(("phone", "good"), [*((one, True) for one in PHONES), *((one, False) for one in NONSENSE)])
def test_a_telephone_is_a_mobile_or_has_its_area_code(catalogue: Catalogue, phone: str, good: bool) -> None:
    person = {"community": ID, "name": "示例甲", "kind": "resident", "phone": phone}
    found = [item.field for item in check(catalogue.form("person"), person, today=TODAY)]
    assert found == ([] if good else ["phone"])
