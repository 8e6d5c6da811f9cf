"""Who handed in what: every community and computer, when last, what is missing, who is overdue, what to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from zjdesk.ops.exchange import board
from zjdesk.ops.laptops import standings
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session

OVERDUE, GAP, NONE, SILENT, WHOLE = "overdue", "gap", "none", "silent", "whole"
# The gravest first; the state of a community is the gravest of its computers and feeds.
STATES = (OVERDUE, GAP, NONE, SILENT, WHOLE)
INVITE, FIRST, AGAIN, ENTRIES, FILES = "invite", "first", "again", "entries", "files"
_MOST_RECORDS = 500
_OUT = ("own", "revoked")


@dataclass(frozen=True)
class Feed:
    """What one computer wrote within one scope; ``gaps`` are first and last of each run of numbers that lack."""

    id: str
    scope: str
    community: str | None
    computer: str
    name: str
    last: int
    missing: int
    gaps: tuple[tuple[int, int], ...]
    last_seen: int
    announced: int
    present: int

    @property
    def files_missing(self) -> int:
        """Return how many files it names that are not here."""
        return self.announced - self.present


@dataclass(frozen=True)
class Computer:
    """A computer that is to hand in: when something of it was last received, and by which day it is due again.

    ``communities`` are codes, ``since`` is the time of its last hand-in in milliseconds, ``due`` an ISO date, None
    while no cycle has begun and after the last one; ``overdue`` tells whether that day is past.
    """

    id: str
    name: str
    kind: str
    communities: tuple[str, ...]
    people: tuple[str, ...]
    since: int | None
    due: str | None
    overdue: bool
    feeds: tuple[Feed, ...]

    @property
    def missing(self) -> int:
        """Return how many of its changes are known to exist but have not arrived."""
        return sum(one.missing for one in self.feeds)

    @property
    def files_missing(self) -> int:
        """Return how many files it announced that have not arrived."""
        return sum(one.files_missing for one in self.feeds)

    @property
    def state(self) -> str:
        """Return how it stands."""
        return gravest([OVERDUE] * self.overdue + [_held(self.feeds)] + [SILENT] * (self.since is None))


@dataclass(frozen=True)
class Community:
    """A community with the computers of its liaisons and all feeds that lie in it, whoever wrote them."""

    id: str
    code: str
    name: str
    computers: tuple[Computer, ...]
    feeds: tuple[Feed, ...]

    @property
    def state(self) -> str:
        """Return how it stands."""
        own = [one.state for one in self.computers] or [NONE]
        return gravest([*own, _held(self.feeds)])

    @property
    def since(self) -> int | None:
        """Return when its liaisons last handed in."""
        return max((one.since for one in self.computers if one.since), default=None)

    @property
    def due(self) -> str | None:
        """Return the day by which the first of its computers is to hand in again."""
        return min((one.due for one in self.computers if one.due), default=None)

    @property
    def missing(self) -> int:
        """Return how many changes lack here."""
        return sum(one.missing for one in self.feeds)

    @property
    def files(self) -> tuple[int, int]:
        """Return how many files are here, of how many that were announced."""
        return sum(one.present for one in self.feeds), sum(one.announced for one in self.feeds)


@dataclass(frozen=True)
class Ask:
    """What to ask a computer for (``kind``); ``n`` counts it, ``day`` is when it was due, ``places`` where it lacks."""

    kind: str
    name: str
    people: tuple[str, ...]
    communities: tuple[str, ...]
    n: int = 0
    day: str | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Completeness:
    """The whole board: communities by code, and the computers by name; ``days`` is the interval of hand-ins."""

    communities: tuple[Community, ...]
    computers: tuple[Computer, ...]
    days: int

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Return what to ask for, by community and computer."""
        found = [ask for one in self.computers for ask in _asks(one)]
        found += [Ask(INVITE, one.name, (), (one.code,)) for one in self.communities if not one.computers]
        return tuple(
            sorted(found, key=lambda ask: (not ask.communities, ask.communities[1:], ask.communities, ask.name))
        )


