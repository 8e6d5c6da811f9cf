"""What is known already about the people of a sheet: who may be paid, and who signed before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zjdesk.forms.facts import STAFF
from zjdesk.forms.rules_subsidy import staff_among
from zjdesk.ops import queries
from zjdesk.ops.session import Session
from zjdesk.store.read import Record

_LATEST = 3000
_TAKEN = ("name", "building", "role")
_HELD = """FROM sign_in_entry AS e JOIN sign_in_sheet AS s ON s._id = e._parent JOIN activity_record AS a
ON a._id = s._parent WHERE e._deleted = 0 AND s._deleted = 0 AND a._deleted = 0"""

_BEFORE = " AND a._id <> :own ORDER BY a.date DESC LIMIT 1"


@dataclass(frozen=True)
class Roster:
    """Who signed at an activity: of each signer what this person sees of the name, the building and the role."""

    title: str
    date: str
    rows: tuple[Mapping[str, Any], ...]


def unpaid(session: Session) -> frozenset[str]:
    """Return the ids of the people to whom no subsidy may go (BR-03); shows nobody their telephones."""
    people = queries.list_records(session, "person", masked=False)
    return staff_among({person.id: person.values for person in people})


def known(session: Session, near: str) -> list[Mapping[str, Any]]:
    """Return everybody known in the community around a record, once by name and building: signers, then people."""
    community = _above(session, near, "community")
    if community is None:
        return []
    sql = f"SELECT e._id {_HELD} AND a._parent IN (SELECT _id FROM project WHERE _parent = ?)"
    sql += f" ORDER BY a.date DESC LIMIT {_LATEST}"
    ids = [own.hex() for (own,) in session.store.conn.execute(sql, (bytes.fromhex(community),))]
    signers = [_seen(one) for one in queries.list_records(session, "sign_in_entry", ids=ids)]
    people = [_person(one) for one in queries.list_records(session, "person", parent=community)]
    named = {one["name"] for one in signers if one.get("name")}
    found = {(one["name"], one.get("building")): one for one in signers if one.get("name")}
    return [*found.values(), *(one for one in people if one.get("name") and one["name"] not in named)]


def last_signed(session: Session, near: str, *, itself: bool) -> Roster | None:
    """Return who signed at the latest activity of a project, up to ``near`` where that is one of its activities.

    What was signed at ``near`` ``itself`` comes first, or is left out. None where nobody signed name by name.
    """
    project = _above(session, near, "project")
    if project is None:
        return None
    own = near if near != project else ""
    day = str(queries.get(session, own).values.get("date") or "") if own else ""
    sql = f"SELECT a._id, a.title, a.date {_HELD} AND a._parent = :project AND (:day = '' OR a.date <= :day)"
    sql += " ORDER BY a._id = :own DESC, a.date DESC LIMIT 1" if itself else _BEFORE
    given = {"project": bytes.fromhex(project), "day": day, "own": bytes.fromhex(own)}
    found = session.store.conn.execute(sql, given).fetchone()
    return Roster(found[1], found[2], tuple(_signers(session, found[0].hex()))) if found else None


def _signers(session: Session, activity: str) -> Iterator[Mapping[str, Any]]:
    for sheet in queries.list_records(session, "sign_in_sheet", parent=activity, order="sheet_no"):
        for one in queries.list_records(session, "sign_in_entry", parent=sheet.id, order="no"):
            if one.values.get("name"):
                yield _seen(one)


def _seen(entry: Record) -> Mapping[str, Any]:
    """Return what is shown of a signer; a mask is no value, so it is left out."""
    hidden: frozenset[str] = getattr(entry, "masked", frozenset())
    return {name: entry.values[name] for name in _TAKEN if entry.values.get(name) and name not in hidden}


def _person(person: Record) -> Mapping[str, Any]:
    staff = person.values.get("kind") in STAFF
    return {"name": person.values.get("name"), **({"role": "social_worker"} if staff else {})}


def _above(session: Session, own: str | None, form: str) -> str | None:
    """Return the record of a form in which another lies, the record itself included."""
    while own is not None:
        found = queries.get(session, own)
        if found.form == form:
            return own
        own = found.parent
    return None
