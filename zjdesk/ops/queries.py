"""Read-only questions that screens and scripts ask of a store; personal values are masked unless said otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.errors import InputError, NotAllowed
from zjdesk.forms.model import Form
from zjdesk.forms.types import LISTS
from zjdesk.i18n import Lang
from zjdesk.ops.privacy import may_reveal, shown, veil
from zjdesk.ops.readers import must_read, readable
from zjdesk.ops.saves import need
from zjdesk.ops.session import Session
from zjdesk.store import held
from zjdesk.store.counting import Status
from zjdesk.store.entry import DELETED, INSTALLATION, PARENT
from zjdesk.store.held import header_of
from zjdesk.store.ids import blob
from zjdesk.store.read import Record, columns, from_row, record
from zjdesk.store.schema import quoted
from zjdesk.store.sound import ENTRIES

SHOWN_FLAGS = ("_deleted", "_conflict")


@dataclass(frozen=True)
class HistoryLine:
    """One entry of a record's history; ``status`` tells whether it counts, ``reason`` why not."""

    entry: str
    feed: str
    seq: int
    time: int
    author: str
    set: Mapping[str, Any]
    over: Mapping[str, Sequence[str]]
    why: str
    status: str
    reason: str


@dataclass(frozen=True)
class Conflict:
    """An open question with its candidates: ``entry, value, author, time`` (milliseconds).

    ``value`` is what the entry sets in the field, or all that it sets. Where records are in question, ``record`` names
    the candidate, ``entry`` made it and ``value`` is what it shows.
    """

    id: str
    kind: str
    record: str | None
    form: str
    field: str
    candidates: tuple[Mapping[str, Any], ...]


def get(session: Session, own: str, *, masked: bool = True, lang: Lang = "zh") -> Record:
    """Return a record with its heads, ready to be edited; raises InputError when it is not there."""
    found = need(session.store.conn, session.store.catalogue, own)
    must_read(session, found)
    return shown(session.store.catalogue.form(found.form), found, lang) if masked else found


def list_records(
    session: Session,
    form: str,
    *,
    where: Mapping[str, Any] | None = None,
    parent: str | None = None,
    ids: Collection[str] | None = None,
    order: str | None = None,
    limit: int | None = None,
    deleted: bool = False,
    masked: bool = True,
    lang: Lang = "zh",
) -> list[Record]:
    """Return the records of a form, or those of these ids, oldest first or by a field.

    ``where`` compares fields as stored, and ``_deleted`` and ``_conflict``; hidden fields only for those who may
    see them. ``masked`` is left out only by verbs that note the view, and by those that show nobody the values.
    """
    declared = session.store.catalogue.form(form)
    tests, args = ["_deleted <= ?", readable(session, declared)], [int(deleted or DELETED in (where or {}))]
    if parent is not None:
        tests.append("_parent = ?")
        args.append(blob(parent))  # type: ignore[arg-type]
    if ids is not None:
        tests.append("_id IN (SELECT unhex(value) FROM json_each(?))")
        args.append(orjson.dumps(list(ids)).decode())  # type: ignore[arg-type]
    for name, value in (where or {}).items():
        _may_ask(session, declared, name)
        test, arg = _test(declared, name, value)
        tests.append(test)
        args.append(arg)
    sql = f"SELECT {columns(declared)} FROM {quoted(form)} WHERE {' AND '.join(tests)}"
    sql += f" ORDER BY {quoted(_known(declared, order)) if order else '_created'}, _id"
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    found = [from_row(declared, row) for row in session.store.conn.execute(sql, args)]
    return [shown(declared, one, lang) for one in found] if masked else found


def form_of(session: Session, own: str) -> str:
    """Return the form of a record, counting or not; raises InputError when it is not there."""
    found = held.form_of(session.store.conn, blob(own).hex())
    if found is None:
        raise InputError("ops.no_such_record", id=own)
    return found


def _may_ask(session: Session, form: Form, name: str) -> None:
    """Refuse to pick records by a value that this person could not have shown."""
    field = form.by_name.get(name)
    if field is not None and not may_reveal(session, form.name, field):
        raise NotAllowed("ops.may_not_reveal", field=field.label, form=form.label)


