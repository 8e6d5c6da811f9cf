"""The visit windows of a cycle: spans of whole months, one after the other (BR-05)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from zjdesk.forms.check import Values
from zjdesk.forms.facts import day

_USUAL_MONTHS = 2
_MONTHS_OF_A_YEAR = 12


class Window(NamedTuple):
    """One visit window: its number from 1, its first and its last day."""

    number: int
    first: date
    last: date


def windows(cycle: Values) -> tuple[Window, ...]:
    """Return the windows of a cycle; the last one ends with it."""
    start, end = day(cycle.get("start")), day(cycle.get("end"))
    months = cycle.get("visit_window_months")
    step = months if isinstance(months, int) and months > 0 else _USUAL_MONTHS
    found: list[Window] = []
    while start is not None and end is not None and start <= end:
        following = months_after(start, step)
        found.append(Window(len(found) + 1, start, min(following - timedelta(days=1), end)))
        start = following
    return tuple(found)


def months(cycle: Values) -> tuple[Window, ...]:
    """Return the months of a cycle as spans."""
    return windows({**cycle, "visit_window_months": 1})


def window_on(cycle: Values, today: date) -> Window | None:
    """Return the window that a day lies in."""
    return next((one for one in windows(cycle) if one.first <= today <= one.last), None)


def months_after(first: date, count: int) -> date:
    """Return the same day so many months later, or the last of its month."""
    year, month = divmod(first.year * _MONTHS_OF_A_YEAR + first.month - 1 + count, _MONTHS_OF_A_YEAR)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
