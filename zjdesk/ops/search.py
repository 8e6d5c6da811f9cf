"""Search over the declared search fields: characters, pinyin, initials, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from zjdesk.ops.session import Session
from zjdesk.store.schema import quoted

LIMIT = 200


@dataclass(frozen=True)
class Hit:
    """One record that was found: how it is named and where it lies."""

    id: str
    form: str
    title: str
    parent: str | None


def find(session: Session, text: str, *, form: str | None = None, limit: int = LIMIT) -> list[Hit]:
    """Return the records in whose search fields the text stands, as characters, pinyin or initials."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    catalogue = session.store.catalogue
    hits: list[Hit] = []
    for name in [form] if form else catalogue.names():
        declared = catalogue.form(name)
        if declared.search and len(hits) < limit:
            columns = [quoted(field) for field in declared.search]
            titles = [quoted(field) for field in declared.title if field in declared.by_name] or columns
            hits += _in_form(session, name, columns, titles, wanted, limit - len(hits))
    return hits


def _in_form(session: Session, form: str, columns: list[str], titles: list[str], wanted: str, limit: int) -> list[Hit]:
    title = " || ' ' || ".join(f"coalesce({name}, '')" for name in titles)
    joined = " || ' ' || ".join(f"coalesce({name}, '')" for name in columns)
    select = f"SELECT _id, _parent, {title}, {joined} FROM {quoted(form)} WHERE _deleted = 0"
    if wanted.isascii() and wanted.isalpha():
        rows = [
            row for row in session.store.conn.execute(select) if wanted in row[3].lower() or _sounds(row[3], wanted)
        ]
    else:
        rows = session.store.conn.execute(
            f"{select} AND lower({joined}) LIKE '%' || ? || '%' LIMIT {int(limit)}", (wanted,)
        ).fetchall()
    return [Hit(own.hex(), form, name.strip(), above.hex() if above else None) for own, above, name, _ in rows[:limit]]


def _sounds(text: str, wanted: str) -> bool:
    full, initials = pinyin(text)
    return wanted in full or wanted in initials


@lru_cache(maxsize=200_000)
def pinyin(text: str) -> tuple[str, str]:
    """Return a text's pinyin without tones and its initials."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(text)
    return "".join(syllables).lower(), "".join(one[:1] for one in syllables).lower()
