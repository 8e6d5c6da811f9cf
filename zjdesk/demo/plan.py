"""The plan of the reference programme: who does what in which round, without clock, disk or luck."""

from __future__ import annotations

from collections.abc import Iterable

from zjdesk.demo import (
    plan_activities,
    plan_changes,
    plan_evaluation,
    plan_findings,
    plan_meetings,
    plan_money,
    plan_office,
    plan_projects,
    plan_street,
    plan_survey,
    plan_visits,
)
from zjdesk.demo.model import Action
from zjdesk.demo.street import laptop

OFFICE = "office"


def actions(key: str, stage: int) -> list[Action]:
    """Return what is done on one installation (``office`` or a laptop's key) in one round, in order of time."""
    found = _at_office(stage) if key == OFFICE else _on_laptop(key, stage)
    return sorted(found, key=lambda action: action.at)


def _at_office(stage: int) -> Iterable[Action]:
    if stage == 0:
        return plan_street.actions()
    if stage == 2:
        return plan_office.approvals()
    return plan_office.bookings() if stage == 4 else ()


def _on_laptop(key: str, stage: int) -> Iterable[Action]:
    kind = laptop(key).kind
    if kind == "liaison" and stage == 1:
        return plan_projects.actions(key)
    if kind == "liaison" and stage == 3:
        own = (plan_activities, plan_money, plan_changes, plan_survey)
        year = [action for part in own for action in part.actions(key)]
        return [*year, *plan_evaluation.self_assessments(key)]
    if kind == "supervisor" and stage == 3:
        year = [action for part in (plan_visits, plan_findings, plan_survey) for action in part.actions(key)]
        return [*year, *plan_evaluation.assessments(key)]
    return plan_meetings.actions(key) if kind == "lead" and stage == 3 else ()
