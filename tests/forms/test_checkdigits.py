"""Check digits; every number here is made up and belongs to region 000000 or to no bank."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zjdesk.forms.checkdigits import birth, id_number, luhn

BODY = "00000019560303001"


def whole(body: str) -> str:
    """The one number with that body that passes."""
    (found,) = [body + check for check in "0123456789X" if id_number(body + check)]
    return found


def test_exactly_one_check_sign_passes() -> None:
    number = whole(BODY)
    assert id_number(number.lower())
    assert not id_number(number[:-1])
    assert birth(number) is not None


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_found(place: int, step: int) -> None:
    number = whole(BODY)
    wrong = str((int(number[place]) + step) % 10)
    assert not id_number(number[:place] + wrong + number[place + 1 :])


def test_the_day_of_birth_must_be_one() -> None:
    assert birth("000000195602300012") is None
    assert not any(id_number("00000019561303001" + check) for check in "0123456789X")
    assert not id_number("０" * 18)


def test_a_card_number_ends_in_its_check() -> None:
    assert luhn("0000000000000000")
    assert luhn("79927398713")
    assert not luhn("79927398710")
    assert not luhn("7992 7398 713")
