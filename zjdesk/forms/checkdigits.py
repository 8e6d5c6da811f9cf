"""Check digits of the numbers that people carry: identity numbers (GB 11643-1999), bank cards (Luhn)."""

from __future__ import annotations

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
FIRST_YEAR = 1900


def id_number(text: str) -> bool:
    """Tell whether a text is an identity number: region, a day of birth, and a check by MOD 11-2."""
    body, check = text[:17], text[17:].upper()
    if len(text) != 18 or not (body.isascii() and body.isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return check == _CHECKS[total % 11] and birth(text) is not None


def birth(text: str) -> date | None:
    """Return the day of birth that an identity number holds, None where it is no day."""
    try:
        day = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def luhn(digits: str) -> bool:
    """Tell whether the last digit of a card number agrees with the others."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0
