"""What the pages Exchange and Settings ask about people and computers: plain data and the verbs that give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zjdesk.i18n import Lang
    from zjdesk.ops.completeness import Completeness
    from zjdesk.ops.loss import Loss
    from zjdesk.ops.next_cycle import Opened
    from zjdesk.store.read import Record

KINDS = ("liaison", "supervisor", "lead")


@dataclass(frozen=True)
class Person:
    """Somebody who signs in at this computer."""

    name: str
    role: str


@dataclass(frozen=True)
class Laptop:
    """A computer of the programme; ``invited`` in milliseconds, None for one that was not invited from here.

    ``last_seen`` is when the newest change received from it was made, ``held`` how many of its changes are here,
    ``missing`` how many are known to exist but have not arrived; ``state`` is one of invited, joined, certified,
    revoked, disputed, and ``late`` how many came after it was revoked and do not count.
    """

    name: str
    kind: str
    communities: tuple[str, ...]
    invited: int | None
    joined: bool
    held: int = 0
    missing: int = 0
    last_seen: int | None = None
    id: str = ""
    state: str = "invited"
    accepted: int = 0
    late: int = 0

    @property
    def silent(self) -> bool:
        """Tell whether nothing has arrived from it yet."""
        return self.held == 0


@dataclass(frozen=True)
class Wanted:
    """A computer to be invited; communities by their codes."""

    label: str
    kind: str
    communities: tuple[str, ...]


@dataclass(frozen=True)
class Invitation:
    """An invitation as made: its file, and the code that is given separately."""

    label: str
    kind: str
    file: Path
    code: str


@dataclass(frozen=True)
class Rival:
    """One of several computers that claim the same invitation; times in milliseconds."""

    key: str
    people: tuple[str, ...]
    changes: int
    first: int
    last: int


@dataclass(frozen=True)
class Dispute:
    """An invitation that several computers claim."""

    installation: str
    label: str
    rivals: tuple[Rival, ...]


@dataclass(frozen=True)
class Answer:
    """The answer to a forgotten passphrase: its file, and the code that is given on paper."""

    file: Path
    code: str


class Office(Protocol):
    """People and computers."""

    def people(self) -> list[Person]:
        """Return who signs in at this computer."""
        ...

    def roles(self) -> tuple[str, ...]:
        """Return the roles that people of this computer may have."""
        ...

    def add_person(self, name: str, role: str, passphrase: str) -> None:
        """Let another person sign in here."""
        ...

    def disable_person(self, name: str) -> None:
        """Let a person sign in here no longer."""
        ...

    def change_passphrase(self, old: str, new: str) -> None:
        """Give the person who is signed in another passphrase."""
        ...

    def latest_cycle(self) -> Record | None:
        """Return the cycle that began last."""
        ...

    def open_next_cycle(self, name: str, start: str, end: str, why: str = "") -> Opened:
        """Archive the latest cycle and open the next one."""
        ...

    def laptops(self) -> list[Laptop]:
        """Return the other computers of the programme and what has arrived from them."""
        ...

    def completeness(self) -> Completeness:
        """Return who handed in what, who is overdue, and what to ask for."""
        ...

    def newest_of(self, feeds: Sequence[str]) -> list[str]:
        """Return the records that feeds changed last."""
        ...

    def without_files(self, feeds: Sequence[str]) -> list[str]:
        """Return the records of feeds whose attachments have not arrived."""
        ...

    def keep_asks(self, found: Completeness, target: Path, lang: Lang) -> Path:
        """Write the list of what to ask for."""
        ...

    def invite(self, wanted: Sequence[Wanted], folder: Path) -> list[Invitation]:
        """Write invitation files into a folder."""
        ...

    def invitation_rows(self, table: Path) -> list[Wanted]:
        """Read the computers to be invited from a CSV or Excel table."""
        ...

    def revoke(self, installation: str, why: str) -> None:
        """Let nothing count that a computer writes from now on."""
        ...

    def disputes(self) -> list[Dispute]:
        """Return the invitations that several computers claim."""
        ...

    def decide(self, installation: str, key: str) -> None:
        """Decide which of several computers is the invited one."""
        ...

    def answer_recovery(self, request: Path, folder: Path) -> Answer:
        """Answer a computer whose passphrase was forgotten."""
        ...

    def loss(self, installation: str) -> Loss:
        """Return what a computer may hold and what of it counts."""
        ...

    def keep_loss(self, found: Loss, target: Path, lang: Lang) -> Path:
        """Write the report of a lost computer."""
        ...
