"""How the laptops of the programme stand for those who decide on them, and which people they may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.ops.certify import accept_claim, certificates, disputed, revoked
from zjdesk.ops.session import Session
from zjdesk.ops.setup import installations
from zjdesk.store.held import header_of, values_of
from zjdesk.store.trust import KIND_ROLES


@dataclass(frozen=True)
class Standing:
    """A laptop's state (own, invited, joined, certified, revoked, disputed) and what of it does not count.

    ``accepted`` are its entries held here that count as received, ``late`` those that came after its revocation.
    """

    item: dict[str, Any]
    state: str
    accepted: int = 0
    late: int = 0


def roles(session: Session) -> tuple[str, ...]:
    """Return the roles that this kind of installation grants (domain.md §3)."""
    return KIND_ROLES[session.store.installation.kind]


def standings(session: Session) -> list[Standing]:
    """Return how every installation stands."""
    store = session.store
    certified = {item["installation"] for item in certificates(store)}
    gone, twice = revoked(store), {item["installation"] for item in open_disputes(session)}
    counts = _counts(session)
    found = []
    for item in installations(session):
        own = item["id"]
        if own == store.installation.id:
            state = "own"
        elif own in gone:
            state = "revoked"
        elif own in twice:
            state = "disputed"
        elif own in certified:
            state = "certified"
        else:
            state = "joined" if "accounts" in item else "invited"
        found.append(Standing(item, state, *counts.get(own, (0, 0))))
    return found


def open_disputes(session: Session) -> list[dict[str, Any]]:
    """Return the invitations that several laptops claim and nobody has decided about since the last claim."""
    found = []
    for item in disputed(session):
        if {one["key"] for one in item["claims"]} != set(_decided(session, item["installation"])):
            found.append({**item, "claims": [{**one, **_heard(session, one)} for one in item["claims"]]})
    return found


def decide(session: Session, installation: str, key: str) -> None:
    """Certify one of the laptops that claim an invitation, and keep in mind between which it was chosen."""
    accept_claim(session, installation, key)
    (item,) = [item for item in disputed(session) if item["installation"] == installation]
    keys = sorted(one["key"] for one in item["claims"])
    session.store.set(f"decided:{installation}", orjson.dumps(keys).decode())


def _decided(session: Session, installation: str) -> list[str]:
    keys: list[str] = orjson.loads(session.store.get(f"decided:{installation}", "[]"))
    return keys


def _heard(session: Session, one: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a claiming laptop: its people's names, how much came from it, first and last time."""
    rows = session.store.conn.execute(
        "SELECT e.record, e.header, e.body FROM log_entry e JOIN log_feed f ON f.n = e.feed WHERE f.key = ?"
        " ORDER BY e.n",
        (bytes.fromhex(one["key"]),),
    ).fetchall()
    times = [header_of(header).time for _, header, _ in rows]
    names: list[str] = []
    for record, _, body in rows:
        values = values_of(body) if record.hex() == one["installation"] else None
        if values and "accounts" in values:
            names = [str(person.get("name", "")) for person in values["accounts"]]
    return {"people": names, "entries": len(rows), "first": min(times), "last": max(times)}


def _counts(session: Session) -> dict[str, tuple[int, int]]:
    """Return, by installation, how many entries of its keys are held, and how many of them came too late."""
    rows = session.store.conn.execute(
        "SELECT f.key, count(*), count(r.entry) FROM log_feed f JOIN log_entry e ON e.feed = f.n"
        " LEFT JOIN log_reason r ON r.entry = e.n AND r.reason = 'revoked' GROUP BY f.key"
    ).fetchall()
    by_key = {key.hex(): (held - late, late) for key, held, late in rows}
    found: dict[str, tuple[int, int]] = {}
    for installation, key in {(item["installation"], item["key"]) for item in certificates(session.store)}:
        one, other = by_key.get(key, (0, 0)), found.get(installation, (0, 0))
        found[installation] = (one[0] + other[0], one[1] + other[1])
    return found
