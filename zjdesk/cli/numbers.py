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


@click.command()
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="报告文件 · the report's file")
@click.option("--wave", type=click.Choice(["mid", "final"]), default="final", help="中期或末期 · mid-term or final")
@click.option("--as-of", metavar="DATE", help="截至这一天 · as of this day")
@pass_desk
def report(desk: Desk, output: Path, wave: str, as_of: str | None) -> None:
    """生成评估报告（PDF） · Write the evaluation report."""
    from zjdesk.ops import reporting

    with desk.session() as session:
        written = reporting.write_report(session, output, lang=desk.lang, wave=wave, as_of=as_of, progress=desk.bar)
    if written.missing_glyphs:
        desk.note(6)
        say(desk.lang, "cli.missing_glyphs", characters="".join(written.missing_glyphs))
    say(desk.lang, "cli.report_written", path=str(output), pages=written.pages)
