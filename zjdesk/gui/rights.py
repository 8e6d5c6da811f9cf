"""What the window asks about people's rights: erasing, keeping periods, a person's extract, files that leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zjdesk.gui.backend import Watch
    from zjdesk.i18n import Lang
    from zjdesk.ops.copies import Copies
    from zjdesk.ops.erased import Erased
    from zjdesk.ops.retention import Line, Period
    from zjdesk.store.read import Record


@dataclass(frozen=True)
class Erasable:
    """A record whose fields may be erased: those that hold something, what they show, and what went before.

    ``kept`` is the period that forbids it, ``due`` tells whether its own is over.
    """

    record: Record
    fields: tuple[str, ...]
    kept: Period | None
    due: bool
    earlier: tuple[Erased, ...]


@dataclass(frozen=True)
class Going:
    """What an erasure would remove: how many entries and files; and where copies remain."""

    entries: int
    files: int
    copies: Copies


class Rights(Protocol):
    """What people may ask for, and what the office owes them."""

    def erasable(self, record: str) -> Erasable:
        """Return what may be erased of a record."""
        ...

    def preview_erasing(self, record: str, fields: Sequence[str]) -> Going:
        """Tell what erasing fields would remove; nothing is changed."""
        ...

    def erase(self, record: str, fields: Sequence[str], why: str) -> list[Erased]:
        """Erase fields of a record for good."""
        ...

    def erase_due(self, form: str, why: str, watch: Watch) -> list[Erased]:
        """Erase what is due of a form for good."""
        ...

    def keep_certificate(self, made: Sequence[Erased], target: Path, lang: Lang) -> Path:
        """Write the certificate of what was erased."""
        ...

    def periods(self) -> list[Line]:
        """Return how long everything is kept, what is due first."""
        ...

    def keep_periods(self, lines: Sequence[Line], target: Path, lang: Lang) -> Path:
        """Write the list of keeping periods."""
        ...

    def keep_extract(self, person: str, target: Path, why: str, lang: Lang) -> Path:
        """Write what is held about a person; the reason is noted."""
        ...

    def file_ending(self, sha: str) -> str:
        """Return the ending of a file's name by what it holds."""
        ...

    def export_file(self, sha: str, target: Path, why: str, *, original: bool) -> Path:
        """Write a file out, a photo without its place unless ``original``; the reason is noted."""
        ...
