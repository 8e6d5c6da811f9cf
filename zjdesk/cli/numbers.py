"""Commands on figures and the report."""

from __future__ import annotations

from pathlib import Path

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import document, lines, say, table
from zjdesk.ops import figures


@click.group()
def stats() -> None:
    """统计 · Figures."""


@stats.command("list")
@as_json_option
@pass_desk
def list_indicators(desk: Desk, as_json: bool) -> None:
    """列出指标 · List indicators."""
    found = [figures.declared(name) for name in figures.names()]
    rows = [{"indicator": one.name, "label": one.label.text(desk.lang)} for one in found]
    if as_json:
        document(rows)
    else:
        table(rows, ("indicator", "label"))


@stats.command()
@click.argument("indicator")
@click.option("--by", type=click.Choice(["community", "project", "wave"]), help="分开列出 · one row for each")
@click.option("--wave", type=click.Choice(["mid", "final"]), help="中期或末期 · mid-term or final")
@click.option("--as-of", metavar="DATE", help="截至这一天 · as of this day")
@as_json_option
@pass_desk
def show(desk: Desk, indicator: str, by: str | None, wave: str | None, as_of: str | None, as_json: bool) -> None:
    """显示一个指标 · Show an indicator."""
    with desk.session() as session:
        found = figures.show(session, indicator, by=by, wave=wave, as_of=as_of)
    rows = [figures.as_object(one, desk.lang) for one in found]
    if as_json:
        document(rows)
    else:
        extra = [name for name in ("community", "project", "wave") if any(name in row for row in rows)]
        table(rows, (*extra, "key", "label", "n", "base", "shown", "at"))


@stats.command()
@click.argument("indicator")
@click.argument("key")
@click.option("--community", metavar="CODE", help="只看这个居民区 · of this community only")
@pass_desk
def records(desk: Desk, indicator: str, key: str, community: str | None) -> None:
    """一个数字背后的记录编号 · The record ids behind a number."""
    with desk.session() as session:
        lines(figures.behind(session, indicator, key, community=community))


@click.group(invoke_without_command=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="报告文件 · the report's file")
@click.option("--wave", type=click.Choice(["mid", "final"]), default="final", help="中期或末期 · mid-term or final")
@click.option("--as-of", metavar="DATE", help="截至这一天 · as of this day")
@click.pass_context
@pass_desk
def report(desk: Desk, ctx: click.Context, output: Path | None, wave: str, as_of: str | None) -> None:
    """生成评估报告（PDF），或定稿 · Write the evaluation report, or freeze it."""
    from zjdesk.ops import reporting

    if ctx.invoked_subcommand is not None:
        return
    if output is None:
        raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    with desk.session() as session:
        written = reporting.write_report(session, output, lang=desk.lang, wave=wave, as_of=as_of, progress=desk.bar)
    if written.missing_glyphs:
        desk.note(6)
        say(desk.lang, "cli.missing_glyphs", characters="".join(written.missing_glyphs))
    say(desk.lang, "cli.report_written", path=str(output), pages=written.pages)


@report.command()
@click.option("--wave", type=click.Choice(["mid", "final"]), default="final", help="中期或末期 · mid-term or final")
@click.option("--as-of", metavar="DATE", help="截至这一天 · as of this day")
@click.option("--why", default="", help="原因 · why")
@pass_desk
def freeze(desk: Desk, wave: str, as_of: str | None, why: str) -> None:
    """定稿：保存报告和当时的数据清单 · Keep the report and what was held when it was made."""
    from zjdesk.ops import freeze as freezing

    with desk.session() as session:
        own = freezing.freeze(session, lang=desk.lang, wave=wave, as_of=as_of, why=why, progress=desk.bar)
    lines([own])


@report.command()
@click.argument("snapshot", required=False)
@as_json_option
@pass_desk
def late(desk: Desk, snapshot: str | None, as_json: bool) -> None:
    """列出定稿以后才收到的记录 · What came after a report was frozen (the newest one by default)."""
    from zjdesk.ops import freeze as freezing
    from zjdesk.ops.queries import get

    with desk.session() as session:
        kept = freezing.snapshots(session)
        chosen = get(session, snapshot) if snapshot else (kept[0] if kept else None)
        rows = [vars(one) for one in freezing.late(session, chosen)] if chosen else []
    columns = ("record", "form", "community", "author", "time", "new")
    document(rows) if as_json else table(rows, columns, times=("time",))
