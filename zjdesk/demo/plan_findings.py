"""Round 3 on a supervisor's laptop: archive checks and findings of both waves, and good examples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Action, Project
from zjdesk.demo.plan_projects import title
from zjdesk.demo.source import sentence
from zjdesk.demo.street import project_id, supervised
from zjdesk.ops.changes import NewRecord

_CHECKED = {"mid": date(2016, 1, 25), "final": date(2016, 7, 21)}
_ITEMS = ("photo", "sign_in", "comment", "handout", "subsidy", "record", "finance")
_LATE_ITEMS = ("photo", "sign_in", "record")
_MID_LATE_SHARE = 0.06
_CASES = 2


def actions(key: str) -> Iterator[Action]:
    """Yield the checks and findings of a supervisor's projects, wave by wave, and the cases put forward."""
    for wave, day in _CHECKED.items():
        for number, project in enumerate(supervised(key)):
            changes = (_check(project, wave), _finding(project, wave))
            yield Action(days.moment(day, 10, 2 * number), changes)
    for number, project in enumerate(cases(key)):
        yield Action(days.moment(days.FIELD_WORK_ENDS, 15, number), (_case(project),))


def finding_id(project: Project, wave: str) -> str:
    """Return the id of a project's finding."""
    return record_id(days.moment(_CHECKED[wave]), project.no, "finding", wave)


def cases(key: str) -> list[Project]:
    """Return the projects that a supervisor puts forward as good examples."""
    known = [project for project in supervised(key) if project.backbone == "strong" and project.archive == "complete"]
    return known[:_CASES]


def case_id(project: Project) -> str:
    """Return the id of a project's case study."""
    return record_id(days.moment(days.FIELD_WORK_ENDS), project.no, "case")


def archive(project: Project, wave: str) -> str:
    """Return a wave's verdict on the archive; a few more lagged in the middle of the year."""
    if wave == "final" or project.archive == "late":
        return project.archive
    return "late" if stream("archive", project.no).random() < _MID_LATE_SHARE else "complete"


def completion(project: Project, wave: str) -> str:
    """Return a wave's verdict on what was done; in the middle of the year nothing had been adjusted yet."""
    if wave == "mid" and project.completion == "as_adjusted":
        return "as_planned"
    return project.completion


def _check(project: Project, wave: str) -> NewRecord:
    conclusion = archive(project, wave)
    late = conclusion == "late"
    values: dict[str, Any] = {
        "project": project_id(project),
        "wave": wave,
        "basic_info_ok": True,
        "label_ok": True,
        "truthful": True,
        "ordered": not late,
        "conclusion": conclusion,
        "state": "submitted",
    }
    values |= {item: "partial" if late and item in _LATE_ITEMS else "complete" for item in _ITEMS}
    if late:
        values |= {"lag_days": stream("lag", project.no, wave).randint(16, 45), "advice": sentence("archive_late")}
    return NewRecord("archive_check", values, record_id(days.moment(_CHECKED[wave]), project.no, "check", wave))


def _finding(project: Project, wave: str) -> NewRecord:
    weak = project.liaison == "weak" and wave == "final"
    values: dict[str, Any] = {
        "project": project_id(project),
        "wave": wave,
        "completion": completion(project, wave),
        "backbone": project.backbone if wave == "final" else project.backbone_mid,
        "liaison": "weak" if weak else "dutiful",
        "archive": archive(project, wave),
        "state": "submitted",
    }
    if values["completion"] == "deviated":
        values["reason"] = sentence("deviate_note")
    return NewRecord("evaluation_finding", values, finding_id(project, wave))


def _case(project: Project) -> NewRecord:
    values = {
        "project": project_id(project),
        "title": title(project),
        "highlight": sentence("highlight"),
        "practice": sentence("practice"),
        "named_people_consent": True,
    }
    return NewRecord("case_study", values, case_id(project))
