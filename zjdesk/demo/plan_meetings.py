"""Round 3 on the lead supervisor's laptop: the joint meeting at the beginning of each month, and what it decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zjdesk.demo import days
from zjdesk.demo.chance import record_id
from zjdesk.demo.model import Action
from zjdesk.demo.plan_visits import overdue_issues
from zjdesk.demo.source import sentence, words
from zjdesk.demo.street import CYCLE_ID, LEAD, SUPERVISORS, supervisor_name
from zjdesk.ops.changes import NewRecord

_MONTHS = (*((2015, month) for month in range(8, 13)), *((2016, month) for month in range(1, 8)))
_LATEST = 10


def actions(key: str) -> Iterator[Action]:
    """Yield the meetings, each entered on its afternoon."""
    for number, (year, month) in enumerate(_MONTHS):
        day = days.working_days(date(year, month, 3), date(year, month, _LATEST))[0]
        yield Action(days.moment(day, 16), tuple(_meeting(key, number, day)))


def _meeting(key: str, number: int, day: date) -> Iterator[NewRecord]:
    own = record_id(days.moment(day), "meeting", number)
    issues = overdue_issues(day)
    reports = words()["meeting"]["reports"]
    people = [supervisor_name(one) for one in (LEAD, *SUPERVISORS)]
    values: dict[str, object] = {
        "cycle": CYCLE_ID,
        "date": day.isoformat(),
        "place": "街道会议室",
        "chair": supervisor_name(key),
        "recorded_by": people[1],
        "attendees": "、".join(people),
        "supervision_report": reports[number % len(reports)],
        "state": "submitted",
    }
    if issues:
        values["issues"] = issues
    yield NewRecord("joint_meeting", values, own)
    due = days.later(day, 21, days.CYCLE_END)
    decision = {
        "joint_meeting": own,
        "text": sentence("decision_issues" if issues else "decision"),
        "owner": people[1 + number % len(SUPERVISORS)],
        "due": due.isoformat(),
        "done_on": days.later(due, 0).isoformat(),
    }
    yield NewRecord("joint_meeting_decision", decision, record_id(days.moment(day), "decision", number))
