"""The command that prints paper forms."""

from __future__ import annotations

from pathlib import Path

import click

from zjdesk.cli.context import Desk, pass_desk, unmasked_options
from zjdesk.cli.output import say
from zjdesk.errors import UsageError


@click.command("print")
@click.argument("form")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="PDF文件 · the PDF file")
@click.option("--project", metavar="ID", default="", help="按这个项目预填 · pre-filled for this project")
@click.option("--record", metavar="ID", default="", help="用这条记录填写 · filled with this record")
@click.option("--copies", metavar="N", type=int, default=1, help="份数 · how many copies")
@click.option("--large", is_flag=True, help="大字版 · large print")
@unmasked_options
@pass_desk
def print_(
    desk: Desk,
    form: str,
    output: Path,
    project: str,
    record: str,
    copies: int,
    large: bool,
    unmasked: bool,
    why: str,
) -> None:
    """打印表格（F01–F30，或记录类型名）：空白或预填 · Print a paper form, blank or pre-filled."""
    from zjdesk.ops import printing

    if project and record:
        raise UsageError("cli.print_one_of")
    if unmasked and not why.strip():
        raise UsageError("ops.reveal_why")
    with desk.session() as session:
        order = printing.order(
            session,
            form,
            project=project,
            record=record,
            large=large,
            copies=copies,
            lang=desk.lang,
            why=why if unmasked else "",
        )
        written = printing.write_paper(session, order, output, progress=desk.bar)
    if written.missing_glyphs:
        desk.note(6)
        say(desk.lang, "cli.missing_glyphs", characters="".join(written.missing_glyphs))
    say(desk.lang, "cli.paper_written", path=str(output), pages=written.pages)
