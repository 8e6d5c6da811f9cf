"""Merges bundles: one transaction each, or a rehearsal of it that changes nothing (the preview)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from zjdesk.errors import Cancelled, InputError, NotAllowed
from zjdesk.store import feeds
from zjdesk.store.absorb import Absorber
from zjdesk.store.collector import held_back
from zjdesk.store.counting import Status
from zjdesk.store.erasures import erased_files
from zjdesk.store.store import Store
from zjdesk.store.street import secrets_of
from zjdesk.store.trust import load as load_trust
from zjdesk.sync import seal
from zjdesk.sync.format import MAX_MEMBERS, Index, shown_name
from zjdesk.sync.meter import Cancel, Progress
from zjdesk.sync.read import Staged, attachment, entries, staged
from zjdesk.sync.vector import note_acknowledgement


@dataclass(frozen=True)
class Outcome:
    """What a merge does: counts of records, and lists of what needs a person (each a plain object).

    ``new`` and ``revised`` count all records; ``built_in`` says how many of each are the program's own (a laptop's
    introduction, a certificate), which nobody would call a record. ``changes`` are the fields of held records that a
    preview saw change, the first of ``changed``; ``dragged`` the entries left out because their group was. ``lacking``
    are the volumes of the same bundle that never came; of ``members`` parts those in ``cut`` were not whole.
    """

    file: str
    bundle: str
    sender: Mapping[str, Any]
    new: int
    revised: int
    already: int
    conflicts: tuple[Mapping[str, Any], ...] = ()
    duplicates: tuple[Mapping[str, Any], ...] = ()
    rests: tuple[Mapping[str, Any], ...] = ()
    withheld: tuple[Mapping[str, Any], ...] = ()
    withdrawn: tuple[Mapping[str, Any], ...] = ()
    incomplete: tuple[Mapping[str, Any], ...] = ()
    awaited: tuple[Mapping[str, Any], ...] = ()
    files_missing: tuple[str, ...] = ()
    files_announced: int = 0
    cut: tuple[str, ...] = ()
    by_form: Mapping[str, int] = field(default_factory=dict)
    built_in: Mapping[str, int] = field(default_factory=dict)
    changes: tuple[Mapping[str, Any], ...] = ()
    changed: int = 0
    dragged: tuple[str, ...] = ()
    volume: int = 1
    volumes: int = 1
    lacking: tuple[int, ...] = ()
    members: int = 0
    span: tuple[int, int] = (1, 0)

    @property
    def needs_person(self) -> bool:
        """Whether all is done but somebody has to look at something (exit code 6)."""
        lists = (self.conflicts, self.duplicates, self.withheld, self.incomplete, self.awaited, self.rests, self.cut)
        return any(lists)


Also = Callable[[tuple[int, int]], None]


@dataclass(frozen=True)
class _Way:
    """How a bundle is taken: who is told, who may stop it, what is done after, and whether files are kept."""

    progress: Progress | None
    cancel: Cancel | None
    also: Also | None
    attach: bool

    def step(self, done: int, total: int, key: str) -> None:
        """Tell how far it is, and stop when asked to."""
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled("sync.cancelled")
        if self.progress is not None:
            self.progress(done, total, key)


def preview(
    store: Store,
    path: Path,
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    also: Also | None = None,
) -> Outcome:
    """Return what merging this bundle would do, and do nothing."""
    with _opened(store, path, progress, cancel) as bundle, held_back(), store.rehearsal():
        return _take(store, bundle, _Way(progress, cancel, also, attach=False))


def merge(
    store: Store,
    path: Path,
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    also: Also | None = None,
    noted: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Take a bundle in, durably and whole, and note it in the register.

    ``also`` runs in the same transaction before the outcome is taken, with the first and last number taken in: the
    office certifies who came and leaves out what it does not want.
    ``noted`` is told the outcome in it.
    """
    with _opened(store, path, progress, cancel) as bundle:
        before = _erasures(store)
        with held_back(), store.transaction():
            outcome = _take(store, bundle, _Way(progress, cancel, also, attach=True))
            _register(store, bundle, outcome)
            if noted is not None:
                noted(outcome)
        if _erasures(store) != before:
            store.scrub()
        index = bundle.index
        said = index.vector.get("tips", {}) if index and _vouched(store, index) else {}
        store.notice_twin(said, came=outcome.span)
        return outcome


