"""The command line's entrance: general options, lazily loaded groups, and one place for errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import TracebackType

import click

from zjdesk.cli.context import Desk, store_path
from zjdesk.cli.output import refuse, say
from zjdesk.diagnostics import write_report
from zjdesk.errors import UserError
from zjdesk.i18n import LANGUAGES, Lang

GROUPS = {
    "account": "people",
    "backup": "care",
    "bundle": "bundles",
    "conflict": "questions",
    "demo": "programme",
    "device": "people",
    "digest": "care",
    "doctor": "care",
    "entry": "questions",
    "feeds": "bundles",
    "file": "records",
    "forms": "declarations",
    "init": "people",
    "record": "records",
    "report": "numbers",
    "restore": "care",
    "self-test": "care",
    "stats": "numbers",
}


class Groups(click.Group):
    """Imports a command's file only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name."""
        if cmd_name not in GROUPS:
            return None
        module = import_module(f"zjdesk.cli.{GROUPS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(cls=Groups, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--store", metavar="DIR", help="数据文件夹 · the store's folder (ZJDESK_STORE)")
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="提示语言 · language of messages")
@click.option("--as", "account", metavar="ACCOUNT", help="使用人 · who writes, when several people share the store")
@click.version_option(package_name="zjdesk")
@click.pass_context
def zjdesk(ctx: click.Context, store: str | None, lang: Lang, account: str | None) -> None:
    """zjdesk 自治金项目管理:不带命令时打开窗口。

    Without a command the window opens.
    """
    ctx.obj = Desk(store_path(store), lang, account)
    if ctx.invoked_subcommand is None:
        from zjdesk.gui.app import run as open_window

        ctx.exit(open_window(ctx.obj.store, account=account))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return the exit code that cli.md promises."""
    desk = _language_first(arguments)
    sys.excepthook = _report_mistake
    try:
        with zjdesk.make_context("zjdesk", list(arguments)) as ctx:
            desk = ctx.obj or desk
            result = zjdesk.invoke(ctx)
            desk = ctx.obj or desk
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        say(desk.lang, "cli.stopped")
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has left
        return 0
    except UserError as error:
        refuse(desk.lang, error)
        return error.exit_code
    return result if isinstance(result, int) else desk.worst


def _language_first(arguments: Sequence[str]) -> Desk:
    lang: Lang = "en" if any(one == "--lang=en" for one in arguments) or _after(arguments, "--lang") == "en" else "zh"
    return Desk(store_path(None), lang, None)


def _after(arguments: Sequence[str], option: str) -> str | None:
    places = [place for place, one in enumerate(arguments[:-1]) if one == option]
    return arguments[places[0] + 1] if places else None


def _report_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that it was our fault, without a wall of code; the interpreter then leaves with exit code 1."""
    if os.environ.get("ZJDESK_DEBUG"):
        sys.__excepthook__(kind, error, trace)
        return
    path = write_report(error)
    lang = _language_first(sys.argv[1:]).lang
    say(lang, "cli.our_fault", path=str(path) if path else "—")
