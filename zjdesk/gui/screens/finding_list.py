"""The findings of both waves, and the projects that are not judged yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zjdesk.gui.backend import Backend
from zjdesk.gui.places import entry_of
from zjdesk.gui.screens.oversight import Listed, OversightList
from zjdesk.gui.screens.record_table import names_for
from zjdesk.gui.widgets.table_model import Line

if TYPE_CHECKING:
    from zjdesk.store.read import Record

_MISSING = {"findings_missing_final": "final", "findings_missing_mid": "mid"}
_NEW = "new"


class FindingList(OversightList):
    """Findings by project; Enter on a project that is not judged begins its finding."""

    form_name = "evaluation_finding"
    filters = ("findings_all", "findings_missing_mid", "findings_missing_final", "findings_overridden")

    def read(self, backend: Backend) -> Listed:
        """Read the findings, and which projects are to be judged."""
        names = {**names_for(backend, self._form), "project": backend.names("project")}
        projects = [one.id for one in backend.visit_matrix().rows]
        return Listed(backend.list_records(self.form_name), names, None, projects)

    def tell(self, now: Listed) -> str:
        """Say how many are still to be judged, and how often the suggestion was not taken."""
        left = {wave: len(self._missing(now, wave)) for wave in _MISSING.values()}
        overridden = sum(one.values.get("overridden") is True for one in now.records)
        return self._ctx.t("supervision.findings_told", all=len(now.told), overridden=overridden, **left)

    def wanted(self, record: Record, which: str) -> bool:
        """Show all, or those in which the suggestion was not taken."""
        return which == "findings_all" or record.values.get("overridden") is True

    def order(self, record: Record) -> tuple[str, ...]:
        """Arrange by project, the mid-term finding before the final one."""
        names = self._now.names["project"] if self._now else {}
        return (names.get(record.parent or "", ""), "" if record.values.get("wave") == "mid" else "z")

    def lines(self, now: Listed, which: str) -> list[Line]:
        """Return findings, or the projects that lack one."""
        if which not in _MISSING:
            return super().lines(now, which)
        width = len(self.table.model.heads)
        said = self._ctx.t("supervision.not_judged")
        names = sorted((now.names["project"].get(own, ""), own) for own in self._missing(now, _MISSING[which]))
        tones = ("", "warn") + ("",) * (width - 2)
        return [Line((_NEW, own), (name, said, *("",) * (width - 2)), tones=tones) for name, own in names]

    def open_line(self, key: tuple[str, str]) -> None:
        """Show a finding, or begin that of a project."""
        if key[0] == _NEW:
            self._ctx.wire.go.emit(*entry_of(self.form_name, key[1]))
        else:
            super().open_line(key)

    def _missing(self, now: Listed, wave: str) -> list[str]:
        judged = {one.parent for one in now.records if one.values.get("wave") == wave}
        return [own for own in now.told if own not in judged]
