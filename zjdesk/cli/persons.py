"""Commands for the rights of one person, and for what is due to be erased."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.erasing import print_certificate
from zjdesk.cli.output import document, say, table

if TYPE_CHECKING:
    from zjdesk.i18n import Lang
    from zjdesk.ops.retention import Line
    from zjdesk.ops.session import Session

_PDF = click.Path(path_type=Path)


@click.group()
def person() -> None:
    """个人信息权利 · A person's rights."""


@person.command("extract")
@click.argument("own", metavar="ID")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="PDF 文件 · the PDF")
@click.option("--why", required=True, help="理由 · the reason")
@pass_desk
def extract_person(desk: Desk, own: str, output: Path, why: str) -> None:
    """打印本人的个人信息副本（记入审计） · Print all that is held about a person; it is noted."""
    from zjdesk.ops import extract

    with desk.session() as session:
        written = extract.write_extract(session, own, output, why=why, lang=desk.lang)
    say(desk.lang, "cli.report_written", path=str(output), pages=written.pages)


@click.command()
@as_json_option
@click.option("--due", "only_due", is_flag=True, help="只列到期的 · only what is due")
@click.option("-o", "--output", type=_PDF, help="另写成 PDF · also as a PDF")
@click.option("--erase", "form", metavar="FORM", help="删除这种记录里到期的内容（街道） · erase what is due of a form")
@click.option("--why", default="", help="理由 · the reason")
@click.option("--certificate", type=_PDF, help="删除证明（PDF） · where the certificate goes")
@pass_desk
def retention(
    desk: Desk, as_json: bool, only_due: bool, output: Path | None, form: str | None, why: str, certificate: Path | None
) -> None:
    """保存期限：到期应删除的，依法须保管的 · What is due to be erased, what law keeps."""
    from zjdesk.ops import retention as kept
    from zjdesk.ops import retention_sheet

    with desk.session() as session:
        if form is not None:
            _erase_due(desk, session, form, why, certificate)
        found = kept.due(session) if only_due else kept.retention(session)
        if output is not None:
            retention_sheet.write_list(session, found, output, lang=desk.lang)
    rows = [_row(one, desk.lang) for one in found]
    if as_json:
        document(rows)
    else:
        table(rows, ("form", "state", "until", "n", "basis"))


def _erase_due(desk: Desk, session: Session, form: str, why: str, certificate: Path | None) -> None:
    from zjdesk.ops import erase
    from zjdesk.ops.leaving import may_keep

    if certificate is not None:
        may_keep(certificate)
    made = erase.erase_due(session, form, why, progress=desk.bar)
    if certificate is not None:
        print_certificate(desk, session, made, certificate)


def _row(one: Line, lang: Lang) -> dict[str, Any]:
    return {
        "form": one.form,
        "group": one.keeping.name,
        "until": one.until,
        "state": one.state,
        "n": len(one.records),
        "basis": one.keeping.basis.text(lang),
        "records": list(one.records),
    }
