"""What projects still lack: activities, sign-in sheets, photos, visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zjdesk.gui.backend import Backend

if TYPE_CHECKING:
    from zjdesk.store.read import Record

_DONE = ("closed", "archived", "rejected", "terminated")


@dataclass(frozen=True)
class Gap:
    """One thing a project lacks, how often, and the tab where it is mended."""

    project: str
    no: str
    name: str
    kind: str
    count: int
    tab: str


def gaps(backend: Backend, projects: Sequence[Record]) -> tuple[Gap, ...]:
    """Return what the running projects lack, by project number."""
    activities = backend.list_records("activity_record")
    with_sheet = {record.parent for record in backend.list_records("sign_in_sheet")}
    photos = Counter(record.parent for record in backend.list_records("photo"))
    visits = Counter(record.parent for record in backend.list_records("supervisor_visit"))
    held = Counter(record.parent for record in activities)
    unsigned = Counter(record.parent for record in activities if record.id not in with_sheet)
    bare = Counter(record.parent for record in activities if photos[record.id] < 2)
    found = []
    for project in projects:
        if project.values.get("state") in _DONE:
            continue
        named = (project.id, str(project.values.get("no", "")), str(project.values.get("name", "")))
        if not held[project.id]:
            found.append(Gap(*named, "activity", 1, "activities"))
        if unsigned[project.id]:
            found.append(Gap(*named, "sign_in", unsigned[project.id], "activities"))
        if bare[project.id]:
            found.append(Gap(*named, "photo", bare[project.id], "activities"))
        if not visits[project.id]:
            found.append(Gap(*named, "visit", 1, "supervision"))
    return tuple(sorted(found, key=lambda gap: (gap.no, gap.kind)))
