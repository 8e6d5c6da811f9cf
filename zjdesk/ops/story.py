"""The story of one record: who changed what, when, on which computer, from what to what, and in which action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zjdesk.i18n import Lang
from zjdesk.ops import queries
from zjdesk.ops.queries import HistoryLine
from zjdesk.ops.session import Session
from zjdesk.ops.setup import installations
from zjdesk.store.entry import PARENT
from zjdesk.store.held import header_by_id


@dataclass(frozen=True)
class Author:
    """Who an account is: the person, and the computer that vouches for the name."""

    name: str
    installation: str
    computer: str
    kind: str


@dataclass(frozen=True)
class Turn:
    """One field in one entry: what it was before (None for nothing) and what it became."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Chapter:
    """One entry of a record; ``alike`` is how many entries its group has, ``made`` whether it made the record."""

    entry: str
    time: int
    author: str
    group: str
    alike: int
    made: bool
    status: str
    reason: str
    why: str
    turns: tuple[Turn, ...]


def authors(session: Session) -> dict[str, Author]:
    """Return everybody who has introduced himself, by account."""
    found = {}
    for item in installations(session):
        for account in item.get("accounts", ()):
            found[account["id"]] = Author(
                account["name"], item["id"], str(item.get("name") or ""), str(item.get("kind") or "")
            )
    return found


def story(session: Session, record: str, *, field: str | None = None, lang: Lang = "zh") -> list[Chapter]:
    """Return every held entry of a record, or those that set one field, oldest first; hidden values are masked."""
    lines = queries.history(session, record, lang=lang)
    known = {line.entry: line for line in lines}
    place = {line.entry: number for number, line in enumerate(lines)}
    chapters = [_chapter(session, line, known, place) for line in lines]
    if field is None:
        return chapters
    alone = [replace(one, turns=tuple(turn for turn in one.turns if turn.field == field)) for one in chapters]
    return [one for one in alone if one.turns]


def _chapter(
    session: Session, line: HistoryLine, known: Mapping[str, HistoryLine], place: Mapping[str, int]
) -> Chapter:
    header = header_by_id(session.store.conn, line.entry)
    group, _, alike = header.group if header else ("", 1, 1)
    turns = [
        Turn(name, _before(name, line.over.get(name, ()), known, place), value)
        for name, value in line.set.items()
        if name != PARENT
    ]
    made = PARENT in line.set
    return Chapter(
        line.entry, line.time, line.author, group, alike, made, line.status, line.reason, line.why, tuple(turns)
    )


def _before(name: str, over: Sequence[str], known: Mapping[str, HistoryLine], place: Mapping[str, int]) -> Any:
    """Return the value that stood before: that of the newest entry replaced."""
    replaced = sorted((known[own] for own in over if own in known), key=lambda line: place[line.entry])
    return replaced[-1].set.get(name) if replaced else None
