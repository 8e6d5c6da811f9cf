"""How the laptops of the programme stand for those who decide on them, and which people they may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zjdesk.ops.certify import certificates, disputed, revoked
from zjdesk.ops.session import Session
from zjdesk.ops.setup import installations
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
    certified = {item["installation"]: item for item in certificates(store)}
    gone, twice = revoked(store), {item["installation"] for item in disputed(session)}
    counts = _counts(session)
    found = []
    for item in installations(session):
        own = item["id"]
        if own == store.installation.id:
            state = "own"
        elif own in gone:
            state = "revoked"
        elif own in twice and own not in certified:
            state = "disputed"
        elif own in certified:
            state = "certified"
        else:
            state = "joined" if "accounts" in item else "invited"
        found.append(Standing(item, state, *counts.get(own, (0, 0))))
    return found


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
