"""Commands on open questions and on entries that do not count."""

from __future__ import annotations

import click
import orjson

from zjdesk.cli.context import Desk, as_json_option, pass_desk, unmasked_options
from zjdesk.cli.output import document, lines, table
from zjdesk.errors import UsageError
from zjdesk.i18n import text
from zjdesk.ops import privacy, queries, settle

STATUSES = ("withheld", "withdrawn", "awaited", "incomplete", "fork")


@click.group()
def conflict() -> None:
    """待处理事项 · Open questions."""


@conflict.command("list")
@as_json_option
@unmasked_options
@pass_desk
def list_conflicts(desk: Desk, as_json: bool, unmasked: bool, why: str) -> None:
    """列出待处理事项 · List open questions."""
    with desk.session() as session:
        found = queries.conflicts(session, lang=desk.lang)
        if unmasked:
            opened = privacy.open_fields(session, [(item.form, item.record or item.id) for item in found], why)
            found = queries.conflicts(session, opened=opened, lang=desk.lang)
        rows = [{**vars(item), "candidates": list(item.candidates)} for item in found]
    if as_json:
        document(rows)
    else:
        table(rows, ("id", "kind", "form", "record", "field"))


@conflict.command()
@click.argument("own", metavar="ID")
@click.option("--take", "entry", metavar="ENTRY", help="采用这一个 · this candidate stands")
@click.option("--value", metavar="JSON", help="另填一个值 · another value")
@click.option("--keep", is_flag=True, help="都保留 · everything stays")
@click.option("--why", default="", help="理由 · the reason")
@pass_desk
def resolve(desk: Desk, own: str, entry: str | None, value: str | None, keep: bool, why: str) -> None:
    """处理一件 · Settle one."""
    if [entry is not None, value is not None, keep].count(True) != 1:
        raise UsageError("cli.one_way_to_settle")
    with desk.session() as session:
        if entry is not None:
            settle.take(session, own, entry, why=why)
        elif value is not None:
            try:
                parsed = orjson.loads(value)
            except orjson.JSONDecodeError:
                raise UsageError("cli.value_not_json", field="--value", value=value) from None
            settle.set_value(session, own, parsed, why=why)
        else:
            settle.keep(session, own, why=why)


@click.group()
def entry() -> None:
    """不计入的数据与裁定 · Entries that do not count, and decisions."""


@entry.command("list")
@click.option("--withheld", "status", flag_value="withheld", help="被扣住的 · not allowed, to be decided")
@click.option("--withdrawn", "status", flag_value="withdrawn", help="已撤回的 · withdrawn")
@click.option("--awaited", "status", flag_value="awaited", help="在等别的数据的 · waiting for others")
@click.option("--incomplete", "status", flag_value="incomplete", help="不完整的 · incomplete")
@click.option("--fork", "status", flag_value="fork", help="分叉的 · forks")
@as_json_option
@pass_desk
def list_entries(desk: Desk, status: str | None, as_json: bool) -> None:
    """列出不计入的数据和原因 · List what does not count, with the reason."""
    chosen = [status] if status else list(STATUSES)
    with desk.session() as session:
        rows = [{"status": one, **row} for one in chosen for row in queries.entries(session, one)]
    if as_json:
        document(rows)
    else:
        said = [{**row, "reason": text(desk.lang, f"store.reason_{row['reason']}")} for row in rows]
        table(said, ("status", "entry", "form", "record", "reason", "waits_for"))


@entry.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--why", required=True, help="理由 · the reason")
@pass_desk
def admit(desk: Desk, ids: tuple[str, ...], why: str) -> None:
    """准予计入（街道） · Admit entries (office)."""
    with desk.session() as session:
        lines(settle.decide(session, "admit", ids, why=why).groups)


@entry.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--why", required=True, help="理由 · the reason")
@pass_desk
def withdraw(desk: Desk, ids: tuple[str, ...], why: str) -> None:
    """撤回（街道） · Withdraw entries (office)."""
    with desk.session() as session:
        lines(settle.decide(session, "withdraw", ids, why=why).groups)
