"""The audit of a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from zjdesk.gui.trail import Filter, Found
from zjdesk.settings import milliseconds

if TYPE_CHECKING:
    from zjdesk.i18n import Lang
    from zjdesk.ops.audit import Fault, Wanted
    from zjdesk.ops.session import Session


class TrailVerbs:
    """The verbs of :class:`zjdesk.gui.trail.Trail` on a session."""

    _session: Session

    def audited(self, wanted: Filter, lang: Lang, most: int) -> Found:
        """Return at most so many of the lines wanted, newest first."""
        from zjdesk.ops import audit, audit_sheet

        lines = audit_sheet.chosen(self._session, _wanted(wanted), wanted.text, lang=lang)
        people = tuple(name for name in audit.people(self._session) if name)
        return Found(tuple(lines[:most]), len(lines), people, tuple(audit.faults(self._session)))

    def export_audit(self, target: Path, wanted: Filter, lang: Lang) -> int:
        """Write all lines wanted as a table; return how many."""
        from zjdesk.ops import audit_sheet

        return audit_sheet.export(self._session, target, _wanted(wanted), wanted.text, lang=lang)

    def compare_audit(self, table: Path) -> tuple[int, list[Fault]]:
        """Hold the audit against a table that was exported before; return its lines, and those that differ."""
        from zjdesk.ops.audit_compare import compare

        return compare(self._session, table)

    def note_setting(self, setting: str, value: int) -> None:
        """Note that a setting on which the safety of this computer rests was changed."""
        from zjdesk.ops import audit

        audit.note_setting(self._session, setting, value)


def _wanted(wanted: Filter) -> Wanted:
    from zjdesk.ops.audit import Wanted

    after = date.fromisoformat(wanted.until) + timedelta(days=1) if wanted.until else None
    return Wanted(
        wanted.verb,
        milliseconds(wanted.since) if wanted.since else None,
        milliseconds(after.isoformat()) if after else None,
        wanted.name,
    )
