"""Commands on bundles: to the stick, from the stick, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import cell, document, lines, refuse, say, table, told
from zjdesk.cli.sharing import watch
from zjdesk.errors import DeviceError, UserError
from zjdesk.i18n import text
from zjdesk.ops import exchange, merges

if TYPE_CHECKING:
    from zjdesk.ops.exchange import Outcome

# What of a bundle a person must look into besides entries that do not count, the gravest first.
ASKED = ("cut", "conflicts", "rests", "duplicates")


@click.group()
def bundle() -> None:
    """数据包 · Bundles."""


bundle.add_command(watch)


@bundle.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--to", "receiver", metavar="INSTALLATION", help="只给这台电脑 · for this installation only")
@click.option("--all", "everything", is_flag=True, help="包括对方已有的 · also what was acknowledged")
@click.option(
    "--volume-size", type=click.IntRange(1, exchange.MAX_VOLUME), metavar="BYTES", help="每卷大小 · size of a volume"
)
@pass_desk
def export(desk: Desk, folder: Path, receiver: str | None, everything: bool, volume_size: int | None) -> None:
    """导出到文件夹或 U 盘，输出文件名 · Write bundles; prints their names."""
    with desk.session() as session:
        sent = exchange.export(
            session, folder, to=receiver, everything=everything, volume_size=volume_size, progress=desk.bar
        )
    lines(str(path) for one in sent for path in one.files)
    say(desk.lang, "cli.safe_to_remove")
    for sha256 in {sha256 for one in sent for sha256 in one.damaged}:
        desk.note(6)
        refuse(desk.lang, DeviceError("store.file_damaged", sha256=sha256))


@bundle.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json_option
@pass_desk
def inspect(desk: Desk, file: Path, as_json: bool) -> None:
    """检查数据包 · Check a bundle and say what it is."""
    with desk.session() as session:
        said = exchange.inspect(session, file)
    if said["cut"]:
        desk.note(6)
        _say_cut(desk, said, said["members"])
    if as_json:
        document(said)
    else:
        lines(f"{name}\t{cell(value)}" for name, value in said.items() if name != "feeds")


_files = click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
_leave_out = click.option(
    "--leave-out",
    multiple=True,
    metavar="community=C05|form=F",
    help="收下但不计入（街道） · take this in but let it not count (office)",
)


@bundle.command()
@_files
@_leave_out
@as_json_option
@pass_desk
def preview(desk: Desk, files: tuple[Path, ...], leave_out: tuple[str, ...], as_json: bool) -> None:
    """看看合并会怎样，不做改动 · Say what merging would do; changes nothing."""
    with desk.session() as session:
        out = merges.choice(session, leave_out)
        look = partial(exchange.preview, session, without=out, lang=desk.lang, progress=desk.bar)
        _each(desk, files, as_json, look)


@bundle.command()
@_files
@_leave_out
@as_json_option
@pass_desk
def merge(desk: Desk, files: tuple[Path, ...], leave_out: tuple[str, ...], as_json: bool) -> None:
    """合并数据包，每个一次完成 · Merge bundles, one transaction each."""
    with desk.session() as session:
        out = merges.choice(session, leave_out)
        _each(desk, files, as_json, partial(exchange.merge, session, without=out, progress=desk.bar))


@bundle.command()
@click.argument("own", metavar="ID")
@click.option("--preview", "only_look", is_flag=True, help="只看会怎样 · only say what it would do")
@click.option("--why", default="", help="理由 · the reason")
@as_json_option
@pass_desk
def undo(desk: Desk, own: str, only_look: bool, why: str, as_json: bool) -> None:
    """撤回一次合并（街道） · Take a merge back (office)."""
    with desk.session() as session:
        told = merges.preview_undo(session, own) if only_look else merges.undo(session, own, why=why)
    if told.rests or told.awaited or told.conflicts:
        desk.note(6)
    plain = merges.plain(told)
    if as_json:
        document(plain)
    else:
        counts = ("entries", "answered", "changed", "gone", "rests", "awaited", "conflicts")
        table([{name: _count(plain[name]) for name in counts}], counts)


@bundle.command()
@click.argument("own", metavar="ID")
@click.option("--why", default="", help="理由 · the reason")
@pass_desk
def redo(desk: Desk, own: str, why: str) -> None:
    """恢复撤回的合并（街道） · Let a merge that was taken back count again (office)."""
    with desk.session() as session:
        merges.redo(session, own, why=why)


@bundle.command("list")
@as_json_option
@pass_desk
def list_merges(desk: Desk, as_json: bool) -> None:
    """合并登记 · The register of merges."""
    with desk.session() as session:
        rows = exchange.merges(session)
    if as_json:
        document(rows)
    else:
        shown = [{**row, **_as_people_count(row["slip"]), "sender": row["sender"].get("name")} for row in rows]
        table(shown, ("bundle", "sender", "merged", "new", "revised", "already"), times=("merged",))


def _each(desk: Desk, files: tuple[Path, ...], as_json: bool, work: Callable[[Path], Outcome]) -> None:
    """Work on each file in turn; what was done is told even when something stops the rest."""
    if len(files) == 1:
        said = [_told(desk, work(files[0]))]
        _say_lacking(desk, said)
        _print(said, as_json, alone=True)
        return
    said = []
    try:
        for path in files:
            said.append({"file": exchange.shown_name(path), "status": "failed"})
            try:
                said[-1] = _told(desk, work(path))
            except UserError as error:
                said[-1] |= {"status": "refused", "message": told(desk.lang, error)}
                desk.note(error.exit_code)
                refuse(desk.lang, error)
    finally:
        _say_lacking(desk, said)
        _print(said, as_json, alone=False)


def _say_cut(desk: Desk, said: Mapping[str, Any], every: int) -> None:
    """Tell how much of a file that was cut off could be read, and whom to ask for it again."""
    sender = cell((said["sender"] or {}).get("name") or "—")
    read = every - len(said["cut"])
    say(desk.lang, "cli.needs_cut", file=cell(said["file"]), every=every, read=read, sender=sender)


def _say_lacking(desk: Desk, said: Sequence[Mapping[str, Any]]) -> None:
    """Tell once for each bundle in several files which of them never came."""
    done = [one for one in said if "volumes" in one]
    for last in {one["bundle"]: one for one in done}.values():
        held = {one["volume"] for one in done if one["bundle"] == last["bundle"]}
        if lacking := [n for n in last["lacking"] if n not in held]:
            numbers = ("、" if desk.lang == "zh" else ", ").join(map(str, lacking))
            sender = cell(last["sender"].get("name") or "—")
            say(desk.lang, "cli.needs_volumes", sender=sender, volumes=last["volumes"], numbers=numbers)


def _count(found: Any) -> int:
    """Return a number, or how many things a list or table of counts holds."""
    if isinstance(found, dict):
        return sum(found.values())
    return found if isinstance(found, int) else len(found)


def _told(desk: Desk, outcome: Outcome) -> dict[str, Any]:
    if outcome.needs_person:
        desk.note(6)
    if not outcome.sender.get("certified", True):
        say(desk.lang, "cli.unknown_carrier", name=cell(outcome.sender.get("name")))
    apart = Counter(item["reason"] for item in (*outcome.withheld, *outcome.incomplete, *outcome.awaited))
    for reason, count in sorted(apart.items()):
        say(desk.lang, "cli.not_counted", count=count, why=text(desk.lang, f"store.reason_{reason}"))
    for kind in ASKED:
        if found := getattr(outcome, kind):
            if kind == "cut":
                _say_cut(desk, vars(outcome), outcome.members)
            else:
                say(desk.lang, f"cli.needs_{kind}", file=cell(outcome.file), n=len(found))
    return {"status": "attention" if outcome.needs_person else "done", **exchange.slip(outcome)}


def _print(said: list[dict[str, Any]], as_json: bool, *, alone: bool) -> None:
    if as_json:
        document(said[0] if alone else said)
    else:
        table(map(_as_people_count, said), ("file", "status", "new", "revised", "already"))


def _as_people_count(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a merge said with the counts of what people call records; a refused file has none."""
    return {**said, **exchange.counted_by_people(said)} if "new" in said else said
