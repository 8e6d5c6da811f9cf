"""The verbs of the screens on a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zjdesk.gui.about import About
from zjdesk.gui.backend import Candidate, Draft, Hit, Watch
from zjdesk.gui.numbers import Printed
from zjdesk.gui.pinyin import keys
from zjdesk.gui.store_exchange import ExchangeVerbs
from zjdesk.gui.store_figures import FigureVerbs
from zjdesk.gui.store_keys import KeyVerbs
from zjdesk.gui.store_mail import MailVerbs
from zjdesk.gui.store_office import OfficeVerbs
from zjdesk.gui.store_papers import PaperVerbs
from zjdesk.gui.store_pending import PendingVerbs
from zjdesk.gui.store_photos import PhotoVerbs
from zjdesk.gui.store_rights import RightsVerbs
from zjdesk.gui.store_rosters import RosterVerbs
from zjdesk.gui.store_supervising import SuperviseVerbs
from zjdesk.gui.store_surveying import SurveyVerbs
from zjdesk.gui.store_trail import TrailVerbs
from zjdesk.ops import queries, search
from zjdesk.ops.session import Session

if TYPE_CHECKING:
    from zjdesk.forms.model import Catalogue
    from zjdesk.i18n import Lang
    from zjdesk.ops.changes import Change, Changes
    from zjdesk.ops.checking import Checked
    from zjdesk.report.blocks import Figure
    from zjdesk.report.traces import Trace
    from zjdesk.store.read import Record

_MOST_HITS = 40
_FOUND_FIRST = ("project", "person", "community")


class StoreBackend(
    ExchangeVerbs,
    FigureVerbs,
    KeyVerbs,
    MailVerbs,
    OfficeVerbs,
    PaperVerbs,
    PendingVerbs,
    PhotoVerbs,
    RightsVerbs,
    RosterVerbs,
    SuperviseVerbs,
    SurveyVerbs,
    TrailVerbs,
):
    """A session with the names of its records kept at hand."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: dict[str, dict[str, str]] = {}
        self._looked: dict[str, int | None] = {}

    # The store itself

    def about(self) -> About:
        """Tell whose store this is."""
        from zjdesk.ops import exchange

        session = self._session
        own = session.store.installation
        backup, exported = session.store.get("backup"), session.store.get("last_export")
        return About(
            store=own.name,
            path=str(session.store.path),
            kind=own.kind,
            account=session.account.name,
            role=session.account.role,
            unsent=exchange.unsent(session),
            backup=int(backup) if backup else None,
            exported=int(exported) if exported else None,
        )

    def catalogue(self) -> Catalogue:
        """Return the declarations that are in force here: the program's own, and those that the office issued."""
        return self._session.store.catalogue

    def back_up(self) -> Path:
        """Make a backup now; return its place."""
        from zjdesk.ops import maintain

        return maintain.backup(self._session, self._session.store.path / "backups")

    def close(self) -> None:
        """Close the store."""
        self._session.close()

    # Records

    def get(self, record: str) -> Record:
        """Return a record with its heads."""
        return queries.get(self._session, record)

    def list_records(
        self,
        form: str,
        *,
        where: Mapping[str, Any] | None = None,
        parent: str | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        """Return the shown records of a form."""
        return queries.list_records(self._session, form, where=where, parent=parent, limit=limit)

    def reveal(self, record: str, field: str, why: str) -> Any:
        """Return the true value of a hidden field; the view is noted."""
        from zjdesk.ops import privacy

        return privacy.reveal(self._session, record, field, why)

    def unmask(self, records: Sequence[str], why: str) -> list[Record]:
        """Return records with all that this person may see; the view is noted."""
        from zjdesk.ops import privacy

        return privacy.unmask(self._session, [queries.get(self._session, one) for one in records], why)

    def names(self, form: str) -> Mapping[str, str]:
        """Return how each record of a form is named."""
        if form not in self._names:
            records = queries.list_records(self._session, form)
            self._names[form] = {record.id: self._title(record) for record in records}
        return self._names[form]

    def _title(self, record: Record) -> str:
        form = self._session.store.catalogue.form(record.form)
        parts = []
        for name in search.open_title(form):
            field, value = form.field(name), record.values.get(name)
            if value in (None, ""):
                continue
            choice = field.choice(str(value)) if field.type == "choice" else None
            target = self.names(field.to) if field.type == "ref" and field.to else {}
            parts.append(choice.label.zh if choice else target.get(str(value), str(value)))
        return " ".join(parts) or form.label.zh

    def candidates(self, form: str, near: str | None = None) -> list[Candidate]:
        """Return what a reference to ``form`` may point to, those that lie in ``near`` first."""
        names = self.names(form)
        inside = set(self._inside(form, near))
        found = [Candidate(one, title, keys(title)) for one, title in names.items()]
        return sorted(found, key=lambda candidate: (candidate.id not in inside, candidate.keys[:1]))

    def earlier_values(self, form: str, near: str | None = None) -> Mapping[str, list[Candidate]]:
        """Return what was typed before into the lines of a form, by field, the latest first."""
        from zjdesk.ops import earlier_values

        known = earlier_values.earlier_values(self._session, form, near)
        return {name: [Candidate("", value, keys(value)) for value in values] for name, values in known.items()}

    def _inside(self, form: str, near: str | None) -> list[str]:
        """Return the records of a form in ``near``, or in the nearest record above it that holds any."""
        while near is not None:
            found = queries.list_records(self._session, form, parent=near)
            if found:
                return [record.id for record in found]
            near = queries.get(self._session, near).parent
        return []

    def find(self, text: str) -> list[Hit]:
        """Search everything, in Chinese, pinyin or initials."""
        hits: list[Hit] = []
        for form in self._searched():
            found = search.find(self._session, text, form=form, limit=_MOST_HITS - len(hits))
            names = self.names(form) if found else {}
            hits += [Hit(one.id, form, names.get(one.id, one.title)) for one in found]
        return hits

    def _searched(self) -> list[str]:
        """Return the forms to search, projects and people first; a form named by references is found by its parts."""
        catalogue = self._session.store.catalogue
        forms = [catalogue.form(name) for name in catalogue.names()]
        plain = [one.name for one in forms if one.search and not any(one.field(part).to for part in one.title)]
        return sorted(plain, key=lambda name: (name not in _FOUND_FIRST, name))

    def new_id(self) -> str:
        """Return an id for a record to be made."""
        from zjdesk.ops import edit

        return edit.new_id(self._session)

    def save(self, changes: Sequence[Change], *, why: str = "") -> Changes:
        """Write one action, all or none."""
        from zjdesk.ops import edit

        return self._forget(edit.save(self._session, changes, why=why))

    def found_in(self, project: str) -> list[Checked]:
        """Return what the business rules find in a project."""
        from zjdesk.ops import checking

        return checking.of_project(self._session, project)

    def undo(self) -> Changes:
        """Take back the last action."""
        from zjdesk.ops import undo

        return self._forget(undo.undo(self._session))

    def redo(self) -> Changes:
        """Do again what was taken back."""
        from zjdesk.ops import undo

        return self._forget(undo.redo(self._session))

    def _forget(self, changes: Changes) -> Changes:
        if changes.forms & self._names.keys():
            self._names.clear()
        return changes

    def add_file(self, path: Path) -> str:
        """Take in a file; return its hash."""
        from zjdesk.ops import files

        return files.add_file(self._session, path)

    def read_file(self, sha: str) -> bytes | None:
        """Return a file's bytes, None when it is not here yet."""
        from zjdesk.ops import files

        return files.read_file(self._session, sha)

    # Drafts

    def draft(self, key: str) -> Draft | None:
        """Return the draft kept under ``key``."""
        from zjdesk.ops import drafts

        content = drafts.load(self._session, self._own(key))
        return None if content is None else Draft(key.partition(":")[0], content)

    def keep_draft(self, key: str, draft: Draft) -> None:
        """Keep a draft, durably."""
        from zjdesk.ops import drafts

        drafts.keep(self._session, self._own(key), draft.form, draft.content)

    def drop_draft(self, key: str) -> None:
        """Forget a draft."""
        from zjdesk.ops import drafts

        drafts.discard(self._session, self._own(key))

    def _own(self, key: str) -> str:
        """Return the key of this person's draft; several may sit at one computer."""
        return f"{self._session.account.id}:{key}"

    # Numbers

    def figures(self, lang: Lang, *, wave: str, community: str | None = None) -> tuple[Figure, ...]:
        """Return 图1 to 图17 of a wave, of the street or of one community (by its code)."""
        from zjdesk.gui.local_figures import localised
        from zjdesk.ops import reporting

        whole = reporting.build_report(self._session, lang=lang).figures
        if wave == "final" and community is None:
            return whole
        other = None if wave == "final" else wave
        counted: dict[tuple[str, str | None], dict[str, tuple[int, int | None, str]]] = {}

        def count(indicator: str, key: str, of: str | None) -> tuple[int, int | None, str]:
            if (indicator, of) not in counted:
                counted[indicator, of] = self._counted(indicator, of, community)
            return counted[indicator, of][key]

        return tuple(localised(whole, lang, count, wave=other, community=community))

    def _counted(
        self, indicator: str, wave: str | None, community: str | None
    ) -> dict[str, tuple[int, int | None, str]]:
        from zjdesk.ops import figures

        shown = figures.show(self._session, indicator, wave=wave, community=community)
        return {one.key: (one.n, one.base, one.share or "—") for one in shown}

    def traced(self, trace: Trace) -> list[Record]:
        """Return the records behind a number."""
        from zjdesk.ops import figures

        parts = dict(trace.breakdown)
        return self.gathered(
            figures.behind(
                self._session, trace.indicator, trace.key, community=parts.get("community"), wave=parts.get("wave")
            )
        )

    def gathered(self, ids: Iterable[str]) -> list[Record]:
        """Return the shown records of these ids, form by form."""
        left = set(ids)
        found: list[Record] = []
        while left:
            first = next(iter(left))
            form = queries.get(self._session, first).form
            mine = queries.list_records(self._session, form, ids=left)
            found += mine
            left -= {first, *(record.id for record in mine)}
        return found

    def report(self, lang: Lang, as_of: str | None, watch: Watch) -> Printed:
        """Return the report as PDF, as the data stood on a day."""
        from zjdesk.ops import reporting

        data, written = reporting.render_report(self._session, lang=lang, as_of=as_of, progress=watch, cancel=watch)
        return Printed(data, written.pages, written.missing_glyphs, written.as_of)

    def keep_report(self, printed: Printed, target: Path) -> Path:
        """Write a report that was looked through where a person wants it."""
        from zjdesk.ops import reporting

        reporting.keep_report(self._session, target, printed.data, pages=printed.pages, as_of=printed.as_of or None)
        return target
