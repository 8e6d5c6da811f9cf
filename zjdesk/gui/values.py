"""How values are shown to a person, and how what a person types becomes a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from zjdesk.forms.masking import HIDDEN, is_hidden
from zjdesk.forms.model import Field, Form
from zjdesk.i18n import Lang, day_label

if TYPE_CHECKING:
    from zjdesk.store.read import Record

EMPTY = "—"
_MONEY = re.compile(r"(-?)(\d{1,13})(?:\.(\d{1,2}))?")
_DATE = re.compile(r"(\d{4})[-./年 ]?(\d{1,2})[-./月 ]?(\d{1,2})日?")
_TIME = re.compile(r"(\d{1,2})[:.时 ]?(\d{2})?分?")
_WIDE = str.maketrans("０１２３４５６７８９．－，：", "0123456789.-,:")
_YES = {"zh": ("是", "否"), "en": ("Yes", "No")}
_MISSING = {"-9": ("未作答", "No answer"), "-8": ("不适用", "Not applicable"), "-7": ("无法辨认", "Illegible")}


def yuan(fen: int) -> str:
    """Return fen as yuan with two decimals and thousands marks."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def fen(text: str) -> int | None:
    """Return what was typed as yuan in fen, None when it is no amount."""
    match = _MONEY.fullmatch(plain(text).replace(",", "").removeprefix("￥").removeprefix("¥").removesuffix("元"))
    if match is None:
        return None
    amount = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0"))
    return -amount if match[1] else amount


def iso_date(text: str, today: date | None = None) -> str | None:
    """Return what was typed as an ISO date, None when it is none; month and day alone mean this year."""
    typed = plain(text)
    short = re.fullmatch(r"(\d{1,2})[-./月](\d{1,2})日?", typed)
    if short and today is not None:
        typed = f"{today.year}-{short[1]}-{short[2]}"
    match = _DATE.fullmatch(typed)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None


def iso_time(text: str) -> str | None:
    """Return what was typed (930, 9:30, 9点半 is not understood) as HH:MM, None when it is no time."""
    typed = plain(text)
    if typed.isdigit() and len(typed) in (3, 4):
        typed = f"{typed[:-2]}:{typed[-2:]}"
    match = _TIME.fullmatch(typed)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    return f"{int(match[1]):02d}:{int(match[2] or 0):02d}"


def plain(text: str) -> str:
    """Return typed text without the full-width digits and spaces of an input method."""
    return text.translate(_WIDE).strip()


def shown(field: Field, value: Any, lang: Lang, names: Mapping[str, str] | None = None) -> str:
    """Return a value as it stands in a table; ``names`` give references their words."""
    if value is None or value in ("", []):
        return EMPTY
    if value in (HIDDEN.zh, HIDDEN.en):
        return HIDDEN.text(lang)
    if isinstance(value, str) and value in field.missing:
        return _MISSING[value][lang == "en"]
    if isinstance(value, list):
        between = "、" if lang == "zh" else ", "
        return between.join(_one(field, item, lang, names) for item in value)
    return _one(field, value, lang, names)


def _one(field: Field, value: Any, lang: Lang, names: Mapping[str, str] | None) -> str:
    if isinstance(value, bool):
        return _YES[lang][0 if value else 1]
    if isinstance(value, int):
        return _number(field, value)
    if field.type in ("ref", "refs"):
        return (names or {}).get(str(value), EMPTY)
    choice = field.choice(str(value))
    if choice is not None:
        return choice.label.text(lang)
    if value in _MISSING:
        return _MISSING[value][lang == "en"]
    return str(value)[:16].replace("T", " ") if field.type == "datetime" else str(value)


def _number(field: Field, value: int) -> str:
    """Return a whole number; a year bears no thousands mark."""
    if field.type == "money":
        return yuan(value)
    return str(value) if field.name.endswith("year") else f"{value:,}"


def hidden_in(form: Form, record: Record) -> frozenset[str]:
    """Return the fields whose true value a record does not show: the masked ones, and files that are not opened."""
    files = {field.name for field in form.fields if field.type in ("file", "files") and is_hidden(field)}
    return frozenset(getattr(record, "masked", ())) | (files & record.values.keys())


def day(moment: int | None) -> str:
    """Return milliseconds since 1970 as a local date and time."""
    return datetime.fromtimestamp(moment / 1000).strftime("%Y-%m-%d %H:%M") if moment else EMPTY


def long_date(iso: str, lang: Lang) -> str:
    """Return an ISO date as it stands in text."""
    return day_label(iso).text(lang)


def order_of(value: Any) -> tuple[int, Any]:
    """Return a key that sorts any column: empty last, numbers by size, words by letters."""
    if value is None or value in ("", []):
        return (2, 0)
    if isinstance(value, bool | int):
        return (0, int(value))
    return (1, str(value))


def size_words(size: int) -> str:
    """Return a number of bytes as a person says it."""
    for unit, one in (("GB", 1_000_000_000), ("MB", 1_000_000)):
        if size >= one / 10:
            return f"{size / one:.1f} {unit}"
    return f"{size / 1000:.1f} kB"
