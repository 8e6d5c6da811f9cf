"""Breaks bytes, texts and plain objects in the ways that files break and that people who mean harm try."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**31, 2**53 - 1, -(2**53) + 1, "", "0", "x", "\x00", "\u202e<b>&\n\t", "‰" * 5000),
    *([], {}, [[]], [None], [{}], {"": None}, ["", 1, {}], "../../x", "00" * 16, "ff" * 16, "zz" * 16, "0" * 64),
    *(
        "1969-12-31",
        "9999-99-99",
        "NaN",
        "-0",
        "= 1+1",
        "'; DROP TABLE log_entry; --",
        "${q1} = '1'",
        "street",
        "office",
    ),
)


def odd(chance: random.Random) -> Any:
    """Return a value that nobody expects."""
    return deepcopy(chance.choice(ODD))


def broken_bytes(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few flips, cuts, repeats, fills or pieces moved."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 5, 20))):
        if not found:
            return bytes(chance.randbytes(chance.randrange(64)))
        place = chance.randrange(len(found))
        size = chance.choice((1, 1, 2, 4, 16, 256, 4096))
        way = chance.randrange(7)
        if way == 0:
            found[place] ^= 1 << chance.randrange(8)
        elif way == 1:
            found[place : place + size] = chance.randbytes(min(size, len(found) - place))
        elif way == 2:
            del found[place : place + size]
        elif way == 3:
            found[place:place] = found[place : place + size]
        elif way == 4:
            found[place : place + size] = bytes([chance.choice((0, 0xFF, 0x7F, 0x80))]) * min(size, len(found) - place)
        elif way == 5:
            found = found[:place]
        else:
            other = chance.randrange(len(found))
            found[place : place + size] = found[other : other + size]
    return bytes(found)


def broken_text(text: str, chance: random.Random) -> str:
    """Return a text with signs changed, taken out, doubled, or odd ones put in."""
    found = list(text)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        place = chance.randrange(len(found) + 1)
        size = chance.choice((1, 1, 3, 9, 40))
        way = chance.randrange(4)
        if way == 0:
            del found[place : place + size]
        elif way == 1:
            found[place:place] = found[place : place + size] * chance.choice((1, 2, 200))
        elif way == 2:
            found[place:place] = list(str(chance.choice(ODD)))
        else:
            found[place : place + 1] = chance.choice("()[]{}\"'=,.<>$\\\n\x00\ufeff\u3000¶😀" + "0aZ")
    return "".join(found)


def broken_object(value: Any, chance: random.Random) -> Any:
    """Return a plain object with one to three of its parts lost, doubled, exchanged or odd."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        value = _once(value, chance)
    return value


def _once(value: Any, chance: random.Random) -> Any:
    places = list(_places(value))
    if not places or chance.random() < 0.03:
        return odd(chance)
    inside, key = chance.choice(places)
    ways: tuple[Callable[[], None], ...] = (
        lambda: inside.__setitem__(key, odd(chance)),
        lambda: inside.__setitem__(key, _nested(chance)),
        lambda: inside.__delitem__(key),
        lambda: _add(inside, key, chance),
    )
    chance.choice(ways)()
    return value


def _add(inside: Any, key: Any, chance: random.Random) -> None:
    if isinstance(inside, list):
        inside[key:key] = [deepcopy(inside[key]) for _ in range(chance.choice((1, 2, 50)))]
    else:
        inside[str(chance.choice(ODD))[:50]] = deepcopy(inside[key])


def _nested(chance: random.Random) -> Any:
    value: Any = 1
    for _ in range(chance.choice((3, 20, 60))):
        value = [value] if chance.random() < 0.5 else {"a": value}
    return value


def _places(value: Any) -> Any:
    if isinstance(value, dict):
        for key in list(value):
            yield value, key
            yield from _places(value[key])
    elif isinstance(value, list):
        for key in range(len(value)):
            yield value, key
            yield from _places(value[key])
