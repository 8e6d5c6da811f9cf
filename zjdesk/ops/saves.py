"""Turns what a person asks for into entries: scope, what is replaced, and what was seen (architecture §2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zjdesk.errors import InputError, NotAllowed
from zjdesk.forms.model import Catalogue, Form
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.store.counting import RecordInfo, record_scope
from zjdesk.store.database import Connection
from zjdesk.store.entry import DELETED, JOINED, PARENT, STATE
from zjdesk.store.held import header_by_id, values_of
from zjdesk.store.ids import blob
from zjdesk.store.read import Record, record
from zjdesk.store.schema import quoted
from zjdesk.store.store import Save, Store
from zjdesk.store.trust import Grant

Names = dict[str, list[str]]


class SaveMaker:
    """Makes the entries of one user action; records made in it are known to those that follow."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._conn = store.conn
        self._catalogue = store.catalogue
        self._made: dict[str, tuple[str, str]] = {}
        self.actions: dict[str, list[Save]] = {}

    def new(self, change: NewRecord, own: str, values: Mapping[str, Any]) -> None:
        """Add the creation of a record; ``values`` are complete and checked."""
        form = self._catalogue.form(change.form)
        parent = parent_of(form, change.values)
        scope = self._scope(form, parent)
        self._made[own] = (form.name, scope)
        kept = {name: value for name, value in values.items() if value is not None and name not in form.parent}
        seen, after = self._parent_seen(form, parent)
        self._add(scope, Save(own, form.name, form.version, {PARENT: parent, **kept}, {}, seen, after))

    def edit(self, change: EditRecord, base: Record, values: Mapping[str, Any]) -> None:
        """Add an edit that replaces what the writer was shown and nothing else."""
        form = self._catalogue.form(base.form)
        over = {name: self._agreeing(base, name) for name in values}
        turning = STATE in values
        seen = self._seen(base, bound=turning)
        if not turning:
            above, _ = self._parent_seen(form, base.parent)
            seen |= above
        self._write(base, form, values, over, seen)

    def resolve(self, base: Record, name: str, value: Any) -> None:
        """Add an edit that replaces every head of a field."""
        form = self._catalogue.form(base.form)
        over = {name: list(base.heads.get(name, ()))}
        self._write(base, form, {name: value}, over, self._seen(base, bound=name in (STATE, DELETED, JOINED)))

    def delete(self, base: Record) -> list[Record]:
        """Add the deletion of a record and of every child shown; returns them all."""
        gone = [base, *self._descendants(base)]
        for item in gone:
            form = self._catalogue.form(item.form)
            over = {DELETED: list(item.heads.get(DELETED, ()))}
            self._write(item, form, {DELETED: True}, over, self._seen(item, bound=True))
        return gone

    def restore(self, base: Record) -> list[Record]:
        """Add the return of a deleted record and of what was deleted in the same action."""
        back = [base, *self._deleted_with(base)]
        for item in back:
            form = self._catalogue.form(item.form)
            over = {DELETED: list(item.heads.get(DELETED, ()))}
            self._write(item, form, {DELETED: False}, over, self._seen(item, bound=True))
        return back

    def _write(self, base: Record, form: Form, values: Mapping[str, Any], over: Names, seen: Names) -> None:
        named = [entry for names in (over, seen) for ids in names.values() for entry in ids]
        over = {name: ids for name, ids in over.items() if ids}
        self._add(base.scope, Save(base.id, form.name, form.version, values, over, seen, self._after(named)))

    def _add(self, scope: str, save: Save) -> None:
        own = self._store.installation
        if not Grant(own.id, own.kind, frozenset(own.communities), {}).covers(scope):
            raise NotAllowed("ops.not_your_scope", name=own.name)
        self.actions.setdefault(scope, []).append(save)

    def _scope(self, form: Form, parent: str | None) -> str:
        if parent is None:
            return record_scope(form, None)
        name, scope = self._made.get(parent) or self._held(parent)
        return record_scope(form, (parent, RecordInfo(name, scope, (0, ""))))

    def _held(self, own: str) -> tuple[str, str]:
        found = self._store.info(own)
        if found is None:
            raise InputError("ops.no_such_record", id=own)
        if found.form in self._catalogue and any(name == DELETED for name, _ in found.steps):
            sql = f"SELECT _deleted FROM {quoted(found.form)} WHERE _id = ?"
            if self._conn.execute(sql, (bytes.fromhex(own),)).fetchone()[0]:
                raise NotAllowed("ops.parent_deleted", id=own)
        return found.form, found.scope

    def _agreeing(self, base: Record, name: str) -> list[str]:
        """Return the heads of a field that agree with the value the writer was shown."""
        heads = base.heads.get(name, ())
        if len(heads) < 2:
            return list(heads)
        rows = {
            entry: values_of(
                self._conn.execute("SELECT body FROM log_entry WHERE id = ?", (bytes.fromhex(entry),)).fetchone()[0]
            )
            for entry in heads
        }
        return [entry for entry, values in rows.items() if (values or {}).get(name) == base.values.get(name)]

    def _seen(self, base: Record, *, bound: bool) -> Names:
        """Heads of ``_deleted``, ``_joined`` and the life cycle; at turning points all, and those of bound children."""
        names = base.heads if bound else {name: base.heads.get(name, ()) for name in (DELETED, JOINED, STATE)}
        seen = {name: list(ids) for name, ids in names.items() if ids and name != PARENT}
        if bound:
            for child in self._bound(base):
                seen |= {f"{child.id}/{name}": list(ids) for name, ids in child.heads.items() if name != PARENT}
                seen.setdefault(f"{child.id}/{PARENT}", list(child.heads.get(PARENT, ())))
        return seen

    def _parent_seen(self, form: Form, parent: str | None) -> tuple[Names, int]:
        """What a bound child's entry saw of its parent: heads of ``_deleted`` and of the life cycle."""
        if parent is None or parent in self._made:
            return {}, 0
        info = self._store.info(parent)
        if info is None or info.form not in self._catalogue or form.name not in self._catalogue.form(info.form).bound:
            return {}, 0
        return {f"{parent}/{key}": list(ids) for key, ids in info.steps}, info.newest + 1

    def _bound(self, base: Record) -> list[Record]:
        form = self._catalogue.form(base.form)
        return [child for name in form.bound for child in self._children(base.id, name)]

    def _descendants(self, base: Record) -> list[Record]:
        found = []
        for name in self._catalogue.children(base.form):
            for child in self._children(base.id, name):
                found += [child, *self._descendants(child)]
        return [child for child in found if child.scope == base.scope]

    def _children(self, own: str, name: str) -> list[Record]:
        rows = self._conn.execute(
            f"SELECT _id FROM {quoted(name)} WHERE _parent = ? AND _deleted = 0 ORDER BY _id", (bytes.fromhex(own),)
        ).fetchall()
        return [need(self._conn, self._catalogue, row[0].hex()) for row in rows]

    def _deleted_with(self, base: Record) -> list[Record]:
        """Return the other records whose deletion lies in the same group as this one's."""
        found = []
        for entry in base.heads.get(DELETED, ()):
            header = header_by_id(self._conn, entry)
            if header is None:
                continue
            rows = self._conn.execute(
                "SELECT e.record FROM log_entry e JOIN log_feed f ON f.n = e.feed"
                " WHERE f.id = ? AND e.seq BETWEEN ? AND ?",
                (
                    bytes.fromhex(header.feed),
                    header.seq - header.group[1] + 1,
                    header.seq - header.group[1] + header.group[2],
                ),
            ).fetchall()
            found += [own for (own,) in rows if own.hex() != base.id]
        others = [need(self._conn, self._catalogue, own.hex()) for own in dict.fromkeys(found)]
        return [other for other in others if other.deleted]

    def _after(self, entries: Iterable[str]) -> int:
        """Return one tick after the newest of these entries (milliseconds)."""
        headers = (header_by_id(self._conn, entry) for entry in entries)
        return max((header.time + 1 for header in headers if header is not None), default=0)


def need(conn: Connection, catalogue: Catalogue, own: str) -> Record:
    """Return a record that must be there."""
    found = record(conn, catalogue, blob(own).hex())
    if found is None:
        raise InputError("ops.no_such_record", id=own)
    return found


def parent_of(form: Form, values: Mapping[str, Any]) -> str | None:
    """Return the parent that the values name under one of the declared parent fields."""
    given = [values[name] for name in form.parent if values.get(name)]
    if not form.parent:
        return None
    if len(given) != 1 or not isinstance(given[0], str):
        raise InputError("ops.one_parent", form=form.name, fields=", ".join(form.parent))
    return blob(given[0]).hex()
