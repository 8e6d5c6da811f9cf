"""The list of keeping periods in words and on paper: what is due, what law keeps, by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zjdesk.i18n import Lang, text
from zjdesk.ops.audit import Verb
from zjdesk.ops.leaving import keep
from zjdesk.ops.retention import DUE, WITHDRAWN, Line
from zjdesk.ops.session import Session
from zjdesk.report import papers, pdf
from zjdesk.report.papers import Part
from zjdesk.report.pdf import Written
from zjdesk.sync.format import shown_name

_COLUMNS = ("form", "count", "until", "state", "basis")


def cells(session: Session, line: Line, lang: Lang) -> tuple[str, str, str, str, str]:
    """Return a line as it stands in a table: form, how many, until when, how that stands, by which rule."""
    form = session.store.catalogue.form(line.form)
    state = text(lang, f"report.retention_{line.state}")
    basis = line.keeping.basis.text(lang)
    return form.label.text(lang), f"{len(line.records):,}", line.until or "—", state, basis


def write_list(session: Session, lines: Sequence[Line], path: Path, *, lang: Lang) -> Written:
    """Write lines as PDF, to be signed by who decides on erasing; that is noted."""
    store = session.store
    header = tuple(text(lang, f"report.retention_column_{name}") for name in _COLUMNS)
    rows = tuple(cells(session, line, lang) for line in lines)
    over = sum(len(line.records) for line in lines if line.state in (DUE, WITHDRAWN))
    said = text(lang, "report.retention_due_count", n=over) if over else text(lang, "report.retention_none_due")
    signatures = [text(lang, f"report.certificate_{who}") for who in ("clerk", "head")]
    paper = papers.build(
        text(lang, "report.retention_title"),
        [Part("", header, rows, (said,), right=(1,))],
        signatures,
        office=store.installation.name,
        day=store.env.today().isoformat(),
        lang=lang,
    )
    data, written = pdf.render(paper)
    keep(session, path, data, Verb.PRINTED, {"what": "retention", "lines": len(lines), "file": shown_name(path)})
    return written
