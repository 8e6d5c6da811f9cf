"""What the records suggest for a project's finding (R47), wave by wave, with the counts that each answer rests on.

Completion and backbone follow BR-14 and BR-19; the archive follows the archive check of the wave, or the seven kinds
where it was not checked yet; the liaison follows the issues that name too little support (R35). All is as of today:
a mid-term finding is suggested while the mid-term evaluation goes on.
"""

from __future__ import annotations

from collections.abc import Iterator

from zjdesk.forms.suggest import Suggestion, suggestions
from zjdesk.i18n import Lang, text
from zjdesk.ops.archive_items import archive_items
from zjdesk.ops.looking import Looking
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session

WAVES = ("mid", "final")
_KEYS = {"BR-14": "completion", "BR-19": "backbone", "R39": "archive_check", "BR-08": "archive_items", "R35": "liaison"}
_LITTLE_SUPPORT = "liaison_support"


def suggested(session: Session, project: str) -> dict[str, list[Suggestion]]:
    """Return what is suggested for each wave of a project; what the records cannot tell is left out."""
    common = list(suggestions(Looking(session, {}), project, session.store.env.today()))
    liaison = list(_liaison(session, project))
    return {wave: [*common, *liaison, _archive(session, project, wave)] for wave in WAVES}


def told(one: Suggestion, lang: Lang) -> str:
    """Return why a value is suggested, with the rule or record that it comes from."""
    return text(lang, f"ops.suggest_{_KEYS[one.rule]}", rule=one.rule, **one.params)


def _archive(session: Session, project: str, wave: str) -> Suggestion:
    checks = [one for one in list_records(session, "archive_check", parent=project) if one.values.get("wave") == wave]
    if checks:
        last = max(checks, key=lambda one: one.created)
        return Suggestion("archive", str(last.values["conclusion"]), "R39")
    items = archive_items(session, project)
    lacking = sum(one.suggested in ("missing", "partial") for one in items.values())
    return Suggestion("archive", "late" if lacking else "complete", "BR-08", {"lacking": lacking, "all": len(items)})


def _liaison(session: Session, project: str) -> Iterator[Suggestion]:
    """Yield what issues tell of the liaison; where there were visits and none named him, he did his duty."""
    known = list_records(session, "issue", parent=project)
    named = sum(one.values.get("code") == _LITTLE_SUPPORT for one in known)
    visits = len(list_records(session, "supervisor_visit", parent=project))
    if named or visits:
        yield Suggestion("liaison", "weak" if named else "dutiful", "R35", {"issues": named, "visits": visits})
