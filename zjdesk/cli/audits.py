"""Commands that read the audit: who did what, and the table for those who check it elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import document, say, table
from zjdesk.errors import UsageError
from zjdesk.ops import audit as audits
from zjdesk.ops import audit_sheet
from zjdesk.settings import milliseconds


@click.group()
def audit() -> None:
    """审计记录：谁做了什么 · Who did what."""


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose lines."""
    verbs = click.Choice([str(verb) for verb in audits.Verb])
    options = (
        click.option("--verb", type=verbs, help="只看这种操作 · of this kind only"),
        click.option("--from", "since", metavar="DATE", help="从这一天起 · from this day on"),
        click.option("--to", "until", metavar="DATE", help="到这一天为止 · up to and with this day"),
        click.option("--account", metavar="NAME", help="使用人（姓名或编号） · of this person, by name or id"),
    )
    for option in reversed(options):
        command = option(command)
    return command


@audit.command("list")
@_filters
@as_json_option
@pass_desk
def list_lines(
    desk: Desk, verb: str | None, since: str | None, until: str | None, account: str | None, as_json: bool
) -> None:
    """列出审计记录，新的在前 · List the audit, newest first."""
    wanted = _wanted(verb, since, until, account)
    with desk.session() as session:
        found = audit_sheet.chosen(session, wanted, lang=desk.lang)
    if as_json:
        document([audits.as_object(one.line) for one in found])
    else:
        rows = [vars(one.line) | {"what": one.details} for one in found]
        table(rows, ("n", "time", "name", "verb", "what", "why"), times=("time",))


@audit.command()
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="表格文件 · the table's file")
@_filters
@pass_desk
def export(
    desk: Desk, output: Path, verb: str | None, since: str | None, until: str | None, account: str | None
) -> None:
    """把审计记录写成 CSV 表格，旧的在前 · Write the audit as CSV, oldest first."""
    wanted = _wanted(verb, since, until, account)
    with desk.session() as session:
        lines = audit_sheet.export(session, output, wanted, lang=desk.lang)
    say(desk.lang, "cli.audit_written", path=str(output), lines=lines)


@audit.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json_option
@pass_desk
def compare(desk: Desk, file: Path, as_json: bool) -> None:
    """与以前导出、存在别处的表格核对 · Hold the audit against a table that was exported before."""
    from zjdesk.ops.audit_compare import compare as held_against

    with desk.session() as session:
        lines, found = held_against(session, file)
    if as_json:
        document({"lines": lines, "faults": [vars(one) for one in found]})
    else:
        table([vars(one) for one in found], ("n", "harm"))
    say(desk.lang, "cli.audit_differs" if found else "cli.audit_agrees", lines=lines, n=len(found))
    if found:
        desk.note(6)


def _wanted(verb: str | None, since: str | None, until: str | None, account: str | None) -> audits.Wanted:
    start = _day(since, "--from")
    end = _day(until, "--to")
    return audits.Wanted(
        verb,
        milliseconds(start.isoformat()) if start else None,
        milliseconds((end + timedelta(days=1)).isoformat()) if end else None,
        account,
    )


def _day(typed: str | None, option: str) -> date | None:
    if typed is None:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise UsageError("cli.no_date", option=option, value=typed) from None
