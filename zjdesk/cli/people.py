"""Commands that make stores, invite laptops and name the people who work there."""

from __future__ import annotations

import csv
from dataclasses import asdict, replace
from pathlib import Path

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import document, lines, say, table
from zjdesk.errors import InputError, UsageError
from zjdesk.ops import certify, setup
from zjdesk.ops import forget as forgetting
from zjdesk.ops import session as sessions


@click.command()
@click.option("--office", is_flag=True, help="街道办事处的电脑 · the street office's store")
@click.option("--invite", "invitation", type=click.Path(path_type=Path), help="邀请文件 · the invitation file")
@click.option("--code", help="邀请码 · the code on the slip")
@click.option("--name", required=True, help="使用人姓名 · who works here")
@pass_desk
def init(desk: Desk, office: bool, invitation: Path | None, code: str | None, name: str) -> None:
    """在 --store 处建立数据 · Make a store."""
    if office == (invitation is not None) or (invitation is not None and not code):
        raise UsageError("cli.office_or_invite")
    if invitation is None:
        made = setup.create_office(desk.store, name, env=desk.env)
    else:
        made = setup.join(desk.store, invitation, code or "", name, env=desk.env)
    with made as session:
        say(desk.lang, "cli.store_made", path=str(desk.store), name=session.store.installation.name)


@click.group()
def device() -> None:
    """电脑与邀请 · Laptops and invitations."""


@device.command("invite")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="存放邀请文件的文件夹 · where they go"
)
@as_json_option
@pass_desk
def invite(desk: Desk, file: Path, output: Path, as_json: bool) -> None:
    """按 CSV（label,kind,communities）制作邀请 · Make invitations from a CSV."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source)
            columns, rows = set(reader.fieldnames or ()), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError("cli.not_read", path=str(file)) from None
    if not {"label", "kind"} <= columns:
        raise InputError("cli.invite_columns", path=str(file))
    if not rows:
        raise InputError("cli.invite_rows", path=str(file))
    with desk.session() as session:
        made = _invited(session, rows, output, file.name)
    found = [{"label": one.label, "kind": one.kind, "code": one.code, "file": str(one.file)} for one in made]
    if as_json:
        document(found)
    else:
        table(found, ("label", "kind", "code", "file"))


def _invited(session: sessions.Session, rows: list[dict[str, str]], output: Path, source: str) -> list[setup.Invited]:
    try:
        return setup.invite(session, rows, output)
    except InputError as error:
        named = tuple(replace(problem, file=source) for problem in error.problems)
        raise InputError(error.key, named, **error.params) from None


@device.command("list")
@as_json_option
@pass_desk
def list_devices(desk: Desk, as_json: bool) -> None:
    """列出电脑 · List installations."""
    with desk.session() as session:
        rows = setup.installations(session)
    if as_json:
        document(rows)
    else:
        table(rows, ("id", "name", "kind"))


@device.command("revoke")
@click.argument("own", metavar="ID")
@click.option("--why", required=True, help="原因 · the reason")
@pass_desk
def revoke(desk: Desk, own: str, why: str) -> None:
    """停用一台电脑（街道）：此后它写的一律不算 · Revoke a laptop: what it writes from now on does not count."""
    with desk.session() as session:
        certify.revoke(session, own, why)


@device.command("lost")
@click.argument("own", metavar="ID")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="登记表（PDF） · the report as a PDF")
@as_json_option
@pass_desk
def lost(desk: Desk, own: str, output: Path | None, as_json: bool) -> None:
    """丢失的电脑里可能有什么、哪些计入（街道） · What a lost laptop may hold, and what of it counts."""
    from zjdesk.ops import loss_sheet
    from zjdesk.ops.loss import loss

    with desk.session() as session:
        found = loss(session, own)
        if output is not None:
            written = loss_sheet.write_loss(session, found, output, lang=desk.lang)
            say(desk.lang, "cli.loss_written", path=str(output), pages=written.pages)
        told = [{"item": name, "content": words} for name, words in loss_sheet.loss_facts(found, desk.lang)]
    if as_json:
        document(asdict(found))
    else:
        table(told, ("item", "content"))


@device.command("assign")
@click.argument("own", metavar="ID")
@click.argument("codes", metavar="CODE...", nargs=-1)
@pass_desk
def assign(desk: Desk, own: str, codes: tuple[str, ...]) -> None:
    """改派一台电脑负责的居民区（街道） · Give a laptop these communities from now on."""
    with desk.session() as session:
        forgetting.assign(session, own, codes)


@click.command("forget")
@click.argument("scope")
@pass_desk
def forget(desk: Desk, scope: str) -> None:
    """清除已移交居民区的数据 · Drop a community that was handed over from this laptop."""
    with desk.session() as session:
        forgetting.forget(session, scope)
    say(desk.lang, "cli.forgotten", scope=scope)


@device.command("accept")
@click.argument("own", metavar="ID")
@click.argument("key", metavar="KEY")
@pass_desk
def accept(desk: Desk, own: str, key: str) -> None:
    """一份邀请有几台电脑报到时，认定其中一台 · Decide which of several laptops is the invited one."""
    with desk.session() as session:
        certify.accept_claim(session, own, key)


@click.group()
def account() -> None:
    """使用人 · People who sign in here."""


@account.command("list")
@as_json_option
@pass_desk
def list_accounts(desk: Desk, as_json: bool) -> None:
    """列出使用人 · List accounts."""
    with desk.session() as session:
        rows = [vars(one) for one in sessions.accounts(session.store)]
    if as_json:
        document(rows)
    else:
        table(rows, ("id", "name", "role"))


@account.command("add")
@click.argument("name")
@click.option("--role", default="DE", help="角色代码 · role code (SA, LI, SV, DE …)")
@pass_desk
def add_account(desk: Desk, name: str, role: str) -> None:
    """增加使用人 · Add an account."""
    with desk.session() as session:
        lines([setup.add_account(session, name, role, desk.new_passphrase("cli.passphrase_for")).id])


@account.command("disable")
@click.argument("name")
@click.option("--why", default="", help="原因 · the reason")
@pass_desk
def disable_account(desk: Desk, name: str, why: str) -> None:
    """停用使用人（按姓名或编号；街道也可停用别处的人） · Let a person sign in no longer, the office also elsewhere."""
    with desk.session() as session:
        if certify.is_certified(session.store, name):
            certify.revoke_account(session, name, why)
        else:
            setup.disable_account(session, name)
