"""What the audit page asks: lines chosen by person, action, day and words; plain data and the verbs that give it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zjdesk.i18n import Lang
    from zjdesk.ops.audit import Fault
    from zjdesk.ops.audit_sheet import Told


@dataclass(frozen=True)
class Filter:
    """Which lines are wanted; days are ISO dates, both included, and nothing named means all."""

    name: str | None = None
    verb: str | None = None
    since: str | None = None
    until: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Found:
    """The newest of the lines wanted, how many there are, who lines tell of, and where lines were tampered with."""

    lines: tuple[Told, ...]
    count: int
    people: tuple[str, ...]
    faults: tuple[Fault, ...]


class Trail(Protocol):
    """Reading the audit; NotAllowed for roles that do not."""

    def audited(self, wanted: Filter, lang: Lang, most: int) -> Found:
        """Return at most so many of the lines wanted, newest first."""
        ...

    def export_audit(self, target: Path, wanted: Filter, lang: Lang) -> int:
        """Write all lines wanted as a table; return how many."""
        ...

    def compare_audit(self, table: Path) -> tuple[int, list[Fault]]:
        """Hold the audit against a table that was exported before; return its lines, and those that differ."""
        ...

    def note_setting(self, setting: str, value: int) -> None:
        """Note that a setting on which the safety of this computer rests was changed."""
        ...