def _erasures(store: Store) -> int:
    sql = "SELECT (SELECT count(*) FROM log_erased) + (SELECT count(*) FROM log_erased_field)"
    return int(store.conn.execute(sql).fetchone()[0])


@contextmanager
def _opened(store: Store, path: Path, progress: Progress | None, cancel: Cancel | None) -> Iterator[Staged]:
    with staged(path, store.path, identities(store), progress=progress, cancel=cancel) as bundle:
        if bundle.foreign:
            raise NotAllowed("sync.not_for_us", file=path.name)
        if bundle.index is None:
            raise InputError("sync.cut_early", file=path.name)
        yield bundle


def identities(store: Store) -> list[str]:
    """Return the age keys that open what is sent here: the street's at the office, and this installation's own."""
    own = [store.installation.identity, store.get("invited_identity")]
    return [*(item.identity for item in secrets_of(store)), *(item for item in own if item)]


def _take(store: Store, bundle: Staged, way: _Way) -> Outcome:
    before = _open_questions(store)
    absorber = Absorber(store.conn, store.catalogue)
    index = bundle.index
    ranges = [part for part in index.feeds if part.member in bundle.members] if index else []
    for done, part in enumerate(ranges):
        way.step(done, len(ranges), "sync.merging")
        rows, mark = entries(bundle, part)
        feed = feeds.ensure(store.conn, mark.key, mark.incarnation, mark.scope)
        absorber.take(feed, rows)
        seal.keep(store.conn, feed.n, mark.seq, bytes.fromhex(mark.id), bytes.fromhex(mark.signature))
    absorber.finish()
    if way.also is not None:
        way.also((absorber.first, absorber.last))
    if way.attach:
        _attach(store, bundle, way)
        if index is not None and _vouched(store, index) and index.vector.get("installation") == index.sender.get("id"):
            note_acknowledgement(store, index.vector, store.env.now())
    return _outcome(store, bundle, absorber, before)


def _vouched(store: Store, index: Index) -> bool:
    """Tell whether the key that signed a bundle is certified for the installation it says it comes from."""
    trust = load_trust(store.conn)
    key, own = str(index.sender.get("key")), index.sender.get("id")
    known = key not in trust.revoked and any(grant.installation == own for grant in trust.grants.get(key, ()))
    return known or trust.verifying is None


def _attach(store: Store, bundle: Staged, way: _Way) -> None:
    notes = [note for note in bundle.index.files if note.member in bundle.members] if bundle.index else []
    gone = set(erased_files(store.conn))
    for done, note in enumerate(notes):
        way.step(done, len(notes), "sync.attaching")
        if note.sha256 not in gone and not store.files.has(note.sha256):
            store.files.add([attachment(bundle, note.member)], expected=note.sha256, later=True)
    store.files.sync()


def _open_questions(store: Store) -> set[bytes]:
    return {row[0] for row in store.conn.execute("SELECT id FROM state_conflict")}


def _outcome(store: Store, bundle: Staged, absorber: Absorber, before: set[bytes]) -> Outcome:
    apart = _apart(store, absorber.first, absorber.last)
    made, own = absorber.made.keys(), absorber.own
    revised = absorber.touched - made
    questions = _questions(store, before)
    index = bundle.index
    return Outcome(
        file=shown_name(bundle.source),
        bundle=bundle.manifest.bundle,
        sender={**index.sender, "certified": _vouched(store, index)} if index else {},
        new=len(made),
        revised=len(revised),
        already=absorber.already,
        conflicts=tuple(item for item in questions if item["kind"] not in ("possible_duplicate", "rests_on_withdrawn")),
        duplicates=tuple(item for item in questions if item["kind"] == "possible_duplicate"),
        rests=tuple(item for item in questions if item["kind"] == "rests_on_withdrawn"),
        withheld=tuple(apart[Status.WITHHELD]),
        withdrawn=tuple(apart[Status.WITHDRAWN]),
        incomplete=tuple(apart[Status.INCOMPLETE]),
        awaited=tuple(apart[Status.AWAITED]),
        files_missing=_missing(store, bundle),
        files_announced=len(index.files) if index else 0,
        cut=bundle.cut,
        by_form=dict(Counter(absorber.made.values())),
        built_in={"new": len(made & own), "revised": len(revised & own)},
        volume=bundle.manifest.volume,
        volumes=bundle.manifest.volumes,
        lacking=_lacking(store, bundle),
        members=len(bundle.manifest.members),
        span=(absorber.first, absorber.last),
    )