def completeness(session: Session) -> Completeness:
    """Return how complete everything is that is to be handed in."""
    return _complete(session, board(session))


def feeds(session: Session) -> list[dict[str, Any]]:
    """Return the board line by line with when its computer handed in (milliseconds), is due again, and is overdue."""
    lines = board(session)
    known = {one.id: one for one in _complete(session, lines).computers}
    found = []
    for line in lines:
        one = known.get(line["installation_id"] or "")
        told = {"handed_in": one.since, "due": one.due, "overdue": one.overdue} if one else {}
        found.append({**line, **(told or {"handed_in": None, "due": None, "overdue": False})})
    return found


def _complete(session: Session, lines: Iterable[Mapping[str, Any]]) -> Completeness:
    feeds = [_feed(line) for line in lines]
    places = list_records(session, "community")
    codes = {one.id: str(one.values["code"]) for one in places}
    window = _window(session)
    days = window.days if window else _usual_days(session)
    received = _Received(session)
    known = _expected(session)
    computers = [_computer(item, feeds, codes, received, window) for item in known]
    computers.sort(key=lambda one: (one.kind, one.name))
    found = []
    for place in sorted(places, key=lambda one: str(one.values["code"])):
        code = codes[place.id]
        own = tuple(one for one in computers if one.kind == "liaison" and code in one.communities)
        inside = tuple(one for one in feeds if one.community == code)
        found.append(Community(place.id, code, str(place.values["name"]), own, inside))
    return Completeness(tuple(found), tuple(computers), days)


def newest_records(session: Session, feeds: Iterable[str]) -> list[str]:
    """Return the records that feeds changed last, the newest first."""
    rows = session.store.conn.execute(
        "SELECT lower(hex(e.record)) FROM log_entry e JOIN log_feed f ON f.n = e.feed"
        " WHERE lower(hex(f.id)) IN (SELECT value FROM json_each(?))"
        " AND json_extract(CAST(e.header AS TEXT), '$.form') IN (SELECT value FROM json_each(?))"
        " GROUP BY e.record ORDER BY max(e.n) DESC LIMIT ?",
        (_listed(feeds), _listed(session.store.catalogue.names()), _MOST_RECORDS),
    )
    return [row[0] for row in rows]


def without_files(session: Session, feeds: Iterable[str]) -> list[str]:
    """Return the records for which feeds announced files that are not here."""
    from zjdesk.sync.vector import missing_files, naming

    store, wanted = session.store, set(feeds)
    found = {record for sha in missing_files(store) for _form, _field, record in naming(store, sha)}
    rows = store.conn.execute(
        "SELECT DISTINCT lower(hex(e.record)) FROM log_entry e JOIN log_feed f ON f.n = e.feed"
        " WHERE lower(hex(f.id)) IN (SELECT value FROM json_each(?))"
        " AND lower(hex(e.record)) IN (SELECT value FROM json_each(?)) LIMIT ?",
        (_listed(wanted), _listed(found), _MOST_RECORDS),
    )
    return [row[0] for row in rows]


def gravest(states: Iterable[str]) -> str:
    """Return the gravest of some states."""
    return min(states, key=STATES.index)


def _held(feeds: Iterable[Feed]) -> str:
    return GAP if any(one.missing or one.files_missing for one in feeds) else WHOLE


def _feed(line: Mapping[str, Any]) -> Feed:
    return Feed(
        line["feed"],
        line["scope"],
        line["community"],
        line["installation_id"] or "",
        line["installation"],
        line["last"],
        line["missing"],
        tuple((first, last) for first, last in line["gaps"]),
        line["last_seen"],
        line["files_announced"],
        line["files_present"],
    )


def _computer(
    item: Mapping[str, Any],
    feeds: Sequence[Feed],
    codes: Mapping[str, str],
    received: _Received,
    window: _Window | None,
) -> Computer:
    own = tuple(feed for feed in feeds if feed.computer == item["id"])
    since = received(str(item["id"]), own)
    due = _due(since, item.get("invited"), window)
    return Computer(
        str(item["id"]),
        str(item["name"]),
        str(item["kind"]),
        tuple(codes.get(place, place[:8]) for place in item["communities"]) if item["kind"] != "lead" else (),
        tuple(str(person["name"]) for person in item.get("accounts", ()) if person.get("name")),
        since,
        due,
        bool(due and window and due < min(window.today, window.end)),
        own,
    )


