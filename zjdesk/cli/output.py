"""What commands print: data to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import click
import orjson

from zjdesk.errors import InputError, Problem, UserError
from zjdesk.i18n import Lang, explain, has, text


def document(value: object) -> None:
    """Print one JSON document."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode())


def lines(rows: Iterable[str]) -> None:
    """Print lines."""
    for row in rows:
        click.echo(row)


def table(rows: Iterable[Mapping[str, Any]], columns: Iterable[str], *, times: Iterable[str] = ()) -> None:
    """Print rows as tab-separated lines with a heading; ``times`` are columns of milliseconds since 1970."""
    names, moments = list(columns), set(times)
    click.echo("\t".join(names))
    for row in rows:
        click.echo("\t".join(_cell(row.get(name), name in moments) for name in names))


def _cell(value: Any, moment: bool) -> str:
    if value is None:
        return "—"
    return datetime.fromtimestamp(value / 1000).isoformat(" ", "seconds") if moment else str(value)


def say(lang: Lang, key: str, **params: object) -> None:
    """Tell the user something that is not data."""
    click.echo(text(lang, key, **params), err=True)


def refuse(lang: Lang, error: UserError) -> None:
    """Tell what stopped the work and what to do; each problem on its own line."""
    click.echo(explain(lang, error), err=True)
    for problem in error.problems if isinstance(error, InputError) else ():
        click.echo(_problem(lang, problem), err=True)


def _problem(lang: Lang, problem: Problem) -> str:
    remedy = f"{problem.key}_remedy"
    parts = [problem.file, problem.place, text(lang, problem.key, **problem.params)]
    if has(remedy):
        parts.append(text(lang, remedy, **problem.params).strip())
    return ": ".join(part for part in parts if part)


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
