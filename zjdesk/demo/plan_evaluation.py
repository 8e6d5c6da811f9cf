"""Rounds 3 and 4: what teams, supervisors and interviews say of a project, and what the office scores it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Action, Project
from zjdesk.demo.source import projects, sentence, words
from zjdesk.demo.street import (
    CYCLE_ID,
    leader_place,
    member_name,
    of_community,
    project_id,
    supervised,
    supervisor_id,
    supervisor_name,
)
from zjdesk.demo.year import held
from zjdesk.ops.changes import EditRecord, NewRecord

DIMENSIONS = ("completion", "outcome", "team", "finance", "stakeholders")
# What the street of the reference programme decided; all of them together are 100.
WEIGHTS = (
    *((dimension, "evaluator", 10) for dimension in DIMENSIONS),
    ("completion", "self", 10),
    ("outcome", "self", 10),
    ("completion", "supervisor", 10),
    ("team", "supervisor", 10),
    ("stakeholders", "residents", 10),
)
BONUS_MAX = 5
_ASSESSED = {"mid": date(2016, 1, 20), "final": date(2016, 7, 19)}
_TALKED = {"mid": date(2016, 1, 22), "final": date(2016, 7, 20)}
_ROLES = ("leader", "member", "resident", "liaison")


def self_assessments(code: str) -> Iterator[Action]:
    """Yield what the teams of a community say of themselves, as the liaison enters it."""
    for wave, day in _ASSESSED.items():
        for number, project in enumerate(of_community(code)):
            yield Action(days.moment(day, 15, number), (_self_assessment(project, wave, day),))


def _self_assessment(project: Project, wave: str, day: date) -> NewRecord:
    text = words()["assessment"]
    meetings = [meeting for meeting in held(project) if meeting.day <= day]
    chance = stream("self", project.no, wave)
    behind = project.completion == "deviated"
    values: dict[str, Any] = {
        "project": project_id(project),
        "wave": wave,
        "done_vs_plan": text["done_behind" if behind else "done"].format(count=len(meetings)),
        "headcounts": sum(meeting.signers for meeting in meetings),
        **{name: text[name] for name in ("results", "difficulties", "handling", "finance_note")},
        **{f"score_{name}": chance.randint(70 if behind else 80, 98) for name in DIMENSIONS},
        "signed_by": member_name(project, leader_place(project, day)),
        "signed_on": day.isoformat(),
        "paper_only": True,
        "paper_pages": 3,
        "paper_place": "居委会档案柜",
        "state": "submitted",
    }
    return NewRecord("self_assessment", values, record_id(days.moment(day), project.no, "self", wave))


def assessments(key: str) -> Iterator[Action]:
    """Yield a supervisor's interviews and assessments, wave by wave."""
    for wave, day in _TALKED.items():
        for number, project in enumerate(supervised(key)):
            changes = (_interview(key, project, wave, day), _assessment(key, project, wave, day))
            yield Action(days.moment(day, 14, 3 * number), changes)


def _interview(key: str, project: Project, wave: str, day: date) -> NewRecord:
    chance = stream("interview", project.no, wave)
    values = {
        "project": project_id(project),
        "wave": wave,
        "interviewee_role": chance.choice(_ROLES),
        "date": day.isoformat(),
        "interviewer": supervisor_name(key),
        "outline_ver": "2016-01",
        "notes": chance.choice(words()["assessment"]["interviews"]),
        "rating_backbone": "poor" if project.backbone == "none" else "good",
        "rating_liaison": "poor" if project.liaison == "weak" else "good",
        "quote_allowed": chance.random() < 0.5,
        "state": "submitted",
    }
    return NewRecord("interview", values, record_id(days.moment(day), project.no, "interview", wave))


def _assessment(key: str, project: Project, wave: str, day: date) -> NewRecord:
    text, chance = words()["assessment"], stream("assessment", project.no, wave)
    behind = project.completion == "deviated"
    values: dict[str, Any] = {
        "project": project_id(project),
        "wave": wave,
        "supervisor": supervisor_id(key),
        "date": day.isoformat(),
        **{f"note_{name}": text[f"note_{name}"] for name in DIMENSIONS},
        **{f"score_{name}": chance.randint(60 if behind else 78, 96) for name in DIMENSIONS},
        "volunteer_participation": text["volunteers"],
        "stakeholder_view": text["others"],
        "recommend": "rectify" if behind else "excellent" if project.backbone == "strong" else "qualified",
        "state": "submitted",
    }
    return NewRecord("supervisor_assessment", values, record_id(days.moment(day), project.no, "assessment", wave))


def weights() -> Iterator[NewRecord]:
    """Yield the weights that the street sets."""
    for dimension, source, weight in WEIGHTS:
        values = {"cycle": CYCLE_ID, "dimension": dimension, "source": source, "weight": str(weight)}
        yield NewRecord("score_weight", values, record_id(days.moment(days.BOOKED), "weight", dimension, source))


def scores() -> Iterator[NewRecord]:
    """Yield the five-dimension score of every project in the final wave, with its lines."""
    for project in projects():
        bonus = stream("bonus", project.no).randint(0, BONUS_MAX) if project.backbone == "strong" else 0
        values: dict[str, Any] = {"project": project_id(project), "wave": "final", "date": days.BOOKED.isoformat()}
        values["state"] = "submitted"
        if bonus:
            values |= {"bonus": str(bonus), "bonus_reason": sentence("highlight")}
        yield NewRecord("evaluation_score", values, score_id(project))
        yield from _lines(project)


def _lines(project: Project) -> Iterator[NewRecord]:
    for dimension, source, weight in WEIGHTS:
        line = {
            "evaluation_score": score_id(project),
            "dimension": dimension,
            "source": source,
            "weight": str(weight),
            "score": str(_given(project, dimension, source)),
        }
        own = record_id(days.moment(days.BOOKED), project.no, "line", dimension, source)
        yield NewRecord("evaluation_score_line", line, own)


def _given(project: Project, dimension: str, source: str) -> int:
    made: Mapping[str, NewRecord] = {
        "self": _self_assessment(project, "final", _ASSESSED["final"]),
        "supervisor": _assessment("S1", project, "final", _TALKED["final"]),
    }
    if source in made:
        return int(made[source].values[f"score_{dimension}"])
    return stream("evaluated", project.no, dimension, source).randint(72, 97)


def released() -> tuple[EditRecord, ...]:
    """Return the release of all scores."""
    return tuple(EditRecord(score_id(project), {"state": "released"}) for project in projects())


def score_id(project: Project) -> str:
    """Return the id of a project's score."""
    return record_id(days.moment(days.BOOKED), project.no, "five")
