"""Reads ``forms/indicators``: one file per indicator; whatever a file may not say is refused with its place."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from zjdesk.errors import InputError, Problem, UsageError
from zjdesk.forms.source import Table, open_source, refuse
from zjdesk.i18n import Label
from zjdesk.stats.bases import BASES
from zjdesk.stats.conditions import COMPARISONS, FLAGS, OPERATORS
from zjdesk.stats.model import (
    EVERY_ROW,
    MEASURES,
    SHOWS,
    WAVES,
    Comparison,
    Indicator,
    Key,
    Of,
    Threshold,
    Where,
)

ROOT_KEYS = ("name", "label", "catalogue", "wave", "view", "base", "question", "key")
KEY_KEYS = (
    *("key", "label", "figure", "catalogue", "show", "decimals", "measure", "view", "base"),
    *("where", "column", "of", "op", "value", "on", "extreme"),
)
NO_BASE = "none"
EXTREMES = ("min", "max")
ON = ("rate", "n")


def load_indicators(folder: Path) -> dict[str, Indicator]:
    """Return every indicator declared in a folder, by name; all that is wrong with the files is raised at once."""
    problems: list[Problem] = []
    found = {name: _read(folder / f"{name}.toml", problems) for name in indicator_names(folder)}
    problems += _dangling(found)
    refuse("indicators", problems)
    return found


@lru_cache(maxsize=256)
def load_indicator(folder: Path, name: str) -> Indicator:
    """Return one indicator; asking for another than those declared is a mistake of whoever asked."""
    if name not in indicator_names(folder):
        raise UsageError("stats.no_indicator", name=name)
    problems: list[Problem] = []
    indicator = _read(folder / f"{name}.toml", problems)
    refuse(name, problems)
    return indicator


def indicator_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the declared indicators."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def _read(path: Path, problems: list[Problem]) -> Indicator:
    root = open_source(path, problems).root()
    root.known(ROOT_KEYS)
    if root.text("name", required=True) not in (path.stem, None):
        root.problem("name", "name_is_file", name=path.stem)
    wave = root.one_of("wave", WAVES)
    indicator = Indicator(
        path.stem,
        root.label("label", required=True) or Label(path.stem, path.stem),
        tuple(_key(table, root) for table in root.tables("key")),
        root.texts("catalogue"),
        "mid" if wave == "mid" else "final",
        root.text("question"),
    )
    if not indicator.keys:
        root.problem("key", "lacks_key", missing="key")
    if len(indicator.by_key) < len(indicator.keys):
        root.problem("key", "twice", name=path.stem)
    _check_question(root, indicator)
    return indicator


def _check_question(root: Table, indicator: Indicator) -> None:
    bases = [BASES[key.base] for key in indicator.keys if key.base is not None]
    if indicator.question is None and any(base.question_test for base in bases):
        root.problem("question", "lacks_key", missing="question")


def _key(table: Table, root: Table) -> Key:
    table.known(KEY_KEYS)
    name = table.text("key", required=True) or ""
    measure = table.one_of("measure", MEASURES) or "count"
    show = table.one_of("show", SHOWS, required=True) or "count"
    decimals = table.whole("decimals", required=show != "count")
    base = _inherited(table, root, "base", (*BASES, NO_BASE), needed=show in ("percent", "mean"))
    added = measure in ("count", "sum")
    return Key(
        name,
        table.label("label", required=True) or Label(name, name),
        show,
        measure,
        decimals,
        table.text("figure"),
        table.texts("catalogue"),
        (table.text("view") or root.text("view", required=added) or "") if added else "",
        None if base == NO_BASE or not added else base,
        _where(table) if added else EVERY_ROW,
        table.text("column", required=measure == "sum"),
        None if added else _of(table),
        _threshold(table) if measure == "communities" else None,
        table.one_of("extreme", EXTREMES, required=measure == "extreme"),
    )


def _inherited(table: Table, root: Table, key: str, allowed: Iterable[str], *, needed: bool) -> str | None:
    own = table.one_of(key, allowed)
    if own is not None or table.values.get("of"):
        return own
    return root.one_of(key, allowed, required=needed)


def _of(table: Table) -> Of | None:
    inner = _inner(table, "of")
    inner.known(("indicator", "key"))
    indicator, key = inner.text("indicator", required=True), inner.text("key", required=True)
    return Of(indicator, key) if indicator and key else None


def _threshold(table: Table) -> Threshold | None:
    operator = table.one_of("op", COMPARISONS, required=True)
    text = table.text("value", required=True)
    if operator is None or text is None:
        return None
    try:
        return Threshold(operator, Fraction(text), table.one_of("on", ON) or "rate")
    except ValueError:
        table.problem("value", "wanted_whole", key="value", value=text)
        return None


def _where(table: Table) -> Where:
    """Read ``where``: one table of tests that must all hold, or a list of such tables of which one must."""
    value = table.values.get("where")
    if value is None:
        return EVERY_ROW
    inner = table.tables("where") if isinstance(value, list) else [_inner(table, "where")]
    return Where(tuple(_tests(Table(part.source, table.header, table.number, part.values, "where")) for part in inner))


def _inner(table: Table, key: str) -> Table:
    return Table(table.source, table.header, table.number, table.get(key, dict, required=True) or {}, key)


def _tests(table: Table) -> tuple[Comparison, ...]:
    found: list[Comparison] = []
    for column, value in table.values.items():
        if isinstance(value, dict):
            found += _operators(table, column, value)
        elif isinstance(value, list):
            found.append(Comparison(column, "in", tuple(value)))
        elif isinstance(value, str | int):
            found.append(Comparison(column, "eq", value))
        else:
            table.problem(column, "wanted_text", key=column, value=value)
    return tuple(found)


def _operators(table: Table, column: str, tests: dict[str, object]) -> list[Comparison]:
    found = []
    for operator, value in tests.items():
        if operator not in OPERATORS or operator == "in":
            table.problem(column, "not_among", value=operator, known="、".join((*COMPARISONS, "has", *FLAGS)))
        elif not isinstance(value, str | int) or (operator in FLAGS and not isinstance(value, bool)):
            table.problem(column, "wanted_flag", key=operator, value=value)
        else:
            found.append(Comparison(column, operator, value))
    return found


def _dangling(found: dict[str, Indicator]) -> list[Problem]:
    """Return the keys that look at a key which no indicator has, or which does not add up."""
    problems = []
    for indicator in found.values():
        for key in indicator.keys:
            if key.of is None:
                continue
            target = found.get(key.of.indicator)
            looked_at = target.by_key.get(key.of.key) if target else None
            if looked_at is None or not looked_at.added:
                place, missing = f"key.{key.key}.of", f"{key.of.indicator}.{key.of.key}"
                problems.append(
                    Problem(f"indicators/{indicator.name}.toml", place, "stats.no_target", {"name": missing})
                )
    return problems


def require_target(indicator: Indicator, key: Key) -> Of:
    """Return what a key looks at; one that looks at nothing was refused when it was read."""
    if key.of is None:
        raise InputError("stats.no_target", name=f"{indicator.name}.{key.key}")
    return key.of
