"""Canonical JSON lines: the one way a header or a body is written, and the only way that is read."""

from __future__ import annotations

from typing import Any

import orjson

from zjdesk.errors import BugError, InputError

LARGEST = 2**53 - 1
MAX_LINE = 4 * 1024 * 1024


def encode(value: object) -> bytes:
    """Write ``value`` canonically: UTF-8, no white space, keys sorted by code point, no floats."""
    if not _plain(value):
        raise BugError("only strings, integers below 2^53, booleans, null, lists and objects can be logged")
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def encode_checked(value: object) -> bytes:
    """Write a value canonically whose types are known to be permitted."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def decode(line: bytes) -> Any:
    """Read one canonical line; anything else (spaces, doubled keys, floats, lone surrogates) is refused.

    Writing the parsed value again and comparing costs about a microsecond and is the whole check.
    """
    if len(line) > MAX_LINE:
        raise InputError("store.line_too_long", limit=MAX_LINE)
    try:
        value = orjson.loads(line)
        same = orjson.dumps(value, option=orjson.OPT_SORT_KEYS) == line
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        raise InputError("store.line_not_json") from None
    if not same or not _plain(value):
        raise InputError("store.line_not_canonical")
    return value


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
