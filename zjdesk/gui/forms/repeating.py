"""What a new activity may take over from an earlier one, so that it is not typed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zjdesk.store.read import Record

# What stays from time to time. What happened, who came and on which day must be said anew.
_TAKEN_OVER: Mapping[str, tuple[str, ...]] = {
    "activity_record": ("title", "start_time", "end_time", "place", "host", "run_by"),
    "activity_plan": ("title", "place", "planned_headcount", "planned_cost_fen"),
}


def may_repeat(form: str) -> bool:
    """Tell whether a record of that form may be entered once more with what stays."""
    return form in _TAKEN_OVER


def taken_over(record: Record) -> dict[str, Any]:
    """Return what a new record takes over; nothing of it that is hidden from this person."""
    masked: frozenset[str] = getattr(record, "masked", frozenset())
    names = [name for name in _TAKEN_OVER.get(record.form, ()) if name not in masked]
    return {name: value for name in names if (value := record.values.get(name)) is not None}
