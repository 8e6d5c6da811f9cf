"""Expressions of declarations: compiled once, evaluated on a record's values, bounded against expression bombs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from zjdesk.errors import InputError
from zjdesk.forms.functions import Value, safe_pattern, string, truth

LONGEST = 1000
DEEPEST = 20
MOST_TOKENS = 300
_PARTS = re.compile(r"'[^']*'|\"[^\"]*\"|\$\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}|\$|[()]")
_PREFIX = "v_"


@dataclass(frozen=True, eq=False)
class Expression:
    """A compiled expression; ``names`` are the fields that it reads."""

    source: str
    names: frozenset[str]
    _token: Any

    def evaluate(self, values: Mapping[str, object], own: object = None, today: date | None = None) -> Value:
        """Return what it comes to on a record's JSON values; ``own`` is the value of the field it stands at."""
        read = tuple((name, plain(values.get(name))) for name in sorted(self.names))
        return _value(self, read, plain(own), today or date.today())

    def holds(self, values: Mapping[str, object], own: object = None, today: date | None = None) -> bool:
        """Tell whether it is true."""
        return truth(self.evaluate(values, own, today))


def plain(value: object) -> str | int | bool:
    """Return a JSON value as expressions see it: nothing is empty text, a list its codes with blanks between."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return value if isinstance(value, str | int) else str(value)


@lru_cache(maxsize=8192, typed=True)
def _value(
    expression: Expression, read: tuple[tuple[str, str | int | bool], ...], own: str | int | bool, today: date
) -> Value:
    """Evaluate once for what the expression reads; people answer alike, so most answers are known."""
    from elementpath import XPathContext

    from zjdesk.forms.xpath import TODAY, value_of

    variables: dict[str, Any] = {_PREFIX + name: value for name, value in read}
    variables[TODAY] = today.isoformat()
    return value_of(expression._token, XPathContext(item=own, variables=variables))


@lru_cache(maxsize=2048)
def compile(source: str) -> Expression:
    """Compile an expression; raises InputError saying what is wrong and where."""
    from elementpath.exceptions import ElementPathError

    from zjdesk.forms.xpath import FormParser

    if len(source) > LONGEST:
        raise InputError("forms.expression_too_long", expression=source[:40], most=LONGEST)
    xpath, names = _translate(source)
    try:
        token = FormParser().parse(xpath)
    except (ElementPathError, RecursionError) as error:
        raise _bad(source, str(error) or type(error).__name__) from None
    _inspect(source, token)
    return Expression(source, names, token)


def stored(value: Value, kind: str) -> object:
    """Return what a calculation came to as a JSON value of a field's type; None where it came to nothing."""
    if kind == "bool":
        return truth(value)
    text = string(value)
    if text in ("", "NaN"):
        return None
    if kind in ("int", "money"):
        return int(text) if re.fullmatch(r"-?\d{1,16}", text) else None
    return text.split() if kind == "choices" else text


def _translate(source: str) -> tuple[str, frozenset[str]]:
    names: set[str] = set()
    depth = deepest = 0

    def replace(part: re.Match[str]) -> str:
        nonlocal depth, deepest
        text, name = part.group(0), part.group(1)
        if name is not None:
            names.add(name)
            return f"${_PREFIX}{name} "
        if text == "$":
            raise _bad(source, "$")
        depth += {"(": 1, ")": -1}.get(text, 0)
        deepest = max(deepest, depth)
        return text

    xpath = _PARTS.sub(replace, source)
    if deepest > DEEPEST:
        raise InputError("forms.expression_too_deep", expression=source[:40], most=DEEPEST)
    return xpath, frozenset(names)


def _inspect(source: str, root: Any) -> None:
    waiting, count = [root], 0
    while waiting:
        token = waiting.pop()
        count += 1
        if token.symbol == "(name)":
            raise _bad(source, token.value)
        if token.symbol == "regex":
            if token[1].symbol != "(string)":
                raise InputError("forms.pattern_not_fixed", expression=source)
            safe_pattern(token[1].value)
        waiting += [] if token.symbol == "$" else list(token)
    if count > MOST_TOKENS:
        raise InputError("forms.expression_too_long", expression=source[:40], most=LONGEST)


def _bad(source: str, detail: str) -> InputError:
    return InputError("forms.bad_expression", expression=source, detail=re.sub(r"\s*\[err:\w+\]\s*", " ", detail))
