"""The state of one record as a pure function of its entries (architecture §2, *Deriving a record*)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zjdesk.store.entry import DELETED, JOINED, PARENT, STATE, Header


@dataclass(frozen=True, slots=True)
class Held:
    """One held entry of a record: its id, header, whether it counts, and what it sets (empty when erased)."""

    id: str
    header: Header
    counts: bool
    status: int
    values: Mapping[str, Any]

    @property
    def order(self) -> tuple[int, str]:
        """The one total order: time, then id; it breaks ties and orders display, nothing else."""
        return self.header.time, self.id


@dataclass(frozen=True)
class Candidates:
    """An open question of one record: its kind, the field where there is one, and the entries that differ."""

    kind: str
    field: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class Derived:
    """What a record's entries come to: shown values, the heads of every field, and what a person must settle."""

    values: Mapping[str, Any]
    heads: Mapping[str, tuple[str, ...]]
    conflicts: tuple[Candidates, ...]
    first: Held
    last: Held

    @property
    def deleted(self) -> bool:
        """Whether the record is hidden."""
        return self.values.get(DELETED) is True

    @property
    def joined(self) -> bytes | None:
        """The record that stands for this one, if it was joined into another."""
        said = self.values.get(JOINED)
        try:
            return bytes.fromhex(said) if type(said) is str and len(said) == 32 else None
        except ValueError:
            return None


def creation(entries: Iterable[Held]) -> Held | None:
    """Return the counting entry that made the record, if any counts."""
    made = [entry for entry in entries if entry.counts and PARENT in entry.values]
    return min(made, key=lambda entry: entry.order) if made else None


def superseded(entries: Mapping[str, Held], name: str) -> set[str]:
    """Return the ids that counting entries replace in field ``name``, directly and through held entries."""
    gone: set[str] = set()
    todo = [old for entry in entries.values() if entry.counts for old in entry.header.over.get(name, ())]
    while todo:
        old = todo.pop()
        if old in gone:
            continue
        gone.add(old)
        held = entries.get(old)
        if held is not None:
            todo.extend(held.header.over.get(name, ()))
    return gone


def field_heads(entries: Mapping[str, Held]) -> dict[str, list[Held]]:
    """Return, per field, the counting entries that set it and are not superseded, newest last."""
    setting: dict[str, list[Held]] = {}
    for entry in entries.values():
        if entry.counts:
            for name in entry.values:
                setting.setdefault(name, []).append(entry)
    heads = {}
    for name, candidates in setting.items():
        gone = superseded(entries, name) if len(candidates) > 1 else ()
        standing = [entry for entry in candidates if entry.id not in gone]
        if standing:
            heads[name] = sorted(standing, key=lambda entry: entry.order)
    return heads


def derive(entries: Sequence[Held], lookup: Callable[[str], Header | None], life_cycle: bool = True) -> Derived | None:
    """Return the state of a record from all its held entries, or None while its creation does not count.

    ``lookup`` gives the header of any held entry, for causality that passes through other records.
    """
    first = creation(entries)
    if first is None:
        return None
    known = {entry.id: entry for entry in entries}
    heads = field_heads(known)
    values = {name: those[-1].values[name] for name, those in heads.items()}
    conflicts = [*_value_conflicts(heads), *_resting(heads, known)]
    reaches = Reach(lambda item: known[item].header if item in known else lookup(item))
    conflicts += _against(heads, DELETED, reaches)
    conflicts += _against(heads, JOINED, reaches)
    if life_cycle:
        conflicts += _against(heads, STATE, reaches)
    counting = [entry for entry in entries if entry.counts]
    return Derived(
        values=values,
        heads={name: tuple(entry.id for entry in those) for name, those in heads.items()},
        conflicts=tuple(conflicts),
        first=first,
        last=max(counting, key=lambda entry: entry.order),
    )


def _value_conflicts(heads: Mapping[str, list[Held]]) -> list[Candidates]:
    found = []
    for name, those in heads.items():
        if len(those) > 1 and any(entry.values[name] != those[0].values[name] for entry in those):
            kind = "delete_restore" if name == DELETED else "value"
            found.append(Candidates(kind, name, tuple(entry.id for entry in those)))
    return found


def _resting(heads: Mapping[str, list[Held]], known: Mapping[str, Held]) -> list[Candidates]:
    """Heads whose ``over`` names an entry that a decision or a rule keeps out."""
    found = []
    for name, those in heads.items():
        resting = [
            entry.id
            for entry in those
            if any(old in known and known[old].status in (3, 4) for old in entry.header.over.get(name, ()))
        ]
        if resting:
            found.append(Candidates("rests_on_withdrawn", name, tuple(resting)))
    return found


_AGAINST = {DELETED: "edit_delete", JOINED: "edit_join", STATE: "edit_life_cycle"}


def _against(heads: Mapping[str, list[Held]], turning: str, reaches: Reach) -> list[Candidates]:
    """Edits against a deletion, a joining or a life-cycle change, where neither knew of the other."""
    changes = [entry for entry in heads.get(turning, ()) if PARENT not in entry.values]
    if turning == DELETED:
        changes = [entry for entry in changes if entry.values[DELETED] is True]
    if turning == JOINED:
        changes = [entry for entry in changes if entry.values[JOINED]]
    apart: set[str] = set()
    for change in changes:
        for name, those in heads.items():
            if name in (turning, PARENT, DELETED):
                continue
            strangers = [entry for entry in those if not reaches.related(change, entry)]
            if strangers:
                apart.update(entry.id for entry in strangers)
                apart.add(change.id)
    return [Candidates(_AGAINST[turning], "", tuple(sorted(apart)))] if apart else []


class Reach:
    """Causality through ``over`` and ``seen``: does one entry know of another, directly or through held ones?"""

    def __init__(self, lookup: Callable[[str], Header | None]) -> None:
        self._lookup = lookup
        self._known: dict[str, frozenset[str]] = {}

    def related(self, one: Held, other: Held) -> bool:
        """Tell whether either of the two knows of the other, or both are one entry."""
        return one.id == other.id or other.id in self.behind(one.id) or one.id in self.behind(other.id)

    def behind(self, entry: str) -> frozenset[str]:
        """Return every id that ``entry`` names, directly or through held entries."""
        if entry not in self._known:
            found: set[str] = set()
            todo = [entry]
            while todo:
                header = self._lookup(todo.pop())
                if header is None:
                    continue
                for names in (header.over, header.seen):
                    for ids in names.values():
                        todo.extend(item for item in ids if item not in found)
                        found.update(ids)
            self._known[entry] = frozenset(found)
        return self._known[entry]
