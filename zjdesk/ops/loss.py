"""A laptop that was lost: the last that counts of it, what came later, and what it may hold (PIPL 57)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.errors import InputError, NotAllowed
from zjdesk.forms.masking import is_hidden
from zjdesk.forms.model import Form
from zjdesk.ops.certify import certificates
from zjdesk.ops.exchange import scopes_of
from zjdesk.ops.laptops import standings
from zjdesk.ops.queries import people
from zjdesk.ops.session import Session
from zjdesk.store.held import header_of
from zjdesk.store.schema import quoted
from zjdesk.store.street import secrets_of

LEVELS = ("P3", "P2", "P1", "P0")


@dataclass(frozen=True)
class Content:
    """Records of one form that a laptop may hold: how many, how sensitive, and which hidden fields they fill in."""

    form: str
    count: int
    level: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Last:
    """The last entry of a feed that counts: where it was written, its number, its id and its time."""

    scope: str
    seq: int
    entry: str
    time: int


@dataclass(frozen=True)
class Late:
    """An entry that came after the revocation and does not count."""

    form: str
    record: str
    author: str
    time: int


@dataclass(frozen=True)
class Loss:
    """What is known of a laptop; times in milliseconds, ``files`` and their ``size`` in bytes as far as held here.

    ``communities`` are those that it is or was given, none meaning all; ``contents`` are all records that lie in them,
    those of the highest sensitivity first.
    """

    id: str
    name: str
    kind: str
    state: str
    people: tuple[str, ...]
    communities: tuple[str, ...]
    last: tuple[Last, ...]
    late: tuple[Late, ...]
    contents: tuple[Content, ...]
    files: int
    size: int
    received: int | None
    sent: int
    last_sent: int | None

    @property
    def records(self) -> int:
        """Return how many records it may hold."""
        return sum(one.count for one in self.contents)


def loss(session: Session, installation: str) -> Loss:
    """Return what a laptop may hold and what of it counts; for the office alone."""
    store = session.store
    if not secrets_of(store):
        raise NotAllowed("ops.office_only")
    found = [one for one in standings(session) if one.item["id"] == installation and one.state != "own"]
    if not found:
        raise InputError("ops.no_such_installation", id=installation)
    item = _widest(session, found[0].item)
    scopes = scopes_of(item)
    contents = _contents(session, scopes)
    keys = {one["key"] for one in certificates(store) if one["installation"] == installation}
    files, size = _files(session, scopes)
    sent, last_sent = store.conn.execute(
        "SELECT count(*), max(written) FROM local_export WHERE receiver = ?", (installation,)
    ).fetchone()
    (received,) = store.conn.execute(
        "SELECT max(merged) FROM local_merge WHERE json_extract(sender, '$.id') = ?", (installation,)
    ).fetchone()
    return Loss(
        id=installation,
        name=str(item["name"]),
        kind=str(item["kind"]),
        state=found[0].state,
        people=tuple(str(one.get("name", "")) for one in item.get("accounts", ()) if one.get("name")),
        communities=tuple(_names(session, item["communities"])) if scopes else (),
        last=tuple(_last(session, keys)),
        late=tuple(_late(session, keys)),
        contents=tuple(sorted(contents, key=lambda one: (LEVELS.index(one.level), -one.count))),
        files=files,
        size=size,
        received=received,
        sent=sent,
        last_sent=last_sent,
    )


def _widest(session: Session, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an installation with every community it was ever given: what it forgot since is not known for sure."""
    given = [
        one for each in certificates(session.store) if each["installation"] == item["id"] for one in each["communities"]
    ]
    return {**item, "communities": list(dict.fromkeys([*item["communities"], *given]))}


def _contents(session: Session, scopes: Sequence[str]) -> Iterable[Content]:
    for name in session.store.catalogue.names():
        form = session.store.catalogue.form(name)
        filled = [field for field in form.fields if field.sensitivity != "P0"]
        columns = "".join(f", max({quoted(field.name)} IS NOT NULL)" for field in filled)
        sql = f"SELECT count(*){columns} FROM {quoted(name)} WHERE {_within(scopes)}"
        count, *any_held = session.store.conn.execute(sql, (_listed(scopes),)).fetchone()
        held = [field for field, some in zip(filled, any_held, strict=True) if some]
        if count:
            level = min((field.sensitivity for field in held), key=LEVELS.index, default="P0")
            yield Content(name, count, level, tuple(field.name for field in held if is_hidden(field)))


def _files(session: Session, scopes: Sequence[str]) -> tuple[int, int]:
    """Return how many files records in these scopes name, and how large those are that are held here."""
    named: set[bytes] = set()
    for name in session.store.catalogue.names():
        for field in _file_fields(session.store.catalogue.form(name)):
            sql = f"SELECT {quoted(field)} FROM {quoted(name)} WHERE {_within(scopes)} AND {quoted(field)} IS NOT NULL"
            for (cell,) in session.store.conn.execute(sql, (_listed(scopes),)):
                named.update(bytes.fromhex(one) for one in (orjson.loads(cell) if cell.startswith("[") else [cell]))
    sizes = dict(session.store.conn.execute("SELECT sha256, size FROM log_file").fetchall())
    return len(named), sum(sizes.get(one, 0) for one in named)


def _file_fields(form: Form) -> list[str]:
    return [field.name for field in form.fields if field.type in ("file", "files")]


def _within(scopes: Sequence[str]) -> str:
    """Return the test for records in these scopes; none named means all but the office's own."""
    return "_scope IN (SELECT value FROM json_each(?))" if scopes else "_scope <> 'office' AND ? IS NOT NULL"


def _listed(scopes: Sequence[str]) -> str:
    return orjson.dumps(list(scopes)).decode()


def _last(session: Session, keys: Iterable[str]) -> Iterable[Last]:
    """Yield the last entry that counts as received of each feed of a laptop's keys."""
    for key in sorted(keys):
        rows = session.store.conn.execute(
            "SELECT f.scope, max(e.seq), e.id, e.header FROM log_feed f JOIN log_entry e ON e.feed = f.n"
            " LEFT JOIN log_reason r ON r.entry = e.n AND r.reason = 'revoked'"
            " WHERE f.key = ? AND e.chained = 1 AND r.entry IS NULL GROUP BY f.n",
            (bytes.fromhex(key),),
        ).fetchall()
        for scope, seq, own, header in rows:
            yield Last(_place(session, scope), seq, own.hex(), header_of(header).time)


def _late(session: Session, keys: Iterable[str]) -> Iterable[Late]:
    names = people(session)
    for key in sorted(keys):
        rows = session.store.conn.execute(
            "SELECT e.header FROM log_feed f JOIN log_entry e ON e.feed = f.n"
            " JOIN log_reason r ON r.entry = e.n AND r.reason = 'revoked' WHERE f.key = ? ORDER BY e.n",
            (bytes.fromhex(key),),
        ).fetchall()
        for (raw,) in rows:
            header = header_of(raw)
            yield Late(header.form, header.record, names.get(header.author, header.author), header.time)


def _place(session: Session, scope: str) -> str:
    kind, _, own = scope.partition(":")
    return next(iter(_names(session, [own])), own) if own else kind


def _names(session: Session, communities: Sequence[str]) -> list[str]:
    rows = session.store.conn.execute(
        "SELECT name FROM community WHERE hex(_id) IN (SELECT upper(value) FROM json_each(?)) ORDER BY code",
        (_listed(communities),),
    )
    return [row[0] for row in rows]
