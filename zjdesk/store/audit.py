"""The audit: who did what in this store, one line each, chained by hashes and only ever added to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from zjdesk.store.database import Connection, atomic
from zjdesk.store.lines import encode

FIRST = bytes(32)
_TEXTS = ("account", "account_name", "role", "verb", "what", "why")
_COLUMNS = ", ".join(("n", "time", *_TEXTS, "prev", "hash"))
# Read in such a way that a line which somebody spoilt can still be shown.
_READ = ", ".join(("n", "CAST(time AS INTEGER)", *(f"CAST({name} AS BLOB)" for name in (*_TEXTS, "prev", "hash"))))
Harm = Literal["changed", "missing", "cut", "gone"]


@dataclass(frozen=True)
class Who:
    """The person a line tells of, as known when it was written."""

    account: str
    name: str
    role: str


@dataclass(frozen=True)
class Line:
    """One line as it stands in the table; ``time`` in milliseconds, ``said`` the JSON text of what was done."""

    n: int
    time: int
    account: str
    name: str
    role: str
    verb: str
    said: str
    why: str
    prev: bytes
    hash: bytes

    @property
    def what(self) -> Mapping[str, Any]:
        """What was done, as an object; empty when somebody changed it into something else."""
        try:
            found = orjson.loads(self.said)
        except orjson.JSONDecodeError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Wanted:
    """Which lines to read: nothing named means all; times in milliseconds, ``until`` not included."""

    verb: str | None = None
    since: int | None = None
    until: int | None = None
    account: str | None = None


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold: a line was changed or is gone, lines before it are missing or after it cut."""

    n: int
    harm: Harm


def append(conn: Connection, time: int, who: Who, verb: str, what: Mapping[str, Any], why: str = "") -> None:
    """Add a line, in the transaction that is open or in one of its own."""
    with atomic(conn):
        row = conn.execute("SELECT CAST(hash AS BLOB) FROM local_audit ORDER BY n DESC LIMIT 1").fetchone()
        prev = row[0] if row else FIRST
        said = encode(_plain(what)).decode()
        told = (who.account, _readable(who.name), who.role, verb, said, _readable(why))
        line = Line(_highest(conn) + 1, time, *told, prev, b"")
        conn.execute(
            f"INSERT INTO local_audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (line.n, line.time, *told, line.prev, chained(line)),
        )


def chained(line: Line) -> bytes:
    """Return the hash that a line must have: SHA-256 over its canonical JSON with the hash before it, in hex."""
    told = {
        "n": line.n,
        "time": line.time,
        "account": line.account,
        "account_name": line.name,
        "role": line.role,
        "verb": line.verb,
        "what": line.said,
        "why": line.why,
        "prev": line.prev.hex(),
    }
    return hashlib.sha256(encode(told)).digest()


def verify(conn: Connection) -> list[Fault]:
    """Return every place where the chain does not hold; none in a sound store."""
    found = []
    before, prev = 0, FIRST
    for row in conn.execute(f"SELECT {_READ} FROM local_audit ORDER BY n"):
        line = _line(row)
        if line.n != before + 1:
            found.append(Fault(line.n, "missing"))
        elif line.prev != prev or line.hash != chained(line):
            found.append(Fault(line.n, "changed"))
        before, prev = line.n, line.hash
    if _highest(conn) != before:
        found.append(Fault(before, "cut"))
    return found


def _highest(conn: Connection) -> int:
    """Return the highest number ever given, also when its line is gone."""
    row = conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'local_audit'").fetchone()
    return int(row[0]) if row else 0


def _line(row: Sequence[Any]) -> Line:
    account, name, role, verb, what, why = (text.decode("utf-8", "replace") for text in row[2:8])
    return Line(row[0], row[1], account, name, role, verb, what, why, row[8], row[9])


def read(conn: Connection, wanted: Wanted | None = None, *, limit: int | None = None) -> list[Line]:
    """Return the lines wanted, newest first."""
    wanted = wanted or Wanted()
    tests = [
        ("verb = ?", wanted.verb),
        ("time >= ?", wanted.since),
        ("time < ?", wanted.until),
        ("? IN (account_name, account)", wanted.account),
    ]
    used = [(test, value) for test, value in tests if value is not None]
    where = " AND ".join(test for test, _ in used) or "1"
    rows = conn.execute(
        f"SELECT {_READ} FROM local_audit WHERE {where} ORDER BY n DESC LIMIT ?",
        (*(value for _, value in used), -1 if limit is None else limit),
    )
    return [_line(row) for row in rows]


def people(conn: Connection) -> list[str]:
    """Return the names that lines tell of, in the order of their first line."""
    rows = conn.execute("SELECT account_name FROM local_audit GROUP BY account_name ORDER BY min(n)")
    return [row[0] for row in rows]


def _plain(value: Any) -> Any:
    """Return a value with every text in it fit to be kept."""
    if isinstance(value, str):
        return _readable(value)
    if isinstance(value, Mapping):
        return {_readable(str(name)): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value


def _readable(text: str) -> str:
    """Return text as UTF-8 can hold it; the name of a file may hold bytes that are no text."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
