"""The certificate of an erasure on paper: what was removed and where older copies remain, never what it said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from zjdesk.errors import InputError
from zjdesk.forms.model import Form
from zjdesk.i18n import Lang, day_label, text
from zjdesk.ops.audit import Verb
from zjdesk.ops.audit_sheet import moment
from zjdesk.ops.copies import copies
from zjdesk.ops.erased import Erased
from zjdesk.ops.leaving import keep
from zjdesk.ops.saves import need
from zjdesk.ops.session import Session
from zjdesk.report import papers, pdf
from zjdesk.report.papers import Part
from zjdesk.report.pdf import Written
from zjdesk.store.read import Record
from zjdesk.sync.format import shown_name

_SIGNATURES = ("report.certificate_requester", "report.certificate_clerk", "report.certificate_head")
_HALF = 32  # characters of a hash on one line


def write_certificate(session: Session, made: Sequence[Erased], path: Path, *, lang: Lang) -> Written:
    """Write the certificate of one erasure, or of several that were one action on a form, as PDF; that is noted."""
    if not made:
        raise InputError("ops.nothing_erased")
    records = [need(session.store.conn, session.store.catalogue, one.record) for one in made]
    form = session.store.catalogue.form(records[0].form)
    facts = {**_facts(session, form, records, made, lang), **_remaining(session, records, lang)}
    rows = tuple((text(lang, f"report.certificate_{name}"), words) for name, words in facts.items())
    said = tuple(text(lang, f"report.certificate_{name}") for name in ("done", "older"))
    title, office = text(lang, "report.certificate_title"), session.store.installation.name
    day = session.store.env.today().isoformat()
    signatures = [text(lang, key) for key in _SIGNATURES]
    paper = papers.build(title, [Part("", _header(lang), rows, said)], signatures, office=office, day=day, lang=lang)
    data, written = pdf.render(paper)
    told = {"what": "certificate", "form": form.name, "records": [one.record for one in made], "file": shown_name(path)}
    keep(session, path, data, Verb.PRINTED, told)
    return written


def _header(lang: Lang) -> tuple[str, str]:
    return text(lang, "report.extract_item"), text(lang, "report.extract_content")


def _facts(
    session: Session, form: Form, records: Sequence[Record], made: Sequence[Erased], lang: Lang
) -> dict[str, str]:
    fields = dict.fromkeys(form.field(name).label.text(lang) for one in made for name in one.fields)
    files = [one[:12] for each in made for one in each.files]
    entries = sum(len(one.entries) for one in made)
    several = text(lang, "report.certificate_records_named", n=len(made))
    named = text(lang, "report.certificate_files_named", n=len(files), names=_listed(files, lang))
    proof = made[0].hash if len(made) == 1 else sha256("".join(one.hash for one in made).encode()).hexdigest()
    return {
        "office": session.store.installation.name,
        "form": f"{form.label.text(lang)} ({form.code})",
        "community": _listed((community_of(session, one.scope) for one in records), lang) or "—",
        "record": made[0].record if len(made) == 1 else several,
        "fields": _listed(fields, lang),
        "entries": text(lang, "report.certificate_entries_named", n=entries),
        "files": named if files else "—",
        "time": moment(made[0].time),
        "why": made[0].why,
        "account": made[0].account,
        "hash": f"{proof[:_HALF]} {proof[_HALF:]}",
    }


def _remaining(session: Session, records: Sequence[Record], lang: Lang) -> dict[str, str]:
    """Return where older copies of what was erased remain."""
    found = [copies(session, scope) for scope in sorted({one.scope for one in records})]
    said: dict[str, str] = {}
    for key in ("laptops", "revoked"):
        names = _listed((name for one in found for name in getattr(one, key)), lang)
        if names:
            said[key] = text(lang, f"report.certificate_{key}_named", names=names)
    last = max((one.last_bundle or 0 for one in found), default=0)
    if last:
        count = max(one.bundles for one in found)
        said["bundles"] = text(lang, "report.certificate_bundles_named", n=count, when=day_label(moment(last)[:10]))
    return said


def _listed(names: Iterable[str | None], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(dict.fromkeys(name for name in names if name))


def community_of(session: Session, scope: str) -> str | None:
    """Return the name of a scope's community, None for the street's own."""
    own = scope.partition(":")[2]
    row = session.store.conn.execute("SELECT name FROM community WHERE _id = ?", (bytes.fromhex(own),)).fetchone()
    return row[0] if row else None
