"""Search over the declared search fields: characters, pinyin, initials, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from zjdesk.forms.masking import is_hidden
from zjdesk.forms.model import Form
from zjdesk.ops.privacy import may_reveal
from zjdesk.ops.readers import readable
from zjdesk.ops.session import Session
from zjdesk.store.schema import quoted

LIMIT = 200
SHOWN_DIGITS = 4


@dataclass(frozen=True)
class Hit:
    """One record that was found: how it is named and where it lies."""

    id: str
    form: str
    title: str
    parent: str | None


def find(session: Session, text: str, *, form: str | None = None, limit: int = LIMIT) -> list[Hit]:
    """Return the records in whose search fields the text stands, as characters, pinyin or initials.

    Nobody finds by what he could not have shown: hidden fields are searched for roles that may see them only, and
    one that is shown in part (a telephone) by its whole value or the last four digits. Titles show nothing hidden.
    """
    wanted = text.strip().lower()
    if not wanted:
        return []
    catalogue = session.store.catalogue
    hits: list[Hit] = []
    for name in [form] if form else catalogue.names():
        declared = catalogue.form(name)
        if declared.search and len(hits) < limit:
            hits += _in_form(session, declared, wanted, limit - len(hits))
    return hits


def _in_form(session: Session, form: Form, wanted: str, limit: int) -> list[Hit]:
    fields = [field for field in map(form.field, form.search) if may_reveal(session, form.name, field)]
    fields = [field for field in fields if field.sensitivity != "P3"]
    open_ones = [field.name for field in fields if field.mask is None or not is_hidden(field)]
    partly = [field.name for field in fields if field.name not in open_ones]
    joined, title = _joined(open_ones), _joined(open_title(form))
    select = f"SELECT _id, _parent, {title}, {joined} FROM {quoted(form.name)} WHERE _deleted = 0"
    select += f" AND {readable(session, form)}"
    if wanted.isascii() and wanted.isalpha():
        rows = [
            row for row in session.store.conn.execute(select) if wanted in row[3].lower() or _sounds(row[3], wanted)
        ]
    else:
        tests = [f"lower({joined}) LIKE '%' || ? || '%'"]
        tests += [f"? IN ({quoted(name)}, substr({quoted(name)}, -{SHOWN_DIGITS}))" for name in partly]
        sql = f"{select} AND ({' OR '.join(tests)}) LIMIT {int(limit)}"
        rows = session.store.conn.execute(sql, [wanted] * len(tests)).fetchall()
    return [
        Hit(own.hex(), form.name, name.strip(), above.hex() if above else None) for own, above, name, _ in rows[:limit]
    ]


def open_title(form: Form) -> list[str]:
    """Return the fields that name a record in lists: those of its title that are not hidden, or else others."""
    for names in (form.title, form.list, form.search):
        found = [name for name in names if name in form.by_name and not is_hidden(form.field(name))]
        if found:
            return found
    return []


def _joined(names: list[str]) -> str:
    return " || ' ' || ".join(f"coalesce({quoted(name)}, '')" for name in names) or "''"


def _sounds(text: str, wanted: str) -> bool:
    full, initials = pinyin(text)
    return wanted in full or wanted in initials


@lru_cache(maxsize=200_000)
def pinyin(text: str) -> tuple[str, str]:
    """Return a text's pinyin without tones and its initials."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(text)
    return "".join(syllables).lower(), "".join(one[:1] for one in syllables).lower()
