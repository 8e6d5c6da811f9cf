"""Working days of the mainland: public holidays, week-ends worked in their place, years not yet published."""

from __future__ import annotations

from datetime import date

import pytest

from zjdesk.forms import expressions
from zjdesk.forms.workdays import between, is_working_day


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2015-09-29", True),
        ("2015-10-01", False),
        ("2015-10-10", True),  # a Saturday worked for the National Day
        ("2015-10-11", False),
        ("2016-02-06", True),  # a Saturday worked for the Spring Festival
        ("2016-02-08", False),
        ("2099-10-01", True),  # a Thursday; its holidays are not published yet
        ("2099-10-03", False),
    ],
)
def test_an_office_works_on_a_day(day: str, working: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is working


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2015-09-28", "2015-09-30", 3),
        ("2015-09-30", "2015-10-08", 2),
        ("2015-10-01", "2015-10-07", 0),
        ("2015-10-08", "2015-10-10", 3),
        ("2015-10-08", "2015-10-07", 0),
    ],
)
def test_both_ends_are_counted(first: str, last: str, days: int) -> None:
    assert between(date.fromisoformat(first), date.fromisoformat(last)) == days
    counted = expressions.compile("working-days(${from}, ${to})").evaluate({"from": first, "to": last})
    assert counted == days
