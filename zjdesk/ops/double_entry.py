"""Double entry: papers drawn at random are keyed again by somebody else, and what differs is decided at the paper."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zjdesk.errors import InputError, NotAllowed
from zjdesk.forms.model import NOT_APPLICABLE, Field, Form
from zjdesk.ops import edit
from zjdesk.ops.changes import Change, Changes, EditRecord, NewRecord
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session
from zjdesk.store.entry import STATE
from zjdesk.store.read import Record

CHECKED = "double_checked"
JUDGED = "is_invalid"


@dataclass(frozen=True)
class Pair:
    """A paper drawn for double entry: keyed once, and perhaps again; ``differ`` are the questions that say otherwise.

    ``mine`` tells that the person at this computer keyed it first, and so may not key it again.
    """

    first: Record
    second: Record | None
    differ: tuple[str, ...]
    mine: bool

    @property
    def number(self) -> str:
        """Return the number on the paper."""
        return str(self.first.values.get("paper_no", ""))

    @property
    def decided(self) -> bool:
        """Tell whether somebody looked at the paper a third time."""
        return self.second is not None and bool(self.second.values.get("decided_by"))

    @property
    def open(self) -> bool:
        """Tell whether the two entries differ and nobody has decided yet."""
        return bool(self.differ) and not self.decided


@dataclass(frozen=True)
class Checking:
    """What was keyed of a batch, and how far its double entry is; the pairs stand by paper number.

    ``invalid`` counts the papers judged invalid by their reason; one paper may have several.
    """

    batch: Record
    share: int
    keyed: int
    bad: int
    invalid: Mapping[str, int]
    pairs: tuple[Pair, ...]

    @property
    def waiting(self) -> tuple[Pair, ...]:
        """Return the pairs that this person may key now."""
        return tuple(pair for pair in self.pairs if pair.second is None and not pair.mine)

    @property
    def again(self) -> int:
        """Return how many papers were keyed twice."""
        return sum(pair.second is not None for pair in self.pairs)

    @property
    def open(self) -> tuple[Pair, ...]:
        """Return the pairs that wait for somebody to look at the paper."""
        return tuple(pair for pair in self.pairs if pair.open)


def draw(numbers: Iterable[str], share: int, seed: str, papers: int = 0) -> frozenset[str]:
    """Return the papers to be keyed twice: ``share`` percent, rounded up, of what was keyed or of ``papers`` if more.

    Which ones follows from the seed and their numbers alone, so that every computer draws the same.
    """
    known = sorted(set(numbers), key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).digest())
    return frozenset(known[: -(-max(len(known), papers) * share // 100)])


def checking(session: Session, batch: str) -> Checking:
    """Return how far the double entry of a batch is."""
    record = list_records(session, "batch", ids=[batch])[0]
    firsts, seconds = (list_records(session, form, parent=batch) for form in ("response", "second_entry"))
    return _checking(session, record, firsts, seconds)


def every_checking(session: Session) -> list[Checking]:
    """Return how far keying and double entry of every batch are."""
    firsts, seconds = (_by_batch(list_records(session, form)) for form in ("response", "second_entry"))
    batches = list_records(session, "batch")
    return [_checking(session, one, firsts.get(one.id, ()), seconds.get(one.id, ())) for one in batches]


def _by_batch(records: Iterable[Record]) -> dict[str | None, list[Record]]:
    found: dict[str | None, list[Record]] = {}
    for record in records:
        found.setdefault(record.parent, []).append(record)
    return found


def _checking(session: Session, batch: Record, firsts: Sequence[Record], seconds: Sequence[Record]) -> Checking:
    catalogue = session.store.catalogue
    share = int(str(batch.values.get("double_share", catalogue.form("batch").field("double_share").default)))
    keyed, again = _by_number(firsts), _by_number(seconds)
    drawn = draw(keyed, share, batch.id, int(batch.values.get("recovered") or 0))
    form = catalogue.form("response")
    numbers = sorted(drawn | (again.keys() & keyed.keys()))
    pairs = [_pair(form, keyed[number], again.get(number), session.account.id) for number in numbers]
    bad = [one for one in firsts if one.values.get(JUDGED) == "yes"]
    reasons = Counter(code for one in bad for code in one.values.get("invalid_reason") or ())
    return Checking(batch, share, len(firsts), len(bad), reasons, tuple(pairs))


def _by_number(records: Iterable[Record]) -> dict[str, Record]:
    return {str(one.values.get("paper_no")): one for one in records}


def key_again(session: Session, batch: str, values: Mapping[str, Any]) -> Changes:
    """Save what was keyed again; when it says the same, the questionnaire counts as checked.

    Raises InputError for a number that was not keyed first or has been keyed again, NotAllowed for one's own paper.
    """
    number = str(values.get("paper_no", ""))
    pair = next((one for one in checking(session, batch).pairs if one.number == number), None)
    if pair is None or pair.second is not None:
        raise InputError("ops.not_to_be_keyed_again", number=number)
    if pair.mine:
        raise NotAllowed("ops.keyed_by_yourself", number=number)
    own = edit.new_id(session)
    whole = {**values, "batch": batch, "entered_by": session.account.name}
    changes: list[Change] = [NewRecord("second_entry", whole, own)]
    if not differing(session.store.catalogue.form("response"), pair.first.values, values):
        changes.append(EditRecord(pair.first.id, {"second_entry": own, STATE: CHECKED}))
    return edit.save(session, changes)


def decide(session: Session, second: str, answers: Mapping[str, Any]) -> Changes:
    """Settle what differs by what the paper says; ``answers`` give each question that differs its true answer.

    Who was wrong is kept with the second entry, and the questionnaire is put right.
    """
    again = list_records(session, "second_entry", ids=[second])[0]
    pair = next(one for one in checking(session, str(again.parent)).pairs if one.second and one.second.id == second)
    lacking = [name for name in pair.differ if name not in answers]
    if lacking:
        raise InputError("ops.not_all_decided", n=len(lacking))
    truth = {name: answers[name] for name in pair.differ}
    kept = {
        "decided_by": session.account.name,
        "first_wrong": _wrong(pair.first, truth),
        "second_wrong": _wrong(again, truth),
    }
    right: dict[str, Any] = {name: value for name, value in truth.items() if not _unasked(value)}
    changes: list[Change] = [
        EditRecord(second, {name: value for name, value in kept.items() if value}),
        EditRecord(pair.first.id, {**right, "second_entry": second, STATE: CHECKED}),
    ]
    return edit.save(session, changes)


def closed_questions(form: Form) -> tuple[Field, ...]:
    """Return the questions whose answers are compared: those with options; open words are coded later."""
    return tuple(field for field in form.fields if field.surveys and field.choices and field.name != "survey")


def differing(form: Form, first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the questions in which two entries of a paper differ."""
    fields = closed_questions(form)
    return tuple(one.name for one in fields if _answer(one, first) != _answer(one, second))


def _pair(form: Form, first: Record, second: Record | None, account: str) -> Pair:
    differ = differing(form, first.values, second.values) if second is not None else ()
    return Pair(first, second, differ, first.creator == account)


def _answer(field: Field, values: Mapping[str, Any]) -> frozenset[str]:
    return _said(values.get(field.name) or field.default)


def _wrong(record: Record, truth: Mapping[str, Any]) -> str:
    return " ".join(name for name, value in truth.items() if _said(record.values.get(name)) != _said(value))


def _said(value: Any) -> frozenset[str]:
    """Return what was answered as a set of codes; what was not asked is nothing, and so is what is empty."""
    codes = value if isinstance(value, list) else [value]
    return frozenset(str(code) for code in codes if code not in (None, "", NOT_APPLICABLE))


def _unasked(value: Any) -> bool:
    return not _said(value)
