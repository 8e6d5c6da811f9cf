"""The command line's entrance: general options, lazily loaded groups, and one place for errors."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import TracebackType

import click

from zjdesk.cli.context import Desk, store_path
from zjdesk.cli.output import refuse, say
from zjdesk.cli.speech import Room, complaint, speaking
from zjdesk.diagnostics import write_report
from zjdesk.errors import DeviceError, UserError
from zjdesk.i18n import LANGUAGES, Lang

DISK_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.ENODEV, errno.ENXIO)

BUNDLE = ".zjb"

GROUPS = {
    "account": "people",
    "audit": "audits",
    "backup": "care",
    "bundle": "bundles",
    "check": "checks",
    "conflict": "questions",
    "demo": "programme",
    "device": "people",
    "digest": "care",
    "doctor": "care",
    "entry": "questions",
    "feeds": "feeds",
    "file": "records",
    "forget": "people",
    "forms": "declarations",
    "init": "people",
    "message": "messages",
    "passphrase": "keys",
    "person": "persons",
    "print": "papers",
    "record": "records",
    "report": "numbers",
    "restore": "care",
    "retention": "persons",
    "self-test": "care",
    "stats": "numbers",
    "street-key": "keys",
}

# A command whose name is taken in Python.
IN_CODE = {"print": "print_"}


class Groups(click.Group):
    """Imports a command's file only when that command is asked for."""

    context_class = Room

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name."""
        if cmd_name.lower().endswith(BUNDLE):
            return _opening(cmd_name)
        if cmd_name not in GROUPS:
            return None
        module = import_module(f"zjdesk.cli.{GROUPS[cmd_name]}")
        command: click.Command = getattr(module, IN_CODE.get(cmd_name, cmd_name.replace("-", "_")))
        return speaking(command)


@click.group(cls=Groups, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--store", metavar="DIR", help="数据文件夹 · the store's folder (ZJDESK_STORE)")
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="提示语言 · language of messages")
@click.option("--as", "account", metavar="ACCOUNT", help="使用人 · who writes, when several people share the store")
@click.version_option(package_name="zjdesk", message="%(prog)s %(version)s")
@click.pass_context
def zjdesk(ctx: click.Context, store: str | None, lang: Lang, account: str | None) -> None:
    """自治金项目管理。不带命令时打开窗口；后面写数据包（.zjb）就打开它。 · Self-governance fund projects.

    Without a command the window opens; with bundles (.zjb) in place of a command, it looks at them.
    """
    ctx.obj = Desk(store_path(store), lang, account)
    if ctx.invoked_subcommand is None:
        from zjdesk.gui.app import run as open_window

        ctx.exit(open_window(ctx.obj.store, account=account))


def _opening(first: str) -> click.Command:
    """Return what a double click on a bundle runs: the window, looking at it and at those named with it."""

    @click.pass_context
    def look(ctx: click.Context, others: tuple[str, ...]) -> None:
        from zjdesk.gui.app import run as open_window

        desk: Desk = ctx.obj
        ctx.exit(open_window(desk.store, account=desk.account, bundles=[Path(one) for one in (first, *others)]))

    return click.Command(first, callback=look, params=[click.Argument(["others"], nargs=-1)])


def run(arguments: Sequence[str]) -> int:
    """Run a command and return the exit code that cli.md promises."""
    desk = _language_first(arguments)
    sys.excepthook = _report_mistake
    try:
        return _invoke(desk, arguments)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (click.ClickException, click.Abort, KeyboardInterrupt) as stop:
        return _stopped(desk.lang, stop)
    except UserError as error:
        refuse(desk.lang, error)
        return error.exit_code
    except OSError as error:
        return _failed(desk.lang, error)


def _stopped(lang: Lang, stop: BaseException) -> int:
    if isinstance(stop, click.ClickException):
        for line in complaint(lang, stop):
            click.echo(line, err=True)
    else:
        say(lang, "cli.stopped")
    return 2


def _failed(lang: Lang, error: OSError) -> int:
    """Tell a full or broken disk from a reader who has left; anything else is our mistake."""
    if isinstance(error, BrokenPipeError):
        _let_go()
        return 0
    if error.errno not in DISK_FAULTS:
        raise error
    refuse(lang, DeviceError("cli.disk_failed", detail=error.strerror))
    _let_go()
    return DeviceError.exit_code


def _invoke(desk: Desk, arguments: Sequence[str]) -> int:
    with zjdesk.make_context("zjdesk", list(arguments), obj=desk) as ctx:
        result = zjdesk.invoke(ctx)
        return result if isinstance(result, int) else ctx.find_root().obj.worst


def _let_go() -> None:
    """Leave standard output alone from now on; what is still to be written there can no longer be."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