def _apart(store: Store, first: int, last: int) -> dict[Status, list[Mapping[str, Any]]]:
    """Return by status what came and does not count."""
    apart: dict[Status, list[Mapping[str, Any]]] = {status: [] for status in Status}
    rows = store.conn.execute(
        "SELECT e.id, e.record, e.status, json_extract(CAST(e.header AS TEXT), '$.form'), r.reason FROM log_reason r"
        " JOIN log_entry e ON e.n = r.entry WHERE r.entry BETWEEN ? AND ? ORDER BY r.entry",
        (first, last),
    )
    for entry, record, status, form, reason in rows:
        apart[Status(status)].append({"entry": entry.hex(), "form": form, "record": record.hex(), "reason": reason})
    return apart


def _questions(store: Store, before: set[bytes]) -> list[Mapping[str, Any]]:
    rows = store.conn.execute("SELECT id, kind, record, form, field, candidates FROM state_conflict ORDER BY id")
    return [
        {
            "id": own.hex(),
            "kind": kind,
            "record": record.hex() if record else None,
            "form": form,
            "field": field,
            "candidates": orjson.loads(candidates),
        }
        for own, kind, record, form, field, candidates in rows
        if own not in before
    ]


def _missing(store: Store, bundle: Staged) -> tuple[str, ...]:
    announced = bundle.index.files if bundle.index else ()
    return tuple(
        note.sha256 for note in announced if note.member not in bundle.members and not store.files.has(note.sha256)
    )


def _lacking(store: Store, bundle: Staged) -> tuple[int, ...]:
    """Return the volumes of a bundle that were neither merged before nor are this one."""
    own = bundle.manifest
    rows = store.conn.execute("SELECT volume FROM local_merge WHERE bundle = ?", (own.bundle,))
    held = {own.volume, *(row[0] for row in rows)}
    return tuple(n for n in range(1, min(own.volumes, MAX_MEMBERS) + 1) if n not in held)


def _register(store: Store, bundle: Staged, outcome: Outcome) -> None:
    sender = dict(outcome.sender)
    store.conn.execute(
        "INSERT INTO local_merge (bundle, volume, volumes, sha256, sender, merged, first, last, slip)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            outcome.bundle,
            outcome.volume,
            outcome.volumes,
            bundle.sha256,
            orjson.dumps(sender).decode(),
            store.env.now(),
            *outcome.span,
            orjson.dumps(slip(outcome)).decode(),
        ),
    )


def slip(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as the plain object that preview and merge print."""
    lists = ("conflicts", "duplicates", "withheld", "withdrawn", "incomplete", "awaited", "rests", "files_missing")
    plain: dict[str, Any] = {"file": outcome.file, "bundle": outcome.bundle, "new": outcome.new}
    plain |= {"revised": outcome.revised, "already": outcome.already}
    plain |= {name: list(getattr(outcome, name)) for name in lists}
    plain |= {"changes": list(outcome.changes), "changed": outcome.changed, "dragged": list(outcome.dragged)}
    plain |= {"cut": list(outcome.cut), "by_form": dict(outcome.by_form), "built_in": dict(outcome.built_in)}
    plain |= {name: getattr(outcome, name) for name in ("members", "volume", "volumes")}
    return plain | {"lacking": list(outcome.lacking), "sender": dict(outcome.sender)}


def counted_by_people(slip: Mapping[str, Any]) -> dict[str, int]:
    """Return how many records a slip has as people count them: without the program's own."""
    built_in = slip.get("built_in", {})
    return {name: int(slip[name]) - int(built_in.get(name, 0)) for name in ("new", "revised")}


def merges(store: Store) -> Sequence[Mapping[str, Any]]:
    """Return the register of merges, newest first."""
    rows = store.conn.execute(
        "SELECT bundle, volume, volumes, sender, merged, slip, undone FROM local_merge ORDER BY n DESC"
    )
    return [
        {
            "bundle": bundle,
            "volume": volume,
            "volumes": volumes,
            "sender": orjson.loads(sender),
            "merged": merged,
            "slip": orjson.loads(text),
            "undone": undone,
        }
        for bundle, volume, volumes, sender, merged, text, undone in rows
    ]
