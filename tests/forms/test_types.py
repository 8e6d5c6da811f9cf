"""Every type takes its own values and names what is wrong with another's."""

from __future__ import annotations

import pytest

from zjdesk.errors import InputError
from zjdesk.forms.types import TYPES
from zjdesk.i18n import text

ID = "0192f0c1d2e37000a1b2c3d4e5f60718"
SHA = "9f" * 32
SAMPLES: dict[str, object] = {
    "text": "崂二",
    "longtext": "第一行\n第二行",
    "int": 12,
    "money": -66725,
    "decimal": "1.50",
    "date": "2016-02-29",
    "datetime": "2016-07-31T14:30:00",
    "time": "14:30",
    "bool": True,
    "choice": "on_site",
    "choices": ["source", "-9"],
    "ref": ID,
    "refs": [ID],
    "file": SHA,
    "files": [SHA],
}
WRONG: list[tuple[str, object]] = [
    ("text", "两\n行"),
    ("text", 3),
    ("text", "\ud800"),
    ("longtext", "\x00"),
    ("int", True),
    ("int", 1.0),
    ("int", "12"),
    ("int", 2**53),
    ("money", "12.50"),
    ("money", 0.5),
    ("decimal", "1,5"),
    ("decimal", "1e3"),
    ("decimal", 1.5),
    ("date", "2016-02-30"),
    ("date", "2016-2-3"),
    ("date", "20160203"),
    ("datetime", "31.7.2016"),
    ("time", "25:00"),
    ("time", "9:00"),
    ("bool", "yes"),
    ("bool", 1),
    ("choice", ["source"]),
    ("choice", "a b"),
    ("choices", "source"),
    ("choices", ["a", "a"]),
    ("ref", ID.upper()),
    ("ref", "1"),
    ("refs", ID),
    ("refs", [ID, ID]),
    ("file", SHA[:-1]),
    ("files", [3]),
]


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_takes_its_own_value_and_keeps_it_through_the_state(kind: str) -> None:
    field_type = TYPES[kind]
    value = field_type.parse(SAMPLES[kind])

    assert value == SAMPLES[kind]
    assert field_type.from_state(field_type.to_state(value)) == value


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_a_wrong_value_is_refused_in_words(kind: str, value: object) -> None:
    with pytest.raises(InputError) as refused:
        TYPES[kind].parse(value)

    assert text("zh", refused.value.key, label="字段", **refused.value.params)
    assert not TYPES[kind].fits(value)


def test_a_whole_number_is_a_decimal_too() -> None:
    assert TYPES["decimal"].parse(3) == "3"


def test_an_empty_list_lies_in_the_state_as_nothing() -> None:
    assert TYPES["refs"].to_state([]) is None
    assert TYPES["refs"].from_state(None) == []
