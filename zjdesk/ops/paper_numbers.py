"""The numbers of questionnaires (2016M-C05-001): each copy of a community's wave bears the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zjdesk.errors import InputError
from zjdesk.ops.session import Session
from zjdesk.store.read import Record

_WAVES = {"mid": "Z", "final": "M"}
_LARGEST = 999
_KEPT = "paper_number"
_TAIL = re.compile(r"(\d{3})$")


@dataclass(frozen=True)
class Numbers:
    """A row of questionnaire numbers: what they begin with, and the first and last count."""

    prefix: str
    first: int
    last: int

    def __iter__(self) -> Iterator[str]:
        return (f"{self.prefix}-{count:03d}" for count in range(self.first, self.last + 1))


def next_numbers(session: Session, batch: Record | None, community: Record, year: int, copies: int) -> Numbers:
    """Return the numbers of the next copies for a community: after those printed here and those keyed already.

    A batch that says where its numbers begin is heeded. Raises InputError where three digits do not suffice.
    """
    wave = str(batch.values.get("wave") or "final") if batch is not None else "final"
    prefix = f"{year}{_WAVES[wave]}-{community.values.get('code')}"
    begins = _TAIL.search(str(batch.values.get("paper_from") or "")) if batch is not None else None
    first = max(_highest(session, prefix) + 1, int(begins[1]) if begins else 1)
    if first + copies - 1 > _LARGEST:
        raise InputError("ops.paper_numbers_used", prefix=prefix, left=max(0, _LARGEST - first + 1))
    return Numbers(prefix, first, first + copies - 1)


def take_numbers(session: Session, numbers: Numbers) -> None:
    """Give numbers out, so that no later copy bears them."""
    last = max(numbers.last, int(session.store.get(f"{_KEPT}/{numbers.prefix}", "0")))
    session.store.set(f"{_KEPT}/{numbers.prefix}", str(last))


def _highest(session: Session, prefix: str) -> int:
    row = session.store.conn.execute(
        "SELECT max(paper_no) FROM response WHERE paper_no GLOB ? AND _deleted = 0", (f"{prefix}-[0-9][0-9][0-9]",)
    ).fetchone()
    keyed = int(row[0][-3:]) if row[0] else 0
    return max(keyed, int(session.store.get(f"{_KEPT}/{prefix}", "0")))
