"""Rules on supervision and evaluation: assignments, meetings, findings and scores."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.forms.looking import look_in
from zjdesk.forms.check import Values
from zjdesk.forms.facts import Facts
from zjdesk.forms.rules import breaches

Wanted = list[tuple[str | None, str, str]]
CYCLE: Values = {"id": "c", "bonus_max": "5", "state": "mid"}
PROJECT: Values = {"id": "p", "cycle": "c"}
TAKEN: Values = {"id": "a", "parent": "c", "window": 1, "projects": ["p", "q"]}
OVERDUE: Values = {"id": "i", "state": "assigned", "due": "2016-02-29"}
HELD: Values = {"parent": "p", "state": "held", "planned_to": "2016-03-01"}
MISSED: Values = {**HELD, "id": "m", "state": "planned"}
RUN: Values = {"parent": "p", "state": "submitted", "run_by": "team"}
FINDING: Values = {"wave": "final", "completion": "as_planned", "backbone": "team"}
HALF: Values = {"dimension": "team", "source": "self", "weight": "50"}
REST: Values = {"dimension": "finance", "source": "self", "weight": "50.0"}
RULED: list[Values] = [{**HALF, "parent": "c"}, {**REST, "parent": "c"}]


def _assignment(window: int, *projects: str) -> Facts:
    values = {"window": window, "projects": list(projects)}
    return Facts(values, parent=CYCLE, id="own", look=look_in(supervisor_assignment=[TAKEN]))


def _meeting(day: str, *issues: str, **rows: list[Values]) -> Facts:
    return Facts({"date": day, "issues": list(issues)}, parent=CYCLE, look=look_in(**rows))


def _finding(values: Values, **rows: list[Values]) -> Facts:
    return Facts({**FINDING, **values}, parent=PROJECT, today=date(2016, 7, 20), look=look_in(**rows))


def _score(*lines: Values, bonus: str | None = None, weights: list[Values] | None = None) -> Facts:
    facts = Facts({"bonus": bonus}, parent=PROJECT, children={"evaluation_score_line": lines})
    return replace(facts, look=look_in(cycle=[CYCLE], score_weight=weights or []))


COMMITTEE: Values = {**RUN, "run_by": "committee"}
AGREED: Values = {"parent": "p", "state": "approved", "plan_items": ["m"]}
CASES: list[tuple[str, Facts, Wanted]] = [
    ("supervisor_assignment", _assignment(1, "r"), []),
    ("supervisor_assignment", _assignment(1, "r", "q"), [("BR-06", "E", "projects")]),
    ("supervisor_assignment", _assignment(2, "r", "q"), []),
    ("joint_meeting", _meeting("2016-03-10"), []),
    ("joint_meeting", _meeting("2016-03-11"), [("BR-36", "I", "date")]),
    ("joint_meeting", _meeting("2016-03-01", issue=[OVERDUE]), [("BR-37", "W", "issues")]),
    ("joint_meeting", _meeting("2016-03-01", "i", issue=[OVERDUE]), []),
    ("joint_meeting", _meeting("2016-02-09", issue=[{**OVERDUE, "due": "2016-02-09"}]), []),
    ("joint_meeting", _meeting("2016-03-01", issue=[{**OVERDUE, "state": "closed"}]), []),
    ("evaluation_finding", _finding({}, activity_plan=[HELD], activity_record=[RUN]), []),
    ("evaluation_finding", _finding({}, activity_plan=[HELD, MISSED]), [("BR-14", "I", "completion")]),
    ("evaluation_finding", _finding({"overridden": True}, activity_plan=[HELD, MISSED]), []),
    ("evaluation_finding", _finding({"completion": "deviated"}, activity_plan=[HELD, MISSED]), []),
    (
        "evaluation_finding",
        _finding({"completion": "as_adjusted"}, activity_plan=[HELD], project_adjustment=[AGREED]),
        [],
    ),
    (
        "evaluation_finding",
        _finding(
            {"completion": "as_adjusted"},
            activity_plan=[HELD, {**MISSED, "state": "cancelled"}],
            project_adjustment=[AGREED],
        ),
        [],
    ),
    (
        "evaluation_finding",
        _finding({}, activity_plan=[HELD, {**MISSED, "planned_to": "2016-07-21"}]),
        [],
    ),
    ("evaluation_finding", _finding({}, activity_record=[RUN, COMMITTEE]), [("BR-19", "I", "backbone")]),
    ("evaluation_finding", _finding({}, activity_record=[RUN, RUN, COMMITTEE]), []),
    ("evaluation_finding", _finding({"backbone": "none"}, activity_record=[RUN, COMMITTEE]), []),
    ("evaluation_score", _score(HALF, REST), []),
    ("evaluation_score", _score(HALF), [("BR-46", "E", "")]),
    ("evaluation_score", _score(HALF, REST, weights=RULED), []),
    (
        "evaluation_score",
        _score({**HALF, "weight": "40"}, {**REST, "weight": "60"}, weights=RULED),
        [("BR-46", "E", "")],
    ),
    ("evaluation_score", _score(HALF, REST, bonus="5"), []),
    ("evaluation_score", _score(HALF, REST, bonus="5.1"), [("BR-46", "E", "bonus")]),
    ("cycle", Facts(CYCLE, children={"score_weight": RULED}), []),
    ("cycle", Facts(CYCLE, children={"score_weight": RULED[:1]}), [("BR-46", "E", "")]),
    ("cycle", Facts(CYCLE), []),
]


@pytest.mark.parametrize(("form", "facts", "wanted"), CASES)
def test_a_rule_on_oversight_finds(form: str, facts: Facts, wanted: Wanted) -> None:
    found = breaches(form, facts)

    assert [(one.rule, one.level, one.field) for one in found] == wanted
    assert all(one.text("zh") and one.text("en") for one in found)
