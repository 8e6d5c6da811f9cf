"""The evaluation report: built from the figures as they stand, printed as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from zjdesk.errors import DeviceError, InputError
from zjdesk.i18n import Lang
from zjdesk.ops.session import Session
from zjdesk.report import model, pdf
from zjdesk.report.blocks import Report
from zjdesk.report.pdf import Written
from zjdesk.stats.model import Wave


def build_report(session: Session, *, lang: Lang, wave: str = "final", as_of: str | None = None) -> Report:
    """Return the report: headings, sentences, figures, tables and annexes, each number with where it comes from."""
    return model.build(session.store.conn, lang=lang, as_of=as_of, wave=cast("Wave", wave))


def render_report(
    session: Session, *, lang: Lang, wave: str = "final", as_of: str | None = None
) -> tuple[bytes, Written]:
    """Return the report as PDF bytes, for a preview that writes nothing."""
    return pdf.render(build_report(session, lang=lang, wave=wave, as_of=as_of))


def write_report(session: Session, path: Path, *, lang: Lang, wave: str = "final", as_of: str | None = None) -> Written:
    """Write the report as PDF; the same store gives the same bytes, and a failed write leaves the old file."""
    if path.suffix.lower() != ".pdf":
        raise InputError("ops.report_format", path=str(path))
    data, written = render_report(session, lang=lang, wave=wave, as_of=as_of)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(path), detail=error.strerror) from error
    finally:
        temporary.unlink(missing_ok=True)
    return written
