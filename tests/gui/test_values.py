"""What a person types, and what a person reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zjdesk.forms.model import Choice, Field
from zjdesk.gui.values import fen, iso_date, iso_time, long_date, shown, yuan
from zjdesk.i18n import Label

TODAY = date(2016, 7, 31)
NAMED = Label("名", "name")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12", 1200),
        ("12.5", 1250),
        ("12.50", 1250),
        ("1,234.56", 123456),
        ("１２．５", 1250),
        ("-3", -300),
        ("￥8", 800),
        ("8元", 800),
        ("abc", None),
        ("1.234", None),
        ("", None),
    ],
)
def test_an_amount_is_read_in_fen(typed: str, amount: int | None) -> None:
    assert fen(typed) == amount


@pytest.mark.parametrize(("amount", "words"), [(0, "0.00"), (123456789, "1,234,567.89"), (-5, "-0.05")])
def test_fen_are_shown_in_yuan(amount: int, words: str) -> None:
    assert yuan(amount) == words


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2016-07-31", "2016-07-31"),
        ("2016.7.1", "2016-07-01"),
        ("2016/7/1", "2016-07-01"),
        ("2016年7月1日", "2016-07-01"),
        ("20160701", "2016-07-01"),
        ("7-1", "2016-07-01"),
        ("7月1日", "2016-07-01"),
        ("2016-02-30", None),
        ("soon", None),
    ],
)
def test_a_date_is_read_in_any_common_way(typed: str, day: str | None) -> None:
    assert iso_date(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "time"), [("930", "09:30"), ("9:30", "09:30"), ("14：05", "14:05"), ("9", "09:00"), ("25:00", None)]
)
def test_a_time_is_read_as_it_is_said(typed: str, time: str | None) -> None:
    assert iso_time(typed) == time


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("money", 123450, "1,234.50"),
        ("bool", True, "是"),
        ("choice", "a", "甲"),
        ("choices", ["a", "b"], "甲、乙"),
        ("choice", "-9", "未作答"),
        ("ref", "1" * 32, "示例"),
        ("text", None, "—"),
        ("choices", [], "—"),
    ],
)
def test_a_value_is_shown_in_words(kind: str, value: Any, words: str) -> None:
    choices = (Choice("a", Label("甲", "A")), Choice("b", Label("乙", "B")))
    field = Field("f", kind, NAMED, choices=choices, missing=("-9",))
    assert shown(field, value, "zh", {"1" * 32: "示例"}) == words


def test_dates_are_long_in_text() -> None:
    assert long_date("2016-07-31", "zh") == "2016年7月31日"
    assert long_date("2016-07-31", "en") == "31 July 2016"
