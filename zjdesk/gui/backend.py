"""All that screens may ask of the data: a short list of verbs, called on the worker thread only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from zjdesk.gui.about import About
from zjdesk.gui.filling import Filling
from zjdesk.gui.letters import Mail
from zjdesk.gui.numbers import Numbers
from zjdesk.gui.office import Office
from zjdesk.gui.paperwork import Paperwork
from zjdesk.gui.pending import Pending
from zjdesk.gui.rights import Rights
from zjdesk.gui.rosters import Rosters
from zjdesk.gui.street_keys import StreetKeys
from zjdesk.gui.supervising import Supervising
from zjdesk.gui.surveying import Surveying
from zjdesk.gui.trail import Trail

if TYPE_CHECKING:
    from zjdesk.errors import UserError
    from zjdesk.forms.model import Catalogue
    from zjdesk.ops.changes import Change, Changes
    from zjdesk.ops.checking import Checked
    from zjdesk.ops.due import Due
    from zjdesk.ops.look import Look
    from zjdesk.ops.merges import Choice, Undoing
    from zjdesk.store.read import Record


class Watch(Protocol):
    """What long work is given: tell how far it is, ask whether to stop."""

    def __call__(self, done: int, total: int, key: str = "") -> None: ...

    def is_set(self) -> bool:
        """Tell whether a person asked to stop."""
        ...


@dataclass(frozen=True)
class Hit:
    """One record found by search: how it is named, and where it lies."""

    id: str
    form: str
    title: str


@dataclass(frozen=True)
class Candidate:
    """A record that a reference may point to; ``keys`` are its pinyin and initials.

    ``note`` tells it from others of the same name, ``fills`` is what else is known for the fields beside it.
    """

    id: str
    title: str
    keys: tuple[str, ...] = ()
    note: str = ""
    fills: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Return how it stands in a list."""
        return f"{self.title}　{self.note}" if self.note else self.title


@dataclass(frozen=True)
class Sent:
    """What an export wrote; ``files`` gives for each file whom it is for."""

    files: tuple[tuple[str, str], ...]
    entries: int
    attachments: int
    size: int


@dataclass(frozen=True)
class Shared:
    """What lies in the shared folder: bundles to look at, how many are still on their way, how many wait for one."""

    came: tuple[Path, ...]
    coming: int
    due: int


# What in a bundle needs a person, the gravest first.
ATTENTION = (
    "cut",
    "volumes_missing",
    "incomplete",
    "awaited",
    "files_missing",
    "conflicts",
    "rests",
    "duplicates",
    "withheld",
)


@dataclass(frozen=True)
class Parcel:
    """What a bundle would bring, or brought: counts by what happens to them."""

    file: str
    sender: str
    new: int = 0
    revised: int = 0
    already: int = 0
    conflicts: int = 0
    duplicates: int = 0
    withheld: int = 0
    incomplete: int = 0
    awaited: int = 0
    rests: int = 0
    cut: int = 0
    members: int = 0
    volume: int = 1
    lacking: tuple[int, ...] = ()
    files_missing: int = 0
    by_form: Mapping[str, int] = field(default_factory=dict)
    merged: int | None = None
    bundle: str = ""
    undone: int | None = None
    doubtful: tuple[str, ...] = ()

    @property
    def volumes_missing(self) -> int:
        """Return how many files of the same bundle did not come."""
        return len(self.lacking)

    @property
    def attention(self) -> int:
        """Return how many things in it need a person."""
        return sum(int(getattr(self, kind)) for kind in ATTENTION)

    @property
    def whole(self) -> bool:
        """Tell whether nothing of the file itself was lacking."""
        return not (self.cut or self.incomplete or self.files_missing)


@dataclass(frozen=True)
class Refused:
    """A file that was not taken, and why."""

    file: str
    error: UserError


