"""The oracle's second half: what the counting entries come to, record by record, and every open question."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

from tests.property.held import Entry, Json
from tests.property.oracle import COUNTS, WITHDRAWN, WITHHELD, Oracle
from zjdesk.forms.model import Field, Form
from zjdesk.store.alike import alike

Question = tuple[str, str | None, str, tuple[str, ...]]  # kind, record, field, candidates
AGAINST = {"_deleted": "edit_delete", "_joined": "edit_join", "state": "edit_life_cycle"}


@dataclass
class Shown:
    """A record as it is shown: what its entries come to, and the row that they make."""

    id: str
    form: Form
    first: Entry
    last: Entry
    heads: dict[str, list[Entry]]
    values: Json
    cells: Json = field(default_factory=dict)
    hidden: bool = False
    conflict: bool = False

    @property
    def scope(self) -> str:
        """The scope that the record lies in."""
        return self.first.scope


class State:
    """The visible state (§2, *Deriving a record*): rows, joined records, and open questions."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.by_record: dict[str, list[Entry]] = {}
        for entry in oracle.world.entries:
            self.by_record.setdefault(entry.record, []).append(entry)
        self._behind: dict[str, set[str]] = {}
        shown = {own: self._shown(own) for own in self.by_record}
        self.records = {own: one for own, one in shown.items() if one is not None}
        self.joined = self._joined()
        for each in self.records.values():
            each.cells = self._cells(each)
            each.hidden = each.values.get("_deleted") is True or each.id in self.joined
        self.questions = self._open_questions()
        for kind, record, _, candidates in self.questions:
            flagged = set(candidates) if kind == "possible_duplicate" else {record}
            for own in flagged & self.records.keys():
                self.records[str(own)].conflict = True

    def said(self, entry: Entry) -> Json:
        """What an entry sets; an erasure's own words are no fields."""
        values = self.oracle.values[entry.id] or {}
        own = entry.form == "_erasure"
        return {name: value for name, value in values.items() if not (own and name.startswith("_"))}

    def heads_of(self, entries: list[Entry]) -> dict[str, list[Entry]]:
        """Per field the counting entries that set it and are not superseded, in the total order."""
        heads = {}
        for name in {name for entry in entries for name in self.said(entry)}:
            gone = self.oracle.replaced(entries, name)
            setting = [one for one in entries if self.oracle.counts(one.id) and name in self.said(one)]
            standing = sorted((one for one in setting if one.id not in gone), key=lambda one: one.order)
            if standing:
                heads[name] = standing
        return heads

    def _shown(self, record: str) -> Shown | None:
        first = self.oracle.created.get(record)
        if first is None or first.form not in self.oracle.catalogue:
            return None
        entries = self.by_record[record]
        heads = self.heads_of(entries)
        last = max((one for one in entries if self.oracle.counts(one.id)), key=lambda one: one.order)
        values = {name: self.said(those[-1])[name] for name, those in heads.items()}
        return Shown(record, self.oracle.catalogue.form(first.form), first, last, heads, values)

    # Joined records: one stands for others of its form and scope.

    def _joined(self) -> dict[str, str]:
        steps = {}
        for own, one in self.records.items():
            into = self.records.get(str(one.values.get("_joined")))
            if into is not None and (into.form.name, into.scope) == (one.form.name, one.scope):
                steps[own] = into.id
        ends = {own: _end(own, steps) for own in steps}
        return {own: end for own, end in ends.items() if own != end}

    def standing(self, record: str) -> str:
        """The record that is shown where this one is named."""
        return self.joined.get(record, record)

    def _cells(self, one: Shown) -> Json:
        return {each.name: self._cell(each, one.values.get(each.name)) for each in one.form.fields}

    def _cell(self, declared: Field, value: Any) -> Any:
        """What a value shows: nothing where it does not fit, and for a joined record the one that stands for it."""
        if value is None or not _fits(declared, value):
            return None
        if declared.type == "ref":
            return self.standing(value)
        if declared.type == "refs":
            found = [self.standing(item) for item in value]
            return list(dict.fromkeys(found)) if found != value else value or None
        return (value or None) if declared.type in ("choices", "files") else value

    def parent(self, one: Shown) -> str | None:
        """The record shown as this one's parent."""
        above = self.said(one.first)["_parent"]
        return self.standing(above) if above else None

    # Causality: through ``over`` and ``seen``, directly or through held entries.

    def behind(self, entry: str) -> set[str]:
        """Every entry that one names, directly or through held ones."""
        if entry not in self._behind:
            found: set[str] = set()
            todo = [entry]
            while todo:
                held = self.oracle.held.get(todo.pop())
                for names in (held.header["over"], held.header["seen"]) if held else ():
                    fresh = {one for ids in names.values() for one in ids} - found
                    found |= fresh
                    todo += fresh
            self._behind[entry] = found
        return self._behind[entry]

    def apart(self, one: Entry, other: Entry) -> bool:
        """Tell whether neither of two entries knows of the other."""
        return one.id != other.id and other.id not in self.behind(one.id) and one.id not in self.behind(other.id)

    # Open questions.

    def _open_questions(self) -> set[Question]:
        found = {question for one in self.records.values() for question in self._about(one)}
        found |= self._duplicates() | self._forks() | self._decisions()
        return {one for one in found if not self._settled(one)}

    def _settled(self, question: Question) -> bool:
        kind, record, name, candidates = question
        own = conflict_id(kind, record, name)
        records = {entry.record for entry in self.oracle.counting("_settled")}
        heads = [head for one in records for head in self.heads_of(self.by_record[one]).get("candidates", ())]
        said = [self.said(entry) for entry in heads]
        return any(one["conflict"] == own and set(candidates) <= set(one["candidates"]) for one in said)

    def _about(self, one: Shown) -> set[Question]:
        found: set[Question] = set()
        for name, heads in one.heads.items():
            ids = _sorted(heads)
            if any(self.said(head)[name] != one.values[name] for head in heads):
                found.add(("delete_restore" if name == "_deleted" else "value", one.id, name, ids))
            resting = [head for head in heads if any(map(self._is_out, head.over(name)))]
            if resting:
                found.add(("rests_on_withdrawn", one.id, name, _sorted(resting)))
        for turning, kind in AGAINST.items():
            between = self._against(one, turning)
            if turning == "state":
                between |= self._against_parent(one)
            if between:
                found.add((kind, one.id, "", _sorted(between)))
        above = self.records.get(self.parent(one) or "")
        if above is not None and above.hidden and not one.hidden:
            found.add(("child_of_deleted", one.id, "", tuple(sorted((one.id, above.id)))))
        return found

    def _is_out(self, entry: str) -> bool:
        return entry in self.oracle.held and self.oracle.status[entry][0] in (WITHHELD, WITHDRAWN)

    def turns(self, one: Shown, turning: str) -> list[Entry]:
        """The heads by which a record was deleted, joined or taken a step (not made in that state)."""
        heads = [head for head in one.heads.get(turning, ()) if "_parent" not in self.said(head)]
        return [head for head in heads if turning == "state" or self.said(head)[turning]]

    def _against(self, one: Shown, turning: str) -> set[Entry]:
        if turning == "state" and one.form.life_cycle is None:
            return set()
        edits = {
            head for name, heads in one.heads.items() if name not in (turning, "_parent", "_deleted") for head in heads
        }
        return self._between(self.turns(one, turning), edits)

    def _between(self, turns: list[Entry], edits: set[Entry]) -> set[Entry]:
        found: set[Entry] = set()
        for turn in turns:
            strangers = {edit for edit in edits if self.apart(turn, edit)}
            found |= strangers | ({turn} if strangers else set())
        return found

    def _against_parent(self, one: Shown) -> set[Entry]:
        """A bound child against the steps of its parent, while that stands beyond its first state."""
        above = self.records.get(self.parent(one) or "")
        if above is None or one.form.name not in above.form.bound or above.form.life_cycle is None:
            return set()
        if above.cells.get("state") in (above.form.life_cycle.initial, None):
            return set()
        return self._between(self.turns(above, "state"), {head for heads in one.heads.values() for head in heads})

    def _duplicates(self) -> set[Question]:
        found: set[Question] = set()
        shown = [one for one in self.records.values() if not one.hidden]
        for form in {one.form.name: one.form for one in shown}.values():
            same = [one for one in shown if one.form is form]
            for names in form.unique:
                groups: dict[str, list[str]] = {}
                for one in same:
                    key = [self._key(one, name) for name in names]
                    if None not in key:
                        groups.setdefault(json.dumps(key), []).append(one.id)
                for ids in groups.values():
                    if len(ids) > 1:
                        found.add(("possible_duplicate", min(ids), "+".join(names), tuple(sorted(ids))))
            for one, other in combinations(sorted(same, key=lambda each: each.id), 2):
                for names in form.alike:
                    if self._alike(one, other, names):
                        name = f"{'+'.join(names)}~{other.id}"
                        found.add(("possible_duplicate", one.id, name, (one.id, other.id)))
        return found

    def _key(self, one: Shown, name: str) -> Any:
        return self.parent(one) if name in one.form.parent else one.cells[name]

    def _alike(self, one: Shown, other: Shown, names: tuple[str, ...]) -> bool:
        key, other_key = ([self._key(each, name) for name in names[:-1]] for each in (one, other))
        texts = [each.cells[names[-1]] for each in (one, other)]
        asked_already = names in one.form.unique and texts[0] == texts[1]
        return None not in key and key == other_key and not asked_already and alike(texts[0] or "", texts[1] or "")

    def _forks(self) -> set[Question]:
        found: dict[str, Question] = {}
        places: dict[tuple[str, int], list[str]] = {}
        for entry in self.oracle.world.entries:
            places.setdefault((entry.feed, entry.seq), []).append(entry.id)
        for (feed, seq), ids in sorted(places.items()):
            if len(ids) > 1:
                found.setdefault(feed, ("fork", None, f"{feed}:{seq}", tuple(sorted(ids))))
        return set(found.values())

    def _decisions(self) -> set[Question]:
        found: set[Question] = set()
        for one, other in combinations(self.oracle.decisions, 2):
            actions = {self.said(each)["action"] for each in (one, other)}
            if len(actions) > 1 and self._same_entry(one, other):
                ids = tuple(sorted((one.id, other.id)))
                found.add(("decision", None, "+".join(ids), ids))
        return found

    def _same_entry(self, one: Entry, other: Entry) -> bool:
        """Tell whether two decisions name an entry in common, held or not."""
        return any(
            part["feed"] == against["feed"] and part["first"] <= against["last"] and against["first"] <= part["last"]
            for part in self.said(one)["ranges"]
            for against in self.said(other)["ranges"]
        )

    @cached_property
    def built_in(self) -> dict[str, Json]:
        """What records of the program's own forms say."""
        found = {}
        for own, entries in self.by_record.items():
            own_form = next((one.form for one in entries if one.form != "_erasure"), "")
            made = any("_parent" in self.said(one) for one in entries if self.oracle.status[one.id][0] == COUNTS)
            if own_form.startswith("_") and own_form != "_settled" and made:
                heads = self.heads_of(entries)
                said = {name: self.said(those[-1])[name] for name, those in heads.items()}
                found[own] = {name: value for name, value in said.items() if name not in ("_parent", "_deleted")}
        return found


def conflict_id(kind: str, record: str | None, name: str) -> str:
    """The id of a question: the hash of kind, record and field."""
    line = json.dumps([kind, record, name], ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.sha256(line).hexdigest()[:32]


def _sorted(entries: Any) -> tuple[str, ...]:
    return tuple(sorted(entry.id for entry in entries))


def _end(own: str, steps: dict[str, str]) -> str:
    way = [own]
    while way[-1] in steps:
        following = steps[way[-1]]
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]


def _is_hex(value: Any, length: int) -> bool:
    return isinstance(value, str) and len(value) == length and set(value) <= set("0123456789abcdef")


def _fits(declared: Field, value: Any) -> bool:
    """Tell whether a value is of its field's type."""
    kind = declared.type
    if kind in ("int", "money"):
        return type(value) is int
    if kind == "bool":
        return type(value) is bool
    if kind == "ref":
        return _is_hex(value, 32)
    if kind == "file":
        return _is_hex(value, 64)
    if kind in ("choices", "refs", "files"):
        items = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return items and (kind != "files" or all(_is_hex(item, 64) for item in value))
    return isinstance(value, str)
