"""Working days of the mainland, with its public holidays and the week-ends worked in their place."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from typing import Any

_SATURDAY = 5
_LONGEST = 3660


def is_working_day(day: date) -> bool:
    """Tell whether offices work on a day; where its holidays are not published yet, from Monday to Friday."""
    calendar: Any = import_module("chinese_calendar")
    try:
        return bool(calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def between(first: date, last: date) -> int:
    """Return how many working days lie between two days, both counted; 0 where the last is before the first."""
    span = min((last - first).days, _LONGEST)
    return sum(is_working_day(first + timedelta(days=place)) for place in range(span + 1))
