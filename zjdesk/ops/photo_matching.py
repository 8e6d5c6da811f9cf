"""Which activity a photo belongs to, and whether it was evidence before (R21, domain.md §3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from zjdesk.ops import queries
from zjdesk.ops.picture import PERHAPS, Picture, likeness, look_of

if TYPE_CHECKING:
    from zjdesk.ops.session import Session
    from zjdesk.store.read import Record

CAPTION = 80
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Occasion:
    """An activity as far as photos need it."""

    id: str
    title: str
    place: str
    day: date
    start: time | None = None
    end: time | None = None

    @property
    def caption(self) -> str:
        """Return the caption to begin with: when, where, what."""
        when = f"{self.day.year}年{self.day.month}月{self.day.day}日"
        return " ".join(part for part in (when, self.place, self.title) if part)[:CAPTION]


@dataclass(frozen=True)
class Earlier:
    """A photo that is evidence already, and of which activity."""

    record: str
    parent: str
    sha256: str


@dataclass(frozen=True)
class Doubt:
    """Why a photo may be the same as another: ``same``, ``near`` or ``perhaps``; an earlier one, or one beside it."""

    kind: str
    earlier: Earlier | None = None
    beside: int | None = None


def occasions(session: Session, project: str | None = None) -> list[Occasion]:
    """Return the activities of a project, or of all that are here, by their days."""
    found = queries.list_records(session, "activity_record", parent=project)
    known = [occasion for record in found if (occasion := _occasion(record)) is not None]
    return sorted(known, key=lambda one: (one.day, one.start or time(), one.id))


def earlier_photos(session: Session, near: str | None = None) -> list[Earlier]:
    """Return the photos that are here, those only of the scope of the record ``near`` if one is named.

    Nobody is shown what is on them: only that a file is the same.
    """
    scope = queries.get(session, near).scope if near else None
    held = queries.list_records(session, "photo", masked=False)
    return [
        Earlier(one.id, one.parent or "", str(one.values["file"]))
        for one in held
        if one.values.get("file") and scope in (None, one.scope)
    ]


def looks(session: Session, hashes: Iterable[str]) -> dict[str, int]:
    """Return how kept photos look, by their hashes; those that are not here or are no pictures are left out."""
    found = {}
    for sha256 in hashes:
        data = session.store.files.read(sha256)
        look = look_of(data) if data is not None else None
        if look is not None:
            found[sha256] = look
    return found


def match(picture: Picture, known: Sequence[Occasion]) -> Occasion | None:
    """Return the activity at which a photo was taken: of its day, else of the day before or after if there is but one.

    Of several on a day it is the one during which it was taken, else the nearest in time; without a time none is
    chosen.
    """
    if picture.day is None:
        return None
    today = [one for one in known if one.day == picture.day]
    if not today:
        close = [one for one in known if abs(one.day - picture.day) == _DAY]
        return close[0] if len(close) == 1 else None
    if len(today) == 1:
        return today[0]
    at = picture.at
    timed = [one for one in today if one.start is not None] if at is not None else []
    return min(timed, key=lambda one: _away(at or time(), one)) if timed else None


def doubts(pictures: Sequence[Picture], earlier: Collection[Earlier], looked: dict[str, int]) -> list[Doubt | None]:
    """Return, for each photo, whether it is the same as an earlier one or as one before it in this list."""
    by_hash = {one.sha256: one for one in earlier}
    seen = [(one, looked[one.sha256]) for one in by_hash.values() if one.sha256 in looked]
    return [_exact(number, pictures, by_hash) or _alike(number, pictures, seen) for number in range(len(pictures))]


def _exact(number: int, pictures: Sequence[Picture], by_hash: dict[str, Earlier]) -> Doubt | None:
    own = pictures[number].sha256
    if own in by_hash:
        return Doubt("same", by_hash[own])
    first = next((place for place in range(number) if pictures[place].sha256 == own), None)
    return None if first is None else Doubt("same", beside=first)


def _alike(number: int, pictures: Sequence[Picture], seen: Sequence[tuple[Earlier, int]]) -> Doubt | None:
    own = pictures[number].look
    close = [(look, one) for one, look in seen if (own ^ look).bit_count() <= PERHAPS]
    before = [(pictures[place].look, place) for place in range(number)]
    found = [Doubt(str(likeness(own, look)), one) for look, one in close]
    found += [Doubt(str(likeness(own, look)), beside=place) for look, place in before if likeness(own, look)]
    return min(found, key=lambda one: one.kind != "near", default=None)


def _away(at: time, one: Occasion) -> int:
    """Return how many minutes lie between a time and an activity; none while it lasts."""
    start = _minutes(one.start or at)
    end = max(start, _minutes(one.end) if one.end else start)
    return max(start - _minutes(at), _minutes(at) - end, 0)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _occasion(record: Record) -> Occasion | None:
    values = record.values
    try:
        day = date.fromisoformat(str(values["date"]))
    except (KeyError, ValueError):
        return None
    title, place = (str(values.get(name) or "") for name in ("title", "place"))
    return Occasion(record.id, title, place, day, _time(values.get("start_time")), _time(values.get("end_time")))


def _time(value: object) -> time | None:
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        return None
