"""What commands print: data to standard output, everything else to standard error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
import orjson

from zjdesk.errors import InputError, Problem, UserError
from zjdesk.i18n import Lang, explain, has, text

if TYPE_CHECKING:
    from zjdesk.forms.check import Finding

# What the system or the database says in English, and our key for it.
NUMBERS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.ENOENT: "not_there",
    errno.EEXIST: "there_already",
    errno.ENOTDIR: "no_folder",
    errno.EISDIR: "is_folder",
    errno.EIO: "read_write_error",
}
DETAILS = {os.strerror(number): key for number, key in NUMBERS.items()} | {
    "database or disk is full": "disk_full",
    "attempt to write a readonly database": "read_only",
    "disk I/O error": "read_write_error",
    "file is not a database": "no_database",
    "database disk image is malformed": "damaged_database",
    "unable to open database file": "no_permission",
}


def document(value: object) -> None:
    """Print one JSON document."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS))


def lines(rows: Iterable[str]) -> None:
    """Print lines, as UTF-8 whatever the terminal's encoding; a file's name keeps its bytes."""
    printed = "\n".join(rows)
    if printed:
        click.echo(printed.encode("utf-8", "surrogateescape"))


def table(rows: Iterable[Mapping[str, Any]], columns: Iterable[str], *, times: Iterable[str] = ()) -> None:
    """Print rows as tab-separated lines with a heading; ``times`` are columns of milliseconds since 1970."""
    names, moments = list(columns), set(times)
    heading = "\t".join(names)
    lines([heading, *("\t".join(cell(row.get(name), moment=name in moments) for name in names) for row in rows)])


def cell(value: Any, *, moment: bool = False) -> str:
    """Return a value as one line of text: lists and objects as JSON, nothing as a dash, no tabs or line ends."""
    if value is None:
        return "—"
    if moment:
        return datetime.fromtimestamp(value / 1000).isoformat(" ", "seconds")
    return one_line(value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode())


def one_line(said: str) -> str:
    """Return a text without line ends, tabs and what a terminal would take for a command."""
    return "".join(sign if sign.isprintable() or sign == "\u3000" else " " for sign in said)


def say(lang: Lang, key: str, **params: object) -> None:
    """Tell the user something that is not data."""
    click.echo(text(lang, key, **params), err=True)


def refuse(lang: Lang, error: UserError) -> None:
    """Tell what stopped the work and what to do; each problem on its own line."""
    click.echo(told(lang, error), err=True)
    for problem in error.problems if isinstance(error, InputError) else ():
        click.echo(one_line(_problem(lang, problem)), err=True)


def told(lang: Lang, error: UserError) -> str:
    """Return what happened and what to do next; what the system said is said in ``lang``, too."""
    detail = DETAILS.get(str(error.params.get("detail")))
    if detail is not None:
        error = UserError(error.key, **{**error.params, "detail": text(lang, f"cli.{detail}")})
    return one_line(explain(lang, error))


def _problem(lang: Lang, problem: Problem) -> str:
    remedy = f"{problem.key}_remedy"
    what = text(lang, problem.key, **problem.params)
    if has(remedy):
        what += text(lang, remedy, **problem.params)
    elif "." not in problem.file:
        what += text(lang, "cli.see_form", form=problem.file)
    return ": ".join(part for part in (problem.file, problem.place, what) if part)


def warn(lang: Lang, found: Iterable[Finding]) -> None:
    """Tell what was saved all the same but should be looked at."""
    for finding in found:
        place = f"{finding.field}: " if finding.field else ""
        say(lang, "cli.warning", what=f"{place}{finding.text(lang)}")


class Bar:
    """Long work's progress, on a terminal only."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._shown = sys.stderr.isatty()
        self._last = -1

    def __call__(self, done: int, total: int, key: str) -> None:
        share = 100 * done // total if total else 100
        if self._shown and share != self._last:
            self._last = share
            end = "\n" if share >= 100 else ""
            click.echo(f"\r{text(self._lang, key)} {share:3d}%{end}", err=True, nl=False)
