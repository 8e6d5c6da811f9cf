"""Commands for the rights of one person, and for what is due to be erased."""

from __future__ import annotations

from pathlib import Path

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import document, say, table


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
@pass_desk
def retention(desk: Desk, as_json: bool, only_due: bool) -> None:
    """保存期限：到期应删除的，依法须保管的 · What is due to be erased, what law keeps."""
    from zjdesk.ops import retention as kept

    with desk.session() as session:
        found = kept.due(session) if only_due else kept.retention(session)
    rows = [
        {
            "form": one.form,
            "group": one.keeping.name,
            "until": one.until,
            "state": one.state,
            "n": len(one.records),
            "basis": one.keeping.basis.text(desk.lang),
            "records": list(one.records),
        }
        for one in found
    ]
    if as_json:
        document(rows)
    else:
        table(rows, ("form", "state", "until", "n", "basis"))
