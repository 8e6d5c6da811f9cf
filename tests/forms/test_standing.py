"""What is found by letting time pass: due, late, missing, falling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.forms.looking import look_in
from zjdesk.forms import standing
from zjdesk.forms.check import Values
from zjdesk.forms.facts import Facts, Rule
from zjdesk.forms.windows import months, window_on, windows

Wanted = list[tuple[str | None, str]]
CYCLE: Values = {"id": "c", "start": "2015-08-01", "end": "2016-07-31", "visit_window_months": 2}
VISIT: Values = {"parent": "p", "date": "2015-09-15", "mode": "on_site"}
RECORD: Values = {
    "id": "r",
    "parent": "p",
    "title": "讲座",
    "date": "2015-09-01",
    "state": "submitted",
    "headcount": 30,
    "run_by": "team",
}
PHOTO: Values = {"parent": "r"}
SHEET: Values = {"id": "s", "parent": "r", "state": "submitted"}
GOODS: Values = {"id": "v", "category": "supplies"}
PAY: Values = {"id": "v", "category": "volunteer_subsidy"}
LISTED: Values = {"parent": "p", "activity": "r"}
PLAN: Values = {"parent": "p", "state": "planned", "planned_to": "2015-09-30"}
ISSUE: Values = {"parent": "p", "state": "assigned", "due": "2015-10-15", "owner": "示例"}
DUTIES: list[Values] = [{"parent": "p", "duty": one, "done": True, "date": "2015-08-05"} for one in standing._DUTIES]
BATCH: Values = {"id": "b", "parent": "p", "cycle": "p", "wave": "final", "distributed": 9, "recovered": 9}
RUNS: Values = {"id": "x", "cycle": "p", "no": "ZJ1", "state": "running"}
GIVEN: Values = {"parent": "p", "window": 1, "projects": ["x"]}
MEETING: Values = {"parent": "p", "date": "2015-08-03", "supervision_report": "已督导", "state": "submitted"}
SIGNER: Values = {"parent": "s", "code": "A1"}
PLACED: list[Values] = [{"id": "q", "parent": "p"}]
OF_PLACE: list[Values] = [{**RECORD, "parent": "q"}]


def _held(*heads: int) -> list[Values]:
    return [{**RECORD, "date": f"2015-09-{day:02}", "headcount": count} for day, count in enumerate(heads, 1)]


CASES: list[tuple[Rule, str, dict[str, list[Values]], Wanted]] = [
    (standing.visit_is_due, "2015-09-15", {}, []),
    (standing.visit_is_due, "2015-09-16", {}, [("BR-05", "I")]),
    (standing.visit_is_due, "2015-10-01", {}, [("BR-05", "W")]),
    (standing.visit_is_due, "2015-10-01", {"supervisor_visit": [VISIT]}, []),
    (standing.visit_is_due, "2015-10-01", {"supervisor_visit": [{**VISIT, "mode": "by_phone"}]}, [("BR-05", "W")]),
    (
        standing.visit_is_due,
        "2015-12-01",
        {"supervisor_visit": [VISIT, {**VISIT, "date": "2015-10-01"}]},
        [],
    ),
    (standing.archive_is_complete, "2015-10-01", {"activity_record": [RECORD]}, [("BR-08", "W")]),
    (
        standing.archive_is_complete,
        "2015-10-01",
        {"activity_record": [RECORD], "photo": [PHOTO] * 2, "sign_in_sheet": [SHEET]},
        [],
    ),
    (
        standing.archive_is_complete,
        "2015-10-01",
        {"activity_record": [RECORD], "photo": [PHOTO], "sign_in_sheet": [SHEET]},
        [("BR-08", "W")],
    ),
    (
        standing.archive_is_complete,
        "2015-10-01",
        {"activity_record": [RECORD], "photo": [PHOTO] * 2},
        [("BR-08", "W")],
    ),
    (standing.archive_is_complete, "2015-10-01", {"activity_record": [{**RECORD, "paper_only": True}]}, []),
    (
        standing.archive_is_complete,
        "2015-10-01",
        {
            "activity_record": [{**RECORD, "spend": ["v"]}],
            "photo": [PHOTO] * 2,
            "sign_in_sheet": [SHEET],
            "expenditure": [GOODS],
            "subsidy_receipt": [LISTED],
        },
        [("BR-08", "W")],
    ),
    (
        standing.archive_is_complete,
        "2015-10-01",
        {
            "activity_record": [{**RECORD, "spend": ["v"]}],
            "photo": [PHOTO] * 2,
            "sign_in_sheet": [SHEET],
            "expenditure": [PAY],
            "handout_list": [LISTED],
        },
        [("BR-08", "W")],
    ),
    (standing.comments_each_quarter, "2015-11-01", {"activity_record": [RECORD]}, [("BR-08", "W")]),
    (standing.comments_each_quarter, "2015-10-31", {"activity_record": [RECORD]}, []),
    (
        standing.comments_each_quarter,
        "2015-11-01",
        {"activity_record": [RECORD], "comment": [{"parent": "r", "date": "2015-09-02"}]},
        [],
    ),
    (
        standing.comments_each_quarter,
        "2015-11-01",
        {"activity_record": [RECORD], "comment": [{"parent": "p", "date": "2015-11-02"}]},
        [("BR-08", "W")],
    ),
    (
        standing.records_are_handed_in,
        "2015-09-17",
        {"activity_record": [{**RECORD, "state": "draft"}]},
        [("BR-09", "W")],
    ),
    (standing.records_are_handed_in, "2015-09-16", {"activity_record": [{**RECORD, "state": "draft"}]}, []),
    (standing.records_are_handed_in, "2015-09-17", {"activity_record": [RECORD], "sign_in_sheet": [SHEET]}, []),
    (
        standing.records_are_handed_in,
        "2015-09-17",
        {"activity_record": [RECORD], "sign_in_sheet": [{**SHEET, "state": "draft"}]},
        [("BR-09", "W")],
    ),
    (
        standing.team_keeps_archive,
        "2015-10-01",
        {"activity_record": [{**RECORD, "archived_by": who} for who in ("team", "liaison", "liaison")]},
        [("BR-13", "I")],
    ),
    (
        standing.team_keeps_archive,
        "2015-10-01",
        {"activity_record": [{**RECORD, "archived_by": who} for who in ("team", "liaison")] + [RECORD]},
        [],
    ),
    (standing.plan_is_behind, "2015-10-01", {"activity_plan": [PLAN, {**PLAN, "state": "held"}]}, [("BR-14", "I")]),
    (standing.plan_is_behind, "2015-09-29", {"activity_plan": [PLAN]}, []),
    (standing.activities_are_overdue, "2015-10-31", {"activity_plan": [PLAN]}, [("BR-15", "W")]),
    (standing.activities_are_overdue, "2015-10-30", {"activity_plan": [PLAN]}, []),
    (standing.activities_are_overdue, "2015-10-31", {"activity_plan": [{**PLAN, "state": "cancelled"}]}, []),
    (
        standing.residents_run_it,
        "2015-10-01",
        {"activity_record": [RECORD, {**RECORD, "run_by": "committee"}]},
        [("BR-19", "I")],
    ),
    (standing.residents_run_it, "2015-10-01", {"activity_record": [RECORD]}, []),
    (standing.attendance_holds, "2015-10-01", {"activity_record": _held(40, 30, 20, 10)}, [("BR-26", "I")]),
    (standing.attendance_holds, "2015-10-01", {"activity_record": _held(40, 30, 30)}, []),
    (standing.attendance_holds, "2015-10-01", {"activity_record": _held(40, 30)}, []),
    (standing.duties_are_done, "2015-09-30", {"committee_duty": DUTIES}, []),
    (standing.duties_are_done, "2015-09-30", {"committee_duty": DUTIES[1:]}, [("BR-35", "I")]),
    (
        standing.duties_are_done,
        "2015-09-30",
        {"committee_duty": [*DUTIES[1:], {**DUTIES[0], "done": False}]},
        [("BR-35", "I")],
    ),
    (standing.duties_are_done, "2015-12-01", {"committee_duty": DUTIES}, [("BR-35", "I")]),
    (standing.issues_are_followed, "2015-10-16", {"issue": [ISSUE]}, [("BR-37", "W")]),
    (standing.issues_are_followed, "2015-10-15", {"issue": [ISSUE]}, []),
    (standing.issues_are_followed, "2015-10-01", {"issue": [{**ISSUE, "owner": ""}]}, [("BR-37", "W")]),
    (standing.issues_are_followed, "2015-10-16", {"issue": [{**ISSUE, "state": "answered"}]}, []),
    (standing.batches_are_entered, "2016-07-30", {"batch": [BATCH]}, [("BR-39", "W")]),
    (standing.batches_are_entered, "2016-07-30", {"batch": [BATCH], "response": [{"parent": "b"}] * 9}, []),
    (
        standing.signers_overlap,
        "2016-07-30",
        {
            "project": PLACED,
            "activity_record": OF_PLACE,
            "sign_in_sheet": [SHEET],
            "sign_in_entry": [SIGNER, SIGNER],
        },
        [("BR-27", "I")],
    ),
    (
        standing.signers_overlap,
        "2016-07-30",
        {
            "project": PLACED,
            "activity_record": OF_PLACE,
            "sign_in_sheet": [SHEET],
            "sign_in_entry": [SIGNER, {"parent": "s", "name": "示例"}],
        },
        [],
    ),
    (standing.supervisors_are_assigned, "2015-08-10", {"project": [RUNS]}, [("BR-06", "E")]),
    (standing.supervisors_are_assigned, "2015-08-10", {"project": [RUNS], "supervisor_assignment": [GIVEN]}, []),
    (
        standing.supervisors_are_assigned,
        "2015-08-10",
        {"project": [RUNS], "supervisor_assignment": [GIVEN] * 2},
        [("BR-06", "E")],
    ),
    (
        standing.supervisors_are_assigned,
        "2015-10-10",
        {"project": [RUNS], "supervisor_assignment": [GIVEN]},
        [("BR-06", "E")],
    ),
    (
        standing.supervisors_are_assigned,
        "2015-08-10",
        {"project": [{**RUNS, "state": "noticed"}]},
        [],
    ),
    (standing.meetings_are_held, "2015-08-10", {}, []),
    (standing.meetings_are_held, "2015-08-11", {}, [("BR-36", "I")]),
    (standing.meetings_are_held, "2015-08-11", {"joint_meeting": [MEETING]}, []),
    (
        standing.meetings_are_held,
        "2015-08-11",
        {"joint_meeting": [{**MEETING, "supervision_report": None}]},
        [("BR-36", "I")],
    ),
    (
        standing.recovery_is_plausible,
        "2016-07-30",
        {"batch": [BATCH, {**BATCH, "parent": "q"}]},
        [("BR-43", "I")],
    ),
    (
        standing.recovery_is_plausible,
        "2016-07-30",
        {"batch": [BATCH, {**BATCH, "parent": "q", "recovered": 8}]},
        [],
    ),
]


@pytest.mark.parametrize(("rule", "today", "rows", "wanted"), CASES)
def test_a_standing_rule_finds(rule: Rule, today: str, rows: dict[str, list[Values]], wanted: Wanted) -> None:
    facts = Facts({**CYCLE, "cycle": "c"}, id="p", today=date.fromisoformat(today))
    found = list(rule(replace(facts, look=look_in(cycle=[CYCLE], **rows))))

    assert [(one.rule, one.level) for one in found] == wanted
    assert all(one.text("zh") and one.text("en") for one in found)


def test_every_standing_rule_is_tried() -> None:
    tried = {rule for rule, *_ in CASES}
    assert tried == {rule for rules in standing.WATCHES.values() for rule in rules}


def test_br_05_a_cycle_has_windows_of_whole_months() -> None:
    spans = [(one.number, one.first.isoformat(), one.last.isoformat()) for one in windows(CYCLE)]
    assert spans[0] == (1, "2015-08-01", "2015-09-30")
    assert spans[3] == (4, "2016-02-01", "2016-03-31")
    assert spans[-1] == (6, "2016-06-01", "2016-07-31")
    assert len(windows({**CYCLE, "visit_window_months": 5})) == 3
    assert len(months(CYCLE)) == 12
    assert window_on(CYCLE, date(2016, 3, 31)) == windows(CYCLE)[3]
    assert window_on(CYCLE, date(2016, 8, 1)) is None
    assert windows({}) == ()
