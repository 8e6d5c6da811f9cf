"""What business rules look at: a record with what belongs to it, who saves it, and what else the store holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as declared
from datetime import date, timedelta

from zjdesk.forms.check import Finding, Level, Values
from zjdesk.forms.model import STATE
from zjdesk.forms.types import blank

STAFF = ("social_worker", "secretary", "director")
UNDONE = ("draft", "returned")
# A project that was approved and is not at its end.
RUNNING = ("approved", "running", "mid_evaluated", "final_evaluated")
APPROVED = (*RUNNING, "closed", "archived")
COUNTED_VISITS = ("on_site", "at_activity")
Look = Callable[[str, str, object], Sequence[Values]]


def _nothing(_form: str, _field: str, _value: object) -> Sequence[Values]:
    return ()


@dataclass(frozen=True)
class Facts:
    """A record's values, its parent's, its children's by form, and by id what these name; each with its ``id``.

    ``before`` are the values until now, None for a new record. ``look`` returns the other records of a form whose
    field (or parent) is a value, each with ``id`` and ``parent``; ``role`` and ``who`` tell who saves.
    """

    values: Values
    parent: Values = declared(default_factory=dict)
    children: Mapping[str, Sequence[Values]] = declared(default_factory=dict)
    records: Mapping[str, Values] = declared(default_factory=dict)
    id: str = ""
    before: Values | None = None
    look: Look = _nothing
    today: date = date.max
    role: str = ""
    who: str = ""

    def of(self, form: str) -> Sequence[Values]:
        """Return the children of one form."""
        return self.children.get(form, ())

    def named(self, values: Values, field: str) -> Values | None:
        """Return the record that a field names, if it is here."""
        return self.records.get(str(values.get(field)))

    def turned(self, *states: str) -> bool:
        """Tell whether this save brings the record into one of these states."""
        before = self.before.get(STATE) if self.before else None
        return self.values.get(STATE) in states and before != self.values.get(STATE)

    def number(self, values: Values, field: str, usual: int) -> int:
        """Return a whole number that a record sets, or the usual one."""
        value = values.get(field)
        return value if isinstance(value, int) and not isinstance(value, bool) else usual


Rule = Callable[[Facts], Iterator[Finding]]


@dataclass(frozen=True)
class Ruled:
    """The rules of a form, and the child forms whose records they look at."""

    rules: tuple[Rule, ...]
    children: tuple[str, ...] = ()


def finding(rule: str, field: str, level: Level, kind: str = "", /, **params: object) -> Finding:
    """Return a breach of a rule; ``kind`` tells apart the several ways to break one."""
    key = f"forms.rule_{rule.lower().replace('-', '_')}"
    return Finding(field, level, f"{key}_{kind}" if kind else key, params, rule)


def total(rows: Sequence[Values], field: str) -> int:
    """Return the sum of a field."""
    return sum(value for row in rows if isinstance(value := row.get(field), int))


def done(rows: Sequence[Values]) -> list[Values]:
    """Return the records that are no drafts."""
    return [row for row in rows if row.get(STATE) not in UNDONE]


def ids(value: object) -> list[str]:
    """Return the records that a field of several references names."""
    return [str(one) for one in value] if isinstance(value, list) else []


def yuan(fen: int) -> str:
    """Return an amount of fen as yuan with two decimals."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02}"


def day(value: object) -> date | None:
    """Return an ISO date as a date; None where there is none."""
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def later(value: object, days: int) -> date:
    """Return the day so many days after a date; the last of all days where there is none."""
    found = day(value)
    return found + timedelta(days=days) if found else date.max


def overlap(one: Values, other: Values) -> bool:
    """Tell whether two spans from ``from`` to ``to`` share a day; the day of leaving is the next one's."""
    ends = [str(row.get("to") or "9999-12-31") for row in (one, other)]
    starts = [str(row.get("from") or "") for row in (one, other)]
    return max(starts) < min(ends) or starts[0] == starts[1]


def person_name(facts: Facts, own: object) -> object:
    """Return the name of a person who is here, else the id."""
    return facts.records.get(str(own), {}).get("name", own)


def same_person(row: Values, other: Values) -> bool:
    """Tell whether two rows of people have one name and the last four digits of the telephone in common (BR-03)."""
    tail, other_tail = str(row.get("phone") or "")[-4:], str(other.get("phone") or "")[-4:]
    return row.get("name") == other.get("name") and tail == other_tail != ""


def filled(values: Values, *fields: str) -> bool:
    """Tell whether all these fields have an answer."""
    return not any(blank(values.get(field)) for field in fields)
