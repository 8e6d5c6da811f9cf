"""A lost laptop on paper: what it may hold, what of it counts, what to do and whom to tell."""

from __future__ import annotations

from pathlib import Path

from zjdesk.forms.model import Catalogue
from zjdesk.i18n import Lang, text
from zjdesk.ops.audit import Verb
from zjdesk.ops.audit_sheet import moment
from zjdesk.ops.leaving import keep
from zjdesk.ops.loss import Content, Late, Loss
from zjdesk.ops.session import Session
from zjdesk.report import papers, pdf
from zjdesk.report.papers import Part
from zjdesk.report.pdf import Written
from zjdesk.sync.format import shown_name

ADVICE = ("encrypted", "passphrase", "revoke", "collect", "again", "report")
_SIGNATURES = ("report.loss_finder", "report.certificate_clerk", "report.certificate_head")
_MOST_LATE = 40
_MEGABYTE = 1_000_000


def write_loss(session: Session, found: Loss, path: Path, *, lang: Lang) -> Written:
    """Write the report of a lost laptop as PDF; that is noted."""
    store = session.store
    contents = Part(
        text(lang, "report.loss_contents"),
        tuple(text(lang, f"report.loss_column_{name}") for name in ("form", "count", "level", "fields")),
        content_rows(store.catalogue, found, lang),
        right=(1,),
    )
    facts = Part("", _header(lang), tuple(loss_facts(found, lang)))
    parts = [facts, contents, *_late(session, found, lang), _advice(lang)]
    paper = papers.build(
        text(lang, "report.loss_title", name=found.name),
        [part for part in parts if part.rows or part.sentences],
        [text(lang, key) for key in _SIGNATURES],
        office=store.installation.name,
        day=store.env.today().isoformat(),
        lang=lang,
    )
    data, written = pdf.render(paper)
    told = {"what": "loss", "installation": found.id, "label": found.name, "file": shown_name(path)}
    keep(session, path, data, Verb.PRINTED, told)
    return written


def loss_facts(found: Loss, lang: Lang) -> list[tuple[str, str]]:
    """Return what is known of the laptop, each as a name and words."""
    between = "、" if lang == "zh" else ", "
    last = max((one.time for one in found.last), default=None)
    sent = text(lang, "report.loss_sent_named", n=found.sent, when=moment(found.last_sent)) if found.last_sent else "—"
    size = {"n": f"{found.records:,}", "files": f"{found.files:,}", "size": megabytes(found.size)}
    facts = {
        "name": found.name,
        "id": found.id,
        "people": between.join(found.people) or "—",
        "communities": between.join(found.communities) or text(lang, "report.loss_everywhere"),
        "state": text(lang, f"report.loss_state_{found.state}"),
        "last": "—" if last is None else moment(last),
        "entries": between.join(f"{_place(one.scope, lang)} #{one.seq} {one.entry[:12]}" for one in found.last) or "—",
        "late": f"{len(found.late):,}",
        "received": moment(found.received) if found.received else "—",
        "sent": sent,
        "holds": text(lang, "report.loss_holds_named", **size),
    }
    return [(text(lang, f"report.loss_{name}"), words) for name, words in facts.items()]


def content_rows(known: Catalogue, found: Loss, lang: Lang) -> tuple[tuple[str, ...], ...]:
    """Return the contents as they stand in a table; what is not personal is one line."""
    rows = [content_cells(known, one, lang) for one in found.contents if one.level != "P0"]
    other = sum(one.count for one in found.contents if one.level == "P0")
    last = (text(lang, "report.loss_other"), f"{other:,}", text(lang, "report.level_P0"), "—")
    return (*rows, last) if other else tuple(rows)


def content_cells(known: Catalogue, one: Content, lang: Lang) -> tuple[str, str, str, str]:
    """Return one form's records as they stand in a table: form, how many, how sensitive, which hidden fields."""
    form = known.form(one.form)
    fields = ("、" if lang == "zh" else ", ").join(form.field(name).label.text(lang) for name in one.fields)
    return form.label.text(lang), f"{one.count:,}", text(lang, f"report.level_{one.level}"), fields or "—"


def late_cells(known: Catalogue, one: Late, lang: Lang) -> tuple[str, str, str]:
    """Return an entry that came too late as it stands in a table: when, by whom, which form."""
    form = known.form(one.form).label.text(lang) if one.form in known else one.form
    return moment(one.time), one.author, form


def _place(scope: str, lang: Lang) -> str:
    return text(lang, "report.loss_street") if scope == "street" else scope


def megabytes(size: int) -> str:
    """Return a size in bytes as people say it."""
    return f"{size / _MEGABYTE:,.1f} MB"


def _header(lang: Lang) -> tuple[str, str]:
    return text(lang, "report.extract_item"), text(lang, "report.extract_content")


def _late(session: Session, found: Loss, lang: Lang) -> list[Part]:
    header = tuple(text(lang, f"report.loss_column_{name}") for name in ("time", "author", "form"))
    rows = tuple(late_cells(session.store.catalogue, one, lang) for one in found.late[:_MOST_LATE])
    return [Part(text(lang, "report.loss_late_named", n=f"{len(found.late):,}"), header, rows)]


def _advice(lang: Lang) -> Part:
    sentences = tuple(text(lang, f"report.loss_advice_{name}") for name in ADVICE)
    return Part(text(lang, "report.loss_advice"), sentences=sentences)
