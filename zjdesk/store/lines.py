"""Canonical JSON lines: the one way a header or a body is written, and the only way that is read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import orjson

from zjdesk.errors import BugError, InputError

LARGEST = 2**53 - 1
MAX_LINE = 4 * 1024 * 1024
_STRICT = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER  # integers of 53 bits at most
_LEAVES = frozenset((str, int, bool, type(None)))


def encode(value: object) -> bytes:
    """Write ``value`` canonically: UTF-8, no white space, keys sorted by code point, no floats."""
    if not _plain(value):
        raise BugError("only strings, integers below 2^53, booleans, null, lists and objects can be logged")
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def encode_checked(value: object) -> bytes:
    """Write a value canonically whose types are known to be permitted."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def decode(line: bytes) -> Any:
    """Read one canonical line; anything else (spaces, doubled keys, floats, lone surrogates) is refused."""
    value = decode_unchecked(line)
    try:
        good = _without_floats(value)
    except RecursionError:
        good = False
    if not good:
        raise InputError("store.line_not_canonical")
    return value


def decode_unchecked(line: bytes) -> Any:
    """Read one canonical line in which floats may stand: the caller checks the type of every value.

    Writing the parsed value again and comparing costs about a microsecond and is the rest of the check.
    """
    if len(line) > MAX_LINE:
        raise InputError("store.line_too_long", limit=MAX_LINE)
    try:
        value = orjson.loads(line)
        same = orjson.dumps(value, option=_STRICT) == line
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        raise InputError("store.line_not_json") from None
    if not same:
        raise InputError("store.line_not_canonical")
    return value


def _without_floats(value: object) -> bool:
    """Tell whether a parsed value holds no float anywhere."""
    if isinstance(value, dict):
        items: Collection[object] = value.values()
    elif isinstance(value, list):
        items = value
    else:
        return not isinstance(value, float)
    return _LEAVES.issuperset(map(type, items)) or all(_without_floats(item) for item in items)


def _plain(value: object) -> bool:
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -LARGEST <= value <= LARGEST  # type: ignore[operator]
    if kind is dict:
        return all(type(key) is str and _plain(item) for key, item in value.items())  # type: ignore[attr-defined]
    if kind is list or kind is tuple:
        return all(_plain(item) for item in value)  # type: ignore[attr-defined]
    return False
