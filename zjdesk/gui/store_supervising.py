"""Supervision on a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zjdesk.forms.suggest import Suggestion
    from zjdesk.i18n import Lang
    from zjdesk.ops.archive_items import Item
    from zjdesk.ops.assignments import Plan
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.meetings import Agenda
    from zjdesk.ops.route import Stop
    from zjdesk.ops.session import Session
    from zjdesk.ops.supervision import Matrix


class SuperviseVerbs:
    """The verbs of :class:`zjdesk.gui.supervising.Supervising` on a session."""

    _session: Session

    def visit_matrix(self) -> Matrix:
        """Return the visits of all projects by window."""
        from zjdesk.ops.supervision import matrix

        return matrix(self._session)

    def visit_plan(self, window: int) -> Plan:
        """Return who visits what in a window; 0 means the window that today lies in."""
        from zjdesk.ops.assignments import plan

        return plan(self._session, window)

    def assign_visits(self, window: int, wanted: Mapping[str, str | None]) -> Changes:
        """Give projects to supervisors, or to nobody."""
        from zjdesk.ops.assignments import assign

        return assign(self._session, window, wanted)

    def continue_plan(self, window: int) -> Changes:
        """Give what nobody has to whoever had it in the window before."""
        from zjdesk.ops.assignments import as_before, assign, plan

        now = plan(self._session, window)
        before = plan(self._session, window - 1) if window > 1 else now
        return assign(self._session, window, as_before(now, before))

    def spread_visits(self, window: int) -> Changes:
        """Share what nobody has out evenly."""
        from zjdesk.ops.assignments import assign, plan, spread

        now = plan(self._session, window)
        return assign(self._session, window, spread(now, now.visitors))

    def publish_plan(self, window: int) -> Changes:
        """Put the plan of a window in force."""
        from zjdesk.ops.assignments import publish

        return publish(self._session, window)

    def take_back_plan(self, window: int, why: str) -> Changes:
        """Make the plan of a window a draft again."""
        from zjdesk.ops.assignments import take_back

        return take_back(self._session, window, why)

    def archive_items(self, project: str) -> Mapping[str, Item]:
        """Return what the store holds of the seven kinds of material of a project."""
        from zjdesk.ops.archive_items import archive_items

        return archive_items(self._session, project)

    def agenda(self, lang: Lang, until: str) -> Agenda:
        """Return what supervision has to report to a joint meeting on a day, on today for none."""
        from zjdesk.ops.meetings import agenda

        return agenda(self._session, lang=lang, until=until)

    def months_without_minutes(self) -> list[str]:
        """Return the months of the cycle of which there are no minutes."""
        from zjdesk.ops.meetings import months_without

        return months_without(self._session)

    def route(self, projects: Sequence[str]) -> list[Stop]:
        """Return the stops of a day by community."""
        from zjdesk.ops.route import route

        return route(self._session, projects)

    def keep_route(self, projects: Sequence[str], target: Path, day: str, person: str, lang: Lang) -> Path:
        """Write the list of a day as PDF where a person wants it."""
        from zjdesk.ops.route import write_route

        write_route(self._session, projects, target, day=day, person=person, lang=lang)
        return target

    def suggested(self, project: str, lang: Lang) -> Mapping[str, Sequence[tuple[Suggestion, str]]]:
        """Return what the records suggest for a project's finding, by wave, each with why."""
        from zjdesk.ops.suggested import suggested, told

        found = suggested(self._session, project)
        return {wave: [(one, told(one, lang)) for one in some] for wave, some in found.items()}
