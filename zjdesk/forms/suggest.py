"""What the records of a project suggest for its finding (R47); a person decides and may say why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as declared
from datetime import date

from zjdesk.forms.facts import Look, done
from zjdesk.forms.model import STATE

_CALLED_OFF = "cancelled"


@dataclass(frozen=True)
class Suggestion:
    """The value that a rule suggests for a field, and the counts it rests on."""

    field: str
    value: str
    rule: str
    params: Mapping[str, object] = declared(default_factory=dict)


def suggestions(look: Look, project: str, today: date) -> Iterator[Suggestion]:
    """Yield what is suggested for a project on a day, as far as its records tell."""
    completion = suggested_completion(look, project, today)
    backbone = suggested_backbone(look, project)
    yield from (one for one in (completion, backbone) if one is not None)


def suggested_completion(look: Look, project: str, today: date) -> Suggestion | None:
    """BR-14: fewer held than planned is a deviation; all held after an approved adjustment is as adjusted."""
    plans = look("activity_plan", "project", project)
    due = [row for row in plans if str(row.get("planned_to") or "9") <= today.isoformat()]
    if not due:
        return None
    held = sum(row.get(STATE) == "held" for row in due)
    agreed = look("project_adjustment", "project", project)
    adjusted = [row for row in agreed if row.get(STATE) in ("approved", "archived")]
    excused = {own for row in adjusted for own in _items(row) if _called_off(due, own)}
    value = "as_planned" if not adjusted else "as_adjusted"
    if held + len(excused) < len(due):
        value = "deviated"
    params = {"held": held, "due": len(due), "adjusted": len(adjusted)}
    return Suggestion("completion", value, "BR-14", params)


def _items(row: Mapping[str, object]) -> list[str]:
    items = row.get("plan_items")
    return [str(one) for one in items] if isinstance(items, list) else []


def _called_off(plans: list[Mapping[str, object]], own: str) -> bool:
    return any(row.get("id") == own and row.get(STATE) == _CALLED_OFF for row in plans)


def suggested_backbone(look: Look, project: str) -> Suggestion | None:
    """BR-19: half of the activities or more run by the committee leave residents hardly any role."""
    records = done(look("activity_record", "project", project))
    if not records:
        return None
    counts = {who: sum(row.get("run_by") == who for row in records) for who in ("committee", "leader", "team")}
    params = {"committee": counts["committee"], "all": len(records)}
    if counts["committee"] * 2 >= len(records):
        return Suggestion("backbone", "none", "BR-19", params)
    value = "strong" if counts["leader"] > counts["team"] else "team"
    return Suggestion("backbone", value, "BR-19", params)
