"""Commands about passphrases and the street's own keys."""

from __future__ import annotations

from pathlib import Path

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import document, lines, say, table
from zjdesk.errors import DeviceError, InputError, UsageError
from zjdesk.ops import recover as recovery
from zjdesk.ops import setup
from zjdesk.ops import street_key as keys
from zjdesk.ops.rotate import rotate

_folder = click.Path(path_type=Path)


@click.group()
def passphrase() -> None:
    """口令 · Passphrases."""


@passphrase.command("change")
@pass_desk
def change(desk: Desk) -> None:
    """更换本人口令（ZJDESK_NEW_PASSPHRASE 或按提示输入） · Change your own passphrase."""
    with desk.session() as session:
        setup.change_passphrase(session, desk.new_passphrase("cli.passphrase_new"))
    say(desk.lang, "cli.passphrase_changed")


@passphrase.command("recover")
@click.argument("file", required=False, type=_folder)
@click.option("-o", "--output", type=_folder, help="存放文件的文件夹 · where the request or the answer goes")
@click.option("--code", help="街道给的代码 · the code that came with the answer")
@pass_desk
def recover(desk: Desk, file: Path | None, output: Path | None, code: str | None) -> None:
    """忘记口令：先写求助文件（-o），街道答复（FILE -o），再凭答复和代码重设（FILE --code） · A forgotten passphrase."""
    if file is not None and code is not None:
        recovery.recover(desk.store, file, code, desk.new_passphrase("cli.passphrase_new"))
        say(desk.lang, "cli.passphrase_changed")
    elif output is None:
        raise UsageError("cli.recover_how")
    elif file is None:
        lines([str(recovery.request_recovery(desk.store, output))])
    else:
        with desk.session() as session:
            answer = recovery.answer_recovery(session, file, output)
        lines([f"{answer.file}\t{answer.code}"])


@click.group("street-key")
def street_key() -> None:
    """街道的钥匙 · The street's own keys."""


@street_key.command("status")
@as_json_option
@pass_desk
def status(desk: Desk, as_json: bool) -> None:
    """街道的钥匙何时更换、何时备份 · When the street's keys were changed and backed up."""
    with desk.session() as session:
        found = keys.standing(session)
    row = {**vars(found), "due": found.due}
    if as_json:
        document(row)
    else:
        table([row], row, times=("changed", "copied", "split"))


@street_key.command("copy")
@click.argument("folders", metavar="DIR...", nargs=-1, required=True, type=_folder)
@pass_desk
def copy(desk: Desk, folders: tuple[Path, ...]) -> None:
    """把街道的钥匙复制到 U 盘，打印另存的代码 · Copy the street's keys to sticks; prints the code to keep apart."""
    with desk.session() as session:
        lines([keys.copy_to_sticks(session, folders)])


@street_key.command("split")
@click.option("-o", "--output", required=True, type=_folder, help="存放两页文字的文件夹 · where both sheets go")
@pass_desk
def split(desk: Desk, output: Path) -> None:
    """把街道的钥匙分成两页，分开保管 · Split the street's keys on two sheets, to be kept in two places."""
    with desk.session() as session:
        keys.split_on_paper(session, lambda number, sheet: _keep_sheet(output / f"sheet-{number}.txt", sheet))


@street_key.command("restore")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_folder)
@click.option("--code", help="代码 · the code of a stick's copy")
@pass_desk
def restore(desk: Desk, files: tuple[Path, ...], code: str | None) -> None:
    """从 U 盘副本（--code）或两页文字取回街道的钥匙 · Take the street's keys back."""
    with desk.session() as session:
        if code is not None:
            keys.from_stick(session, files[0], code)
        else:
            keys.from_paper(session, [_text(file) for file in files])
    say(desk.lang, "cli.street_key_back")


@street_key.command("rotate")
@click.option("--why", required=True, help="原因 · the reason")
@pass_desk
def change_keys(desk: Desk, why: str) -> None:
    """更换街道的钥匙（例如办公室电脑被盗） · Give the street new keys, say after an office computer was stolen."""
    with desk.session() as session:
        lines([rotate(session, why)])
    say(desk.lang, "cli.street_key_changed")


def _keep_sheet(path: Path, sheet: str) -> None:
    try:
        path.write_text(sheet + "\n", "utf-8")
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(path), detail=error.strerror) from error
    lines([str(path)])


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError("cli.not_read", path=str(file)) from None
