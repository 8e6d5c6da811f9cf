"""The command that keeps an eye on a shared folder."""

from __future__ import annotations

import time
from pathlib import Path

import click

from zjdesk.cli.context import Desk, pass_desk
from zjdesk.cli.output import cell, lines, refuse, say
from zjdesk.errors import DeviceError, UserError
from zjdesk.ops import exchange, shared
from zjdesk.ops.session import Session


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--merge", "take", is_flag=True, help="来了就合并 · merge what comes")
@click.option("--once", is_flag=True, help="只看一次 · look once and end")
@click.option(
    "--every", type=click.IntRange(1, 3600), default=10, metavar="SECONDS", help="多久看一次 · how often to look"
)
@pass_desk
def watch(desk: Desk, folder: Path, take: bool, once: bool, every: int) -> None:
    """看住共享文件夹：收到的列出来，该给别人的写进去 · Watch a shared folder: list what comes, write what is due.

    Each line says what was done and with which file: came, merged, refused or written. Ctrl-C ends it.
    """
    with desk.session() as session:
        watching = _Watching(desk, session, shared.SharedFolder(folder), take)
        if once:
            shared.take_part(session, folder)
            watching.shared.look(session)
            time.sleep(shared.SETTLED)
            watching.turn()
            return
        say(desk.lang, "cli.watching", path=str(folder))
        try:
            while True:
                watching.turn_if_there()
                time.sleep(every)
        except KeyboardInterrupt:
            return


class _Watching:
    """One turn after the other; a file is told of once."""

    def __init__(self, desk: Desk, session: Session, folder: shared.SharedFolder, take: bool) -> None:
        self._desk, self._session, self.shared, self._take = desk, session, folder, take
        self._told: set[str] = set()
        self._away = False

    def turn_if_there(self) -> None:
        """Take a turn; a folder that is away is told of once, and waited for."""
        try:
            shared.take_part(self._session, self.shared.folder)
            self.turn()
            self._away = False
        except DeviceError as error:
            if not self._away:
                refuse(self._desk.lang, error)
            self._away = True

    def turn(self) -> None:
        """Look, merge what came when that is wanted, and write what is due."""
        while not all(map(self._receive, self.shared.look(self._session).came)):
            pass  # behind a file that was refused there may be a whole copy of it
        due = shared.due(self._session, self.shared.folder)
        written = shared.drop(self._session, self.shared.folder, due, progress=self._desk.bar)
        lines(f"written\t{path.name}" for path in written)

    def _receive(self, path: Path) -> bool:
        """Merge a file or tell of it; tells whether nothing was wrong with it."""
        if self._take:
            return self._merge(path)
        if path.name not in self._told:
            self._told.add(path.name)
            lines([f"came\t{cell(exchange.shown_name(path))}"])
        return True

    def _merge(self, path: Path) -> bool:
        name = cell(exchange.shown_name(path))
        try:
            outcome = exchange.merge(self._session, path, progress=self._desk.bar)
        except UserError as error:
            self.shared.refuse(path)
            self._desk.note(error.exit_code)
            lines([f"refused\t{name}"])
            refuse(self._desk.lang, error)
            return False
        if outcome.needs_person:
            self._desk.note(6)
        if outcome.cut:
            self.shared.refuse(path)
        lines([f"merged\t{name}"])
        return not outcome.cut