def count(session: Session, form: str, *, parent: str | None = None) -> int:
    """Return how many records of a form are shown."""
    declared = session.store.catalogue.form(form)
    sql = f"SELECT count(*) FROM {quoted(declared.name)} WHERE _deleted = 0 AND {readable(session, declared)}"
    args = []
    if parent is not None:
        sql += " AND _parent = ?"
        args.append(blob(parent))
    return int(session.store.conn.execute(sql, args).fetchone()[0])


def _known(form: Form, name: str) -> str:
    if name not in form.by_name:
        raise InputError("ops.no_such_field", form=form.name, field=name)
    return name


def _test(form: Form, name: str, value: Any) -> tuple[str, Any]:
    if name in form.parent:
        return "_parent = ?", blob(str(value))
    if name in SHOWN_FLAGS:
        return f"{name} = ?", _flag(name, value)
    field = form.field(_known(form, name))
    if field.type in LISTS:
        return f"EXISTS (SELECT 1 FROM json_each({quoted(name)}) WHERE value = ?)", value
    if field.type == "ref":
        return f"{quoted(name)} = ?", blob(str(value))
    return f"{quoted(name)} = ?", _flag(name, value) if field.type == "bool" else value


def _flag(name: str, value: Any) -> int:
    words = {"true": 1, "1": 1, "false": 0, "0": 0}
    if str(value).lower() not in words:
        raise InputError("ops.not_a_flag", field=name, value=str(value))
    return words[str(value).lower()]


def as_object(session: Session, record: Record) -> dict[str, Any]:
    """Return a record as the command line prints it: id, parent, every field, ``_conflict``, ``_deleted``."""
    form = session.store.catalogue.form(record.form)
    plain: dict[str, Any] = {"id": record.id}
    plain |= {
        name: record.parent if record.parent and _is(session, record.parent, above) else None
        for name, above in form.parent.items()
    }
    plain |= {field.name: record.values.get(field.name) for field in form.fields}
    return plain | {"_conflict": record.conflict, "_deleted": record.deleted}


def _is(session: Session, record: str, form: str) -> bool:
    return (
        session.store.conn.execute(f"SELECT 1 FROM {quoted(form)} WHERE _id = ?", (bytes.fromhex(record),)).fetchone()
        is not None
    )


def history(session: Session, own: str, *, opened: Collection[str] = (), lang: Lang = "zh") -> list[HistoryLine]:
    """Return every held entry of a record, oldest first, counting or not; hidden fields only those ``opened``."""
    catalogue = session.store.catalogue
    declared: Form | None = None
    rows = session.store.conn.execute(
        "SELECT e.id, e.header, e.body, e.status, r.reason FROM log_entry e LEFT JOIN log_reason r ON r.entry = e.n"
        " WHERE e.record = ? ORDER BY e.n",
        (blob(own),),
    ).fetchall()
    if not rows:
        raise InputError("ops.no_such_record", id=own)
    known = record(session.store.conn, catalogue, blob(own).hex())
    if known is not None:
        must_read(session, known)
    lines = []
    for entry, raw, body, status, reason in rows:
        header = header_of(raw)
        said: dict[str, Any] = orjson.loads(body) if body else {"set": {}, "why": ""}
        declared = catalogue.form(header.form) if header.form in catalogue else declared
        said["set"] = _told(declared, said["set"], lang, opened)
        lines.append(
            HistoryLine(
                entry.hex(),
                header.feed,
                header.seq,
                header.time,
                header.author,
                said["set"],
                header.over,
                said["why"],
                Status(status).name.lower(),
                reason or "",
            )
        )
    return sorted(lines, key=lambda line: (line.time, line.feed, line.seq, line.entry))


def _told(form: Form | None, values: Mapping[str, Any], lang: Lang, opened: Collection[str]) -> dict[str, Any]:
    """Return what an entry sets, masked; of an erasure which entries it names, not what it restates of them."""
    told = veil(form, values, lang, opened) if form is not None else dict(values)
    return {**told, ENTRIES: sorted(values[ENTRIES])} if isinstance(values.get(ENTRIES), dict) else told


