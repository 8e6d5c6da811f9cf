"""The seven kinds of material of a project as the store holds them, to be compared with the folder on a visit (BR-08).

A supervisor looks into the folder; what is here only suggests an answer, and only where the records can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session
from zjdesk.store.read import Record

ITEMS = ("photo", "sign_in", "comment", "handout", "subsidy", "record", "finance")
FEWEST_PHOTOS = 2
_MONTHS = 3


@dataclass(frozen=True)
class Item:
    """How many of something are here, of how many that there should be; ``of`` is None where nothing tells."""

    have: int
    of: int | None

    @property
    def suggested(self) -> str | None:
        """Return the answer that the records suggest, None where they cannot tell."""
        if not self.of:
            return "complete" if self.have else None
        if self.have >= self.of:
            return "complete"
        return "partial" if self.have else "missing"


def archive_items(session: Session, project: str) -> Mapping[str, Item]:
    """Return the seven kinds of a project: photos, sheets and records by activity, comments by quarter."""
    activities = list_records(session, "activity_record", parent=project)
    n = len(activities)
    photos = _count(session, "photo", activities)
    sheets = _count(session, "sign_in_sheet", activities)
    vouchers = list_records(session, "expenditure", parent=project)
    backed = sum(bool(one.values.get("files") or one.values.get("paper_only")) for one in vouchers)
    return {
        "photo": Item(sum(count >= FEWEST_PHOTOS for count in photos), n),
        "sign_in": Item(sum(count > 0 for count in sheets), n),
        "comment": _comments(session, project, activities),
        "handout": Item(len(list_records(session, "handout_list", parent=project)), None),
        "subsidy": Item(len(list_records(session, "subsidy_receipt", parent=project)), None),
        "record": Item(sum(one.values.get("state") != "draft" for one in activities), n),
        "finance": Item(backed, len(vouchers)),
    }


def _count(session: Session, form: str, activities: Iterable[Record]) -> list[int]:
    return [len(list_records(session, form, parent=one.id)) for one in activities]


def _comments(session: Session, project: str, activities: Sequence[Record]) -> Item:
    """Return how many quarters with activities have a comment."""
    days = {one.id: str(one.values.get("date", "")) for one in activities}
    said = {_quarter(str(one.values.get("date", ""))) for one in list_records(session, "comment", parent=project)}
    for own, day in days.items():
        said |= {_quarter(day) for _ in list_records(session, "comment", parent=own)}
    wanted = {_quarter(day) for day in days.values()}
    return Item(len(wanted & said), len(wanted))


def _quarter(day: str) -> str:
    return f"{day[:4]}-{(int(day[5:7]) - 1) // _MONTHS}" if day else ""
