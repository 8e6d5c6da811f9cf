"""Commands on declarations."""

from __future__ import annotations

from pathlib import Path

import click

from zjdesk.cli.context import Desk, as_json_option, pass_desk
from zjdesk.cli.output import document, say, table
from zjdesk.errors import InputError
from zjdesk.ops import declarations


@click.group()
def forms() -> None:
    """表单声明 · Declarations."""


@forms.command("list")
@as_json_option
@pass_desk
def list_forms(desk: Desk, as_json: bool) -> None:
    """列出表单 · List forms."""
    rows = declarations.list_forms(desk.lang)
    if as_json:
        document(rows)
    else:
        table(rows, ("code", "name", "version", "label"))


@forms.command()
@click.argument("form")
@pass_desk
def show(desk: Desk, form: str) -> None:
    """显示一个表单（JSON） · Show a form as JSON."""
    document(declarations.as_object(form))


@forms.command()
@click.argument("folder", required=False, metavar="DIR", type=click.Path(path_type=Path))
@pass_desk
def check(desk: Desk, folder: Path | None) -> None:
    """检查声明 · Verify declarations."""
    problems = declarations.verify(folder)
    if problems:
        raise InputError("cli.declarations_wrong", problems=tuple(problems), count=len(problems))
    say(desk.lang, "cli.declarations_sound")


@forms.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--why", default="", help="理由 · the reason")
@pass_desk
def issue(desk: Desk, file: Path, why: str) -> None:
    """下发表单（街道），文件名即表单名 · Send a form to all laptops (office); its file bears its name."""
    with desk.session() as session:
        form = declarations.issue(session, file, why)
    say(desk.lang, "cli.form_issued", form=form.label.text(desk.lang), version=form.version)


@forms.command()
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="数据字典文件 · the dictionary's file"
)
@pass_desk
def dictionary(desk: Desk, output: Path) -> None:
    """写出数据字典（CSV） · Write the data dictionary."""
    declarations.write_dictionary(output)
    say(desk.lang, "cli.written", path=str(output))
