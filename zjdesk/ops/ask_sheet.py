"""The list of what to ask for, in words and on paper: whom, by which community, and for what."""

from __future__ import annotations

from pathlib import Path

from zjdesk.i18n import Lang, day_label, text
from zjdesk.ops.audit import Verb
from zjdesk.ops.completeness import Ask, Completeness
from zjdesk.ops.leaving import keep
from zjdesk.ops.session import Session
from zjdesk.report import papers, pdf
from zjdesk.report.papers import Part
from zjdesk.report.pdf import Written
from zjdesk.sync.format import shown_name

COLUMNS = ("community", "computer", "people", "what", "done")
_MOST_NAMED = 4


def cells(found: Completeness, ask: Ask, lang: Lang) -> tuple[str, str, str, str]:
    """Return one thing to ask for as it stands in a table: community, computer, people, what."""
    between = "、" if lang == "zh" else ", "
    computer = "—" if not ask.people and ask.kind == "invite" else ask.name
    return _named(found, ask.communities, lang) or "—", computer, between.join(ask.people) or "—", sentence(ask, lang)


def sentence(ask: Ask, lang: Lang) -> str:
    """Return what to ask for in a sentence."""
    return text(lang, f"report.ask_{ask.kind}", n=f"{ask.n:,}", day=ask.day or "—", places=_places(ask.places, lang))


def write_asks(session: Session, found: Completeness, path: Path, *, lang: Lang) -> Written:
    """Write what to ask for as PDF, with room to tick off what came; that is noted."""
    store = session.store
    header = tuple(text(lang, f"report.ask_column_{name}") for name in COLUMNS)
    rows = tuple((*cells(found, ask, lang), "□") for ask in found.asks)
    today = store.env.today().isoformat()
    day = day_label(today).text(lang)
    count = text(lang, "report.ask_count", day=day, n=len(rows), days=found.days)
    said = count if rows else text(lang, "report.ask_nothing", day=day)
    paper = papers.build(
        text(lang, "report.ask_title"),
        [Part("", header, rows, (said,))],
        [],
        office=store.installation.name,
        day=today,
        lang=lang,
    )
    data, written = pdf.render(paper)
    keep(session, path, data, Verb.PRINTED, {"what": "asks", "lines": len(rows), "file": shown_name(path)})
    return written


def _places(places: tuple[str, ...], lang: Lang) -> str:
    between = "、" if lang == "zh" else ", "
    named = [text(lang, "report.loss_street") if one == "street" else one for one in places]
    more = "…" if len(named) > _MOST_NAMED else ""
    return between.join(named[:_MOST_NAMED]) + more


def _named(found: Completeness, codes: tuple[str, ...], lang: Lang) -> str:
    names = {one.code: one.name for one in found.communities}
    return _places(tuple(f"{code} {names.get(code, '')}".strip() for code in codes), lang)
