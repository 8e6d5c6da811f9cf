"""The evaluation report: built from the figures as they stand, printed as PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from zjdesk.errors import Cancelled, InputError
from zjdesk.i18n import Lang
from zjdesk.ops.audit import Verb
from zjdesk.ops.leaving import keep
from zjdesk.ops.session import Session
from zjdesk.report import model, pdf
from zjdesk.report.blocks import Remark, Report
from zjdesk.report.pdf import Written
from zjdesk.report.steps import Step

Progress = Callable[[int, int, str], None]
_WHOLE = 1000  # the parts that a report's progress is told in; writing and laying out have half of them each


class Cancel(Protocol):
    """Tells long work that a person wants it stopped."""

    def is_set(self) -> bool:
        """Return whether to stop."""
        ...


def build_report(session: Session, *, lang: Lang, wave: str = "final", as_of: str | None = None) -> Report:
    """Return the report: headings, sentences, figures, tables and annexes, each number with where it comes from."""
    return model.build(session.store.conn, lang=lang, as_of=as_of, wave=wave)


def remarks(session: Session, *, lang: Lang, as_of: str | None = None) -> tuple[Remark, ...]:
    """Return what is noticed in the numbers that a report would print."""
    return model.noticed(session.store.conn, lang=lang, as_of=as_of)


def render_report(
    session: Session,
    *,
    lang: Lang,
    wave: str = "final",
    as_of: str | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> tuple[bytes, Written]:
    """Return the report as PDF bytes, for a preview that writes nothing."""
    writing = _step(progress, cancel, "report.writing", 0)
    laying_out = _step(progress, cancel, "report.printing", _WHOLE // 2)
    report = model.build(session.store.conn, lang=lang, as_of=as_of, wave=wave, step=writing)
    made = pdf.render(report, step=laying_out)
    laying_out(1, 1)
    return made


def _step(progress: Progress | None, cancel: Cancel | None, key: str, before: int) -> Step:
    def step(done: int, total: int) -> None:
        if cancel is not None and cancel.is_set():
            raise Cancelled("sync.cancelled")
        if progress is not None:
            progress(before + _WHOLE // 2 * done // max(total, 1), _WHOLE, key)

    return step


def write_report(
    session: Session,
    path: Path,
    *,
    lang: Lang,
    wave: str = "final",
    as_of: str | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Written:
    """Write the report as PDF; the same store gives the same bytes, and a failed write leaves the old file."""
    if path.suffix.lower() != ".pdf":
        raise InputError("ops.report_format", path=str(path))
    data, written = render_report(session, lang=lang, wave=wave, as_of=as_of, progress=progress, cancel=cancel)
    keep_report(session, path, data, pages=written.pages, wave=wave, as_of=as_of)
    return written


def keep_report(
    session: Session, path: Path, data: bytes, *, pages: int, wave: str = "final", as_of: str | None = None
) -> None:
    """Write a rendered report, whole or not at all, and note in the audit that it was made."""
    told = {"kind": "report", "file": path.name, "wave": wave, "as_of": as_of, "pages": pages}
    keep(session, path, data, Verb.REPORT_MADE, told)
