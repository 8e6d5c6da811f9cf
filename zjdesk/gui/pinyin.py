"""Whether what was typed fits a name: as characters, as pinyin or as initials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zjdesk.gui.backend import Candidate

_LEAST = 2
_ALIKE = 80.0  # of 100: wangxiaomin is wangxiaoming, lihua is not liuhua


def keys(text: str) -> tuple[str, ...]:
    """Return the full pinyin and the initials of ``text``."""
    from zjdesk.ops.search import pinyin

    return pinyin(text)


def fits(wanted: str, text: str, known: tuple[str, ...]) -> bool:
    """Tell whether what was typed is part of the text, of its pinyin or of its initials."""
    sought = wanted.strip().lower()
    if not sought or sought in text.lower():
        return True
    plain = sought.replace(" ", "").replace("'", "")
    return any(plain in key for key in known)


def fitting(wanted: str, known: Sequence[Candidate]) -> list[Candidate]:
    """Return those of the known whose name has what was typed in it."""
    return [one for one in known if fits(wanted, one.title, one.keys)]


def offered(wanted: str, known: Sequence[Candidate], most: int) -> list[Candidate]:
    """Return those whose name has what was typed in it; where there is none, those that sound alike, the best first.

    A homophone or a slip of the hand (章三 for 张三, zhangsna for zhangsan) still finds the person meant.
    """
    found = fitting(wanted, known)
    typed = wanted.strip()
    if found or len(typed) < _LEAST:
        return found[:most]
    from rapidfuzz import fuzz

    sound = keys(typed)[0].replace(" ", "")
    close = [(fuzz.ratio(sound, one.keys[0]), place) for place, one in enumerate(known) if one.keys]
    best = sorted(((-score, place) for score, place in close if score >= _ALIKE))
    return [known[place] for _, place in best[:most]]
