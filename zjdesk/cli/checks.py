"""Commands on the business rules: what they find, and the cycle that follows another."""

from __future__ import annotations

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import document, lines, say, table


@click.command()
@as_json_option
@pass_desk
def check(desk: Desk, as_json: bool) -> None:
    """按业务规则检查全部记录 · Check all records against the business rules."""
    from zjdesk.ops import checking

    with desk.session() as session:
        found = checking.check_store(session)
    rows = [checking.as_object(one, desk.lang) for one in found]
    document(rows) if as_json else table(rows, ("rule", "level", "form", "record", "message"))
    if any(one.level != "I" for one in found):
        desk.note(6)
    else:
        say(desk.lang, "cli.nothing_broken")


@click.command("next-cycle")
@click.argument("name")
@click.option("--start", required=True, metavar="DATE", help="开始日期 · the first day")
@click.option("--end", required=True, metavar="DATE", help="结束日期 · the last day")
@click.option(
    "--accounts-as-of", default="", metavar="DATE", help="经费截止日期 · the day of the accounts (the last day)"
)
@click.option("--why", default="", help="理由 · the reason")
@as_json_option
@pass_desk
def next_cycle(desk: Desk, name: str, start: str, end: str, accounts_as_of: str, why: str, as_json: bool) -> None:
    """归档上一周期，开启下一周期 · Archive the last cycle and open the next one."""
    from zjdesk.ops.next_cycle import open_next

    with desk.session() as session:
        made = open_next(session, name=name, start=start, end=end, accounts_as_of=accounts_as_of, why=why)
    document(vars(made)) if as_json else lines([made.cycle])
    carried = sum(made.carried.values())
    told = {"name": name, "projects": made.archived, "forms": carried, "people": made.people}
    say(desk.lang, "cli.cycle_opened", communities=made.communities, **told)
