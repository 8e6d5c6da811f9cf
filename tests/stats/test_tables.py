"""Tables of a question: the counts that SPSS and PSPP give for the same rows (domain.md §2)."""

from __future__ import annotations

import pytest

from tests.stats.programme import Programme
from zjdesk.errors import UsageError
from zjdesk.stats.shares import NOTHING
from zjdesk.stats.tables import frequency, multiple_response


def test_awareness_has_percent_and_valid_percent(reference_once: Programme) -> None:
    table = frequency(reference_once.conn, "q1_aware")
    assert (table.total, table.valid) == (1848, 1838)
    assert [(row.code, row.n, row.percent, row.valid_percent, row.cumulative) for row in table.rows] == [
        ("1", 1809, "97.9%", "98.4%", "98.4%"),
        ("2", 29, "1.6%", "1.6%", "100.0%"),
        ("-9", 10, "0.5%", None, None),
    ]
    assert [row.missing for row in table.rows] == [False, False, True]
    assert table.rows[0].label.zh == "知道"


def test_frequency_of_taking_part_in_two_decimals(reference_once: Programme) -> None:
    table = frequency(reference_once.conn, "q4_freq", decimals=2)
    assert [(row.n, row.valid_percent) for row in table.rows] == [
        (1460, "82.53%"),
        (267, "15.09%"),
        (42, "2.37%"),
        (79, None),
    ]


def test_the_mid_wave_and_one_community(reference_once: Programme) -> None:
    assert frequency(reference_once.conn, "q4_freq", "mid").valid == 600
    assert frequency(reference_once.conn, "q1_aware", community="C06").rows[0].percent == "87.2%"


def test_contents_have_percent_of_responses_and_of_cases(reference_once: Programme) -> None:
    table = multiple_response(reference_once.conn, "q2_content")
    assert (table.cases, table.total) == (1781, 1848)
    assert table.responses == 1589 + 1409 + 1505 + 1450 + 80
    assert [(row.code, row.n, row.percent_of_cases) for row in table.rows][:2] == [
        ("source", 1589, "89.2%"),
        ("process", 1409, "79.1%"),
    ]
    assert table.rows[0].percent_of_responses == "26.3%"


@pytest.mark.parametrize(("question", "cases"), [("q3_channel", 1781), ("q5_stage", 1731), ("q6_reason", 1731)])
def test_the_base_of_a_multiple_question(reference_once: Programme, question: str, cases: int) -> None:
    assert multiple_response(reference_once.conn, question).cases == cases


def test_nothing_answered_is_a_dash(empty: Programme) -> None:
    assert [row.percent for row in frequency(empty.conn, "q7_sat").rows] == [NOTHING] * 5
    assert {row.percent_of_cases for row in multiple_response(empty.conn, "q2_content").rows} == {NOTHING}


def test_a_question_of_the_other_kind_is_refused(reference_once: Programme) -> None:
    with pytest.raises(UsageError):
        frequency(reference_once.conn, "q2_content")
    with pytest.raises(UsageError):
        multiple_response(reference_once.conn, "paper_no")
