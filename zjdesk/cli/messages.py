"""Commands for messages between the office and the laptops."""

from __future__ import annotations

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import document, lines, table
from zjdesk.ops import messages

_COLUMNS = ("id", "time", "community", "sender", "computer", "subject", "text")


@click.group()
def message() -> None:
    """街道办与各电脑之间的消息 · Messages between the office and the laptops."""


@message.command("list")
@click.option("--unread", is_flag=True, help="只看未读 · unread only")
@as_json_option
@pass_desk
def list_messages(desk: Desk, unread: bool, as_json: bool) -> None:
    """列出消息，新的在前，并记为已读 · List the messages, newest first, and note them as read."""
    with desk.session() as session:
        found = [one for one in messages.messages(session) if one.unread or not unread]
        messages.mark_read(session)
    rows = [vars(one) for one in found]
    document(rows) if as_json else table(rows, _COLUMNS, times=("time",))


@message.command()
@click.option("--to", required=True, metavar="CODE", help="居民区代码，* 为全部 · a community's code, * for everybody")
@click.option("--answers", metavar="ID", help="回复哪一条 · the message that it answers")
@click.argument("subject")
@click.argument("text")
@pass_desk
def send(desk: Desk, to: str, answers: str | None, subject: str, text: str) -> None:
    """写一条消息，随下一次数据包送达 · Write a message; it travels with the next bundle."""
    with desk.session() as session:
        lines(messages.send(session, to, subject, text, answers).ids)
