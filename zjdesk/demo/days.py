"""The programme's calendar: the cycle, its visit windows, working days, and moments in Shanghai's time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

CYCLE_START = date(2015, 8, 1)
CYCLE_END = date(2016, 7, 31)
MID_FROM, MID_TO = date(2016, 1, 15), date(2016, 2, 5)
FINAL_FROM, FINAL_TO = date(2016, 7, 15), date(2016, 7, 31)
FOUNDED = date(2015, 7, 6)
PROPOSED = date(2015, 7, 13)
DECIDED = date(2015, 7, 28)
YEAR_BEGINS = date(2015, 8, 3)
TEAM_CHANGED = date(2016, 3, 1)
FIELD_WORK_ENDS = date(2016, 7, 22)
COLLECTED = date(2016, 7, 28)
BOOKED = date(2016, 7, 29)
_OFFSET = timedelta(hours=8)
_HOLIDAYS = (
    (date(2015, 9, 3), date(2015, 9, 5)),
    (date(2015, 9, 26), date(2015, 9, 27)),
    (date(2015, 10, 1), date(2015, 10, 7)),
    (date(2016, 1, 1), date(2016, 1, 3)),
    (date(2016, 2, 7), date(2016, 2, 13)),
    (date(2016, 4, 2), date(2016, 4, 4)),
    (date(2016, 5, 1), date(2016, 5, 2)),
    (date(2016, 6, 9), date(2016, 6, 11)),
)
WINDOWS = (
    (CYCLE_START, date(2015, 9, 30)),
    (date(2015, 10, 1), date(2015, 11, 30)),
    (date(2015, 12, 1), date(2016, 1, 31)),
    (date(2016, 2, 1), date(2016, 3, 31)),
    (date(2016, 4, 1), date(2016, 5, 31)),
    (date(2016, 6, 1), CYCLE_END),
)


def moment(day: date, hour: int = 9, minute: int = 0, *, second: int = 0) -> int:
    """Return the milliseconds since 1970 of a moment on a day in Shanghai."""
    local = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour, minutes=minute, seconds=second)
    return int((local - _OFFSET).timestamp() * 1000)


def working(day: date) -> bool:
    """Tell whether a day is from Monday to Friday and no public holiday."""
    return day.weekday() < 5 and not holiday(day)


def holiday(day: date) -> bool:
    """Tell whether a day is a public holiday."""
    return any(first <= day <= last for first, last in _HOLIDAYS)


@cache
def working_days(first: date, last: date) -> tuple[date, ...]:
    """Return the working days from one day to another."""
    return tuple(day for day in _days(first, last) if working(day))


@cache
def open_days(first: date, last: date) -> tuple[date, ...]:
    """Return the days from one to another that are no public holiday; residents meet on weekends too."""
    return tuple(day for day in _days(first, last) if not holiday(day))


def later(day: date, days: int, last: date = FIELD_WORK_ENDS) -> date:
    """Return the day so many days after another, but none after ``last``."""
    return min(day + timedelta(days=days), last)


def window_of(day: date) -> int:
    """Return the number of the visit window, from 1, that a day of the cycle lies in."""
    return next(number for number, (first, last) in enumerate(WINDOWS, 1) if first <= day <= last)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