def _expected(session: Session) -> list[Mapping[str, Any]]:
    """Return the computers that are to hand in; an invitation that another of that name took the place of is not."""
    known = [one for one in standings(session) if one.state not in _OUT]
    begun = {str(one.item["name"]) for one in known if one.state != "invited"}
    last = {str(one.item["name"]): one.item["id"] for one in known}
    return [
        one.item
        for one in known
        if one.state != "invited"
        or (str(one.item["name"]) not in begun and last[str(one.item["name"])] == one.item["id"])
    ]


class _Received:
    """When something of a computer was last merged here, by whomever it was carried."""

    def __init__(self, session: Session) -> None:
        conn = session.store.conn
        merges = conn.execute("SELECT json_extract(sender, '$.id'), merged, first, last FROM local_merge").fetchall()
        newest = conn.execute("SELECT f.id, max(e.n) FROM log_feed f JOIN log_entry e ON e.feed = f.n GROUP BY f.n")
        self._by_sender: dict[str, int] = {}
        for sender, merged, _first, _last in merges:
            self._by_sender[sender] = max(merged, self._by_sender.get(sender, 0))
        self._by_feed = {
            feed.hex(): max((merged for _, merged, first, last in merges if first <= n <= last), default=0)
            for feed, n in newest
        }

    def __call__(self, installation: str, feeds: Iterable[Feed]) -> int | None:
        times = [self._by_sender.get(installation, 0), *(self._by_feed.get(feed.id, 0) for feed in feeds)]
        return max(times) or None


@dataclass(frozen=True)
class _Window:
    """A cycle's first and last day, the days between hand-ins, and today; days are ISO dates."""

    begin: str
    end: str
    days: int
    today: str

    def expects(self, day: str) -> bool:
        """Tell whether anything is to be handed in by a day: after the cycle nothing is, but what is overdue."""
        return day <= self.end or self.today <= self.end


def _due(since: int | None, invited: int | None, window: _Window | None) -> str | None:
    """Return the day by which a computer is to hand in: so many days after the last time, or after it could begin."""
    if window is None:
        return None
    last = max(window.begin, _day(invited)) if since is None else _day(since)
    day = (date.fromisoformat(last) + timedelta(days=window.days)).isoformat()
    return day if window.expects(day) else None


def _window(session: Session) -> _Window | None:
    """Return the cycle that began last, None while none has begun."""
    today = session.store.env.today().isoformat()
    begun = [one.values for one in list_records(session, "cycle") if str(one.values.get("start", "9")) <= today]
    if not begun:
        return None
    cycle = max(begun, key=lambda values: str(values["start"]))
    days = cycle.get("hand_in_days") or _usual_days(session)
    return _Window(str(cycle["start"]), str(cycle["end"]), int(days), today)


def _usual_days(session: Session) -> int:
    return int(str(session.store.catalogue.form("cycle").field("hand_in_days").default))


def _day(moment: int | None) -> str:
    return datetime.fromtimestamp(moment / 1000).date().isoformat() if moment else ""


def _asks(one: Computer) -> Iterable[Ask]:
    about = (one.name, one.people, one.communities)
    if one.overdue:
        yield Ask(FIRST if one.since is None else AGAIN, *about, day=one.due)
    if one.missing:
        places = tuple(dict.fromkeys(feed.community or feed.scope for feed in one.feeds if feed.missing))
        yield Ask(ENTRIES, *about, n=one.missing, places=places)
    if one.files_missing:
        places = tuple(dict.fromkeys(feed.community or feed.scope for feed in one.feeds if feed.files_missing))
        yield Ask(FILES, *about, n=one.files_missing, places=places)


def _listed(items: Iterable[str]) -> str:
    return orjson.dumps(list(items)).decode()
