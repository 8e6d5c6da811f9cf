"""What merging a bundle would do, record by record: for the person who decides whether to merge, and what of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from zjdesk.i18n import Lang
from zjdesk.ops.differences import MOST
from zjdesk.ops.exchange import Rehearsed
from zjdesk.ops.merges import NOTHING, Choice
from zjdesk.ops.privacy import veil
from zjdesk.ops.queries import Conflict, conflicts
from zjdesk.ops.search import open_title
from zjdesk.ops.session import Session
from zjdesk.store.entry import BUILT_IN, PARENT
from zjdesk.store.held import header_of
from zjdesk.store.schema import quoted
from zjdesk.store.sound import is_hash

if TYPE_CHECKING:
    from zjdesk.ops.exchange import Cancel, Outcome, Progress

_PLAIN = ("text", "date", "int")
_OUT_OF_SIGHT = 5_000  # entries of which a person is told what they say


@dataclass(frozen=True)
class Fresh:
    """A record that a bundle brings: its community (id, empty for none), and what it holds, masked."""

    record: str
    form: str
    community: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Apart:
    """An entry that would not count: what it says, of whom, and why it does not; ``status`` as counting names it."""

    entry: str
    record: str
    form: str
    community: str
    status: str
    reason: str
    author: str
    time: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """A preview with everything behind its counts; names of records that come are under ``names``, by id.

    ``communities`` and ``forms`` are those of which anything comes, with how many entries; ``files`` tells of every
    attachment named, by its hash, the form and the record that name it, ``places`` the community of records.
    """

    outcome: Outcome
    fresh: tuple[Fresh, ...] = ()
    apart: tuple[Apart, ...] = ()
    questions: tuple[Conflict, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    communities: Mapping[str, int] = field(default_factory=dict)
    forms: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


def look(
    session: Session,
    path: Path,
    *,
    without: Choice = NOTHING,
    lang: Lang = "zh",
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Look:
    """Return what merging a bundle would do with all that a person may want to see of it; nothing is changed."""
    from zjdesk.sync import merge as merging

    after = _Looking(session, without, lang)
    outcome = merging.preview(session.store, path, progress=progress, cancel=cancel, also=after.look)
    return after.seen(after.told(outcome))


class _Looking(Rehearsed):
    """Sees what a rehearsed merge brought, before it is taken back."""

    def __init__(self, session: Session, without: Choice, lang: Lang) -> None:
        super().__init__(session, without, lang)
        rows = session.store.conn.execute("SELECT id FROM state_conflict")
        self._asked = {row[0].hex() for row in rows}
        self._look: dict[str, Any] = {}

    def look(self, span: tuple[int, int]) -> None:
        """See also what comes new, what would not count, and what would be in question."""
        super().look(span)
        session, lang = self._session, self._lang
        entries = _entries(session, span)
        made = [one for one in entries if one["made"] and not one["status"]]
        asked = [one for one in conflicts(session, lang=lang) if one.id not in self._asked]
        records = {one["record"] for one in entries} | {one.record for one in asked if one.record}
        records |= {str(item["record"]) for one in asked for item in one.candidates if item.get("record")}
        self._look = {
            "fresh": tuple(_fresh(session, one, lang) for one in made[:MOST]),
            "apart": tuple(_apart(session, one, lang) for one in entries if one["status"])[:_OUT_OF_SIGHT],
            "questions": tuple(asked),
            "names": titles(session, sorted(records)[:MOST]),
            "communities": _counts(one["community"] for one in entries if one["community"]),
            "forms": _counts(one["form"] for one in entries),
            "places": {one["record"]: one["community"] for one in entries},
            "files": {sha: (one["form"], one["record"]) for one in entries for sha in _named(one["values"])},
        }

    def seen(self, outcome: Outcome) -> Look:
        """Return the outcome with all that was seen."""
        return Look(outcome, **self._look)


def _entries(session: Session, span: tuple[int, int]) -> list[dict[str, Any]]:
    """Return the data entries that came, as plain objects."""
    rows = session.store.conn.execute(
        "SELECT e.id, e.status, e.header, e.body, r.reason, f.scope FROM log_entry e JOIN log_feed f ON f.n = e.feed"
        " LEFT JOIN log_reason r ON r.entry = e.n WHERE e.n BETWEEN ? AND ? ORDER BY e.n",
        span,
    )
    found = []
    for own, status, raw, body, reason, scope in rows:
        header = header_of(raw)
        if header.form in BUILT_IN:
            continue
        values = orjson.loads(body)["set"] if body else {}
        place = {"community": scope.partition(":")[2], "form": header.form, "record": header.record}
        found.append(
            place
            | {"entry": own.hex(), "status": status, "reason": reason or "", "made": PARENT in values}
            | {"author": header.author, "time": header.time, "values": values}
        )
    return found


def _fresh(session: Session, one: Mapping[str, Any], lang: Lang) -> Fresh:
    return Fresh(one["record"], one["form"], one["community"], _told(session, one, lang))


def _apart(session: Session, one: Mapping[str, Any], lang: Lang) -> Apart:
    from zjdesk.store.counting import Status

    named = {name: one[name] for name in ("entry", "record", "form", "community", "reason", "author", "time")}
    return Apart(**named, status=Status(one["status"]).name.lower(), values=_told(session, one, lang))


def _told(session: Session, one: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return what an entry sets in declared fields, masked."""
    catalogue = session.store.catalogue
    if one["form"] not in catalogue:
        return {}
    form = catalogue.form(one["form"])
    return veil(form, {name: value for name, value in one["values"].items() if name in form.by_name}, lang)


def _named(values: Mapping[str, Any]) -> list[str]:
    """Return the attachments that an entry names."""
    items = [item for value in values.values() for item in (value if isinstance(value, list) else [value])]
    return [item for item in items if is_hash(item)]


def _counts(items: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts


def titles(session: Session, records: Sequence[str]) -> dict[str, str]:
    """Return how records are called, deleted ones too, by the open parts of their title; unknown are left out."""
    conn, catalogue = session.store.conn, session.store.catalogue
    ids = orjson.dumps(list(records)).decode()
    rows = conn.execute(
        "SELECT DISTINCT lower(hex(record)), json_extract(CAST(header AS TEXT), '$.form') FROM log_entry"
        " WHERE record IN (SELECT unhex(value) FROM json_each(?))",
        (ids,),
    ).fetchall()
    found: dict[str, str] = {}
    for name in {form for _own, form in rows if form in catalogue}:
        form = catalogue.form(name)
        parts = [quoted(part) for part in open_title(form) if form.field(part).type in _PLAIN] or ["''"]
        sql = f"SELECT lower(hex(_id)), {', '.join(parts)} FROM {quoted(name)}"
        for own, *cells in conn.execute(f"{sql} WHERE _id IN (SELECT unhex(value) FROM json_each(?))", (ids,)):
            found[own] = " ".join(str(cell) for cell in cells if cell not in (None, ""))
    return {own: title for own, title in found.items() if title}
