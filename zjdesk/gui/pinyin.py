"""Whether what was typed fits a name: as characters, as pinyin or as initials."""

from __future__ import annotations


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
