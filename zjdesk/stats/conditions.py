"""Which unit rows count, as SQL: the few comparisons that an indicator may use, each in one place."""

from __future__ import annotations

from collections.abc import Iterable

from zjdesk.forms.model import MISSING_CODES
from zjdesk.stats.model import Comparison, Where

COMPARISONS = {"eq": "IS", "ne": "IS NOT", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
FLAGS = ("answered", "ticked")
OPERATORS = (*COMPARISONS, "in", "has", *FLAGS)
_MISSING = ", ".join(f"'{code}'" for code in MISSING_CODES)

Parameters = list[str | int]


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def where_sql(*wheres: Where) -> tuple[str, Parameters]:
    """Return the condition that holds where all of these hold, and its parameters."""
    parts, parameters = [], []
    for where in wheres:
        if where.alternatives:
            found = [_all_of(tests) for tests in where.alternatives]
            parts.append("(" + " OR ".join(sql for sql, _ in found) + ")")
            parameters += [value for _, values in found for value in values]
    return " AND ".join(parts) or "1", parameters


def _all_of(tests: Iterable[Comparison]) -> tuple[str, Parameters]:
    found = [_test(test) for test in tests]
    return " AND ".join(sql for sql, _ in found), [value for _, values in found for value in values]


def _test(test: Comparison) -> tuple[str, Parameters]:
    column, value = quoted(test.column), test.value
    if test.operator in FLAGS:
        sql = _answered(column) if test.operator == "answered" else _ticked(column)
        return (sql if value else f"NOT ({sql})"), []
    if isinstance(value, tuple):
        return f"{column} IN ({', '.join('?' * len(value))})", list(value)
    if test.operator == "has":
        return f"IFNULL(instr({column}, ?), 0) > 0", [f'"{value}"']
    return f"{column} {COMPARISONS[test.operator]} ?", [int(value) if isinstance(value, bool) else value]


def _answered(column: str) -> str:
    """A single-choice question is answered when it holds a code that is no missing code."""
    return f"IFNULL({column}, '-9') NOT IN ({_MISSING})"


def _ticked(column: str) -> str:
    """A multiple-choice question (a JSON list of codes) is a case when a code other than a missing one stands in it."""
    return f"IFNULL({column}, '') GLOB '*\"[a-zA-Z0-9]*'"
