"""Round 3 on a supervisor's laptop: visits, with the problems found and what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Action, Project
from zjdesk.demo.source import projects, sentence, words
from zjdesk.demo.street import (
    leader_place,
    member_id,
    project_id,
    staff_name,
    supervised,
    supervisor_id,
    supervisor_name,
)
from zjdesk.demo.year import falling
from zjdesk.ops.changes import EditRecord, NewRecord

_LAST = date(2016, 7, 20)
_SERIOUS = ("staff_subsidy", "over_budget")
_STAFF_SUBSIDIES = 6
_FALLING = 8
_ANSWERED, _CLOSED = 21, 28
_UNANSWERED = 0.34


def actions(key: str) -> Iterator[Action]:
    """Yield a supervisor's visits; each is entered the day after, with the issues found."""
    for number, project in enumerate(supervised(key)):
        found = list(issues(project))
        for place, day in enumerate(dates(project)):
            at = days.moment(days.later(day, 1, _LAST), 9, number, second=place)
            yield Action(at, tuple(_visit(key, project, place, day, found if place == 1 else [])))
            if place == 1:
                for spot, code in enumerate(found):
                    yield from _followed(key, project, code, day, 5 * number + spot)


@cache
def dates(project: Project) -> tuple[date, ...]:
    """Return a project's visiting days: one in each window, a second one for seven visits, gaps for fewer."""
    chance = stream("visits", project.no)
    windows = len(days.WINDOWS)
    numbers = list(range(windows)) if project.visits >= windows else chance.sample(range(windows), project.visits)
    numbers += [chance.randrange(windows) for _ in range(project.visits - windows)]
    found: set[date] = set()
    for number in sorted(numbers):
        first, last = days.WINDOWS[number]
        free = [day for day in days.working_days(max(first, days.YEAR_BEGINS), min(last, _LAST)) if day not in found]
        found.add(chance.choice([day for day in free if all(abs((day - other).days) > 5 for other in found)]))
    return tuple(sorted(found))


def visit_id(project: Project, place: int) -> str:
    """Return the id of a project's visit, by its place in the year."""
    return record_id(days.moment(dates(project)[place]), project.no, "visit", place)


@cache
def _drawn(code: str) -> frozenset[str]:
    """Return the projects in which a kind of problem is found that the project's row does not tell."""
    if code == "falling_attendance":
        known = [project.no for project in projects() if falling(project)]
        return frozenset(known[:_FALLING])
    return frozenset(stream("issue", code).sample([project.no for project in projects()], _STAFF_SUBSIDIES))


def issues(project: Project) -> Iterator[str]:
    """Yield the codes of the problems that supervisors find in a project."""
    found = {
        "staff_subsidy": project.no in _drawn("staff_subsidy"),
        "falling_attendance": project.no in _drawn("falling_attendance"),
        "over_budget": project.balance_fen < 0,
        "archive_late": project.archive == "late",
        "activities_missing": project.completion == "deviated",
        "liaison_support": project.liaison == "weak",
        "committee_run": project.backbone == "none",
        "label_missing": project.no.endswith("C30-03"),
    }
    yield from (code for code, there in found.items() if there)


def _visit(key: str, project: Project, place: int, day: date, found: list[str]) -> Iterator[NewRecord]:
    chance = stream("visit", project.no, place)
    behind = project.completion == "deviated" and place > 1
    text = words()["text"]
    values: dict[str, Any] = {
        "project": project_id(project),
        "supervisor": supervisor_id(key),
        "date": day.isoformat(),
        "start_time": f"{chance.choice((9, 10, 14)):02d}:00",
        "end_time": "16:00",
        "mode": chance.choice(("on_site", "on_site", "at_activity")),
        "met": [member_id(project, leader_place(project, day))],
        "progress": "behind" if behind else "on_plan",
        "finance_seen": chance.random() < 0.6,
        "headcount_seen": chance.randint(12, 40),
        "findings": chance.choice(text["findings_behind" if behind else "findings"]),
        "advice": chance.choice(text["advice"]),
        "leader_signed": True,
        "state": "submitted",
    }
    yield NewRecord("supervisor_visit", values, visit_id(project, place))
    for code in found:
        yield _issue(project, code, place, day)


def _issue(project: Project, code: str, place: int, day: date) -> NewRecord:
    values = {
        "project": project_id(project),
        "code": code,
        "severity": "serious" if code in _SERIOUS else "ordinary",
        "description": sentence(code),
        "found_in": visit_id(project, place),
        "due": days.later(day, 30, days.CYCLE_END).isoformat(),
        "owner": staff_name(project.community, "social_worker"),
    }
    return NewRecord("issue", values, _issue_id(project, code))


def _issue_id(project: Project, code: str) -> str:
    return record_id(days.moment(days.YEAR_BEGINS), project.no, "issue", code)


def overdue_issues(day: date) -> list[str]:
    """Return the issues of all projects that a day finds unanswered though they were due (BR-37)."""
    found = []
    for project in projects():
        seen = dates(project)[1] if len(dates(project)) > 1 else day
        due = days.later(seen, 30, days.CYCLE_END)
        late = [code for code in issues(project) if due < day and not _answered(project, code)]
        found += [_issue_id(project, code) for code in late]
    return found


def _answered(project: Project, code: str) -> bool:
    """Tell whether a problem is answered: two in three are, within three weeks."""
    return stream("closed", _issue_id(project, code)).random() >= _UNANSWERED


def _followed(key: str, project: Project, code: str, day: date, minute: int) -> Iterator[Action]:
    """Every problem is assigned; two in three are answered and closed before the year ends."""
    own = _issue_id(project, code)
    yield Action(days.moment(days.later(day, 2), 10, minute), (EditRecord(own, {"state": "assigned"}),))
    if not _answered(project, code):
        return
    answered, closed = days.later(day, _ANSWERED), days.later(day, _CLOSED)
    followup = {
        "issue": own,
        "date": answered.isoformat(),
        "action": sentence("followup"),
        "by": supervisor_name(key),
        "result": "已整改",
    }
    note = NewRecord("followup", followup, record_id(days.moment(answered), own))
    yield Action(days.moment(answered, 17, minute), (note, EditRecord(own, {"state": "answered"})))
    yield Action(days.moment(closed, 18, minute), (EditRecord(own, {"state": "verified"}),))
    yield Action(days.moment(closed, 19, minute), (EditRecord(own, {"state": "closed"}),))
