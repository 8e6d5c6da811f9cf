"""Joined records: one stands for others of its form and scope, which are hidden; whatever names those shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zjdesk.forms.model import Catalogue, Form
from zjdesk.store.database import Connection
from zjdesk.store.held import form_of, id_list
from zjdesk.store.schema import quoted


class Joins:
    """Which record stands for which, as the log says it and as far as it holds.

    A join holds while the record joined into is there, of the same form and scope. Of records joined into each other
    in a circle the one with the smallest id stands for all.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._said: dict[bytes, bytes] = dict(conn.execute("SELECT record, target FROM state_joined").fetchall())
        self._holds: Mapping[bytes, bytes] = {}
        self._forms: dict[bytes, str] = {}

    def __bool__(self) -> bool:
        return bool(self._said or self._holds)

    def say(self, record: bytes, target: bytes | None) -> None:
        """Note what the log says of a record now."""
        if self._said.get(record) == target:
            return
        if target is None:
            del self._said[record]
            self._conn.execute("DELETE FROM state_joined WHERE record = ?", (record,))
        else:
            self._said[record] = target
            self._conn.execute("INSERT OR REPLACE INTO state_joined VALUES (?, ?)", (record, target))

    @property
    def holds(self) -> Mapping[bytes, bytes]:
        """Return for each joined record the one that stands for it, as last looked at."""
        return self._holds

    def renew(self, catalogue: Catalogue) -> dict[bytes, set[bytes]]:
        """Look again which joins hold; returns the records that are shown by another now, with all those others."""
        places = self._places(catalogue)
        steps = {own: into for own, into in self._said.items() if places.get(own, 0) == places.get(into, 1)}
        now = {own: end for own in steps if (end := _end(own, steps)) != own}
        moved = {
            own: {own, self._holds.get(own, own), now.get(own, own)}
            for own in {*now, *self._holds}
            if now.get(own) != self._holds.get(own)
        }
        self._holds = now
        return moved

    def _places(self, catalogue: Catalogue) -> dict[bytes, tuple[str, str]]:
        """Return form and scope of those records in question that are there."""
        by_form: dict[str, list[bytes]] = {}
        for own in {*self._said, *self._said.values()}:
            form = self._forms.get(own) or form_of(self._conn, own.hex()) or ""
            if form in catalogue:
                self._forms[own] = form
                by_form.setdefault(form, []).append(own)
        found: dict[bytes, tuple[str, str]] = {}
        for form, ids in by_form.items():
            sql = f"SELECT _id, _scope FROM json_each(?) CROSS JOIN {quoted(form)} ON _id = unhex(value)"
            found |= {own: (form, scope) for own, scope in self._conn.execute(sql, (id_list(ids),))}
        return found


def _end(own: bytes, steps: Mapping[bytes, bytes]) -> bytes:
    """Follow a record to the one that stands for it."""
    way = [own]
    while (following := steps.get(way[-1])) is not None:
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]


def naming(conn: Connection, catalogue: Catalogue, records: Iterable[bytes]) -> set[bytes]:
    """Return the records whose rows show any of these as their parent or in a field."""
    ids = id_list(list(records))
    found: set[bytes] = set()
    for name in catalogue.names():
        form = catalogue.form(name)
        tests = [f"{column} IN (SELECT unhex(value) FROM json_each(?1))" for column in _single(form)]
        tests += [
            f"EXISTS (SELECT 1 FROM json_each({quoted(field.name)}) v JOIN json_each(?1) j ON j.value = v.value)"
            for field in form.fields
            if field.type == "refs"
        ]
        if tests:
            rows = conn.execute(f"SELECT _id FROM {quoted(name)} WHERE {' OR '.join(tests)}", (ids,))
            found.update(row[0] for row in rows)
    return found


def _single(form: Form) -> list[str]:
    fields = [quoted(field.name) for field in form.fields if field.type == "ref"]
    return ["_parent", *fields] if form.parent else fields
