"""XLSForm's functions over plain values: text, exact numbers, truth, ISO dates; an empty answer is empty text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from warnings import catch_warnings

from zjdesk.errors import InputError
from zjdesk.forms import checkdigits, workdays

Value = str | int | Decimal | float | bool
NOT_A_NUMBER = math.nan
_NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_EPOCH = date(1970, 1, 1)
_LONGEST_PATTERN = 200
_LONGEST_SUBJECT = 1000
_MOST_STEPS = 10**7


def number(value: Value) -> int | Decimal | None:
    """Return a value as an exact number, a date as days since 1970; None where it is no number."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, str):
        if _NUMBER.fullmatch(value):
            return Decimal(value.strip())
        return days(value)
    return value


def days(value: str) -> int | None:
    """Return an ISO date (or the date of an ISO time) as days since 1970."""
    if not _DATE.match(value):
        return None
    try:
        return (date.fromisoformat(value[:10]) - _EPOCH).days
    except ValueError:
        return None


def string(value: Value) -> str:
    """Return a value as text: numbers without trailing zeros."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "NaN" if isinstance(value, float) and math.isnan(value) else str(value)


def truth(value: Value) -> bool:
    """Return XPath's effective truth: text that is not empty, a number that is not zero."""
    if isinstance(value, float) and math.isnan(value):
        return False
    return bool(value)


def equal(left: Value, right: Value) -> bool:
    """Compare as XPath 1.0 does: by truth if either is one, by number if either is one, else by text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    first, second = number(left), number(right)
    return first is not None and first == second


def ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool]:
    """Return an ordering of numbers and dates; what is neither is in no order."""

    def decide(left: Value, right: Value) -> bool:
        first, second = number(left), number(right)
        return first is not None and second is not None and compare(first, second)

    return decide


def arithmetic(compute: Callable[[Any, Any], Value]) -> Callable[[Value, Value], Value]:
    """Return an operation on exact numbers; with what is no number the result is none either."""

    def decide(left: Value, right: Value) -> Value:
        first, second = number(left), number(right)
        return NOT_A_NUMBER if first is None or second is None else _plain(compute(first, second))

    return decide


def divide(left: Any, right: Any) -> Value:
    """Divide exactly; by zero gives no number."""
    return Decimal(left) / Decimal(right) if right else NOT_A_NUMBER


def remainder(left: Any, right: Any) -> Value:
    """Return the remainder with the sign of the dividend."""
    return Decimal(left) % Decimal(right) if right else NOT_A_NUMBER


def _plain(value: Value) -> Value:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


def _codes(value: Value) -> list[str]:
    return string(value).split()


def _selected(value: Value, code: Value) -> Value:
    return string(code) in _codes(value)


def _count_selected(value: Value) -> Value:
    return len(_codes(value))


def _selected_at(value: Value, place: Value) -> Value:
    codes, index = _codes(value), number(place)
    return codes[int(index)] if index is not None and 0 <= index < len(codes) else ""


def _regex(value: Value, pattern: Value) -> Value:
    subject = string(value)
    return len(subject) <= _LONGEST_SUBJECT and bool(safe_pattern(string(pattern)).fullmatch(subject))


@lru_cache(maxsize=256)
def safe_pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern whose worst case is bounded; raises InputError for one that could run away."""
    if len(source) > _LONGEST_PATTERN:
        raise InputError("forms.pattern_too_long", pattern=source[:40], most=_LONGEST_PATTERN)
    try:
        with catch_warnings(action="error"):  # what a later Python would read in another way
            compiled = re.compile(source)
    except (re.error, OverflowError, FutureWarning) as error:
        raise InputError("forms.bad_pattern", pattern=source, detail=str(error)) from None
    if _steps(source) > _MOST_STEPS:
        raise InputError("forms.runaway_pattern", pattern=source)
    return compiled


_REPEAT = re.compile(r"\{(\d*)(?:(,)(\d*))?\}|[*+?]")
_ESCAPE_OR_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")


def _steps(source: str) -> int:
    """Return an upper bound of the ways to match; a repeated group may hold nothing that varies by itself."""
    plain = _ESCAPE_OR_CLASS.sub("x", source)
    steps = 1
    for found in _REPEAT.finditer(plain):
        if found.group(0) != "?" and _varies(_group_before(plain, found.start())):
            return _MOST_STEPS + 1
        steps *= _ways(found)
    return steps


def _group_before(plain: str, end: int) -> str:
    depth, start = 0, end
    while start > 0 and (depth > 0 or start == end):
        start -= 1
        depth += {")": 1, "(": -1}.get(plain[start], 0)
        if start == end - 1 and depth == 0:
            return ""
    return plain[start:end]


def _varies(group: str) -> bool:
    return "|" in group or any(_ways(found) > 1 for found in _REPEAT.finditer(group.replace("(?", "(")))


