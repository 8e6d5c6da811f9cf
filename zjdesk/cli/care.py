"""Commands that look after a store."""

from __future__ import annotations

from pathlib import Path

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import document, lines, say
from zjdesk.ops import exchange, maintain


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@pass_desk
def backup(desk: Desk, folder: Path) -> None:
    """备份全部数据 · Copy the whole store."""
    with desk.session() as session:
        lines([str(maintain.backup(session, folder, desk.bar))])


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@pass_desk
def restore(desk: Desk, file: Path, folder: Path) -> None:
    """从备份恢复到空文件夹 · Make a store from a backup."""
    maintain.restore(file, folder, env=desk.env)
    say(desk.lang, "cli.restored", path=str(folder))


@click.command()
@click.option("--rebuild", is_flag=True, help="按日志重新整理 · derive the state again")
@as_json_option
@pass_desk
def doctor(desk: Desk, rebuild: bool, as_json: bool) -> None:
    """检查数据是否完好 · Examine the store."""
    with desk.session() as session:
        found = maintain.doctor(session, repair=rebuild)
    if not found.sound:
        desk.note(5)
    for fault in found.audit:
        say(desk.lang, f"ops.audit_{fault.harm}", n=fault.n)
    if as_json:
        document({**vars(found), "sound": found.sound})
    else:
        lines(f"{name}\t{_short(value)}" for name, value in {**vars(found), "sound": found.sound}.items())


@click.command()
@click.option("--scope", metavar="SCOPE", help="street、office 或居民区代码 · or a community's code")
@pass_desk
def digest(desk: Desk, scope: str | None) -> None:
    """一行摘要：数据相同，摘要就相同 · One line, equal for equal data."""
    with desk.session() as session:
        lines([exchange.digest(session, scope)])


@click.command("self-test")
@pass_desk
def self_test(desk: Desk) -> None:
    """检查安装是否完好 · Check that this installation works."""
    lines(maintain.self_test(desk.env))


def _short(value: object) -> object:
    return len(value) if isinstance(value, tuple) else value