def people(session: Session) -> dict[str, str]:
    """Return the names of all authors that have introduced themselves, by account id."""
    rows = session.store.conn.execute("SELECT content FROM state_built_in WHERE form = ?", (INSTALLATION,))
    return {one["id"]: one["name"] for (content,) in rows for one in orjson.loads(content).get("accounts", ())}


def conflicts(
    session: Session,
    form: str | None = None,
    *,
    opened: Mapping[str, Collection[str]] | None = None,
    lang: Lang = "zh",
) -> list[Conflict]:
    """Return the open questions, those about one form or all; ``opened`` are the hidden fields to show, by form."""
    sql, args = "SELECT id, kind, record, form, field, candidates FROM state_conflict", ()
    if form is not None:
        sql, args = f"{sql} WHERE form = ?", (form,)  # type: ignore[assignment]
    found = []
    for own, kind, subject, about, field, items in session.store.conn.execute(
        f"{sql} ORDER BY form, id", args
    ).fetchall():
        shows = [_candidate(session, kind, field, item) for item in orjson.loads(items)]
        shows = [
            _veiled(session.store.catalogue.form(name), field, one, (opened or {}).get(name, ()), lang)
            if (name := about or str(one.get("form"))) in session.store.catalogue
            else one
            for one in shows
        ]
        found.append(
            Conflict(own.hex(), kind, subject.hex() if subject else None, about or "", _named(field), tuple(shows))
        )
    return found


def _named(field: str | None) -> str:
    """Return the field or the fields in question, without what tells pairs of alike records apart."""
    return (field or "").partition("~")[0]


def _veiled(
    form: Form, field: str | None, candidate: Mapping[str, Any], opened: Collection[str], lang: Lang
) -> Mapping[str, Any]:
    """Return a candidate with the personal values that it shows masked."""
    value = candidate.get("value")
    if isinstance(value, Mapping):
        return {**candidate, "value": veil(form, value, lang, opened)}
    if field in form.by_name:
        return {**candidate, "value": veil(form, {str(field): value}, lang, opened)[str(field)]}
    return candidate


def _candidate(session: Session, kind: str, field: str, item: str) -> Mapping[str, Any]:
    row = session.store.conn.execute(
        "SELECT header, body FROM log_entry WHERE id = ?", (bytes.fromhex(item),)
    ).fetchone()
    if row is None:
        return _whole(session, item) if kind in ("possible_duplicate", "child_of_deleted") else {"entry": item}
    header = header_of(row[0])
    values = orjson.loads(row[1])["set"] if row[1] else {}
    value = values.get(field, values)
    told = {"entry": item, "value": value, "author": header.author, "time": header.time}
    return {**told, "form": header.form, "record": header.record} if kind == "fork" else told


def _whole(session: Session, own: str) -> Mapping[str, Any]:
    found = record(session.store.conn, session.store.catalogue, own)
    if found is None:
        return {"record": own}
    made = next(iter(found.heads.get(PARENT, ())), None)
    return {"record": own, "entry": made, "value": dict(found.values), "author": found.creator, "time": found.created}


def entries(session: Session, status: str) -> list[dict[str, Any]]:
    """Return the entries that do not count for this reason: withheld, withdrawn, awaited, incomplete; or forks."""
    if status == "fork":
        rows = session.store.conn.execute("SELECT candidates FROM state_conflict WHERE kind = 'fork'").fetchall()
        return [{"entry": item, "reason": "fork"} for (text,) in rows for item in orjson.loads(text)]
    rows = session.store.conn.execute(
        "SELECT e.id, e.header, r.reason, r.cause FROM log_entry e LEFT JOIN log_reason r ON r.entry = e.n"
        " WHERE e.status = ? ORDER BY e.n",
        (int(Status[status.upper()]),),
    ).fetchall()
    found = []
    for own, raw, reason, cause in rows:
        header = header_of(raw)
        found.append(
            {
                "entry": own.hex(),
                "form": header.form,
                "record": header.record,
                "author": header.author,
                "time": header.time,
                "reason": reason,
                "waits_for": cause.hex() if cause else None,
            }
        )
    return found