def _ways(found: re.Match[str]) -> int:
    if found.group(0) == "?":
        return 2
    if found.group(0) in "*+":
        return _LONGEST_SUBJECT
    least = int(found.group(1) or 0)
    most = int(found.group(3) or _LONGEST_SUBJECT) if found.group(2) else least
    return max(most - least + 1, 1)


def _whole(value: Value) -> Value:
    found = number(value)
    return NOT_A_NUMBER if found is None else int(found)


def _as_number(value: Value) -> Value:
    found = number(value)
    return NOT_A_NUMBER if found is None else _plain(found)


def _round(value: Value, places: Value = 0) -> Value:
    found, digits = number(value), number(places)
    if found is None or digits is None or not -12 <= digits <= 12:
        return NOT_A_NUMBER
    return _plain(Decimal(found).quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP))


def _date(value: Value) -> Value:
    if isinstance(value, str):
        return value[:10] if days(value) is not None else ""
    found = number(value)
    if found is None or not -700_000 < found < 2_900_000:
        return ""
    return (_EPOCH + timedelta(days=int(found))).isoformat()


def _format_date(value: Value, pattern: Value) -> Value:
    if (found := days(string(value))) is None:
        return ""
    day = _EPOCH + timedelta(days=found)
    parts = {"%Y": f"{day.year:04}", "%m": f"{day.month:02}", "%n": str(day.month)}
    parts |= {"%d": f"{day.day:02}", "%e": str(day.day)}
    return re.sub(r"%.", lambda part: parts.get(part.group(0), part.group(0)), string(pattern))


def _decimal_time(value: Value) -> Value:
    found = _TIME.match(string(value))
    if not found:
        return NOT_A_NUMBER
    return Decimal(int(found.group(1)) * 60 + int(found.group(2))) / 1440


def _substring(value: Value, start: Value, end: Value | None = None) -> Value:
    first, last = number(start), None if end is None else number(end)
    return string(value)[int(first or 0) : None if last is None else int(last)]


def _extreme(pick: Callable[[list[Any]], Any]) -> Callable[..., Value]:
    def decide(*values: Value) -> Value:
        found = [item for item in map(number, values) if item is not None]
        return _plain(pick(found)) if found else NOT_A_NUMBER

    return decide


def amount_in_words(fen: Value) -> str:
    """Return an amount of fen in the capital characters of a voucher (BR-21)."""
    import cn2an

    amount = number(fen)
    if amount is None or amount != int(amount):
        return ""
    words = cn2an.an2cn(f"{abs(int(amount)) // 100}.{abs(int(amount)) % 100:02}", "rmb")
    return ("负" if amount < 0 else "") + str(words)


def _working_days(first: Value, last: Value) -> Value:
    days_between = days(string(first)), days(string(last))
    if None in days_between:
        return NOT_A_NUMBER
    return workdays.between(date.fromisoformat(string(first)[:10]), date.fromisoformat(string(last)[:10]))


@dataclass(frozen=True)
class Function:
    """A function: how many arguments it takes (None: any more) and what it computes from their values."""

    least: int
    most: int | None
    compute: Callable[..., Value]


FUNCTIONS: dict[str, Function] = {
    "selected": Function(2, 2, _selected),
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(1, 1, _count_selected),
    "regex": Function(2, 2, _regex),
    "int": Function(1, 1, _whole),
    "number": Function(1, 1, _as_number),
    "round": Function(1, 2, _round),
    "abs": Function(1, 1, lambda value: _round(arithmetic(lambda a, _: abs(a))(value, 0), 12)),
    "min": Function(1, None, _extreme(min)),
    "max": Function(1, None, _extreme(max)),
    "date": Function(1, 1, _date),
    "format-date": Function(2, 2, _format_date),
    "decimal-time": Function(1, 1, _decimal_time),
    "string": Function(1, 1, string),
    "string-length": Function(1, 1, lambda value: len(string(value))),
    "concat": Function(1, None, lambda *values: "".join(map(string, values))),
    "substr": Function(2, 3, _substring),
    "contains": Function(2, 2, lambda value, part: string(part) in string(value)),
    "starts-with": Function(2, 2, lambda value, part: string(value).startswith(string(part))),
    "ends-with": Function(2, 2, lambda value, part: string(value).endswith(string(part))),
    "normalize-space": Function(1, 1, lambda value: " ".join(string(value).split())),
    "boolean": Function(1, 1, truth),
    "not": Function(1, 1, lambda value: not truth(value)),
    "true": Function(0, 0, lambda: True),
    "false": Function(0, 0, lambda: False),
    "amount-words": Function(1, 1, amount_in_words),
    "working-days": Function(2, 2, _working_days),
    "id-number": Function(1, 1, lambda value: checkdigits.id_number(string(value))),
}
