"""Short messages between the office and the laptops: records like any other, carried with the next bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.changes import Changes, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import takes
from zjdesk.ops.queries import get, list_records, people
from zjdesk.ops.session import Session
from zjdesk.ops.setup import installations
from zjdesk.store.read import Record

MESSAGE, EVERYBODY = "message", "*"
_READ = "messages_read"


@dataclass(frozen=True)
class Message:
    """A message as its reader sees it.

    ``community`` is the code of the community it is about, None when it is to everybody; ``sender`` a person,
    ``computer`` where it was written; ``time`` in milliseconds. ``arrived`` and ``waiting`` name the computers it is
    for by whether they have said that they hold it, on the computer that wrote it; elsewhere both are empty.
    """

    id: str
    community: str | None
    subject: str
    text: str
    answers: str | None
    sender: str
    computer: str
    time: int
    own: bool
    unread: bool
    arrived: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def messages(session: Session) -> list[Message]:
    """Return all messages here, the newest first."""
    known = _known(session)
    found = [_message(session, record, known) for record in list_records(session, MESSAGE)]
    return [one for _, one in sorted(found, key=lambda each: (each[1].time, each[0]), reverse=True)]


def unread(session: Session) -> int:
    """Return how many messages of others came in since this account last looked."""
    row = session.store.conn.execute(
        f'SELECT count(DISTINCT m._id) FROM "{MESSAGE}" m JOIN log_entry e ON e.record = m._id'
        " WHERE m._deleted = 0 AND e.n > ? AND m._creator <> ?",
        (_read_until(session), session.account.id),
    ).fetchone()
    return int(row[0])


def mark_read(session: Session) -> None:
    """Note that this account has seen every message that is here now."""
    (newest,) = session.store.conn.execute("SELECT coalesce(max(n), 0) FROM log_entry").fetchone()
    said = orjson.loads(session.store.get(_READ, "{}")) | {session.account.id: newest}
    session.store.set(_READ, orjson.dumps(said).decode())


def send(session: Session, to: str, subject: str, text: str, answers: str | None = None) -> Changes:
    """Write a message to a community (its code), or to ``*`` everybody, which the office alone may."""
    conn, values = session.store.conn, {"subject": subject, "text": text}
    if to == EVERYBODY:
        if session.store.installation.kind != "office":
            raise NotAllowed("ops.office_only")
        row = conn.execute("SELECT lower(hex(_id)) FROM street WHERE _deleted = 0").fetchone()
        place = "street"
    else:
        row = conn.execute("SELECT lower(hex(_id)) FROM community WHERE code = ? AND _deleted = 0", (to,)).fetchone()
        place = "community"
    if row is None:
        raise InputError("ops.no_such_community", code=to)
    if answers is not None:
        values["answers"] = get(session, answers).id
    return save(session, [NewRecord(MESSAGE, {**values, place: row[0]})])


@dataclass(frozen=True)
class _Known:
    people: Mapping[str, str]
    communities: Mapping[str, str]
    computers: tuple[dict[str, Any], ...]
    said: Mapping[str, Mapping[str, Any]]
    read: int


def _known(session: Session) -> _Known:
    rows = session.store.conn.execute("SELECT lower(hex(_id)), code FROM community").fetchall()
    said = session.store.conn.execute("SELECT installation, vector FROM local_acknowledgement").fetchall()
    return _Known(
        people(session) | {session.account.id: session.account.name},
        dict(rows),
        tuple(installations(session)),
        {own: orjson.loads(vector).get("tips", {}) for own, vector in said},
        _read_until(session),
    )


def _message(session: Session, record: Record, known: _Known) -> tuple[int, Message]:
    """Return a message with the number under which it came here."""
    n, feed, seq, key, scope = session.store.conn.execute(
        "SELECT e.n, lower(hex(f.id)), e.seq, lower(hex(f.key)), f.scope FROM log_entry e"
        " JOIN log_feed f ON f.n = e.feed WHERE e.record = ? ORDER BY e.n LIMIT 1",
        (bytes.fromhex(record.id),),
    ).fetchone()
    own = key == session.store.installation.public
    arrived, waiting = _carried(session, known, (feed, seq, scope)) if own else ((), ())
    values = record.values
    told = Message(
        record.id,
        known.communities.get(record.parent or ""),
        str(values.get("subject", "")),
        str(values.get("text", "")),
        values.get("answers"),
        known.people.get(record.creator, ""),
        next((str(one.get("name", "")) for one in known.computers if _wrote(one, record.creator)), ""),
        record.created,
        own,
        n > known.read and record.creator != session.account.id,
        arrived,
        waiting,
    )
    return n, told


def _carried(session: Session, known: _Known, place: tuple[str, int, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the computers that said they hold an entry, and of those that have yet to."""
    feed, seq, scope = place
    here = session.store.installation
    arrived: list[str] = []
    waiting: list[str] = []
    for one in known.computers:
        is_reader = takes(one, scope) if here.kind == "office" else one["id"] == session.store.get("office")
        if one["id"] == here.id or one["revoked"] or not is_reader:
            continue
        tips = known.said.get(one["id"], {}).get(feed, [])
        (arrived if any(tip[0] >= seq for tip in tips) else waiting).append(str(one.get("name", "")))
    return tuple(sorted(arrived)), tuple(sorted(waiting))


def _wrote(computer: Mapping[str, Any], account: str) -> bool:
    return any(one["id"] == account for one in computer.get("accounts", ()))


def _read_until(session: Session) -> int:
    return int(orjson.loads(session.store.get(_READ, "{}")).get(session.account.id, 0))
