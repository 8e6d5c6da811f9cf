"""Who keyed how much, how fast, and how often wrong, as far as double entry shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from zjdesk.forms.model import NOT_APPLICABLE, Field
from zjdesk.ops.double_entry import CHECKED, JUDGED, closed_questions
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session
from zjdesk.stats.shares import percent
from zjdesk.store.entry import STATE
from zjdesk.store.read import Record

_PAUSE_MS = 600_000  # a longer gap between two papers is a break


@dataclass(frozen=True)
class Operator:
    """What one person keyed: papers and second entries, seconds per paper (the median), answers checked and wrong."""

    name: str
    papers: int
    invalid: int
    again: int
    seconds: int | None
    checked: int
    wrong: int

    @property
    def rate(self) -> str | None:
        """Return the share of wrong answers among those checked, None while there are none."""
        return error_rate(self.wrong, self.checked)


def error_rate(wrong: int, checked: int) -> str | None:
    """Return a share of wrong answers with two decimals, rounded half up; None when nothing was checked."""
    return percent(wrong, checked, 2) if checked else None


def operators(session: Session) -> list[Operator]:
    """Return everybody who keyed questionnaires, the busiest first."""
    firsts, seconds = list_records(session, "response"), list_records(session, "second_entry")
    fields = closed_questions(session.store.catalogue.form("response"))
    checked, wrong = _checked(firsts, seconds, fields)
    found = []
    for name in sorted({_who(one) for one in (*firsts, *seconds)}):
        mine = [one for one in firsts if _who(one) == name]
        again = [one for one in seconds if _who(one) == name]
        invalid = sum(one.values.get(JUDGED) == "yes" for one in mine)
        pace = _pace([*mine, *again])
        own = Operator(name, len(mine), invalid, len(again), pace, checked.get(name, 0), wrong.get(name, 0))
        found.append(own)
    return sorted(found, key=lambda one: (-one.papers - one.again, one.name))


def _checked(
    firsts: Iterable[Record], seconds: Iterable[Record], fields: Sequence[Field]
) -> tuple[dict[str, int], dict[str, int]]:
    """Count for each person the answers that were compared and settled, and those of them that were wrong."""
    checked: dict[str, int] = {}
    wrong: dict[str, int] = {}
    by_id = {one.id: one for one in seconds}
    for first in firsts:
        second = by_id.get(str(first.values.get("second_entry")))
        if second is None or first.values.get(STATE) != CHECKED:
            continue
        for record, kept in ((first, "first_wrong"), (second, "second_wrong")):
            who = _who(record)
            checked[who] = checked.get(who, 0) + _answered(record, fields)
            wrong[who] = wrong.get(who, 0) + len(str(second.values.get(kept) or "").split())
    return checked, wrong


def _answered(record: Record, fields: Sequence[Field]) -> int:
    values: Mapping[str, object] = record.values
    said = [values.get(field.name) for field in fields]
    return sum(value not in (None, "", NOT_APPLICABLE, [NOT_APPLICABLE]) for value in said)


def _pace(records: Sequence[Record]) -> int | None:
    """Return the median seconds between two papers keyed one after the other; breaks do not count."""
    times = sorted(one.created for one in records)
    gaps = [later - earlier for earlier, later in pairwise(times) if later - earlier <= _PAUSE_MS]
    return round(median(gaps) / 1000) if gaps else None


def _who(record: Record) -> str:
    return str(record.values.get("entered_by") or "—")
