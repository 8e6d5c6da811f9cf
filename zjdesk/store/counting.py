"""Which entries count (architecture §2): the verdict on a group, given what is held before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from zjdesk.forms.model import Catalogue, Form
from zjdesk.store.entry import BUILT_IN, DECISION, ERASURE, PARENT, STATE, Header
from zjdesk.store.feeds import Feed
from zjdesk.store.sound import sound
from zjdesk.store.trust import SIGNED, Trust


class Status(IntEnum):
    """Whether an entry counts; of several reasons for one group the highest is its status."""

    COUNTS = 0
    AWAITED = 1
    INCOMPLETE = 2
    WITHHELD = 3
    WITHDRAWN = 4


class Incoming(NamedTuple):
    """An entry as it lies in a feed: the received lines and what they say (no values without a body)."""

    id: bytes
    header: Header
    raw: bytes
    body: bytes | None
    values: Mapping[str, Any] | None


class Verdict(NamedTuple):
    """The status of an entry with its reason and, for waiting ones, the record or entry waited for."""

    status: Status
    reason: str
    cause: bytes | None


class RecordInfo(NamedTuple):
    """Where a record with a counting creation lies.

    ``steps`` are its heads of ``_deleted`` and the life cycle, ``newest`` the latest time among them (milliseconds).
    """

    form: str
    scope: str
    order: tuple[int, str]
    steps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    newest: int = 0

    @property
    def untouched(self) -> bool:
        """Whether it was never deleted and never took a step: nothing can stand against its children."""
        return all(name == STATE and ids == (self.order[1],) for name, ids in self.steps)


COUNTS = Verdict(Status.COUNTS, "", None)
OUT = Verdict(Status.WITHDRAWN, "decision", None)


def just_made(scope: str, entry: Incoming) -> RecordInfo:
    """Return where a record lies whose one entry is its creation."""
    own = entry.id.hex()
    steps = ((STATE, (own,)),) if STATE in (entry.values or {}) else ()
    return RecordInfo(entry.header.form, scope, (entry.header.time, own), steps, entry.header.time)


Info = Callable[[str], RecordInfo | None]
Made = dict[str, RecordInfo | Incoming]  # what a group creates; few of it is asked for again


def record_scope(form: Form, parent: tuple[str, RecordInfo] | None) -> str:
    """Return the scope that a record of ``form`` lies in, from its declaration and its parent."""
    if form.scope in ("street", "office") or parent is None:
        return form.scope if form.scope == "office" else "street"
    record, info = parent
    place = f"community:{record}" if info.form == "community" else info.scope
    if form.scope == "private" and place.startswith("community:"):
        return "private:" + place.partition(":")[2]
    return place


class Judge:
    """Judges groups of one feed against what already counts."""

    def __init__(
        self,
        catalogue: Catalogue,
        info: Info,
        named: Callable[[Incoming], str | None],
        trust: Trust,
        revives: Callable[[Incoming], bool],
        leads: Callable[[Feed, bytes, str], bool | None],
    ) -> None:
        self._catalogue = catalogue
        self._info = info
        self._named = named
        self._trust = trust
        self._revives = revives
        self._leads = leads
        self.trusted: list[str] = []

    def group(self, feed: Feed, group: Sequence[Incoming], chained: Sequence[bool]) -> list[Verdict]:
        """Return a verdict for each entry; a group counts whole or not at all, and is admitted whole.

        What is admitted no longer is withheld, but still waits for what is not here.
        """
        made: Made = {}
        said = [self._named(entry) for entry in group]
        admitted = {action for action in said if action} == {"admit"}
        verdicts = [
            OUT if action in ("withdraw", "differ") else self._entry(feed, entry, links, admitted, made)
            for entry, links, action in zip(group, chained, said, strict=True)
        ]
        if not _whole(group):
            cut = Verdict(Status.INCOMPLETE, "group", None)
            verdicts = [item if item.status > cut.status else cut._replace(cause=item.cause) for item in verdicts]
        worst = max(item.status for item in verdicts)
        if worst is Status.COUNTS:
            return verdicts
        return [
            Verdict(worst, item.reason or "group", item.cause) if item.status < worst else item for item in verdicts
        ]

    def _entry(self, feed: Feed, entry: Incoming, chained: bool, admitted: bool, made: Made) -> Verdict:
        if entry.header.form in SIGNED:
            return self._signed(entry)
        if entry.values is None:
            return Verdict(Status.INCOMPLETE, "body", None)
        if not chained:
            prev = entry.header.prev
            return Verdict(Status.AWAITED, "gap", bytes.fromhex(prev) if prev else None)
        refused = self._refused(feed, entry)
        if refused is not None and not (admitted and refused.status is Status.WITHHELD):
            return refused
        found = self._own_merit(feed.scope, entry, made)
        if found.status is not Status.WITHHELD or not admitted:
            return found
        if PARENT in entry.values:
            made[entry.header.record] = entry
        return COUNTS

    def _own_merit(self, scope: str, entry: Incoming, made: Made) -> Verdict:
        if entry.header.form in BUILT_IN:
            return self._built_in(scope, entry, made)
        if PARENT in (entry.values or {}):
            return self._created(scope, entry, made)
        return self._edited(scope, entry, made)

    def _refused(self, feed: Feed, entry: Incoming) -> Verdict | None:
        name = entry.header.form
        known = name not in BUILT_IN and name in self._catalogue
        form = self._catalogue.of_version(name, entry.header.form_version) if known else None
        reason = self._trust.refusal(feed.key, feed.scope, entry.header, entry.values or {}, form)
        if not reason and self._revives(entry):
            reason = "erased"
        if reason or not self._trust.revoked:
            return Verdict(Status.WITHHELD, reason, None) if reason else None
        return self._beside(feed, entry)

    def _beside(self, feed: Feed, entry: Incoming) -> Verdict | None:
        """Refuse what a revoked key or account wrote beside the accepted chain, whatever its number says."""
        for end in self._trust.ends(feed.key, entry.header):
            leads = self._leads(feed, entry.id, end)
            if leads is None:
                return Verdict(Status.AWAITED, "gap", bytes.fromhex(end))
            if not leads:
                return Verdict(Status.WITHHELD, "revoked", None)
        return None

    def _signed(self, entry: Incoming) -> Verdict:
        """Certificates, revocations and rotations count once held, whatever else says."""
        if entry.values is None:
            return Verdict(Status.INCOMPLETE, "body", None)
        if entry.header.group[2] != 1:
            return Verdict(Status.WITHHELD, "decision_group", None)
        about = self._trust.accept(entry.header.form, entry.values)
        if about is None and self._trust.replaced(entry.header.form, entry.values):
            return Verdict(Status.WITHDRAWN, "replaced", None)
        if about is None:
            return Verdict(Status.WITHHELD, "signature", None)
        self.trusted.append(about)
        return COUNTS

    def _built_in(self, scope: str, entry: Incoming, made: Made) -> Verdict:
        header = entry.header
        if not sound(header.form, entry.values or {}):
            return Verdict(Status.WITHHELD, "malformed", None)
        if header.form == DECISION and header.group[2] != 1:
            return Verdict(Status.WITHHELD, "decision_group", None)
        if header.form == ERASURE:
            return COUNTS
        made[header.record] = RecordInfo(header.form, scope, (header.time, entry.id.hex()))
        return COUNTS

    def _created(self, scope: str, entry: Incoming, made: Made) -> Verdict:
        header = entry.header
        assert entry.values is not None
        parent = entry.values[PARENT]
        info = None if parent is None else self._found(scope, parent, made)
        if parent is not None and info is None:
            return Verdict(Status.AWAITED, "parent", bytes.fromhex(parent))
        verdict = self._placed(scope, header.form, parent, info)
        if verdict is COUNTS:
            made[header.record] = entry
        return verdict

    def _placed(self, scope: str, name: str, parent: str | None, info: RecordInfo | None) -> Verdict:
        if name not in self._catalogue:
            return COUNTS
        form = self._catalogue.form(name)
        if (parent is None) != (not form.parent) or (info and info.form not in form.parent.values()):
            return Verdict(Status.WITHHELD, "parent_form", None)
        place = record_scope(form, (parent, info) if parent and info else None)
        return COUNTS if place == scope else Verdict(Status.WITHHELD, "scope", None)

    def _found(self, scope: str, record: str, made: Made) -> RecordInfo | None:
        """Return where a record lies that this group creates, or that counts already."""
        found = made.get(record)
        if found is None:
            return self._info(record)
        return just_made(scope, found) if isinstance(found, Incoming) else found

    def _edited(self, scope: str, entry: Incoming, made: Made) -> Verdict:
        header = entry.header
        info = self._found(scope, header.record, made)
        if info is None:
            return Verdict(Status.AWAITED, "record", bytes.fromhex(header.record))
        if info.form != header.form:
            return Verdict(Status.WITHHELD, "form", None)
        return COUNTS if info.scope == scope else Verdict(Status.WITHHELD, "scope", None)


def _whole(group: Sequence[Incoming]) -> bool:
    first = group[0].header.group
    if len(group) != first[2]:
        return False
    return all(
        entry.header.group[1] == place and entry.header.group[0] == first[0] and entry.header.group[2] == first[2]
        for place, entry in enumerate(group, 1)
    )


def groups_of(rows: Sequence[Incoming]) -> list[list[Incoming]]:
    """Split a run of entries into its groups; a cut one stands alone."""
    groups: list[list[Incoming]] = []
    for entry in rows:
        last = groups[-1] if groups else None
        same = last is not None and last[-1].header.group[0] == entry.header.group[0]
        if last is not None and same and last[-1].header.seq + 1 == entry.header.seq:
            last.append(entry)
        else:
            groups.append([entry])
    return groups
