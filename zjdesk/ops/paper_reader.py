"""Reads what stands on a paper form: the record it is about, those above it and below it, in words and masked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zjdesk.errors import NotAllowed
from zjdesk.forms.masking import is_hidden, publish
from zjdesk.forms.model import Field, Form
from zjdesk.i18n import Lang, day_label, text
from zjdesk.ops.privacy import veil
from zjdesk.ops.queries import list_records
from zjdesk.ops.readers import must_read
from zjdesk.ops.saves import need
from zjdesk.ops.session import Session
from zjdesk.store.read import Record
from zjdesk.store.schema import quoted

_DEEPEST = 3  # a title that names a record that names a record


@dataclass
class Reader:
    """Records of one paper: masked unless their fields are ``opened``; ``touched`` are those that hide something.

    A ``published`` paper masks names, too. ``shown_rows`` are the records whose names stand in a table to be ticked.
    """

    session: Session
    lang: Lang
    published: bool = False
    opened: Mapping[str, Collection[str]] = field(default_factory=dict)
    touched: dict[tuple[str, str], None] = field(default_factory=dict)
    shown_rows: list[str] = field(default_factory=list)
    _known: dict[str, Record | None] = field(default_factory=dict)

    def form(self, name: str) -> Form | None:
        """Return a declared form, None where this program does not know it."""
        known = self.session.store.catalogue
        return known.form(name) if name in known else None

    def record(self, own: str) -> Record | None:
        """Return a record that is held, not deleted, and read by this person's role."""
        if own not in self._known:
            found = self.session.store.conn.execute(
                "SELECT 1 FROM log_entry WHERE record = ? LIMIT 1", (bytes.fromhex(own),)
            ).fetchone()
            record = need(self.session.store.conn, self.session.store.catalogue, own) if found else None
            self._known[own] = record if record is not None and self._may_see(record) else None
        return self._known[own]

    def _may_see(self, record: Record) -> bool:
        try:
            must_read(self.session, record)
        except NotAllowed:
            return False
        return not record.deleted

    def above(self, record: Record) -> Iterator[Record]:
        """Yield a record and those it lies in, the nearest first."""
        here: Record | None = record
        while here is not None:
            yield here
            here = self.record(here.parent) if here.parent else None

    def first(self, form: str) -> Record | None:
        """Return the oldest record of a form that stands alone, such as the street."""
        found = list_records(self.session, form, limit=1, masked=False) if self.form(form) else []
        return found[0] if found else None

    def below(self, form: str, parent: Record) -> list[Record]:
        """Return the records of a form that lie in a record, or in what lies in it."""
        declared = self.form(form)
        if declared is None:
            return []
        if parent.form in declared.parent.values():
            return list_records(self.session, form, parent=parent.id, masked=False)
        between = [name for name in declared.parent.values() if parent.form in (self._parents(name))]
        return [record for name in between for own in self.below(name, parent) for record in self.below(form, own)]

    def _parents(self, name: str) -> Collection[str]:
        form = self.form(name)
        return tuple(form.parent.values()) if form else ()

    def ordered(self, records: list[Record]) -> list[Record]:
        """Return rows in the order of their numbers or dates, where they have some."""
        keys = ("no", "seq", "window", "date", "issued_on", "taken_on", "from", "planned_from")
        return sorted(
            records, key=lambda one: next((str(one.values[k]).zfill(12) for k in keys if k in one.values), "")
        )

    def value(self, record: Record, name: str) -> Any:
        """Return a value as it may be shown, noting that something of the record is hidden."""
        form = self.form(record.form)
        value = record.values.get(name)
        if form is None or value in (None, "", []) or name not in form.by_name:
            return value
        if is_hidden(form.field(name)):
            self.touched[record.form, record.id] = None
        if self.published:
            return publish(form.field(name), value, self.lang)
        return veil(form, {name: value}, self.lang, self.opened.get(record.form, ()))[name]

    def words(self, record: Record, name: str, *, iso: bool = False) -> str:
        """Return a value in words; ``iso`` writes dates as they stand in tables."""
        form = self.form(record.form)
        if form is None or name not in form.by_name:
            return ""
        value = self.value(record, name)
        return str(value) if iso and form.field(name).type == "date" and value else self.told(form.field(name), value)

    def told(self, declared: Field, value: Any, depth: int = 0) -> str:
        """Return any value of a field in words: dates as in a text, money with two places, records by their title."""
        if value is None or value == "":
            return ""
        if isinstance(value, list):
            between = "、" if self.lang == "zh" else ", "
            return between.join(self.told(declared, one, depth) for one in value)
        if isinstance(value, int):
            return self._number(declared, value)
        if declared.type == "date":
            return day_label(str(value)).text(self.lang)
        if declared.type in ("ref", "refs"):
            target = self.record(str(value))
            return self.title(target, depth + 1) if target is not None else ""
        return self._plain(declared, str(value))

    def _number(self, declared: Field, value: int) -> str:
        if isinstance(value, bool):
            return text(self.lang, "ops.yes" if value else "ops.no")
        return yuan(value) if declared.type == "money" else str(value)

    def _plain(self, declared: Field, value: str) -> str:
        choice = declared.choice(value)
        return choice.label.text(self.lang) if choice else value

    def title(self, record: Record, depth: int = 0) -> str:
        """Return how a record is called."""
        form = self.form(record.form)
        if form is None or depth > _DEEPEST:
            return ""
        fields = [form.field(name) for name in form.title if name in form.by_name]
        return " ".join(filter(None, (self.told(one, self.value(record, one.name), depth) for one in fields)))

    def sum(self, record: Record, form: str, name: str, where: Mapping[str, Any]) -> int:
        """Return the sum of a field over the records that lie in one; ``where`` picks some of them."""
        found = (one for one in self.below(form, record) if all(one.values.get(k) == v for k, v in where.items()))
        return sum(int(one.values.get(name) or 0) for one in found)

    def naming(self, form: str, name: str, value: str) -> list[Record]:
        """Return the records of a form whose reference names a record."""
        return list_records(self.session, form, where={name: value}, masked=False) if self.form(form) else []

    def counted(self, form: str, parents: Collection[str]) -> int:
        """Return how many records of a form lie in any of these."""
        if self.form(form) is None:
            return 0
        conn = self.session.store.conn
        sql = f"SELECT count(*) FROM {quoted(form)} WHERE _deleted = 0 AND _parent = ?"
        return sum(int(conn.execute(sql, (bytes.fromhex(own),)).fetchone()[0]) for own in parents)


def yuan(fen: int) -> str:
    """Write an amount of fen in yuan."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
