"""The command of the completeness board: what came of each feed, who is overdue, what to ask for."""

from __future__ import annotations

from pathlib import Path

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import document, lines, table
from zjdesk.ops import ask_sheet, completeness

_COLUMNS = ("community", "scope", "installation", "last", "counted_to", "missing", "last_seen", "due", "overdue")


@click.command()
@as_json_option
@click.option("--asks", is_flag=True, help="要向谁要什么 · what to ask for, and whom")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="催报清单（PDF） · what to ask for, as PDF")
@pass_desk
def feeds(desk: Desk, as_json: bool, asks: bool, output: Path | None) -> None:
    """齐全表：谁的数据到了哪里，谁逾期，要催什么 · The completeness board, and what to ask for."""
    with desk.session() as session:
        if output is not None:
            ask_sheet.write_asks(session, completeness.completeness(session), output, lang=desk.lang)
            lines([str(output)])
        elif asks:
            _print_asks(desk, completeness.completeness(session), as_json)
        else:
            rows = completeness.feeds(session)
            document(rows) if as_json else table(rows, _COLUMNS, times=("last_seen",))


def _print_asks(desk: Desk, found: completeness.Completeness, as_json: bool) -> None:
    rows = [{**vars(one), "message": ask_sheet.sentence(one, desk.lang)} for one in found.asks]
    document(rows) if as_json else table(rows, ("kind", "communities", "name", "people", "message"))
