"""The questionnaires are XLSForms: pyxform takes them, and the shorter one maps to the longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from zjdesk.forms.model import Catalogue, Choice
from zjdesk.forms.xlsform import sheets, write
from zjdesk.i18n import Label

COMMUNITIES = (Choice("C01", Label("福沈", "Fushen")), Choice("C02", Label("三航", "Sanhang")))


@pytest.mark.parametrize("communities", [COMMUNITIES, ()], ids=["with communities", "without"])
@pytest.mark.parametrize("name", ["zjj_survey", "zjj_survey_mid"])
def test_pyxform_takes_the_workbook(
    catalogue: Catalogue, tmp_path: Path, name: str, communities: tuple[Choice, ...]
) -> None:
    from pyxform.xls2xform import convert

    path = tmp_path / f"{name}.xlsx"
    write(catalogue.survey(name), path, communities)
    result = convert(path)

    assert f'id="{name}"' in result.xform
    assert f'version="{catalogue.survey(name).version}"' in result.xform
    assert ("福沈" in result.xform) is bool(communities)
    assert 'lang="English (en)"' in result.xform


def test_a_question_keeps_its_conditions(catalogue: Catalogue) -> None:
    rows = {row.get("name"): row for row in sheets(catalogue.survey("zjj_survey"))["survey"]}

    assert rows["q2_content"]["type"] == "select_multiple content"
    assert rows["q2_content"]["relevant"] == "${q1_aware} = '1'"
    assert rows["q2_content"]["constraint"] == "not(selected(., '-9') and count-selected(.) > 1)"
    assert rows["q1_aware"]["required"] == "yes"
    assert "required" not in rows["q5_stage"]
    assert rows["is_invalid"]["default"] == "no"


def test_the_mid_term_questionnaire_asks_three_questions_that_the_final_one_asks(catalogue: Catalogue) -> None:
    mid, final = catalogue.survey("zjj_survey_mid"), catalogue.survey("zjj_survey")

    assert (mid.version, final.version) == ("2016011501", "2016071501")
    assert mid.maps_to == "zjj_survey"
    assert mid.mapping == {"q1_aware": "q1_aware", "q4_freq": "q4_freq", "q5_stage": "q5_stage"}
    assert set(mid.mapping.values()) <= set(final.columns)


def test_the_response_holds_every_question_once(catalogue: Catalogue) -> None:
    response = catalogue.form("response")

    assert response.field("q5_stage").surveys == ("zjj_survey", "zjj_survey_mid")
    assert response.field("q7_sat").surveys == ("zjj_survey",)
    assert response.waves == {"final": "zjj_survey", "mid": "zjj_survey_mid"}
    assert "wave" not in response.columns
    assert "community" not in response.columns
