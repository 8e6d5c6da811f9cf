"""The open questions as a person meets them: of which record and community, and who wrote what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zjdesk.i18n import Lang
from zjdesk.ops.look import titles
from zjdesk.ops.queries import Conflict, conflicts
from zjdesk.ops.saves import need
from zjdesk.ops.session import Session
from zjdesk.ops.story import Author, authors


@dataclass(frozen=True)
class Pending:
    """One open question; ``community`` is the id of the one it lies in, empty for none; ``title`` names its record."""

    conflict: Conflict
    community: str
    title: str

    @property
    def newest(self) -> int:
        """When the newest candidate was written (milliseconds)."""
        return max((int(item.get("time") or 0) for item in self.conflict.candidates), default=0)


@dataclass(frozen=True)
class Desk:
    """All that is open, with the people concerned and the names of records, by id."""

    items: tuple[Pending, ...]
    authors: dict[str, Author]
    titles: dict[str, str]


def desk(session: Session, *, lang: Lang = "zh") -> Desk:
    """Return every open question of all kinds; personal values are masked."""
    found = conflicts(session, lang=lang)
    scopes = dict(session.store.conn.execute("SELECT lower(hex(id)), scope FROM state_conflict").fetchall())
    records = {one.record for one in found if one.record}
    records |= {str(item["record"]) for one in found for item in one.candidates if item.get("record")}
    names = titles(session, sorted(records))
    items = tuple(
        Pending(one, str(scopes.get(one.id) or "").partition(":")[2], names.get(one.record or "", "")) for one in found
    )
    return Desk(items, authors(session), names)


def count(session: Session) -> int:
    """Return how many questions are open."""
    return int(session.store.conn.execute("SELECT count(*) FROM state_conflict").fetchone()[0])


def differing(session: Session, records: Sequence[str]) -> frozenset[str]:
    """Return the fields in which records of one form truly differ, hidden ones too; no value is told."""
    found = [need(session.store.conn, session.store.catalogue, own).values for own in records]
    names = {name for values in found for name in values}
    return frozenset(name for name in names if any(one.get(name) != found[0].get(name) for one in found[1:]))
