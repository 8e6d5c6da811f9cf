"""The certificate of an erasure on paper: what was removed and where older copies remain, never what it said."""

from __future__ import annotations

from pathlib import Path

from zjdesk.errors import InputError
from zjdesk.forms.model import Form
from zjdesk.i18n import Lang, day_label, text
from zjdesk.ops.audit import Verb
from zjdesk.ops.audit_sheet import moment
from zjdesk.ops.copies import Copies, copies
from zjdesk.ops.erased import Erased, erasures
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


def write_certificate(session: Session, record: str, path: Path, *, lang: Lang, entry: str | None = None) -> Written:
    """Write the certificate of a record's last erasure, or of the one named, as PDF; that is noted."""
    found = [one for one in erasures(session, record) if entry in (None, one.entry)]
    if not found:
        raise InputError("ops.nothing_erased", id=record)
    base = need(session.store.conn, session.store.catalogue, record)
    form = session.store.catalogue.form(base.form)
    facts = {**_facts(session, form, base, found[-1], lang), **_remaining(copies(session, base.scope), lang)}
    rows = tuple((text(lang, f"report.certificate_{name}"), words) for name, words in facts.items())
    said = tuple(text(lang, f"report.certificate_{name}") for name in ("done", "older"))
    title, office = text(lang, "report.certificate_title"), session.store.installation.name
    day = session.store.env.today().isoformat()
    signatures = [text(lang, key) for key in _SIGNATURES]
    data, written = pdf.render(
        papers.build(title, [Part("", _header(lang), rows, said)], signatures, office=office, day=day, lang=lang)
    )
    told = {"what": "certificate", "form": form.name, "record": record, "file": shown_name(path)}
    keep(session, path, data, Verb.PRINTED, told)
    return written


def _header(lang: Lang) -> tuple[str, str]:
    return text(lang, "report.extract_item"), text(lang, "report.extract_content")


def _facts(session: Session, form: Form, base: Record, one: Erased, lang: Lang) -> dict[str, str]:
    between = "、" if lang == "zh" else ", "
    files = text(lang, "report.certificate_files_named", n=len(one.files), names=between.join(_short(one.files)))
    return {
        "office": session.store.installation.name,
        "form": f"{form.label.text(lang)} ({form.code})",
        "community": community_of(session, base.scope) or "—",
        "record": base.id,
        "fields": between.join(form.field(name).label.text(lang) for name in one.fields),
        "entries": text(lang, "report.certificate_entries_named", n=len(one.entries)),
        "files": files if one.files else "—",
        "time": moment(one.time),
        "why": one.why,
        "account": one.account,
        "hash": f"{one.hash[:_HALF]} {one.hash[_HALF:]}",
    }


def _remaining(found: Copies, lang: Lang) -> dict[str, str]:
    """Return where older copies of what was erased remain."""
    said: dict[str, str] = {}
    for key, names in (("laptops", found.laptops), ("revoked", found.revoked)):
        if names:
            listed = ("、" if lang == "zh" else ", ").join(names)
            said[key] = text(lang, f"report.certificate_{key}_named", names=listed)
    if found.last_bundle:
        when = day_label(moment(found.last_bundle)[:10])
        said["bundles"] = text(lang, "report.certificate_bundles_named", n=found.bundles, when=when)
    return said


def community_of(session: Session, scope: str) -> str | None:
    """Return the name of a scope's community, None for the street's own."""
    own = scope.partition(":")[2]
    row = session.store.conn.execute("SELECT name FROM community WHERE _id = ?", (bytes.fromhex(own),)).fetchone()
    return row[0] if row else None


def _short(hashes: tuple[str, ...]) -> list[str]:
    return [one[:12] for one in hashes]
