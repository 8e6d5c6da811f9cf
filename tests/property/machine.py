"""The state machine: any of the street's stores does any of these things, in any order."""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.property import carrying, work
from tests.property.places import declared_once
from tests.property.town import LAPTOPS, Template, Town
from zjdesk.store import ids, keys

NUMBER = st.integers(0, 20)
FLAG = st.booleans()
TOTALS: Counter[str] = Counter()
# What people seldom do, and how often a run may hold it at most; instead of one more they do ordinary work. Hypothesis
# leaves most rules out of many runs: without this, some would be fifty revocations of the same laptop.
SELDOM = {"keep_copy": 3, "revoke": 2, "copy_disk": 3, "forget": 4, "issue": 4, "assign": 4, "put_back": 4, "clock": 6}
SELDOM |= {"look": 6, "export": 10, "undo": 12, "join": 8, "merge": 15}
_HOME: list[Template] = []


class _Source:
    """Random bytes that come again with the same seed: ids break ties, so a run must have its own."""

    def __init__(self) -> None:
        self.chance = random.Random(0)

    def urandom(self, size: int) -> bytes:
        """Return as many bytes."""
        return self.chance.randbytes(size)

    def private_key(self) -> str:
        """Return a key to sign with."""
        return self.urandom(32).hex()


SOURCE = _Source()


@contextlib.contextmanager
def template() -> Iterator[Template]:
    """Make the stores that every run starts from, in memory where the machine has such a place."""
    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder,
        patch.object(ids, "os", SOURCE),
        patch.object(keys, "new_private_key", SOURCE.private_key),
        declared_once(),
    ):
        made = Template(Path(folder))
        _HOME.append(made)
        try:
            yield made
        finally:
            _HOME.remove(made)
            made.close()


