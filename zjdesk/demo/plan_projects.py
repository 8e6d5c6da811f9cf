"""Round 1 on a liaison's laptop: the teams, projects, sources of money and budgets that a community proposes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Action, Project
from zjdesk.demo.money import SOURCES, lines, sums
from zjdesk.demo.plan_review import asked_for
from zjdesk.demo.source import sentence, words
from zjdesk.demo.street import (
    CYCLE_ID,
    community_id,
    member_id,
    member_name,
    of_community,
    person,
    project_id,
    source_id,
    staff_id,
    team_size,
)
from zjdesk.ops.changes import EditRecord, NewRecord

MEMBERSHIP = ("ZJ2015-C05-01", "ZJ2015-C05-02")
_DUTIES = ("leader", "deputy_leader", "finance", "publicity", "activities", "volunteer_backbone", "volunteer_backbone")


def actions(code: str) -> tuple[Action, ...]:
    """Return what the liaison of a community does in round 1: each project is drawn up, then proposed."""
    steps = []
    for number, project in enumerate(of_community(code)):
        at = days.moment(days.PROPOSED, 9 + number)
        steps.append(Action(at, tuple(_drawn_up(project))))
        why = sentence("membership") if project.no in MEMBERSHIP else ""
        steps.append(Action(at + 40 * 60_000, (EditRecord(project_id(project), {"state": "proposed"}),), why=why))
    return tuple(steps)


def theme(project: Project) -> Mapping[str, Any]:
    """Return the theme of a project; those of one community differ."""
    known = words()["theme"]
    start = stream("theme", project.community).randrange(len(known))
    found: Mapping[str, Any] = known[(start + int(project.no[-2:])) % len(known)]
    return found


def title(project: Project) -> str:
    """Return the name of a project."""
    return f"{stream('title', project.no).choice(theme(project)['names'])}（示例）"


def _drawn_up(project: Project) -> Iterator[NewRecord]:
    yield from _people(project)
    yield _project(project)
    yield from _sources(project)
    yield from _budget(project)
    yield from _team(project)
    yield from asked_for(project, str(theme(project)["target"]))
    yield NewRecord(
        "liaison_assignment",
        {
            "project": project_id(project),
            "person": staff_id(project.community, "social_worker"),
            "from": days.CYCLE_START.isoformat(),
        },
        _own(project, "liaison"),
    )


def _own(project: Project, *purpose: object) -> str:
    return record_id(days.moment(days.PROPOSED), project.no, *purpose)


def _people(project: Project) -> Iterator[NewRecord]:
    parent = ("community", community_id(project.community))
    for place in range(team_size(project)):
        own, full_name = member_id(project, place), member_name(project, place)
        yield person(own, "resident", full_name, "member", project.no, place, parent=parent)


def _project(project: Project) -> NewRecord:
    own_theme = theme(project)
    values = {
        "community": community_id(project.community),
        "cycle": CYCLE_ID,
        "no": project.no,
        "name": title(project),
        "theme": own_theme["code"],
        "start": days.CYCLE_START.isoformat(),
        "end": days.CYCLE_END.isoformat(),
        "target_group": own_theme["target"],
        "target_count": stream("target", project.no).randrange(60, 400, 10),
        "leader": member_id(project, 0),
        "membership_system": project.no in MEMBERSHIP,
        "is_hsbc": project.hsbc_fen > 0,
        "building_project": own_theme["code"] == "building",
    }
    return NewRecord("project", values, project_id(project))


def _sources(project: Project) -> Iterator[NewRecord]:
    for kind, amount in sums(project).items():
        values = {"project": project_id(project), "kind": kind, "payer": SOURCES[kind], "approved_fen": amount}
        yield NewRecord("funding_source", values, source_id(project, kind))


def _budget(project: Project) -> Iterator[NewRecord]:
    for line in lines(project):
        values = {
            "project": project_id(project),
            "category": line.category,
            "item": line.item,
            "unit_price": line.price,
            "qty": str(line.qty),
            "amount": line.amount,
            "source": source_id(project, line.source),
        }
        if line.item == sentence("rest"):
            values["note"] = "零星支出，据实列支"
        yield NewRecord("budget_line", values, line.id)


def _team(project: Project) -> Iterator[NewRecord]:
    for place in range(team_size(project)):
        values = {
            "project": project_id(project),
            "person": member_id(project, place),
            "duty": _DUTIES[place],
            "from": days.CYCLE_START.isoformat(),
        }
        yield NewRecord("team_member", values, team_member_id(project, place))


def team_member_id(project: Project, place: int) -> str:
    """Return the id of the record that puts a person into a team."""
    return _own(project, "team", place)
