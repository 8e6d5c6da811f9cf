"""Canonical lines: what is written is read again; every other way of writing the same is refused."""

from __future__ import annotations

import json
import math

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjdesk.errors import BugError, InputError
from zjdesk.store.lines import LARGEST, MAX_LINE, decode, encode

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXTS
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4))
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
WITH_FLOAT = st.recursive(FLOATS, lambda inner: st.tuples(VALUES, inner).map(list) | st.dictionaries(TEXTS, inner))


@given(VALUES)
def test_what_is_written_is_read_again(value: object) -> None:
    line = encode(value)
    assert decode(line) == value
    assert (
        line == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() or b"\\u" in line
    )


@given(WITH_FLOAT.filter(lambda value: "." in json.dumps(value) or "e" in json.dumps(value)))
def test_a_float_is_refused_wherever_it_stands(value: object) -> None:
    if not _holds_float(value):
        return
    with pytest.raises(InputError):
        decode(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))
    with pytest.raises(BugError):
        encode(value)


def _holds_float(value: object) -> bool:
    if isinstance(value, dict | list):
        return any(map(_holds_float, value.values() if isinstance(value, dict) else value))
    return isinstance(value, float) and math.isfinite(value)


@pytest.mark.parametrize(
    "line",
    [
        *(b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"[1 ]", b"1.0", b"-0", b"01", b"1e2", b'"\\u4e2d"', b""),
        *(b'"\\ud800"', b"\xff", b"NaN", b"[1e400]", str(LARGEST + 1).encode(), str(-LARGEST - 1).encode()),
        *(b"[" * 1010 + b"]" * 1010, b"[" * 100_000, b'{"a":' * 1010 + b"1" + b"}" * 1010),
    ],
    ids=lambda line: line[:12].decode("latin1"),
)
def test_any_other_way_of_writing_is_refused(line: bytes) -> None:
    with pytest.raises(InputError):
        decode(line)


def test_a_line_has_a_longest_length() -> None:
    assert len(decode(b'"' + b"a" * (MAX_LINE - 2) + b'"')) == MAX_LINE - 2
    with pytest.raises(InputError):
        decode(b'"' + b"a" * (MAX_LINE - 1) + b'"')