class TownMachine(RuleBasedStateMachine):
    """Two to five stores, two of them the office's."""

    def __init__(self) -> None:
        super().__init__()
        self.town: Town | None = None
        self.steps = 0
        self.asked: Counter[str] = Counter()
        self.chance = random.Random(0)

    @initialize(laptops=st.integers(0, 2), seed=st.integers(0, 1 << 16), copied=st.integers(0, 3), place=NUMBER)
    def begin(self, laptops: int, seed: int, copied: int, place: int) -> None:
        """Open the stores; in every fourth run a disk is copied at once, in every fourth a copy is kept."""
        names = ["office", LAPTOPS[0][0], *(label for label, _, _ in LAPTOPS[1 : 1 + laptops])]
        folder = Path(tempfile.mkdtemp(dir=_HOME[0].folder))
        self.chance = random.Random(seed)
        SOURCE.chance = random.Random(f"ids {seed}")
        self.town = Town(_HOME[0], folder, names)
        for form in ("person", "project", "activity_record", "photo"):
            work.create(self.town, self.town.places[0], form, seed % 2, bool(seed % 3))
        self.town.exchange_all()
        if copied == 3:
            self.do("copy_disk", carrying.copy_disk, self.town, self.town.place(place), knows=bool(seed % 2))
        elif copied == 2:
            self.do("keep_copy", carrying.keep_copy, self.town, self.town.place(place))

    @property
    def there(self) -> Town:
        """The town of this run."""
        assert self.town is not None
        return self.town

    def do(self, name: str, action: Any, *given: Any, **named: Any) -> None:
        """Do one thing; what the program refuses is a step as well."""
        self.steps += 1
        self.asked[name] += 1
        if self.asked[name] > SELDOM.get(name, self.asked[name]):
            name, action, given, named = self._ordinary()
        try:
            action(*given, **named)
            self.there.seen[f"done {name}"] += 1
        except work.REFUSED:
            self.there.seen[f"refused {name}"] += 1

    def _ordinary(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        """Return what is done in the place of what was done often enough: mostly edits, and exchanges."""
        town, drawn = self.there, [self.chance.randrange(21) for _ in range(4)]
        place = town.place(drawn[0])
        which = self.chance.randrange(8)
        if which < 3:
            return "edit", work.edit, (town, place, drawn[1] % 4, drawn[2], drawn[3]), {"late": False}
        if which < 6:
            return "carry", carrying.carry, (town, place, town.place(drawn[1])), {}
        if which < 7:
            return "answer", work.answer, (town, place, drawn[1], drawn[2]), {}
        form = carrying.FORMS[drawn[1] % len(carrying.FORMS)]
        return "create", work.create, (town, place, form, drawn[2], bool(drawn[3] % 2)), {}

    @rule(who=NUMBER, form=st.sampled_from(carrying.FORMS), number=NUMBER, child=FLAG)
    def create(self, who: int, form: str, number: int, child: bool) -> None:
        """Make a record."""
        self.do("create", work.create, self.there, self.there.place(who), form, number, child)

    @rule(who=NUMBER, number=NUMBER, field=NUMBER, content=NUMBER, late=FLAG)
    def edit(self, who: int, number: int, field: int, content: int, late: bool) -> None:
        """Set a field."""
        self.do("edit", work.edit, self.there, self.there.place(who), number, field, content, late=late)

    @rule(who=NUMBER, number=NUMBER, field=NUMBER, content=NUMBER)
    def edit_again(self, who: int, number: int, field: int, content: int) -> None:
        """Set a field of one of the newest records; edits are what there is most of."""
        self.do("edit", work.edit, self.there, self.there.place(who), number % 3, field, content, late=False)

    @rule(who=NUMBER, number=NUMBER)
    def look(self, who: int, number: int) -> None:
        """Open a window."""
        self.do("look", work.look, self.there.place(who), number)

    @rule(who=NUMBER, number=NUMBER, to=NUMBER)
    def step(self, who: int, number: int, to: int) -> None:
        """Take a step of a life cycle."""
        self.do("step", work.step, self.there.place(who), number, to)

    @rule(who=NUMBER, number=NUMBER)
    def delete(self, who: int, number: int) -> None:
        """Delete or restore."""
        self.do("delete", work.delete, self.there.place(who), number)

    @rule(who=NUMBER, number=NUMBER)
    def restore(self, who: int, number: int) -> None:
        """Restore what was deleted."""
        self.do("restore", work.restore, self.there.place(who), number)

    @rule(who=NUMBER, number=NUMBER, other=NUMBER)
    def join(self, who: int, number: int, other: int) -> None:
        """Join two records."""
        self.do("join", work.join, self.there.place(who), number, other)

    @rule(who=NUMBER, number=NUMBER, how=NUMBER)
    def answer(self, who: int, number: int, how: int) -> None:
        """Settle a question."""
        self.do("answer", work.answer, self.there, self.there.place(who), number, how)

    @rule(who=NUMBER, again=FLAG)
    def take_back(self, who: int, again: bool) -> None:
        """Undo or redo an action."""
        self.do("undo", work.take_back, self.there.place(who), again=again)

    @rule(who=NUMBER, number=NUMBER, size=NUMBER, admit=FLAG)
    def decide(self, who: int, number: int, size: int, admit: bool) -> None:
        """Admit or withdraw."""
        self.do("decide", work.decide, self.there.office(who), number, size, admit=admit)

    @rule(who=NUMBER, number=NUMBER, field=NUMBER)
    def erase(self, who: int, number: int, field: int) -> None:
        """Erase."""
        self.do("erase", work.erase, self.there, self.there.office(who), number, field)

    @rule(who=NUMBER, small=FLAG, everything=FLAG)
    def hand_out(self, who: int, small: bool, everything: bool) -> None:
        """Export."""
        stick = self.there.stick
        self.do("export", carrying.hand_out, self.there.place(who), stick, small=small, everything=everything)

    @rule(who=NUMBER, number=st.integers(0, 60), look_first=FLAG)
    def bring(self, who: int, number: int, look_first: bool) -> None:
        """Merge one file."""
        self.do("merge", carrying.bring, self.there.place(who), self.there.stick, number, look_first=look_first)

    @rule(who=NUMBER, number=st.integers(0, 60), cut=FLAG)
    def bring_part(self, who: int, number: int, cut: bool) -> None:
        """Merge one file in part."""
        self.do("merge in part", carrying.bring_part, self.there, self.there.place(who), number, cut=cut)

    @rule(giver=NUMBER, taker=NUMBER)
    def carry(self, giver: int, taker: int) -> None:
        """Export and merge."""
        self.do("carry", carrying.carry, self.there, self.there.place(giver), self.there.place(taker))

    @rule(giver=NUMBER, taker=NUMBER)
    def carry_again(self, giver: int, taker: int) -> None:
        """Export and merge; without it stores would know little of each other."""
        self.do("carry", carrying.carry, self.there, self.there.place(giver), self.there.place(taker))

    @rule(who=NUMBER, number=NUMBER, look_first=FLAG)
    def undo_merge(self, who: int, number: int, look_first: bool) -> None:
        """Undo or redo a merge."""
        self.do("undo merge", carrying.take_back, self.there.office(who), number, look_first=look_first)

    @rule(who=NUMBER, knows=FLAG)
    def copy_disk(self, who: int, knows: bool) -> None:
        """Copy a disk."""
        self.do("copy_disk", carrying.copy_disk, self.there, self.there.place(who), knows=knows)

    @rule(who=NUMBER)
    def keep_copy(self, who: int) -> None:
        """Back up."""
        self.do("keep_copy", carrying.keep_copy, self.there, self.there.place(who))

    @rule(who=NUMBER, number=NUMBER)
    def put_back(self, who: int, number: int) -> None:
        """Restore a backup."""
        self.do("put_back", carrying.put_back, self.there, self.there.place(who), number)

    @rule(who=NUMBER, years=st.integers(-3, 3))
    def clock(self, who: int, years: int) -> None:
        """Set a clock wrong."""
        self.do("clock", self.there.place(who).tick, years * carrying.YEAR)

    @rule(who=NUMBER, number=NUMBER)
    def issue(self, who: int, number: int) -> None:
        """Issue a form."""
        self.do("issue", carrying.issue, self.there, self.there.office(who), number)

    @rule(who=NUMBER, number=NUMBER, codes=NUMBER)
    def assign(self, who: int, number: int, codes: int) -> None:
        """Give a laptop other communities."""
        self.do("assign", carrying.assign, self.there.office(who), number, codes)

    @rule(who=NUMBER, number=NUMBER)
    def drop(self, who: int, number: int) -> None:
        """Forget a community."""
        self.do("forget", carrying.drop, self.there.place(who), number)

    @rule(who=NUMBER, number=NUMBER)
    def revoke(self, who: int, number: int) -> None:
        """Revoke a laptop."""
        self.do("revoke", carrying.revoke, self.there, self.there.office(who), number)

    @invariant()
    def oracle_agrees(self) -> None:
        """Every store that something was done at is as the oracle says."""
        if self.town is not None:
            self.town.check()

    def teardown(self) -> None:
        """At the end of a run everybody exchanges with everybody, and all is compared."""
        if self.town is None:
            return
        try:
            self.town.check_whole(self.chance)
            self.town.agree(self.chance)
        finally:
            self._count(self.town)
            self.town.close()
            shutil.rmtree(self.town.folder, ignore_errors=True)

    def _count(self, town: Town) -> None:
        TOTALS.update(town.seen)
        copied = town.seen["clone"] + town.seen["fork"] > 0
        TOTALS.update({"steps": self.steps, "runs": 1, "runs with copies": int(copied)})
        TOTALS.update({f"runs with {kind}": 1 for kind in ("clone", "fork", "restore") if town.seen[kind]})
