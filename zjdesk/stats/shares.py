"""Exact shares and how they are printed: integers and decimals only, rounded half up, at the very end."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

NOTHING = "—"
SMALLEST_BASE = 5
FEN_PER_WAN_YUAN = 1_000_000
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def quotient(numerator: int, denominator: int, decimals: int) -> Decimal:
    """Return the quotient rounded half up to ``decimals`` places, computed on integers."""
    scaled = abs(numerator) * 10**decimals
    whole, rest = divmod(scaled, denominator)
    whole += 2 * rest >= denominator
    return Decimal(-whole if numerator < 0 else whole).scaleb(-decimals, _EXACT)


def percent(n: int, base: int, decimals: int) -> str:
    """Return ``n`` of ``base`` as a printed percentage, such as ``89.92%``; ``base`` is not zero."""
    return f"{quotient(100 * n, base, decimals):f}%"


def rate(n: int, base: int | None, decimals: int | None, *, smallest: int = SMALLEST_BASE) -> str | None:
    """Return the percentage, or None where the base is missing or too small to say one (domain.md §2)."""
    if base is None or decimals is None or base < max(smallest, 1):
        return None
    return percent(n, base, decimals)


def mean(n: int, base: int, decimals: int) -> str:
    """Return ``n / base`` as a printed number; nothing where there is no base."""
    return f"{quotient(n, base, decimals):f}" if base else NOTHING


def wan_yuan(fen: int, decimals: int) -> str:
    """Return an amount in fen as a printed number of 10,000 yuan."""
    return f"{quotient(fen, FEN_PER_WAN_YUAN, decimals):f}"
