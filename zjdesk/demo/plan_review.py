"""How the programme's projects come to be approved: needs heard, proposals, pre-reviews, scores, the notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Project
from zjdesk.demo.source import projects, sentence, words
from zjdesk.demo.street import (
    CYCLE_ID,
    REVIEWERS,
    community_id,
    project_id,
    reviewer_id,
    staff_name,
    supervisor_name,
)
from zjdesk.ops.changes import NewRecord

CRITERIA = (
    ("benefit", 20),
    ("publicness", 20),
    ("feasibility", 20),
    ("participation", 20),
    ("budget", 10),
    ("innovation", 10),
)
_HEARD = (date(2015, 7, 1), date(2015, 7, 10))
_PRE_REVIEWED, _AGAIN = date(2015, 7, 14), date(2015, 7, 16)
_NOTICE = (date(2015, 7, 20), date(2015, 7, 27))
_METHODS = ("assembly", "visiting", "wechat", "hearing", "letter_box")
_IMPROVED = 0.12


def need_id(project: Project) -> str:
    """Return the id of the need from which a project came."""
    return record_id(days.moment(days.PROPOSED), project.no, "need")


def asked_for(project: Project, target: str) -> Iterator[NewRecord]:
    """Yield the need that was heard, and the proposal that rests on it."""
    chance = stream("need", project.no)
    need = {
        "community": community_id(project.community),
        "date": chance.choice(days.working_days(*_HEARD)).isoformat(),
        "method": chance.choice(_METHODS),
        "headcount": chance.randint(12, 60),
        "topics": sentence("need").format(target=target),
        "turned_into": [project_id(project)],
        "recorded_by": staff_name(project.community, "social_worker"),
        "paper_only": True,
        "paper_pages": 1,
        "paper_place": "居委会档案柜",
        "state": "submitted",
    }
    yield NewRecord("need", need, need_id(project))
    text = words()["proposal"]
    proposal = {
        "project": project_id(project),
        "version": 1,
        "need_refs": [need_id(project)],
        "leader_sign_date": days.PROPOSED.isoformat(),
        "committee_opinion": text["opinion"],
        **{name: text[name].format(target=target) for name in ("background_need", "goal", "content")},
        **{name: text[name] for name in ("expected_output", "risk_plan", "self_governance")},
        "state": "submitted",
    }
    yield NewRecord("proposal", proposal, record_id(days.moment(days.PROPOSED), project.no, "proposal"))


def pre_reviews() -> Iterator[NewRecord]:
    """Yield what the street said of every proposal; some were improved before they passed."""
    for project in projects():
        improved = stream("improved", project.no).random() < _IMPROVED
        if improved:
            yield _pre_review(project, _PRE_REVIEWED, "improve")
        yield _pre_review(project, _AGAIN if improved else _PRE_REVIEWED, "pass")


def _pre_review(project: Project, day: date, result: str) -> NewRecord:
    values = {
        "project": project_id(project),
        "reviewer": supervisor_name("S0"),
        "date": day.isoformat(),
        "result": result,
        "comments": sentence(f"pre_review_{result}"),
        "state": "submitted",
    }
    if result == "improve":
        values["deadline"] = _AGAIN.isoformat()
    return NewRecord("pre_review", values, record_id(days.moment(days.DECIDED), project.no, "pre_review", result))


def scores() -> Iterator[NewRecord]:
    """Yield what every reviewer gave every project by every criterion."""
    for project in projects():
        for reviewer in REVIEWERS:
            chance = stream("score", project.no, reviewer)
            for criterion, most in CRITERIA:
                values = {
                    "project": project_id(project),
                    "reviewer": reviewer_id(reviewer),
                    "criterion": criterion,
                    "max": most,
                    "score": str(chance.randint(most * 7 // 10, most)),
                    "no_tie": True,
                    "state": "submitted",
                }
                own = record_id(days.moment(days.DECIDED), project.no, "score", reviewer, criterion)
                yield NewRecord("review_score", values, own)


def notice() -> NewRecord:
    """Return the public notice of all projects."""
    values = {
        "cycle": CYCLE_ID,
        "place": "notice_board",
        "from": _NOTICE[0].isoformat(),
        "to": _NOTICE[1].isoformat(),
        "projects": [project_id(project) for project in projects()],
        "state": "submitted",
    }
    return NewRecord("notice", values, notice_id())


def notice_id() -> str:
    """Return the id of the notice."""
    return record_id(days.moment(days.DECIDED), "notice")


def objection() -> NewRecord:
    """Return the one thing that was said against a project, and how it was settled."""
    values = {
        "notice": notice_id(),
        "date": date(2015, 7, 22).isoformat(),
        "content": sentence("objection"),
        "handling": sentence("objection_handling"),
        "result": "已说明，无异议",
    }
    return NewRecord("notice_objection", values, record_id(days.moment(days.DECIDED), "objection"))
