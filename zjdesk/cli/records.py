"""Commands on records and files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import orjson

from zjdesk.cli.checks import next_cycle
from zjdesk.cli.context import Desk, as_json_option, pass_desk, unmasked_options
from zjdesk.cli.erasing import certificate, erase_fields
from zjdesk.cli.output import cell, document, lines, table, warn
from zjdesk.errors import InputError, Problem, UsageError
from zjdesk.ops import edit, privacy, queries, search
from zjdesk.ops import files as file_ops
from zjdesk.ops import join as joining
from zjdesk.ops import undo as undo_ops
from zjdesk.ops.changes import DeleteRecord, EditRecord, NewRecord, RestoreRecord
from zjdesk.ops.session import Session


@click.group()
def record() -> None:
    """记录：新增、修改、查询 · Add, edit and read records."""


@record.command()
@click.argument("form")
@click.option("--why", default="", help="理由 · the reason")
@pass_desk
def add(desk: Desk, form: str, why: str) -> None:
    """从标准输入读 JSON，每行一条，全部成功或全不保存 · JSON objects, one a line, all or none."""
    rows = _rows(sys.stdin.buffer.read(), form)
    with desk.session() as session:
        wanted = [NewRecord(form, _with_files(session, row)) for row in rows]
        changes = edit.save(session, wanted, why=why)
    lines(changes.ids)
    warn(desk.lang, changes.warnings)


@record.command("set")
@click.argument("own", metavar="ID")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=JSON…")
@click.option("--why", default="", help="理由 · the reason")
@pass_desk
def set_fields(desk: Desk, own: str, fields: tuple[str, ...], why: str) -> None:
    """修改字段 · Set fields; each value is JSON."""
    values = dict(_assignment(item) for item in fields)
    with desk.session() as session:
        changes = edit.save(session, [EditRecord(own, _with_files(session, values))], why=why)
    warn(desk.lang, changes.warnings)


@record.command()
@click.argument("own", metavar="ID")
@click.option("--why", required=True, help="理由 · the reason")
@pass_desk
def delete(desk: Desk, own: str, why: str) -> None:
    """删除记录和它下面的内容（可恢复） · Delete a record with its children; it can be restored."""
    with desk.session() as session:
        edit.save(session, [DeleteRecord(own)], why=why)


@record.command()
@click.argument("own", metavar="ID")
@pass_desk
def restore(desk: Desk, own: str) -> None:
    """恢复已删除的记录 · Restore a deleted record."""
    with desk.session() as session:
        edit.save(session, [RestoreRecord(own)])


@record.command()
@click.argument("keep", metavar="ID")
@click.argument("others", metavar="ID…", nargs=-1, required=True)
@click.option("--why", default="", help="理由 · the reason")
@pass_desk
def join(desk: Desk, keep: str, others: tuple[str, ...], why: str) -> None:
    """合并重复的记录，留第一条，历史都在 · Join records that are one; the first stands, every history stays."""
    with desk.session() as session:
        joining.join(session, keep, others, why=why)


@record.command()
@click.argument("group", required=False)
@pass_desk
def undo(desk: Desk, group: str | None) -> None:
    """撤销最近一次操作 · Take back the last action."""
    with desk.session() as session:
        lines(undo_ops.undo(session, group).ids)


@record.command()
@click.argument("group", required=False)
@pass_desk
def redo(desk: Desk, group: str | None) -> None:
    """重做刚撤销的操作 · Do again what was undone."""
    with desk.session() as session:
        lines(undo_ops.redo(session, group).ids)


@record.command("list")
@click.argument("form")
@as_json_option
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="只列符合的 · only those where it holds")
@click.option("--deleted", is_flag=True, help="连同已删除的 · with deleted ones")
@unmasked_options
@pass_desk
def list_all(
    desk: Desk, form: str, as_json: bool, where: tuple[str, ...], deleted: bool, unmasked: bool, why: str
) -> None:
    """列出记录 · List records."""
    with desk.session() as session:
        tests = dict(_test(item) for item in where)
        found = queries.list_records(session, form, where=tests, deleted=deleted, lang=desk.lang)
        if unmasked:
            found = privacy.unmask(session, found, why, lang=desk.lang)
        rows = [queries.as_object(session, item) for item in found]
        columns = ("id", *session.store.catalogue.form(form).list)
    if as_json:
        document(rows)
    else:
        table(rows, columns)


@record.command()
@click.argument("own", metavar="ID")
@as_json_option
@unmasked_options
@pass_desk
def show(desk: Desk, own: str, as_json: bool, unmasked: bool, why: str) -> None:
    """显示一条记录 · Show one record."""
    with desk.session() as session:
        found = queries.get(session, own, lang=desk.lang)
        if unmasked:
            (found,) = privacy.unmask(session, [found], why, lang=desk.lang)
        plain = {"form": found.form, **queries.as_object(session, found)}
    if as_json:
        document(plain)
    else:
        lines(f"{name}\t{cell(value)}" for name, value in plain.items())


@record.command()
@click.argument("own", metavar="ID")
@as_json_option
@unmasked_options
@pass_desk
def history(desk: Desk, own: str, as_json: bool, unmasked: bool, why: str) -> None:
    """显示一条记录的全部经过 · Show everything that was ever saved of a record."""
    with desk.session() as session:
        names = queries.people(session)
        form = queries.form_of(session, own) if unmasked else ""
        opened = privacy.open_fields(session, [(form, own)], why).get(form, ()) if unmasked else ()
        told = queries.history(session, own, opened=opened, lang=desk.lang)
        rows = [{**vars(line), "id": line.entry} for line in told]
    if as_json:
        document(rows)
    else:
        shown = [{**row, "author": names.get(row["author"], row["author"])} for row in rows]
        table(shown, ("id", "time", "author", "set", "status", "why"), times=("time",))


@record.command()
@click.argument("text")
@as_json_option
@pass_desk
def find(desk: Desk, text: str, as_json: bool) -> None:
    """查找（汉字、拼音、首字母） · Search by characters, pinyin or initials."""
    with desk.session() as session:
        rows = [vars(hit) for hit in search.find(session, text)]
    if as_json:
        document(rows)
    else:
        table(rows, ("id", "form", "title"))


record.add_command(erase_fields)
record.add_command(certificate)
record.add_command(next_cycle)


@click.group()
def file() -> None:
    """附件 · Files."""


@file.command("add")
@click.argument("path", type=click.Path(path_type=Path))
@pass_desk
def add_file(desk: Desk, path: Path) -> None:
    """存入一个文件，输出它的 SHA-256 · Keep a file; prints its SHA-256."""
    with desk.session() as session:
        lines([file_ops.add_file(session, path)])


@file.command("export")
@click.argument("sha256", metavar="SHA256")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="写到哪里 · where it goes")
@click.option("--why", required=True, help="理由 · the reason")
@click.option("--original", is_flag=True, help="原样导出，含拍摄位置 · as it is, with the place it was taken")
@pass_desk
def export_file(desk: Desk, sha256: str, output: Path, why: str, original: bool) -> None:
    """导出一个附件（记入审计），照片去掉拍摄位置 · Write a file out, a photo without its place; it is noted."""
    with desk.session() as session:
        file_ops.export_copy(session, sha256, output, why, original=original)


def _rows(raw: bytes, form: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    problems = []
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            row = None
        if isinstance(row, dict):
            found.append(row)
        else:
            problems.append(Problem(form, str(number), "cli.line_not_object"))
    if problems:
        raise InputError("ops.not_saved", problems=tuple(problems), count=len(problems))
    if not found:
        raise UsageError("cli.nothing_given")
    return found


def _assignment(item: str) -> tuple[str, Any]:
    name, sign, value = item.partition("=")
    try:
        return name, orjson.loads(value) if sign else None
    except orjson.JSONDecodeError:
        raise UsageError("cli.value_not_json", field=name, value=value) from None


def _test(item: str) -> tuple[str, Any]:
    name, sign, value = item.partition("=")
    if not sign:
        raise UsageError("cli.test_without_value", test=item)
    try:
        parsed = orjson.loads(value)
    except orjson.JSONDecodeError:
        parsed = value
    return name, parsed if isinstance(parsed, bool) else value


def _with_files(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    """Put the hash in the place of ``{"path": …}``."""

    def kept(value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"path"}:
            return file_ops.add_file(session, Path(str(value["path"])))
        return [kept(item) for item in value] if isinstance(value, list) else value

    return {name: kept(value) for name, value in values.items()}
