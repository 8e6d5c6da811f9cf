"""Round 3 on a liaison's laptop: people who come and go, adjusted contents, and what the committee did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Action, Project
from zjdesk.demo.plan_projects import team_member_id
from zjdesk.demo.source import sentence
from zjdesk.demo.street import (
    SUCCESSOR,
    community_id,
    member_id,
    member_name,
    of_community,
    person,
    project_id,
)
from zjdesk.demo.year import held
from zjdesk.ops.changes import Change, EditRecord, NewRecord

_LEFT = {"member": 3, "leader": 0}
_REASONS = ("health_or_family", "moved_away", "work", "personal_wish")
_ADJUSTED, _AGREED = date(2016, 3, 15), date(2016, 3, 22)
_KINDS = (("change_place", "force_majeure"), ("change_time", "timing"), ("reduce_content", "service_content"))
_DUTIES = ("publicise", "collect_needs", "guide_topics", "form_team", "arrange_liaison", "follow_progress")
_DONE_ON = (
    date(2015, 7, 6),
    date(2015, 7, 7),
    date(2015, 7, 8),
    date(2015, 7, 9),
    date(2015, 7, 10),
    date(2016, 6, 30),
)


def actions(code: str) -> Iterator[Action]:
    """Yield the changes of a community's teams and contents, and in July the committee's duties."""
    for number, project in enumerate(of_community(code)):
        if project.team != "none":
            at = days.moment(later := days.later(days.TEAM_CHANGED, 1), 9, number)
            yield Action(at, tuple(_team_change(project)), why=f"{later.isoformat()} 小组变动")
        if project.adjusted:
            yield Action(days.moment(_ADJUSTED, 9, number), (_content(project),))
        yield Action(days.moment(days.FIELD_WORK_ENDS, 16, number), tuple(_duties(project)))


def team_change_id(project: Project) -> str:
    """Return the id of the team change of a project."""
    return record_id(days.moment(days.TEAM_CHANGED), project.no, "team_change")


def content_id(project: Project) -> str:
    """Return the id of the content adjustment of a project."""
    return record_id(days.moment(_ADJUSTED), project.no, "project_adjustment")


def _team_change(project: Project) -> Iterator[Change]:
    left, day = _LEFT[project.team], days.TEAM_CHANGED.isoformat()
    came = member_id(project, SUCCESSOR)
    parent = ("community", community_id(project.community))
    full_name = member_name(project, SUCCESSOR)
    yield person(came, "resident", full_name, "member", project.no, SUCCESSOR, parent=parent)
    change = {
        "project": project_id(project),
        "kind": project.team,
        "out": member_id(project, left),
        "in": came,
        "date": day,
        "reason": stream("left", project.no).choice(_REASONS),
        "handover_done": True,
        **({"new_leader_signed": True} if project.team == "leader" else {}),
        "state": "submitted",
    }
    yield NewRecord("team_change", change, team_change_id(project))
    yield EditRecord(team_member_id(project, left), {"to": day})
    duty = "leader" if project.team == "leader" else "publicity"
    joined = {"project": project_id(project), "person": came, "duty": duty, "from": day}
    yield NewRecord("team_member", joined, team_member_id(project, SUCCESSOR))


def content_approval(project: Project) -> EditRecord:
    """Return the street's approval of a content adjustment; signed in March, entered by the office with the others."""
    return EditRecord(content_id(project), {"state": "approved", "approved_on": _AGREED.isoformat()})


def _content(project: Project) -> NewRecord:
    kind, reason = stream("content", project.no).choice(_KINDS)
    values = {
        "project": project_id(project),
        "kind": kind,
        "reason": reason,
        "plan_items": [meeting.plan for meeting in held(project)[-2:]],
        "before": sentence("adjust_before"),
        "after": sentence("adjust_after"),
        "needs_budget_adj": True,
        "applied_on": _ADJUSTED.isoformat(),
        "state": "submitted",
    }
    return NewRecord("project_adjustment", values, content_id(project))


def _duties(project: Project) -> Iterator[NewRecord]:
    """All six duties are done, one of them in each window; a committee whose project went astray did not follow it."""
    followed = project.completion != "deviated" and project.liaison == "ok"
    for duty, day in zip(_DUTIES, _DONE_ON, strict=True):
        done = followed or duty != "follow_progress"
        values = {"project": project_id(project), "duty": duty, "done": done}
        if done:
            values["date"] = day.isoformat()
        yield NewRecord("committee_duty", values, record_id(days.moment(days.FIELD_WORK_ENDS), project.no, duty))
    for number, (first, last) in enumerate(days.WINDOWS[:-1] if followed else (), 1):
        day = days.working_days(first, last)[-1]
        values = {"project": project_id(project), "duty": "follow_progress", "done": True, "date": day.isoformat()}
        own = record_id(days.moment(days.FIELD_WORK_ENDS), project.no, "follow_progress", number)
        yield NewRecord("committee_duty", values, own)
