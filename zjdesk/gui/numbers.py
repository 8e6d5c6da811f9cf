"""What the window asks of figures and the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zjdesk.gui.backend import Watch
    from zjdesk.i18n import Lang
    from zjdesk.report.blocks import Figure
    from zjdesk.report.traces import Trace
    from zjdesk.store.read import Record


@dataclass(frozen=True)
class Printed:
    """A report as PDF; ``missing`` are the characters that no font could draw, ``as_of`` its own day if it has one."""

    data: bytes
    pages: int
    missing: tuple[str, ...] = ()
    as_of: str = ""


@dataclass(frozen=True)
class Frozen:
    """A frozen report: the day, its pages, its file's SHA-256, and the records of which something came later."""

    id: str
    frozen_on: str
    pages: int
    pdf: str
    late: tuple[str, ...]


class Numbers(Protocol):
    """Figures and the report."""

    def figures(self, lang: Lang, *, wave: str, community: str | None = None) -> tuple[Figure, ...]:
        """Return 图1 to 图17 of a wave, of the street or of one community."""
        ...

    def further(self, lang: Lang, *, wave: str, community: str | None, drawn: frozenset[str]) -> tuple[Figure, ...]:
        """Return the indicators that are not ``drawn`` in a figure, those that exist for the wave."""
        ...

    def gathered(self, ids: Iterable[str]) -> list[Record]:
        """Return the shown records of these ids."""
        ...

    def traced(self, trace: Trace) -> list[Record]:
        """Return the records behind a number."""
        ...

    def report(self, lang: Lang, as_of: str | None, watch: Watch) -> Printed:
        """Return the report as PDF, as the data stood on a day."""
        ...

    def freeze_report(self, lang: Lang, as_of: str | None, watch: Watch) -> str:
        """Keep the report and what it was made from; return its record's id."""
        ...

    def frozen(self) -> list[Frozen]:
        """Return the frozen reports, the newest first; none but at the office."""
        ...

    def keep_frozen(self, frozen: Frozen, target: Path) -> Path:
        """Write a frozen report where a person wants it."""
        ...

    def keep_report(self, printed: Printed, target: Path) -> Path:
        """Write a report that was looked through where a person wants it."""
        ...
