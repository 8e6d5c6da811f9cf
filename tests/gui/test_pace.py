"""How far long work is and how long it will take."""

from __future__ import annotations

from zjdesk.gui.pace import Pace


def test_pace_says_share_rate_and_rest() -> None:
    pace = Pace(250, 1000, 5.0)
    assert (pace.percent, pace.rate, pace.remaining) == (25, 50, 15)


def test_pace_says_nothing_before_there_is_anything_to_say() -> None:
    assert Pace(1, 1000, 0.2).remaining is None
    assert Pace(0, 0, 9.0).percent is None
    assert Pace(0, 10, 9.0).rate is None


def test_pace_never_promises_less_than_nothing() -> None:
    assert Pace(12, 10, 5.0).percent == 100
    assert Pace(12, 10, 5.0).remaining == 0
