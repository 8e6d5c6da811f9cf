"""Brings state rows and open questions up to date for the records that a transaction touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from zjdesk.forms.model import Catalogue, Form
from zjdesk.store import conflicts
from zjdesk.store.conflicts import Question
from zjdesk.store.database import Connection
from zjdesk.store.derive import Derived, Held, Reach, derive, superseded
from zjdesk.store.entry import BUILT_IN, ERASURE, PARENT, SETTLED, STATE, Header
from zjdesk.store.held import header_by_id, id_list, of_record
from zjdesk.store.joins import Joins, naming
from zjdesk.store.schema import quoted
from zjdesk.store.sound import sound
from zjdesk.store.state import Row, StateWriter, shown


class Refresher:
    """Gathers touched records and derives them at the end; new simple rows are written as they come."""

    def __init__(self, conn: Connection, catalogue: Catalogue, joins: Joins) -> None:
        self._conn = conn
        self._catalogue = catalogue
        self._touched: set[bytes] = set()
        self._new: dict[str, list[bytes]] = {}
        self._quiet: set[bytes] = set()
        self._settlements = False
        self._joins = joins
        self.writer = StateWriter(conn, catalogue, joins)
        self.decided: list[tuple[bytes, Mapping[str, Any]]] = []
        self.erased: list[tuple[bytes, bytes, Mapping[str, Any]]] = []
        self.forked: set[int] = set()

    def touch(self, record: bytes) -> None:
        """Derive this record again at the end."""
        self._touched.add(record)

    def put_new(self, form: str, row: Row, *, quiet: bool) -> None:
        """Write the row of a record that has one entry only; ``quiet`` when its parent never took a step."""
        self.writer.put(form, row)
        if quiet:
            self._quiet.add(row.record)
        rows = self._new.setdefault(form, [])
        rows.append(row.record)
        if len(rows) >= 4000:
            self._flush_new()

    def dependents(self, form: str, record: bytes) -> list[int]:
        """Return one entry of every group that rests on this record: its own edits and its children.

        What came to count in this same transaction is derived first, to be among the children; the children of a
        joined record are shown with the one that stands for it.
        """
        self._flush_new()
        self._derive_touched()
        shown = self._joins.holds.get(record, record)
        found = [row[0] for row in self._conn.execute("SELECT n FROM log_entry WHERE record = ?", (record,))]
        for name in self._catalogue.children(form) if form in self._catalogue else ():
            rows = self._conn.execute(
                f"SELECT e.n FROM {quoted(name)} c JOIN log_entry e ON e.record = c._id WHERE c._parent IN (?, ?)",
                (record, shown),
            )
            found += [row[0] for row in rows]
        return found

    def finish(self) -> None:
        """Derive every touched record and list what is open, until no join changes what others show."""
        self._flush_new()
        self._derive_touched()
        while self._joins and (moved := self._joins.renew(self._catalogue)):
            self._touched.update(moved)
            self._touched |= naming(self._conn, self._catalogue, set().union(*moved.values()))
            self._derive_touched()
        if self.forked:
            self._list_forks()

    def _derive_touched(self) -> None:
        touched = self._touched
        self._touched = set()
        by_form: dict[str, list[bytes]] = {}
        for record in sorted(touched):
            form = self._derive(record)
            if form is not None and form in self._catalogue:
                by_form.setdefault(form, []).append(record)
        self.writer.flush()
        for form, records in by_form.items():
            self._relations(self._catalogue.form(form), records, new=False)

    def _flush_new(self) -> None:
        self.writer.flush()
        new, self._new = self._new, {}
        for form, records in new.items():
            self._relations(self._catalogue.form(form), records, new=True)
        self._quiet.clear()

    def _derive(self, record: bytes) -> str | None:
        """Write one record's row and its own conflicts; returns its form, or None when it never counted."""
        entries = of_record(self._conn, record)
        form = next((entry.header.form for entry in entries if entry.header.form != ERASURE), ERASURE)
        if form == ERASURE:
            return None
        if form in BUILT_IN:
            self._built_in(form, record, entries)
            return None
        if form not in self._catalogue:
            return None
        declared = self._catalogue.form(form)
        result = derive(entries, self._header, declared.life_cycle is not None)
        conflicts.clear(self._conn, [record], (*conflicts.RECORD_KINDS, "child_of_deleted"))
        self.writer.clear_misfits((record,))
        self._joins.say(record, result.joined if result else None)
        if result is None:
            self.writer.remove(form, record)
            return form
        scope = self._scope(result.first.header.feed)
        self.writer.put(form, _row(record, scope, result))
        questions = [Question(item.kind, record, form, item.field, scope, item.entries) for item in result.conflicts]
        conflicts.insert(self._conn, questions)
        return form

    def _relations(self, form: Form, records: Sequence[bytes], *, new: bool) -> None:
        """List the questions that stand between records: orphans, possible duplicates, bound children."""
        if not new:
            self._forget_duplicates(form, records)
        moved = [record for record in records if record not in self._quiet]
        listed = self._parents_of(form, moved) if moved else False
        if form.unique or form.alike:
            doubles = self._list_duplicates(form, records)
            listed = listed or bool(doubles)
            records = [*records, *sorted(doubles.difference(records))]
        if not new:
            self._children_of(form, records)
        if listed or not new:
            self._mark(form, records)

    def _list_duplicates(self, form: Form, records: Sequence[bytes]) -> set[bytes]:
        """List the possible duplicates of these records; returns all that are doubles of each other."""
        found = conflicts.duplicates(self._conn, form, records)
        conflicts.replace_doubles(self._conn, found)
        return {bytes.fromhex(item) for question in found for item in question.candidates}

    def _forget_duplicates(self, form: Form, records: Sequence[bytes]) -> None:
        rows = self._conn.execute(
            "SELECT DISTINCT q.id, q.candidates FROM state_conflict q, json_each(q.candidates) c"
            " WHERE q.kind = 'possible_duplicate' AND q.form = ?"
            " AND c.value IN (SELECT value FROM json_each(?))",
            (form.name, id_list(records)),
        ).fetchall()
        others: set[bytes] = set()
        for own, candidates in rows:
            self._conn.execute("DELETE FROM state_conflict WHERE id = ?", (own,))
            others.update(bytes.fromhex(item) for item in orjson.loads(candidates))
        if others:
            conflicts.insert(self._conn, conflicts.duplicates(self._conn, form, sorted(others)))
            self._mark(form, sorted(others))

    def _children_of(self, form: Form, records: Sequence[bytes]) -> None:
        """A parent that was deleted, restored or changed its state puts its children in question again."""
        for name in self._catalogue.children(form.name):
            child = self._catalogue.form(name)
            rows = self._conn.execute(
                f"SELECT c._id, c._scope FROM json_each(?) t CROSS JOIN {quoted(name)} c ON c._parent = unhex(t.value)",
                (id_list(records),),
            )
            children = dict(rows.fetchall())
            if children:
                conflicts.clear(self._conn, children, ("child_of_deleted",))
                if name in form.bound:
                    self._forget_steps(child, children)
                self._parents_of(child, list(children))
                self._mark(child, list(children))

    def _forget_steps(self, form: Form, children: Mapping[bytes, str]) -> None:
        """Take bound children out of question: their parent may be back in its first state."""
        conflicts.clear(self._conn, children, ("edit_life_cycle",))
        for own, scope in children.items() if form.life_cycle else ():
            self._compare(form, own, scope, ())

    def _parents_of(self, form: Form, records: Sequence[bytes]) -> bool:
        """List records whose parent is deleted, and bound children edited apart from a step of their parent.

        Returns whether there was anything to look at.
        """
        listed = False
        for above in set(form.parent.values()):
            parent = self._catalogue.form(above)
            cycle = parent.life_cycle if form.name in parent.bound else None
            step = "p.state <> ?" if cycle else "0 = ?"
            rows = self._conn.execute(
                f"SELECT c._id, c._scope, p._id, p._deleted > c._deleted, {step} FROM json_each(?) t"
                f" CROSS JOIN {quoted(form.name)} c ON c._id = unhex(t.value)"
                f" JOIN {quoted(above)} p ON p._id = c._parent WHERE p._deleted > c._deleted OR {step}",
                (cycle.initial if cycle else 1, id_list(records), cycle.initial if cycle else 1),
            ).fetchall()
            orphans = [row for row in rows if row[3]]
            conflicts.insert(
                self._conn,
                [
                    Question("child_of_deleted", own, form.name, "", scope, (own.hex(), owner.hex()))
                    for own, scope, owner, _, _ in orphans
                ],
            )
            self._bound_children(form, [row[:3] for row in rows if row[4]])
            listed = listed or bool(rows)
        return listed

    def _bound_children(self, form: Form, rows: Sequence[tuple[bytes, str, bytes]]) -> None:
        if not rows:
            return
        conflicts.clear(self._conn, [row[0] for row in rows], ("edit_life_cycle",))
        reaches = Reach(self._header)
        owned: dict[bytes, dict[bytes, str]] = {}
        for own, scope, owner in rows:
            owned.setdefault(owner, {})[own] = scope
        for owner, children in owned.items():
            changes = self._changes(owner)
            behind = [reaches.behind(change.id) for change in changes]
            known = frozenset.intersection(*behind) if behind else frozenset()
            for own in self._strangers(children, known) if changes else ():
                self._compare(form, own, children[own], changes)

    def _strangers(self, children: Mapping[bytes, str], known: frozenset[str]) -> list[bytes]:
        """Return those children of which some entry is not known to the steps of their parent."""
        rows = self._conn.execute(
            "SELECT record, id FROM log_entry WHERE record IN (SELECT unhex(value) FROM json_each(?))",
            (id_list(children),),
        )
        return sorted({record for record, entry in rows if entry.hex() not in known})

    def _changes(self, parent: bytes) -> list[Held]:
        entries = of_record(self._conn, parent)
        result = derive(entries, self._header)
        heads = result.heads.get(STATE, ()) if result else ()
        return [entry for entry in entries if entry.id in heads and PARENT not in entry.values]

    def _compare(self, form: Form, own: bytes, scope: str, changes: Sequence[Held]) -> None:
        entries = of_record(self._conn, own)
        result = derive(entries, self._header, form.life_cycle is not None)
        if result is None:
            return
        reaches = Reach(self._header)
        heads = {entry for ids in result.heads.values() for entry in ids}
        apart: set[str] = set()
        for change in changes:
            for entry in entries:
                if entry.id in heads and not reaches.related(change, entry):
                    apart.update((change.id, entry.id))
        for item in result.conflicts:
            if item.kind == "edit_life_cycle":
                apart.update(item.entries)
        if apart:
            question = Question("edit_life_cycle", own, form.name, "", scope, tuple(sorted(apart)))
            conflicts.insert(self._conn, [question])

    def _mark(self, form: Form, records: Sequence[bytes]) -> None:
        """Keep the state row's flag in step with the open questions about its record."""
        chosen = id_list(records)
        table = quoted(form.name)
        self._conn.execute(
            f"UPDATE {table} SET _conflict = (EXISTS (SELECT 1 FROM state_conflict q WHERE q.record = {table}._id)"
            " OR EXISTS (SELECT 1 FROM state_conflict q, json_each(q.candidates) c WHERE q.kind ="
            f" 'possible_duplicate' AND q.form = ? AND c.value = lower(hex({table}._id))))"
            " WHERE _id IN (SELECT unhex(value) FROM json_each(?))",
            (form.name, chosen),
        )

    def _built_in(self, form: str, record: bytes, entries: Sequence[Held]) -> None:
        result = derive(entries, self._header, life_cycle=False)
        if form == SETTLED:
            self._settled(entries)
        elif result is None:
            self._conn.execute("DELETE FROM state_built_in WHERE record = ?", (record,))
        else:
            content = orjson.dumps(shown(result.values), option=orjson.OPT_SORT_KEYS).decode()
            self._conn.execute("INSERT OR REPLACE INTO state_built_in VALUES (?, ?, ?)", (record, form, content))

    def _settled(self, entries: Sequence[Held]) -> None:
        """Note what a person settled and nobody took back, and look at the question again."""
        gone = superseded({entry.id: entry for entry in entries}, "candidates")
        for entry in (one for one in entries if sound(SETTLED, one.values)):
            values = entry.values
            conflict = bytes.fromhex(values["conflict"])
            own = bytes.fromhex(entry.id)
            self._conn.execute("DELETE FROM state_settled WHERE entry = ? AND conflict = ?", (own, conflict))
            if entry.counts and entry.id not in gone:
                candidates = orjson.dumps(sorted(values["candidates"])).decode()
                self._conn.execute("INSERT INTO state_settled VALUES (?, ?, ?)", (own, conflict, candidates))
            if values.get("record"):
                self._again(bytes.fromhex(values["record"]))
            else:
                self.forked.add(0)

    def _again(self, record: bytes) -> None:
        """Derive another record in the same pass; its questions may have opened or closed."""
        entries = of_record(self._conn, record)
        if not entries or entries[0].header.form not in self._catalogue:
            return
        form = self._derive(record)
        self.writer.flush()
        if form is not None:
            self._relations(self._catalogue.form(form), [record], new=False)

    def _list_forks(self) -> None:
        rows = self._conn.execute(
            "SELECT f.id, f.scope, e.seq, group_concat(hex(e.id)) FROM log_entry e JOIN log_feed f ON f.n = e.feed"
            " GROUP BY e.feed, e.seq HAVING count(*) > 1"
        ).fetchall()
        first: dict[bytes, Question] = {}
        for feed, scope, seq, joined in rows:
            those = tuple(sorted(item.lower() for item in joined.split(",")))
            first.setdefault(feed, Question("fork", None, "", f"{feed.hex()}:{seq}", scope, those))
        conflicts.replace_kind(self._conn, "fork", list(first.values()))

    def _header(self, entry: str) -> Header | None:
        return header_by_id(self._conn, entry)

    def _scope(self, feed: str) -> str:
        row = self._conn.execute("SELECT scope FROM log_feed WHERE id = ?", (bytes.fromhex(feed),)).fetchone()
        return str(row[0])


def _row(record: bytes, scope: str, result: Derived) -> Row:
    first, last = result.first.header, result.last.header
    return Row(
        record,
        result.first.values[PARENT],
        scope,
        result.values,
        first.time,
        first.author,
        last.time,
        last.author,
    )
