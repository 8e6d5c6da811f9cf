"""Open questions (conflicts): derived from the log, so that nothing can forget them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.forms.model import Form
from zjdesk.store.alike import alike
from zjdesk.store.database import Connection
from zjdesk.store.held import id_list
from zjdesk.store.schema import quoted, unique_columns

RECORD_KINDS = ("value", "delete_restore", "edit_delete", "edit_join", "edit_life_cycle", "rests_on_withdrawn")


@dataclass(frozen=True)
class Question:
    """One open question: kind, record and field (empty for the whole record), and the candidates' ids."""

    kind: str
    record: bytes | None
    form: str
    field: str
    scope: str
    candidates: tuple[str, ...]

    @property
    def id(self) -> bytes:
        """The hash of kind, record and field."""
        return conflict_id(self.kind, self.record, self.field)


def conflict_id(kind: str, record: bytes | None, field: str) -> bytes:
    """Return the id of a conflict: the same on every installation."""
    line = orjson.dumps([kind, record.hex() if record else None, field])
    return hashlib.sha256(line).digest()[:16]


def settled(conn: Connection, question: Question) -> bool:
    """Tell whether somebody settled exactly these candidates (or more)."""
    rows = conn.execute("SELECT candidates FROM state_settled WHERE conflict = ?", (question.id,))
    return any(set(question.candidates) <= set(orjson.loads(row[0])) for row in rows)


def insert(conn: Connection, questions: Sequence[Question]) -> None:
    """List open questions; those settled already are left out."""
    if not questions:
        return
    conn.executemany(
        "INSERT OR REPLACE INTO state_conflict VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                item.id,
                item.kind,
                item.record,
                item.form,
                item.field,
                item.scope,
                orjson.dumps(sorted(item.candidates)).decode(),
            )
            for item in questions
            if not settled(conn, item)
        ],
    )


def replace_kind(conn: Connection, kind: str, questions: Sequence[Question]) -> None:
    """List exactly these questions of one kind."""
    conn.execute("DELETE FROM state_conflict WHERE kind = ?", (kind,))
    insert(conn, questions)


def replace_doubles(conn: Connection, questions: Sequence[Question]) -> None:
    """List possible duplicates; one about fewer of the same records was listed under another of them, and goes."""
    for item in questions:
        conn.execute(
            "DELETE FROM state_conflict WHERE kind = ? AND field = ?"
            " AND record IN (SELECT unhex(value) FROM json_each(?))",
            (item.kind, item.field, orjson.dumps(item.candidates).decode()),
        )
    insert(conn, questions)


def clear(conn: Connection, records: Iterable[bytes], kinds: Sequence[str]) -> None:
    """Forget what was open for these records; it is derived anew."""
    marks = ", ".join("?" * len(kinds))
    conn.execute(
        f"DELETE FROM state_conflict WHERE record IN (SELECT unhex(value) FROM json_each(?)) AND kind IN ({marks})",
        (id_list(records), *kinds),
    )


def duplicates(conn: Connection, form: Form, records: Sequence[bytes]) -> list[Question]:
    """Return the possible duplicates among which one of these records stands (declared ``unique`` and ``alike``)."""
    found = {}
    for names in form.unique:
        rows = _equal(conn, form, names, "NULL, NULL", records)
        for question in _doubles(form.name, "+".join(names), [row[:4] for row in rows]):
            found[question.id] = question
    for names in form.alike:
        text = quoted(names[-1])
        for *pair, said, told in _equal(conn, form, names[:-1], f"t.{text}, o.{text}", records):
            told_already = said == told and names in form.unique
            if not told_already and alike(said or "", told or ""):
                question = _pair(form.name, "+".join(names), *pair)
                found[question.id] = question
    return list(found.values())


Pair = tuple[bytes, str, bytes, str]


def _equal(
    conn: Connection, form: Form, names: tuple[str, ...], also: str, records: Sequence[bytes]
) -> list[tuple[Any, ...]]:
    """Return these records with all others that are shown and equal to them in the fields named."""
    table = quoted(form.name)
    same = " AND ".join(f"o.{name} = t.{name}" for name in unique_columns(form, names))
    return conn.execute(
        f"SELECT t._id, t._scope, o._id, o._scope, {also} FROM json_each(?) j"
        f" CROSS JOIN {table} t ON t._id = unhex(j.value) JOIN {table} o ON {same} AND o._id <> t._id"
        " WHERE o._deleted + t._deleted = 0",
        (id_list(records),),
    ).fetchall()


def _pair(form: str, key: str, own: bytes, scope: str, other: bytes, other_scope: str) -> Question:
    """Return the question about two records that are alike; each pair is one, since likeness does not pass on."""
    first, second = sorted((own, other))
    candidates = (first.hex(), second.hex())
    return Question("possible_duplicate", first, form, f"{key}~{second.hex()}", min(scope, other_scope), candidates)


def _doubles(form: str, key: str, rows: Sequence[Pair]) -> list[Question]:
    groups: dict[bytes, set[bytes]] = {}
    scopes: dict[bytes, str] = {}
    for own, scope, other, other_scope in rows:
        groups.setdefault(own, {own}).add(other)
        scopes |= {own: scope, other: other_scope}
    questions = []
    for own, those in groups.items():
        first = min(those)
        scope = min(scopes[one] for one in those)
        if own == first or first not in groups:
            candidates = tuple(sorted(one.hex() for one in those))
            questions.append(Question("possible_duplicate", first, form, key, scope, candidates))
    return questions
