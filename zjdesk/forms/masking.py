"""How personal values are shown to whoever has not asked for them: masked by default (domain.md §8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from zjdesk.forms.model import MISSING_CODES, Field
from zjdesk.i18n import Label, Lang

HIDDEN = Label("（已隐去）", "(hidden)")
STARS = "****"
POINTERS = ("file", "files", "ref", "refs")

# Surnames of two characters (《百家姓》 and the like), kept whole: 欧阳*, not 欧*.
DOUBLE_SURNAMES = frozenset(
    re.findall(
        "..",
        "万俟上官东方东郭东门乐正亓官仲孙令狐公冶公孙公羊公西公良南宫南门单于司寇司徒司空司马呼延壤驷夏侯"
        "太叔夹谷宇文宗政宰父尉迟左丘巫马慕容拓跋梁丘欧阳段干淳于漆雕澹台濮阳独孤申屠百里皇甫端木第五谷梁"
        "西门赫连轩辕钟离长孙闻人闾丘鲜于诸葛耶律完颜纳兰叶赫子车微生羊舌颛孙",
    )
)
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]*")
_LAND_LINE = re.compile(r"(0\d{2,3}-)(\d{7,8})")
_BUILDING = re.compile(r"\d+\s*(?:号楼|幢|栋|座|楼)|[A-Za-z]\s*(?:座|幢|栋)|\b(?:Building|Block|Bldg\.?)\s*\w+", re.I)
_HOUSE = re.compile(r"\d+\s*号")
_BARE_BUILDING = re.compile(r"\d{1,3}|[A-Za-z]\d?")


def name(full: str) -> str:
    """Return a name as it is published: the surname, of one or two characters, and a star."""
    plain = full.strip()
    if not plain:
        return ""
    length = 2 if plain[:2] in DOUBLE_SURNAMES and len(plain) > 2 else 1
    found = _VARIATION.match(plain, length)
    return plain[: found.end() if found else length] + "*"


def phone(number: str) -> str:
    """Return a telephone with its middle hidden: 138****1234, 021-****5678."""
    plain = number.strip()
    land = _LAND_LINE.fullmatch(plain)
    if land:
        return land[1] + STARS + land[2][-4:]
    if not plain.isascii() or not plain.isdigit() or len(plain) < 7:
        return STARS
    return (plain[:3] if len(plain) > 8 else "") + STARS + plain[-4:]


def id_number(number: str, lead: int = 6) -> str:
    """Return an identity number with its first ``lead`` and last four signs: 6 on receipts, 3 elsewhere."""
    plain = number.strip()
    if len(plain) < 15:
        return STARS
    return plain[:lead] + "*" * (len(plain) - lead - 4) + plain[-4:]


def account(number: str) -> str:
    """Return a bank account's last four digits."""
    plain = "".join(number.split())
    return STARS + plain[-4:] if len(plain) >= 8 else STARS


def address(full: str) -> str:
    """Return an address up to the building; the flat stays hidden, and all of what names no building."""
    plain = full.strip()
    if _BARE_BUILDING.fullmatch(plain):
        return plain
    found = _BUILDING.search(plain) or _HOUSE.search(plain)
    if found is None:
        return STARS
    return plain if found.end() == len(plain) else plain[: found.end()] + STARS


def tail(_digits: str) -> str:
    """Return nothing of the last digits of a telephone."""
    return STARS


MASKS: Mapping[str, Callable[[str], str]] = {
    "name": name,
    "phone": phone,
    "id_number": id_number,
    "account": account,
    "address": address,
    "tail": tail,
}


def is_hidden(field: Field) -> bool:
    """Tell whether a field is masked by default: P2 and P3 are, names and the like (P1) only where published."""
    return field.sensitivity in ("P2", "P3")


def mask(field: Field, value: object, lang: Lang = "zh") -> object:
    """Return a value as anybody in the program sees it.

    P0 and P1 stay; P2 is masked as its field declares, free text hidden as a whole with a word; P3 is never shown.
    An id or a file's hash (P2) stays: it names a thing and shows none of it. So do the codes of missing answers.
    """
    if not is_hidden(field) or value is None or value in ("", []):
        return value
    if field.sensitivity == "P3":
        return HIDDEN.text(lang)
    if field.type in POINTERS or value in MISSING_CODES:
        return value
    return _masked(field, value, lang)


def publish(field: Field, value: object, lang: Lang = "zh") -> object:
    """Return a value as it may stand in published output: as masked, and names masked, too (PIPL 25)."""
    if field.sensitivity == "P1" and field.mask is not None and isinstance(value, str):
        return MASKS[field.mask](value)
    return mask(field, value, lang)


def looks_masked(field: Field, value: object) -> bool:
    """Tell whether a value given for a field is only what a mask shows, never to be written over the true one."""
    if not is_hidden(field) or not isinstance(value, str):
        return False
    return value in (HIDDEN.zh, HIDDEN.en) or (field.mask is not None and STARS in value)


def _masked(field: Field, value: object, lang: Lang) -> object:
    if field.mask is not None and isinstance(value, str):
        return MASKS[field.mask](value)
    return HIDDEN.text(lang)
