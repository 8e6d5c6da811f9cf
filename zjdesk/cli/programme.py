"""The command that builds the reference programme."""

from __future__ import annotations

from pathlib import Path

import click

from zjdesk.cli.context import Desk, pass_desk
from zjdesk.cli.output import say


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--no-window", is_flag=True, help="只建立数据 · do not open the window")
@pass_desk
def demo(desk: Desk, folder: Path, no_window: bool) -> int:
    """在 DIR 下建立 2015 年度示例数据 · Build the reference programme."""
    from zjdesk.demo.play import play

    play(folder, env=desk.env, progress=desk.bar)
    say(desk.lang, "cli.demo_made", path=str(folder))
    if no_window:
        return 0
    from zjdesk.gui.app import run as open_window

    return open_window(folder / "office")
