"""The field types: what JSON value each takes, how it lies in a state table, on which side it is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from zjdesk.errors import InputError

LARGEST = 2**53 - 1
_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_CODE = re.compile(r"[A-Za-z0-9_.-]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")
# Besides control characters and lone surrogates: what breaks a line unseen, or turns the order of writing around.
_TURNING = "\u2028\u2029\u202a-\u202e\u2066-\u2069"
_NOT_IN_LINE = re.compile(rf"[\x00-\x1f\x7f-\x9f\ud800-\udfff{_TURNING}]")
_NOT_IN_TEXT = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_TURNING}]")


@dataclass(frozen=True)
class FieldType:
    """A type: ``parse`` returns the value or raises InputError; ``sql`` is its column in a state table."""

    name: str
    parse: Callable[[object], Any]
    sql: str = "TEXT"
    align: Literal["left", "right", "center"] = "left"
    to_state: Callable[[Any], object] = lambda value: value
    from_state: Callable[[Any], object] = lambda stored: stored

    def fits(self, raw: object) -> bool:
        """Tell whether a value is of this type."""
        try:
            self.parse(raw)
        except InputError:
            return False
        return True


def _wrong(kind: str, value: object) -> InputError:
    return InputError(f"forms.not_{kind}", value=_short(value))


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _text(raw: object) -> str:
    if not isinstance(raw, str) or _NOT_IN_LINE.search(raw):
        raise _wrong("text", raw)
    return raw


def _longtext(raw: object) -> str:
    if not isinstance(raw, str) or _NOT_IN_TEXT.search(raw):
        raise _wrong("longtext", raw)
    return raw


def _whole(kind: str) -> Callable[[object], int]:
    def parse(raw: object) -> int:
        if not isinstance(raw, int) or isinstance(raw, bool) or abs(raw) > LARGEST:
            raise _wrong(kind, raw)
        return raw

    return parse


def _decimal(raw: object) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str) or not _DECIMAL.fullmatch(raw):
        raise _wrong("decimal", raw)
    return raw


def _moment(kind: str, pattern: re.Pattern[str] | None, read: Callable[[str], object]) -> Callable[[object], str]:
    def parse(raw: object) -> str:
        if not isinstance(raw, str) or (pattern and not pattern.fullmatch(raw)):
            raise _wrong(kind, raw)
        try:
            read(raw)
        except ValueError:
            raise _wrong(kind, raw) from None
        return raw

    return parse


def _bool(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise _wrong("bool", raw)
    return raw


def _matching(kind: str, pattern: re.Pattern[str]) -> Callable[[object], str]:
    def parse(raw: object) -> str:
        if not isinstance(raw, str) or not pattern.fullmatch(raw):
            raise _wrong(kind, raw)
        return raw

    return parse


def _list_of(kind: str, one: Callable[[object], str]) -> Callable[[object], list[str]]:
    def parse(raw: object) -> list[str]:
        if not isinstance(raw, list):
            raise _wrong(kind, raw)
        values = [one(item) for item in raw]
        if len(set(values)) != len(values):
            raise InputError("forms.listed_twice", value=_short(raw))
        return values

    return parse


def _list_to_state(value: list[str]) -> str | None:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None


def _list_from_state(stored: str | None) -> list[str]:
    return json.loads(stored) if stored else []


def _listing(name: str, kind: str, one: Callable[[object], str]) -> FieldType:
    return FieldType(name, _list_of(kind, one), to_state=_list_to_state, from_state=_list_from_state)


_choice = _matching("choice", _CODE)
_ref = _matching("ref", _ID)
_file = _matching("file", _SHA256)

_ALL = (
    FieldType("text", _text),
    FieldType("longtext", _longtext),
    FieldType("int", _whole("int"), "INTEGER", "right"),
    FieldType("money", _whole("money"), "INTEGER", "right"),
    FieldType("decimal", _decimal, align="right"),
    FieldType("date", _moment("date", _DATE, date.fromisoformat)),
    FieldType("datetime", _moment("datetime", None, datetime.fromisoformat)),
    FieldType("time", _moment("time", _TIME, time.fromisoformat)),
    FieldType("bool", _bool, "INTEGER", "center", int, bool),
    FieldType("choice", _choice),
    _listing("choices", "choices", _choice),
    FieldType("ref", _ref, "BLOB", to_state=bytes.fromhex, from_state=bytes.hex),
    _listing("refs", "refs", _ref),
    FieldType("file", _file),
    _listing("files", "files", _file),
)
TYPES: dict[str, FieldType] = {kind.name: kind for kind in _ALL}
LISTS = ("choices", "refs", "files")


def plain_number(value: object) -> int | Decimal | None:
    """Return an int, money or decimal value as an exact number; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Decimal(value)
    return None


def blank(value: object) -> bool:
    """Tell whether a value is no answer at all (a missing code is one)."""
    return value is None or value in ("", [])
