"""An oracle for the merge: architecture §2 once more, in plain sets and loops, slow and obvious.

It reads the entries that a store holds and says which of them count, and why the others do not. What those come to
stands in :mod:`tests.property.state`. It shares no code with the program's counting, decisions and deriving; it uses
the declarations, the check of a signature, and the likeness of two texts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from tests.property.held import Entry, Json, World, declared
from tests.property.rules import covers, roles, scope, writers
from zjdesk.forms.model import Catalogue, Form
from zjdesk.store import keys
from zjdesk.store.sound import sound

COUNTS, AWAITED, INCOMPLETE, WITHHELD, WITHDRAWN = range(5)
Verdict = tuple[int, str]
SIGNED = ("_certificate", "_revocation", "_rotation")
BY_OFFICE = ("_decision", "_erasure", "_form")
NOT_DATA = (*SIGNED, *BY_OFFICE, "_installation")


class Oracle:
    """Which entries count (§2, *Which entries count*): three steps, none looking forward."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.held = {entry.id: entry for entry in world.entries}
        self.linked = self._linked()
        self.status: dict[str, Verdict] = {}
        self._step_one()
        self.values = {entry.id: self._body(entry) for entry in world.entries}
        self._step_two()
        for erased, kept in self._kept().items():
            if erased in self.held:
                self.values[erased] = kept
        self.created: dict[str, Entry] = {}
        self._step_three()

    def counts(self, entry: str) -> bool:
        """Tell whether a held entry counts."""
        return self.status[entry][0] == COUNTS

    def _body(self, entry: Entry) -> Json | None:
        return json.loads(entry.body)["set"] if entry.body is not None else None

    def _linked(self) -> set[str]:
        """Entries whose chain reaches back to the first of their feed."""
        found: set[str] = set()
        for entry in sorted(self.world.entries, key=lambda one: one.seq):
            before = entry.header["prev"]
            if before is None or (before in found and self.held[before].feed == entry.feed):
                found.add(entry.id)
        return found

    # Step 1: what the street signed counts once held, whatever else says.

    def _step_one(self) -> None:
        self.grants: dict[str, list[Json]] = {self.world.own["key"]: [self.world.own]}
        self.revocations: list[Json] = []
        for entry in self.world.entries:
            if entry.form not in SIGNED:
                continue
            said = self._body(entry)
            if said is None:
                self.status[entry.id] = INCOMPLETE, "body"
            elif entry.header["group"][2] != 1:
                self.status[entry.id] = WITHHELD, "decision_group"
            elif not self._genuine(entry.form, said):
                self.status[entry.id] = WITHHELD, "signature"
            else:
                self.status[entry.id] = COUNTS, ""
                if entry.form == "_certificate":
                    self.grants.setdefault(said["key"], []).append(said)
                elif entry.form == "_revocation":
                    self.revocations.append(said)

    def _genuine(self, form: str, said: Json) -> bool:
        plain = {name: value for name, value in said.items() if name not in ("signature", "_parent")}
        line = json.dumps([form, plain], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        root = self.world.verifying
        return root is None or keys.verify(root, bytes.fromhex(said["signature"]), line)

    # Step 2: erasures, forms and decisions, by chain and step 1 alone.

    def _step_two(self) -> None:
        for entry in self.world.entries:
            if entry.form in BY_OFFICE:
                self.status[entry.id] = self._by_office(entry)

    def _by_office(self, entry: Entry) -> Verdict:
        said = self.values[entry.id]
        if said is None:
            return INCOMPLETE, "body"
        if entry.id not in self.linked:
            return AWAITED, "gap"
        refused = self._refused(entry, said)
        if refused is not None:
            return refused
        if not sound(entry.form, said):
            return WITHHELD, "malformed"
        return (COUNTS, "") if entry.header["group"][2] == 1 else (WITHHELD, "decision_group")

    def counting(self, form: str) -> list[Entry]:
        """Return the counting entries of one of the program's own forms."""
        return [one for one in self.world.entries if one.form == form and self.counts(one.id)]

    def _kept(self) -> dict[str, Json]:
        """What is left of erased bodies: of several erasures, what all of them keep."""
        kept: dict[str, Json] = {}
        for erasure in self.counting("_erasure"):
            for entry, rest in self._said(erasure)["_entries"].items():
                before = kept.get(entry, rest)
                kept[entry] = {name: value for name, value in rest.items() if name in before}
        return {entry: rest for entry, rest in kept.items() if entry in self.held and not self._erases(entry)}

    def _erases(self, entry: str) -> bool:
        return self.held[entry].form == "_erasure"

    def _said(self, entry: Entry) -> Json:
        said = self.values[entry.id]
        assert said is not None
        return said

    @cached_property
    def erased(self) -> dict[tuple[str, str], list[str]]:
        """The erasures of each record and field."""
        found: dict[tuple[str, str], list[str]] = {}
        for erasure in self.counting("_erasure"):
            for field in self._said(erasure)["_fields"]:
                found.setdefault((erasure.record, field), []).append(erasure.id)
        return found

    @cached_property
    def catalogue(self) -> Catalogue:
        """The declarations: of built-in and issued ones the highest version."""
        newest: dict[str, tuple[int, str]] = {}
        for form in self.counting("_form"):
            said = self._said(form)
            newest[said["name"]] = max(newest.get(said["name"], (0, "")), (said["version"], said["text"]))
        return declared({name: text for name, (_, text) in newest.items()})

    def declaration(self, name: str, version: int) -> Form | None:
        """Return a form as the entry's version has it: the newest that is known and not newer."""
        if name.startswith("_"):
            return None
        base = declared({}).form(name) if name in declared({}) else None
        known = {base.version: base} if base is not None else {}
        texts = [self._said(issued) for issued in self.counting("_form")]
        for said in sorted(texts, key=lambda one: str(one["text"]), reverse=True):
            if said["name"] == name:
                found = declared({name: said["text"]})
                form = found.form(name) if name in found else None
                if form is not None and form.version == said["version"]:
                    known.setdefault(form.version, form)
        older = [one for one in known if one <= version]
        return known[max(older)] if older else known[min(known)] if known else None

    # Decisions: those that no other counting one stands over.

    @cached_property
    def decisions(self) -> list[Entry]:
        """The decisions in force."""
        gone = self.replaced([one for one in self.world.entries if one.form == "_decision"], "decision")
        return [one for one in self.counting("_decision") if one.id not in gone]

    def replaced(self, entries: Iterable[Entry], field: str) -> set[str]:
        """What counting entries name in ``over``, and through held entries all that those name."""
        known = {entry.id: entry for entry in entries}
        gone: set[str] = set()
        todo = [old for entry in known.values() if self.counts(entry.id) for old in entry.over(field)]
        while todo:
            old = todo.pop()
            if old not in gone:
                gone.add(old)
                todo += known[old].over(field) if old in known else []
        return gone

    def named(self, decision: Entry) -> set[str]:
        """The held data entries that a decision names: by feed, numbers, and the chain to the range's end."""
        found: set[str] = set()
        for part in self._said(decision)["ranges"]:
            for entry in self.world.entries:
                inside = entry.feed == part["feed"] and part["first"] <= entry.seq <= part["last"]
                if inside and entry.form not in NOT_DATA and self._may_lie_on(entry, part):
                    found.add(entry.id)
        return found

    def _may_lie_on(self, entry: Entry, part: Json) -> bool:
        """Tell whether an entry lies on a range's chain, or may do so as long as that is not held."""
        here = part["tip"]
        number = self.held[here].seq if here in self.held else None
        while number is not None and number > entry.seq:
            here, number = self.held[here].header["prev"], number - 1
            if here not in self.held and number > entry.seq:
                number = None
        return number is None or bool(here == entry.id)

    def _leads(self, entry: str, end: str) -> bool | None:
        """Tell whether an entry lies on the chain to ``end``; None while that chain is not here."""
        here: str | None = end
        while here is not None and here != entry:
            if here not in self.held:
                return None
            here = self.held[here].header["prev"]
        return here == entry

    @cached_property
    def actions(self) -> dict[str, set[str]]:
        """What decisions in force say of each entry."""
        found: dict[str, set[str]] = {}
        for decision in self.decisions:
            for entry in self.named(decision):
                found.setdefault(entry, set()).add(self._said(decision)["action"])
        return found

    # Step 3: all other entries, group by group, until nothing more comes to count.

    def _step_three(self) -> None:
        groups: dict[tuple[str, str], list[Entry]] = {}
        for entry in sorted(self.world.entries, key=lambda one: (one.seq, one.id)):
            if entry.id not in self.status:
                groups.setdefault((entry.feed, entry.header["group"][0]), []).append(entry)
        self.dragged: set[str] = set()
        before: dict[str, Verdict] | None = None
        while before != self.status:
            before = dict(self.status)
            self.dragged.clear()
            for group in groups.values():
                self.status |= self._group(group)
            self._note_created()

    def _note_created(self) -> None:
        self.created = {}
        for entry in sorted(self.world.entries, key=lambda one: one.order):
            values = self.values[entry.id] or {}
            if self.status[entry.id][0] == COUNTS and "_parent" in values:
                self.created.setdefault(entry.record, entry)

    def _group(self, group: list[Entry]) -> dict[str, Verdict]:
        said = set().union(*(self.actions.get(entry.id, set()) for entry in group))
        made = dict(self.created)
        single: list[Verdict] = []
        for entry in group:
            own = self.actions.get(entry.id, set())
            verdict = (WITHDRAWN, "decision") if "withdraw" in own else self._alone(entry, said == {"admit"}, made)
            single.append(verdict)
            if verdict[0] == COUNTS and "_parent" in (self.values[entry.id] or {}):
                made.setdefault(entry.record, entry)
        places = [entry.header["group"][1] for entry in group]
        if places != list(range(1, group[0].header["group"][2] + 1)):
            single = [one if one[0] > INCOMPLETE else (INCOMPLETE, "group") for one in single]
        worst = max(status for status, _ in single)
        self.dragged |= {entry.id for entry, one in zip(group, single, strict=True) if one[0] < worst}
        return {
            entry.id: one if one[0] == worst else (worst, one[1] or "group")
            for entry, one in zip(group, single, strict=True)
        }

    def _alone(self, entry: Entry, admitted: bool, made: dict[str, Entry]) -> Verdict:
        values = self.values[entry.id]
        if values is None:
            return INCOMPLETE, "body"
        if entry.id not in self.linked:
            return AWAITED, "gap"
        refused = self._refused(entry, values)
        if refused is not None and (refused[0] != WITHHELD or not admitted):
            return refused
        placed = self._placed(entry, values, made)
        return (COUNTS, "") if placed[0] == WITHHELD and admitted else placed

    def _refused(self, entry: Entry, values: Json) -> Verdict | None:
        """What trust and erasures say against an entry."""
        reason = self._untrusted(entry, values)
        if reason is None and entry.form not in BY_OFFICE and self._revives(entry, values):
            reason = "erased"
        if reason is not None:
            return WITHHELD, reason
        for end in self._accepted_ends(entry):
            leads = self._leads(entry.id, end[1])
            if leads is None:
                return AWAITED, "gap"
            if not leads:
                return WITHHELD, "revoked"
        return None

    def _revives(self, entry: Entry, values: Json) -> bool:
        """Tell whether an entry sets a field to something again that an erasure it did not know of cleared."""
        return any(
            record == entry.record
            and values.get(field) is not None
            and not all(self._knows_of(entry, one, field) for one in erasures)
            for (record, field), erasures in self.erased.items()
        )

    def _knows_of(self, entry: Entry, erasure: str, field: str) -> bool:
        """Tell whether ``over`` leads from an entry to an erasure, directly or through held entries."""
        todo, seen = [entry.id], set()
        while todo:
            one = todo.pop()
            if one == erasure:
                return True
            if one not in seen and one in self.held:
                seen.add(one)
                todo += self.held[one].over(field)
        return False

    def _accepted_ends(self, entry: Entry) -> list[tuple[int, str]]:
        """The last accepted of this entry's feed, for its key and for its author: of several the lowest counts."""
        found = []
        for who in (entry.key, entry.header["author"]):
            said = [tuple(one["last"].get(entry.feed, (0, ""))) for one in self.revocations if one["who"] == who]
            if said:
                found.append(min(said))
        return found

    def _untrusted(self, entry: Entry, values: Json) -> str | None:
        if self.world.verifying is None:
            return None
        if any(entry.seq > last for last, _ in self._accepted_ends(entry)):
            return "revoked"
        grants = self.grants.get(entry.key)
        if not grants:
            return "key"
        grants = [one for one in grants if covers(one, entry.scope)]
        if not grants:
            return "scope"
        if entry.form in BY_OFFICE:
            allowed = any(one["kind"] == "office" for one in grants)
        elif entry.form == "_installation":
            allowed = any(one["installation"] == entry.record for one in grants)
        else:
            form = self.declaration(entry.form, entry.header["form_version"])
            allowed = form is None or bool(roles(grants, entry.header["author"]) & writers(form, values))
        return None if allowed else "role"

    def _placed(self, entry: Entry, values: Json, made: dict[str, Entry]) -> Verdict:
        """Whether the record is there, and the entry lies where its form says."""
        if entry.form.startswith("_"):
            return (COUNTS, "") if sound(entry.form, values) else (WITHHELD, "malformed")
        return self._made(entry, values["_parent"], made) if "_parent" in values else self._edited(entry, made)

    def _edited(self, entry: Entry, made: dict[str, Entry]) -> Verdict:
        first = made.get(entry.record)
        if first is None:
            return AWAITED, "record"
        if first.form != entry.form:
            return WITHHELD, "form"
        return (COUNTS, "") if first.scope == entry.scope else (WITHHELD, "scope")

    def _made(self, entry: Entry, parent: str | None, made: dict[str, Entry]) -> Verdict:
        above = made.get(parent) if parent is not None else None
        if parent is not None and above is None:
            return AWAITED, "parent"
        if entry.form not in self.catalogue:
            return COUNTS, ""
        form = self.catalogue.form(entry.form)
        if (parent is None) != (not form.parent) or (above and above.form not in form.parent.values()):
            return WITHHELD, "parent_form"
        return (COUNTS, "") if scope(form, parent, above) == entry.scope else (WITHHELD, "scope")


def body_of(values: Any) -> bytes:
    """Return the line that stands in the place of an erased body."""
    line = {"salt": "", "set": values, "why": ""}
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def is_whole(entry: Entry) -> bool:
    """Tell whether a held body is the one that the header names."""
    return entry.body is not None and hashlib.sha256(entry.body).hexdigest() == entry.header["body"]
