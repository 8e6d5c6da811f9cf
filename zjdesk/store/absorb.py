"""Takes entries into the log: counts them, wakes what waited for them, and derives what they touch."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from typing import Any

from zjdesk.errors import InputError
from zjdesk.forms.model import Catalogue
from zjdesk.store import decisions, erasures
from zjdesk.store.chaining import link_on
from zjdesk.store.counting import Incoming, Judge, RecordInfo, Status, Verdict, groups_of, just_made
from zjdesk.store.database import Connection
from zjdesk.store.decisions import Named
from zjdesk.store.entry import BUILT_IN, DECISION, ERASURE, PARENT, Header
from zjdesk.store.feeds import Chains, Feed
from zjdesk.store.held import group_of, id_list, which_held
from zjdesk.store.joins import Joins
from zjdesk.store.known import Known
from zjdesk.store.refresh import Refresher
from zjdesk.store.state import Row
from zjdesk.store.trust import affected
from zjdesk.store.trust import load as load_trust
from zjdesk.store.whereabouts import place_of

CHUNK = 4000


class Absorber:
    """One transaction's taking in of entries; call :meth:`take` per piece of a feed, then :meth:`finish`.

    ``touched`` are the records of which entries came, ``made`` those that were created with their forms, ``own`` those
    that are the core's own; ``already`` is how many entries were held before.
    """

    def __init__(self, conn: Connection, catalogue: Catalogue, known: Known | None = None) -> None:
        self._conn = conn
        self._catalogue = catalogue
        self._named = Named(conn)
        self._known = Known() if known is None else known
        if self._known.trust is None:
            self._known.trust = load_trust(conn)
        self._trust = self._known.trust
        self._judge = Judge(catalogue, self.info, self._named, self._known.trust, self._revives, Chains(conn))
        self._infos = self._known.infos
        if self._known.joins is None:
            self._known.joins = Joins(conn)
            if self._known.joins:
                self._known.joins.renew(catalogue)
        self._refresher = Refresher(conn, catalogue, self._known.joins)
        if self._known.erasing is None:
            self._known.erasing = erasures.any_held(conn)
        if not self._known.next:
            self._known.next, self._known.waiting, self._known.decided = conn.execute(
                "SELECT coalesce(max(n), 0) + 1, EXISTS (SELECT 1 FROM log_reason), EXISTS (SELECT 1 FROM log_named)"
                " FROM log_entry"
            ).fetchone()
        self._next, self._waiting = self._known.next, self._known.waiting
        if self._known.decided:
            self._named.reload()
        self._todo: deque[int] = deque()
        self.first = self._next
        self.already = 0
        self._fertile: dict[str, bool] = {}
        self.touched: set[bytes] = set()
        self.made: dict[bytes, str] = {}
        self.own: set[bytes] = set()

    @property
    def last(self) -> int:
        """The number of the newest entry taken in."""
        return int(self._next - 1)

    def take_own(self, feed: Feed, rows: list[Incoming]) -> None:
        """Take in what was written here just now, at the end of an own feed: new, chained, and whole."""
        edited = [bytes.fromhex(entry.header.record) for entry in rows if PARENT not in (entry.values or {})]
        self._enter(feed, rows, [True] * len(rows), set(edited))

    def take(self, feed: Feed, rows: Iterable[Incoming]) -> None:
        """Take in a run of entries of one feed, in the order of their numbers."""
        chunk: list[Incoming] = []
        for entry in rows:
            chunk.append(entry)
            if len(chunk) >= CHUNK and entry.header.group[1] == entry.header.group[2]:
                self._chunk(feed, chunk)
                chunk = []
        if chunk:
            self._chunk(feed, chunk)

    def finish(self) -> None:
        """Judge what is left to judge and bring state and open questions up to date."""
        self._settle()
        self._refresher.finish()
        self._known.next, self._known.waiting = self._next, self._waiting

    def info(self, record: str) -> RecordInfo | None:
        """Return where a record lies, if its creation counts."""
        known = self._infos.get(record)
        if known is None:
            known = place_of(self._conn, record)
            if known is not None and self._can_have_children(known.form):
                self._infos[record] = known
        return known

    def _can_have_children(self, form: str) -> bool:
        """Tell of which records it is kept where they lie; there are few beside the leaves."""
        can = self._fertile.get(form)
        if can is None:
            can = self._fertile[form] = form in self._catalogue and bool(self._catalogue.children(form))
        return can

    def _revives(self, entry: Incoming) -> bool:
        return bool(self._known.erasing) and erasures.revives(self._conn, entry)

    def _chunk(self, feed: Feed, rows: list[Incoming]) -> None:
        if self._known.erasing:
            rows = erasures.cleaned(self._conn, rows)
        new = self._unknown(feed, rows)
        if not new:
            return
        links = self._links(feed, new)
        self._enter(feed, new, links, self._seen_before([bytes.fromhex(entry.header.record) for entry in new]))

    def _enter(self, feed: Feed, new: list[Incoming], links: list[bool], seen_before: set[bytes]) -> None:
        groups = groups_of(new)
        start = 0
        inserts: list[tuple[Any, ...]] = []
        reasons: list[tuple[int, str, bytes | None]] = []
        counted: list[Incoming] = []
        for group in groups:
            chained = links[start : start + len(group)]
            start += len(group)
            verdicts = self._judge.group(feed, group, chained)
            self._note(feed, group, chained, verdicts, inserts, reasons, counted)
        self._store(inserts)
        if reasons:
            self._conn.executemany("INSERT INTO log_reason VALUES (?, ?, ?)", reasons)
            self._waiting = True
        self._derive_new(feed, counted, seen_before)
        self._wake(feed, new, links, counted)
        self._recheck_cut(groups, inserts)
        self._reopen(feed, new)
        self._settle()

    def _note(
        self,
        feed: Feed,
        group: Sequence[Incoming],
        chained: Sequence[bool],
        verdicts: Sequence[Verdict],
        inserts: list[tuple[Any, ...]],
        reasons: list[tuple[int, str, bytes | None]],
        counted: list[Incoming],
    ) -> None:
        for entry, linked, verdict in zip(group, chained, verdicts, strict=True):
            own, header, raw, body, values = entry
            number, record, form = self._number(entry), bytes.fromhex(header.record), header.form
            inserts.append((number, own, feed.n, header.seq, record, linked, int(verdict.status), raw, body))
            self.touched.add(record)
            if form in BUILT_IN:
                self.own.add(record)
            if values and PARENT in values:
                self.made[record] = form
            if verdict.status is Status.COUNTS:
                counted.append(entry)
                if form in BUILT_IN or self._can_have_children(form):
                    self._count(feed.scope, entry)
            else:
                reasons.append((number, verdict.reason, verdict.cause))
                self._refresher.touch(record)  # others may rest on it, or replace through it

    def _number(self, entry: Incoming) -> int:
        number = self._next
        self._next += 1
        return int(number)

    def _store(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._conn.executemany("INSERT INTO log_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _seen_before(self, records: Sequence[bytes]) -> set[bytes]:
        return which_held(self._conn, records)

    def _count(self, scope: str, entry: Incoming) -> None:
        values = entry.values or {}
        header = entry.header
        if PARENT in values and self._can_have_children(header.form):
            self._infos[header.record] = just_made(scope, entry)
        if header.form == DECISION:
            self._refresher.decided.append((entry.id, values))
        elif header.form == ERASURE:
            self._refresher.erased.append((entry.id, bytes.fromhex(header.record), values))

    def _unknown(self, feed: Feed, rows: list[Incoming]) -> list[Incoming]:
        """Leave out what is held; a body that was missing is put in its place."""
        held: dict[bytes, tuple[int, bool]] = {
            own: (n, bare)
            for n, own, bare in self._conn.execute(
                "SELECT n, id, body IS NULL FROM log_entry WHERE feed = ? AND seq BETWEEN ? AND ?",
                (feed.n, rows[0].header.seq, rows[-1].header.seq),
            )
        }
        new = []
        for entry in rows:
            if entry.id not in held:
                new.append(entry)
                continue
            self.already += 1
            number, bare = held[entry.id]
            if bare and entry.body is not None:
                self._conn.execute("UPDATE log_entry SET body = ? WHERE n = ?", (entry.body, number))
                self._todo.append(number)
        taken = (
            {
                seq
                for (seq,) in self._conn.execute(
                    "SELECT DISTINCT seq FROM log_entry WHERE feed = ? AND seq BETWEEN ? AND ?",
                    (feed.n, rows[0].header.seq, rows[-1].header.seq),
                )
            }
            if new and held
            else set()
        )
        if any(entry.header.seq in taken for entry in new):
            self._refresher.forked.add(feed.n)
        return new

    def _links(self, feed: Feed, rows: Sequence[Incoming]) -> list[bool]:
        """Tell for each entry whether its chain reaches back to the feed's first entry."""
        linked: set[str] = set()
        links = []
        for entry in rows:
            header = entry.header
            if header.feed != feed.id:
                raise InputError("store.foreign_entry")
            good = header.prev is None or header.prev in linked or self._is_linked(feed, header)
            links.append(good)
            if good:
                linked.add(entry.id.hex())
        return links

    def _is_linked(self, feed: Feed, header: Header) -> bool:
        row = self._conn.execute(
            "SELECT chained FROM log_entry WHERE id = ? AND feed = ? AND seq = ?",
            (bytes.fromhex(header.prev or ""), feed.n, header.seq - 1),
        ).fetchone()
        return row is not None and row[0] == 1

    def _derive_new(self, feed: Feed, counted: Sequence[Incoming], seen_before: set[bytes]) -> None:
        """Write rows of new records straight from their one entry; derive all others from the log."""
        times = Counter(entry.header.record for entry in counted)
        quiet: dict[str | None, bool] = {}
        for entry in counted:
            header, values = entry.header, entry.values or {}
            record, time, author = bytes.fromhex(header.record), header.time, header.author
            simple = PARENT in values and times[header.record] == 1 and record not in seen_before
            if not simple or not self._refresher.writer.knows(header.form):
                self._refresher.touch(record)
                self._infos.pop(header.record, None)
                quiet.pop(header.record, None)
                continue
            parent = values[PARENT]
            if parent not in quiet:
                info = self._infos.get(parent) if parent else None
                quiet[parent] = info is not None and info.untouched and not self._known.joins
            row = Row(record, parent, feed.scope, values, time, author, time, author)
            self._refresher.put_new(header.form, row, quiet=quiet[parent])

    def _wake(self, feed: Feed, new: Sequence[Incoming], links: Sequence[bool], counted: Sequence[Incoming]) -> None:
        linked = [entry for entry, is_linked in zip(new, links, strict=True) if is_linked]
        causes = [entry.id for entry in linked] + self._onward(feed, linked)
        if not self._waiting:
            return
        causes += [bytes.fromhex(entry.header.record) for entry in counted if PARENT in (entry.values or {})]
        self._wake_causes(causes)

    def _onward(self, feed: Feed, linked: Sequence[Incoming]) -> list[bytes]:
        """Chain what is held beyond these; returns it."""
        return link_on(self._conn, feed, linked)

    def _wake_causes(self, causes: Sequence[bytes]) -> None:
        rows = self._conn.execute(
            "SELECT min(r.entry) FROM log_reason r JOIN log_entry e ON e.n = r.entry"
            " WHERE r.cause IN (SELECT unhex(value) FROM json_each(?))"
            " GROUP BY json_extract(CAST(e.header AS TEXT), '$.group[0]') ORDER BY 1",
            (id_list(causes),),
        )
        self._todo.extend(row[0] for row in rows.fetchall())

    def _recheck_cut(self, groups: Sequence[Sequence[Incoming]], inserts: Sequence[tuple[Any, ...]]) -> None:
        """A group that came in two pieces is judged again now that more of it is here."""
        start = 0
        for group in groups:
            if len(group) != group[0].header.group[2]:
                self._todo.append(inserts[start][0])
            start += len(group)

    def _reopen(self, feed: Feed, new: Sequence[Incoming]) -> None:
        """Judge again what decisions and erasures speak of, now that more is here of the chains that they look at."""
        if self._known.erasing and self._waiting:
            self._todo.extend(erasures.doubtful(self._conn, [bytes.fromhex(one.header.record) for one in new]))
        if self._known.decided:
            self._todo.extend(self._named.reopened(feed, {entry.header.seq for entry in new}))

    def _settle(self) -> None:
        """Judge groups again until nothing changes."""
        while True:
            while self._todo:
                self._rejudge(self._todo.popleft())
            if self._judge.trusted:
                self._reexamine()
            elif self._refresher.erased:
                self._erase()
            elif self._refresher.decided:
                self._decide()
            else:
                return

    def _rejudge(self, number: int) -> None:
        members = group_of(self._conn, number)
        feed = self._feed_of(number)
        group = [member[2] for member in members]
        verdicts = self._judge.group(feed, group, [member[1] for member in members])
        for (n, _, entry, was), verdict in zip(members, verdicts, strict=True):
            self._conn.execute("DELETE FROM log_reason WHERE entry = ?", (n,))
            if verdict.status is not Status.COUNTS:
                self._conn.execute("INSERT INTO log_reason VALUES (?, ?, ?)", (n, verdict.reason, verdict.cause))
                self._waiting = True
            if verdict.status != was:
                self._conn.execute("UPDATE log_entry SET status = ? WHERE n = ?", (int(verdict.status), n))
                self._changed(feed, entry, Status(was), verdict.status)

    def _changed(self, feed: Feed, entry: Incoming, was: Status, now: Status) -> None:
        record = bytes.fromhex(entry.header.record)
        self._refresher.touch(record)
        self._infos.pop(entry.header.record, None)
        if entry.header.form == DECISION and Status.COUNTS in (was, now):
            self._refresher.decided.append((entry.id, entry.values or {}))
        if entry.header.form == ERASURE and now is Status.COUNTS:
            self._count(feed.scope, entry)
        if PARENT not in (entry.values or {}):
            return
        if now is Status.COUNTS:
            self._count(feed.scope, entry)
            self._wake_causes([record])
        elif was is Status.COUNTS:
            self._todo.extend(self._refresher.dependents(entry.header.form, record))

    def _feed_of(self, number: int) -> Feed:
        row = self._conn.execute(
            "SELECT f.n, f.id, f.scope, f.key FROM log_feed f JOIN log_entry e ON e.feed = f.n WHERE e.n = ?",
            (number,),
        ).fetchone()
        return Feed(row[0], row[1].hex(), row[2], row[3].hex())

    def _reexamine(self) -> None:
        """Judge again what keys and accounts wrote that certificates or revocations now speak of."""
        about, self._judge.trusted[:] = set(self._judge.trusted), []
        self._todo.extend(affected(self._conn, about, about.intersection(self._trust.revoked)))

    def _erase(self) -> None:
        """Let erasures take hold, and judge their records again."""
        self._known.erasing = True
        for erasure, record, values in self._refresher.erased:
            self._todo.extend(erasures.enter(self._conn, erasure, record, values))
            self._refresher.touch(record)
            self._infos.pop(record.hex(), None)
        self._refresher.erased.clear()

    def _decide(self) -> None:
        """Let newly counting decisions take hold and judge what they name again."""
        for decision, values in self._refresher.decided:
            if not self._conn.execute("SELECT 1 FROM log_named WHERE decision = ?", (decision,)).fetchone():
                decisions.enter(self._conn, decision, values)
        self._refresher.decided.clear()
        self._known.decided = True
        changed = decisions.settle_heads(self._conn)
        self._named.reload()
        for decision in changed:
            self._todo.extend(decisions.named_entries(self._conn, decision))
