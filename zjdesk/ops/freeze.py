"""Freezes a report: its bytes and what was held then are kept, so that what arrives later can be listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from zjdesk.errors import DeviceError, InputError, NotAllowed, Problem
from zjdesk.i18n import Lang
from zjdesk.ops.audit import Verb
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import digest
from zjdesk.ops.files import add_many
from zjdesk.ops.leaving import keep
from zjdesk.ops.messages import MESSAGE
from zjdesk.ops.queries import get, list_records, people
from zjdesk.ops.reporting import Cancel, Progress, remarks, render_report
from zjdesk.ops.session import Session
from zjdesk.store.entry import BUILT_IN
from zjdesk.store.feeds import Chains, Feed
from zjdesk.store.held import header_of
from zjdesk.store.read import Record
from zjdesk.sync.vector import vector

SNAPSHOT = "report_snapshot"
_NO_DATA = (*BUILT_IN, SNAPSHOT, MESSAGE)


@dataclass(frozen=True)
class Late:
    """A record with entries that came after a report was frozen; ``new`` when all of it did.

    ``time`` is that of its newest entry in milliseconds, ``author`` who wrote it; ``community`` a code or None.
    """

    record: str
    form: str
    community: str | None
    author: str
    time: int
    new: bool


def freeze(
    session: Session,
    *,
    lang: Lang,
    wave: str = "final",
    as_of: str | None = None,
    why: str = "",
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> str:
    """Make the report and keep it with what is held now; returns the record's id (R48, at the office only)."""
    store = session.store
    if store.installation.kind != "office":
        raise NotAllowed("ops.office_only")
    cycles = sorted(list_records(session, "cycle"), key=lambda one: str(one.values.get("start")))
    if not cycles:
        raise InputError("ops.no_cycle")
    _must_agree(session, lang, as_of)
    data, written = render_report(session, lang=lang, wave=wave, as_of=as_of, progress=progress, cancel=cancel)
    with store.transaction():
        held = orjson.dumps({"tips": vector(store)["tips"]}, option=orjson.OPT_SORT_KEYS)
        pdf, kept = add_many(session, [data, held])
        values = {"frozen_on": store.env.today().isoformat(), "wave": wave, "lang": lang, "pages": written.pages}
        values |= {"data_hash": digest(session), "pdf": pdf, "held": kept}
        if as_of is not None:
            values["as_of"] = as_of
        return save(session, [NewRecord(SNAPSHOT, {**values, "cycle": cycles[-1].id})], why=why).ids[0]


def _must_agree(session: Session, lang: Lang, as_of: str | None) -> None:
    """BR-50: what is frozen agrees with itself; raises InputError naming what does not."""
    wrong = [one for one in remarks(session, lang=lang, as_of=as_of) if one.level == "E"]
    if wrong:
        found = tuple(Problem("report", "", one.key, dict(one.params)) for one in wrong)
        raise InputError("ops.report_disagrees", problems=found, count=len(wrong))


def snapshots(session: Session) -> list[Record]:
    """Return the frozen reports, the newest first."""
    return sorted(list_records(session, SNAPSHOT), key=lambda one: (one.created, one.id), reverse=True)


def keep_frozen(session: Session, own: str, path: Path) -> Path:
    """Write the very bytes of a frozen report, whole or not at all, and note in the audit who took it out."""
    values = get(session, own).values
    data = session.store.files.read(str(values["pdf"]))
    if data is None:
        raise DeviceError("ops.snapshot_missing")
    told = {"kind": "report", "file": path.name, "wave": values["wave"], "pages": values["pages"], "record": own}
    keep(session, path, data, Verb.REPORT_MADE, told)
    return path


def late(session: Session, snapshot: Record) -> list[Late]:
    """Return the records of which something is not in a frozen report, the newest first; not the report itself.

    What counts is what was held: an entry made long before, but handed in later, is late too.
    """
    data = session.store.files.read(str(snapshot.values["held"]))
    if data is None:
        raise DeviceError("ops.snapshot_missing")
    tips: Mapping[str, Any] = orjson.loads(data)["tips"]
    authors, codes = people(session), _codes(session)
    found: dict[str, Late] = {}
    for raw, scope in _beyond(session, tips):
        header = header_of(raw)
        if header.form in _NO_DATA:
            continue
        known = found.get(header.record)
        if known is None or header.time >= known.time:
            new = known.new if known else not _was_held(session, header.record, tips)
            place = codes.get(scope.partition(":")[2])
            found[header.record] = Late(
                header.record, header.form, place, authors.get(header.author, ""), header.time, new
            )
    return sorted(found.values(), key=lambda one: (-one.time, one.record))


def _codes(session: Session) -> dict[str, str]:
    return dict(session.store.conn.execute("SELECT lower(hex(_id)), code FROM community").fetchall())


def _beyond(session: Session, tips: Mapping[str, Any]) -> Iterator[tuple[bytes, str]]:
    """Yield header and scope of every entry that leads to none of these tips."""
    conn = session.store.conn
    for n, own, scope, key in conn.execute("SELECT n, id, scope, key FROM log_feed ORDER BY n").fetchall():
        feed = Feed(n, own.hex(), scope, key.hex())
        ends = tips.get(feed.id, [])
        first = min((seq for seq, _ in ends), default=0) + 1 if len(ends) < 2 else 1
        forked = len(ends) > 1 or _forked(session, n)
        rows = conn.execute(
            "SELECT id, header FROM log_entry WHERE feed = ? AND seq >= ?", (n, 1 if forked else first)
        ).fetchall()
        chains = Chains(conn)
        for entry, raw in rows:
            if not forked or not any(chains(feed, entry, end) for _, end in ends):
                yield raw, scope


def _forked(session: Session, feed: int) -> bool:
    sql = "SELECT count(*) > count(DISTINCT seq) FROM log_entry WHERE feed = ?"
    return bool(session.store.conn.execute(sql, (feed,)).fetchone()[0])


def _was_held(session: Session, record: str, tips: Mapping[str, Any]) -> bool:
    """Tell whether any entry of a record was held when these were the tips."""
    rows = session.store.conn.execute(
        "SELECT lower(hex(f.id)), e.seq FROM log_entry e JOIN log_feed f ON f.n = e.feed WHERE e.record = ?",
        (bytes.fromhex(record),),
    )
    return any(seq <= max((end for end, _ in tips.get(feed, [])), default=0) for feed, seq in rows)
