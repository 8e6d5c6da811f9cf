"""What every command shares: which store, which language, which account."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from zjdesk.cli.output import Bar
from zjdesk.i18n import Lang, text
from zjdesk.ops.session import Session, open_session
from zjdesk.paths import default_store_dir
from zjdesk.settings import Environment, from_environ


@dataclass
class Desk:
    """The general options; ``worst`` is the exit code so far when work is done but something remains."""

    store: Path
    lang: Lang
    account: str | None
    worst: int = 0

    @property
    def env(self) -> Environment:
        """The surroundings, with what the environment replaces; a terminal is asked for the passphrase."""
        env = from_environ()
        return env if env.passphrase or not sys.stdin.isatty() else replace(env, passphrase=self.ask("cli.passphrase"))

    def ask(self, key: str, *, twice: bool = False) -> str:
        """Ask at the terminal for a passphrase, which is not shown."""
        again = text(self.lang, "cli.passphrase_again") if twice else False
        answer: str = click.prompt(text(self.lang, key), hide_input=True, confirmation_prompt=again, err=True)
        return answer

    def new_passphrase(self, key: str) -> str:
        """Return a passphrase to be set: ``ZJDESK_NEW_PASSPHRASE``, what a terminal answers twice, or the old one."""
        given = os.environ.get("ZJDESK_NEW_PASSPHRASE")
        if given:
            return given
        return self.ask(key, twice=True) if sys.stdin.isatty() else from_environ().passphrase or ""

    @property
    def bar(self) -> Bar:
        """A progress line."""
        return Bar(self.lang)

    def session(self) -> Session:
        """Open the store."""
        return open_session(self.store, env=self.env, account=self.account)

    def note(self, code: int) -> None:
        """Note an exit code of a part of the work; the worst of all is the command's."""
        self.worst = min(self.worst, code, key=WORST_FIRST.index)


as_json_option = click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档 · print one JSON document")
WORST_FIRST = (5, 1, 4, 3, 2, 6, 0)
pass_desk = click.make_pass_decorator(Desk)


def store_path(given: str | None) -> Path:
    """Return the store that is meant: the option, ``ZJDESK_STORE``, or the user's data folder."""
    chosen = given or os.environ.get("ZJDESK_STORE")
    return Path(chosen) if chosen else default_store_dir()


def unmasked_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--unmasked --why TEXT``: hidden values as they are, where the role may see them; the audit notes it."""
    reason = click.option("--why", default="", help="查看隐去内容的理由 · why hidden values are needed")
    flag = click.option("--unmasked", is_flag=True, help="显示隐去的内容（记入审计） · show hidden values; it is noted")
    return flag(reason(command))
