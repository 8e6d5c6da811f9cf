"""What the pages of supervision ask: who was visited when, who visits whom, and the change of that plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zjdesk.forms.suggest import Suggestion
    from zjdesk.i18n import Lang
    from zjdesk.ops.archive_items import Item
    from zjdesk.ops.assignments import Plan
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.meetings import Agenda
    from zjdesk.ops.route import Stop
    from zjdesk.ops.supervision import Matrix


class Supervising(Protocol):
    """The visits of the cycle and the plan of visits."""

    def visit_matrix(self) -> Matrix:
        """Return the visits of all projects by window."""
        ...

    def visit_plan(self, window: int) -> Plan:
        """Return who visits what in a window; 0 means the window that today lies in."""
        ...

    def assign_visits(self, window: int, wanted: Mapping[str, str | None]) -> Changes:
        """Give projects to supervisors, or to nobody."""
        ...

    def continue_plan(self, window: int) -> Changes:
        """Give what nobody has to whoever had it in the window before."""
        ...

    def spread_visits(self, window: int) -> Changes:
        """Share what nobody has out evenly."""
        ...

    def publish_plan(self, window: int) -> Changes:
        """Put the plan of a window in force."""
        ...

    def take_back_plan(self, window: int, why: str) -> Changes:
        """Make the plan of a window a draft again."""
        ...

    def archive_items(self, project: str) -> Mapping[str, Item]:
        """Return what the store holds of the seven kinds of material of a project."""
        ...

    def agenda(self, lang: Lang, until: str) -> Agenda:
        """Return what supervision has to report to a joint meeting on a day, on today for none."""
        ...

    def months_without_minutes(self) -> list[str]:
        """Return the months of the cycle of which there are no minutes."""
        ...

    def route(self, projects: Sequence[str]) -> list[Stop]:
        """Return the stops of a day by community."""
        ...

    def keep_route(self, projects: Sequence[str], target: Path, day: str, person: str, lang: Lang) -> Path:
        """Write the list of a day as PDF where a person wants it."""
        ...

    def suggested(self, project: str, lang: Lang) -> Mapping[str, Sequence[tuple[Suggestion, str]]]:
        """Return what the records suggest for a project's finding, by wave, each with why."""
        ...