@dataclass(frozen=True)
class Brought:
    """What several bundles would bring or brought; ``left`` are the files that were not reached before a stop.

    Before a merge, ``looks`` tell what is behind the counts, in the order of the parcels.
    """

    parcels: tuple[Parcel, ...]
    refused: tuple[Refused, ...] = ()
    left: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What was typed into a form and not yet saved."""

    form: str
    content: Mapping[str, Any]
    saved: int = 0


class DraftStore(Protocol):
    """Keeps drafts so that a crash or a power cut loses nothing typed."""

    def draft(self, key: str) -> Draft | None:
        """Return the draft kept under ``key``."""
        ...

    def keep_draft(self, key: str, draft: Draft) -> None:
        """Keep a draft, durably."""
        ...

    def drop_draft(self, key: str) -> None:
        """Forget a draft."""
        ...


class Records(Protocol):
    """Reading and writing records."""

    def get(self, record: str) -> Record:
        """Return a record with its heads."""
        ...

    def list_records(
        self,
        form: str,
        *,
        where: Mapping[str, Any] | None = None,
        parent: str | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        """Return the shown records of a form."""
        ...

    def reveal(self, record: str, field: str, why: str) -> Any:
        """Return the true value of a hidden field; the view is noted."""
        ...

    def unmask(self, records: Sequence[str], why: str) -> list[Record]:
        """Return records with all that this person may see; the view is noted."""
        ...

    def names(self, form: str) -> Mapping[str, str]:
        """Return how each record of a form is named."""
        ...

    def candidates(self, form: str, near: str | None = None) -> list[Candidate]:
        """Return what a reference to ``form`` may point to, those that lie in the record ``near`` first."""
        ...

    def find(self, text: str) -> list[Hit]:
        """Search everything, in Chinese, pinyin or initials."""
        ...

    def new_id(self) -> str:
        """Return an id for a record to be made."""
        ...

    def save(self, changes: Sequence[Change], *, why: str = "") -> Changes:
        """Write one action, all or none."""
        ...

    def undo(self) -> Changes:
        """Take back the last action."""
        ...

    def redo(self) -> Changes:
        """Do again what was taken back."""
        ...

    def found_in(self, project: str) -> list[Checked]:
        """Return what the business rules find in a project."""
        ...

    def add_file(self, path: Path) -> str:
        """Take in a file; return its hash."""
        ...

    def read_file(self, sha: str) -> bytes | None:
        """Return where a file lies, None when it is not here yet."""
        ...


class Exchange(Protocol):
    """Taking work to the office and back."""

    def export(self, folder: Path, watch: Watch) -> Sent:
        """Write what the others do not have yet into a folder of the stick."""
        ...

    def bundles(self, folder: Path) -> list[Path]:
        """Return the bundles that lie in a folder, newest first."""
        ...

    def look_shared(self, folder: Path) -> Shared:
        """Take part in a shared folder and tell what came and what is due there."""
        ...

    def drop(self, folder: Path, watch: Watch) -> int:
        """Write what is due into a shared folder; returns how many files that made."""
        ...

    def leave_shared(self, folder: Path) -> None:
        """Take part in a shared folder no more."""
        ...

    def preview(self, paths: Sequence[Path], watch: Watch, *, without: Choice | None = None) -> Brought:
        """Tell what merging would do, but for what is left out; nothing is written."""
        ...

    def merge(self, paths: Sequence[Path], watch: Watch, *, without: Choice | None = None) -> Brought:
        """Merge bundles, each in one transaction, but for what is left out."""
        ...

    def preview_undo(self, bundle: str) -> Undoing:
        """Tell what taking a merge back would do; nothing is written."""
        ...

    def undo_merge(self, bundle: str, why: str) -> None:
        """Take a merge back (the office's)."""
        ...

    def redo_merge(self, bundle: str, why: str) -> None:
        """Let a merge that was taken back count again (the office's)."""
        ...

    def merges(self) -> list[Parcel]:
        """Return the register of merges, newest first."""
        ...


class Backend(
    Records,
    Exchange,
    Numbers,
    DraftStore,
    Filling,
    Mail,
    Office,
    Paperwork,
    Pending,
    Rights,
    Rosters,
    StreetKeys,
    Supervising,
    Surveying,
    Trail,
    Protocol,
):
    """Everything together, and the store itself."""

    def about(self) -> About:
        """Tell whose store this is."""
        ...

    def catalogue(self) -> Catalogue:
        """Return the declarations that are in force here: the program's own, and those that the office issued."""
        ...

    def due(self) -> list[Due]:
        """Return what there is to do for whoever is signed in, the most urgent first."""
        ...

    def back_up(self) -> Path:
        """Make a backup now; return its place."""
        ...

    def close(self) -> None:
        """Close the store."""
        ...
