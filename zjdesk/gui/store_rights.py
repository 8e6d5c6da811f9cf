"""People's rights on a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zjdesk.gui.rights import Erasable, Going

if TYPE_CHECKING:
    from zjdesk.gui.backend import Watch
    from zjdesk.i18n import Lang
    from zjdesk.ops.erased import Erased
    from zjdesk.ops.retention import Line
    from zjdesk.ops.session import Session


class RightsVerbs:
    """The verbs of :class:`zjdesk.gui.rights.Rights` on a session."""

    _session: Session
    _names: dict[str, dict[str, str]]

    def erasable(self, record: str) -> Erasable:
        """Return what may be erased of a record."""
        from zjdesk.ops import erase, queries, retention
        from zjdesk.ops.erased import erasures

        found = queries.get(self._session, record)
        form = self._session.store.catalogue.form(found.form)
        fields = tuple(name for name in erase.personal(form) if found.values.get(name) is not None)
        period = retention.period_of(self._session, found.form, record)
        return Erasable(
            found,
            fields,
            period if period is not None and period.state == retention.KEPT else None,
            period is not None and period.state in (retention.DUE, retention.WITHDRAWN),
            tuple(erasures(self._session, record)),
        )

    def preview_erasing(self, record: str, fields: Sequence[str]) -> Going:
        """Tell what erasing fields would remove; nothing is changed."""
        from zjdesk.ops import erase
        from zjdesk.ops.copies import copies

        what = erase.preview(self._session, record, fields)
        return Going(len(what.entries), len(what.files), copies(self._session, what.scope))

    def erase(self, record: str, fields: Sequence[str], why: str) -> list[Erased]:
        """Erase fields of a record for good."""
        from zjdesk.ops import erase

        made = [erase.erase(self._session, record, fields, why)]
        self._names.clear()
        return made

    def erase_due(self, form: str, why: str, watch: Watch) -> list[Erased]:
        """Erase what is due of a form for good."""
        from zjdesk.ops import erase

        made = erase.erase_due(self._session, form, why, progress=watch, cancel=watch)
        self._names.clear()
        return made

    def keep_certificate(self, made: Sequence[Erased], target: Path, lang: Lang) -> Path:
        """Write the certificate of what was erased."""
        from zjdesk.ops.certificate import write_certificate

        write_certificate(self._session, made, target, lang=lang)
        return target

    def periods(self) -> list[Line]:
        """Return how long everything is kept, what is due first."""
        from zjdesk.ops.retention import retention

        return retention(self._session)

    def keep_periods(self, lines: Sequence[Line], target: Path, lang: Lang) -> Path:
        """Write the list of keeping periods."""
        from zjdesk.ops.retention_sheet import write_list

        write_list(self._session, lines, target, lang=lang)
        return target

    def keep_extract(self, person: str, target: Path, why: str, lang: Lang) -> Path:
        """Write what is held about a person; the reason is noted."""
        from zjdesk.ops.extract import write_extract

        write_extract(self._session, person, target, why=why, lang=lang)
        return target

    def file_ending(self, sha: str) -> str:
        """Return the ending of a file's name by what it holds."""
        from zjdesk.ops import files

        return files.suffix(self._session, sha)

    def export_file(self, sha: str, target: Path, why: str, *, original: bool) -> Path:
        """Write a file out, a photo without its place unless ``original``; the reason is noted."""
        from zjdesk.ops import files

        return files.export_copy(self._session, sha, target, why, original=original)
