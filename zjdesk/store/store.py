"""A store: one installation's folder with its log, state and files, and the only place that appends to the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from zjdesk.errors import DeviceError, InputError
from zjdesk.forms.model import Catalogue
from zjdesk.settings import Environment
from zjdesk.store import anchor, backup, erasures, feeds, itself, vault
from zjdesk.store.absorb import Absorber
from zjdesk.store.counting import Incoming, RecordInfo
from zjdesk.store.database import Connection, atomic, connect, rehearsal
from zjdesk.store.entry import Header, body_hash, write_body, write_header
from zjdesk.store.feeds import Feed
from zjdesk.store.files import FileKeys, FileStore
from zjdesk.store.held import last_of_feed
from zjdesk.store.ids import entry_id, random_id
from zjdesk.store.installation import Installation, new_installation, read_installation
from zjdesk.store.issued import current as with_issued
from zjdesk.store.known import Known
from zjdesk.store.lock import StoreLock
from zjdesk.store.place import sweep
from zjdesk.store.rebuild import rebuild
from zjdesk.store.schema import create_state, migrate, newest, state_is_current, version
from zjdesk.store.street import Street, read_street
from zjdesk.store.whereabouts import place_of


@dataclass(frozen=True)
class Save:
    """One entry to be written: what it sets, what it replaces and saw, and the time it must come after."""

    record: str
    form: str
    form_version: int
    values: Mapping[str, Any]
    over: Mapping[str, list[str]] = field(default_factory=dict)
    seen: Mapping[str, list[str]] = field(default_factory=dict)
    after: int = 0


class Written(NamedTuple):
    """One group as it was written: its id, its feed's local number, and its first and last place there."""

    group: str
    feed: int
    first: int
    last: int


class Store:
    """An open store; everything but :meth:`append` and the settings reads."""

    def __init__(
        self, path: Path, conn: Connection, catalogue: Catalogue, env: Environment, lock: StoreLock, key: bytes
    ) -> None:
        self.path = path
        self.conn = conn
        self.key = key
        self._declared = self.catalogue = catalogue
        self.env = env
        self._lock = lock
        self._tips: dict[str, tuple[Feed, int, str | None]] = {}
        self._last_time = 0
        self._known = Known()
        self._installation: Installation | None = None
        self._files: FileStore | None = None
        self._anchor: anchor.AnchorFile | None = None

    @classmethod
    def create(
        cls,
        path: Path,
        catalogue: Catalogue,
        env: Environment,
        *,
        key: bytes,
        key_file: vault.KeyFile,
        name: str,
        kind: str,
        communities: Sequence[str] = (),
        installation: str | None = None,
        street: Street | None = None,
    ) -> Store:
        """Make a new store in an empty or missing folder, encrypted with ``key`` as ``key_file`` wraps it.

        Without a ``street`` it belongs to none, and takes what anybody wrote.
        """
        if (path / backup.DATABASE).exists():
            raise InputError("store.already_there", path=str(path))
        own = new_installation(env.now(), name, kind, communities, installation, street)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeviceError("store.cannot_open", path=str(path), detail=error.strerror) from error
        with ExitStack() as undo:
            lock = StoreLock(path)
            undo.callback(lock.release)
            vault.write(path, key_file)
            conn = connect(path / backup.DATABASE, key)
            undo.callback(conn.close)
            migrate(conn)
            store = cls(path, conn, catalogue, env, lock, key)
            with atomic(conn):
                create_state(conn, catalogue)
                for setting, value in own.items():
                    store.set(setting, value)
            store._write_anchor()
            undo.pop_all()
        return store

    @classmethod
    def open(cls, path: Path, catalogue: Catalogue, env: Environment, key: bytes) -> Store:
        """Open an existing store with its key: locked, brought up to date, and sure of its own incarnation."""
        if not (path / backup.DATABASE).is_file():
            raise DeviceError("store.no_store", path=str(path))
        lock = StoreLock(path)
        try:
            sweep(path)
            conn = connect(path / backup.DATABASE, key)
            try:
                have = version(conn)
                if 0 < have < newest():
                    backup.named(conn, key, path / "backups", env.now(), f"before-{newest():03d}")
                migrate(conn)
                current = with_issued(conn, catalogue)
                if not state_is_current(conn, current):
                    rebuild(conn, current)
                store = cls(path, conn, catalogue, env, lock, key)
                store.catalogue = current
                store._know_itself()
            except BaseException:
                conn.close()
                raise
        except BaseException:
            lock.release()
            raise
        return store

    def close(self) -> None:
        """Close the database and let other programs in."""
        if self._anchor is not None:
            self._anchor.close()
        self.conn.close()
        self._lock.release()

    def get(self, name: str, default: str = "") -> str:
        """Return a setting of this installation."""
        row = self.conn.execute("SELECT value FROM local_setting WHERE name = ?", (name,)).fetchone()
        return default if row is None else str(row[0])

    def set(self, name: str, value: str) -> None:
        """Keep a setting of this installation; it is never sent."""
        self._installation = None
        self.conn.execute("INSERT OR REPLACE INTO local_setting VALUES (?, ?)", (name, value))

    @property
    def installation(self) -> Installation:
        """Who this installation is."""
        if self._installation is not None:
            return self._installation
        rows = dict(self.conn.execute("SELECT name, value FROM local_setting").fetchall())
        self._installation = read_installation(rows)
        return self._installation

    @property
    def street(self) -> Street:
        """The street's public keys; empty ones when the store belongs to none."""
        text = self.get("street")
        return read_street(text) if text else Street("", "", "")

    @property
    def files(self) -> FileStore:
        """The photos and scans of this store."""
        if self._files is None:
            keys = FileKeys(vault.derived(self.key, "file names"), vault.derived(self.key, "file contents"))
            self._files = FileStore(self.path / "files", self.conn, keys)
        return self._files

    def info(self, record: str) -> RecordInfo | None:
        """Return where a record lies, if its creation counts."""
        if not self.conn.in_transaction:
            self._recall()
        known = self._known.infos.get(record) or place_of(self.conn, record)
        if known is not None:
            self._known.infos[record] = known
        return known

    def append(
        self,
        author: str,
        actions: Sequence[tuple[str, Sequence[Save]]],
        why: str = "",
        also: Callable[[list[Written]], None] | None = None,
    ) -> list[Written]:
        """Write one user action, one group for each (scope, saves), durably and together; returns the groups.

        ``also`` runs in the same transaction, to note what was done.
        """
        with self.transaction():
            tips = self._tips
            absorber = Absorber(self.conn, self.catalogue, self._known)
            time = max(self.env.now(), self._last_time, *(save.after for _, saves in actions for save in saves))
            groups = [self._group(absorber, tips, time, scope, author, saves, why) for scope, saves in actions]
            absorber.finish()
            if also is not None:
                also(groups)
            self._last_time = time
            self._known.changes = self.conn.total_changes
        return groups

    def take_issued(self) -> bool:
        """Follow the forms that the office issued, in the transaction that is open; tells whether any is new."""
        current = with_issued(self.conn, self._declared)
        if current.digest() == self.catalogue.digest():
            return False
        rebuild(self.conn, current)
        self.catalogue, self._known = current, Known()
        return True

    def scrub(self) -> None:
        """Leave nothing of what was erased in files, free pages and write-ahead log."""
        self.files.forget(erasures.erased_files(self.conn))
        self.conn.execute("VACUUM")
        self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a block as one durable transaction; what is remembered of the store follows its end either way."""
        if self.conn.in_transaction:
            self._recall()
            yield
            return
        before = (dict(self._tips), self._last_time)
        catalogue = self.catalogue
        self._recall()
        self._open_anchor()
        try:
            with atomic(self.conn):
                yield
        except BaseException:
            self._tips, self._last_time = before
            self._known, self.catalogue = Known(), catalogue
            self._installation = None
            raise
        if self._tips != before[0]:
            self._write_anchor()

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Run a block and take everything back, whatever it did."""
        before = (dict(self._tips), self._last_time)
        catalogue = self.catalogue
        try:
            with rehearsal(self.conn):
                yield
        finally:
            self._tips, self._last_time = before
            self._known, self.catalogue = Known(), catalogue
            self._installation = None

    def _recall(self) -> None:
        """Forget what was remembered when anything else wrote through this connection since."""
        if self._known.changes != self.conn.total_changes:
            self._known = Known()

    def _group(
        self,
        absorber: Absorber,
        tips: dict[str, tuple[Feed, int, str | None]],
        time: int,
        scope: str,
        author: str,
        saves: Sequence[Save],
        why: str,
    ) -> Written:
        feed, seq, tip = tips.get(scope) or self._tip(scope)
        group = random_id()
        rows = []
        for place, save in enumerate(saves, 1):
            seq += 1
            body = write_body(random_id(), save.values, why)
            header = Header(
                author=author,
                body=body_hash(body),
                feed=feed.id,
                form=save.form,
                form_version=save.form_version,
                group=(group, place, len(saves)),
                over=save.over,
                prev=tip,
                record=save.record,
                seen=save.seen,
                seq=seq,
                time=time,
                v=1,
            )
            raw = write_header(header)
            own = entry_id(raw)
            tip = own.hex()
            rows.append(Incoming(own, header, raw, body, save.values))
        absorber.take_own(feed, rows)
        tips[scope] = (feed, seq, tip)
        return Written(group, feed.n, seq - len(saves) + 1, seq)

    def keyed_feeds(self) -> list[Feed]:
        """Return the feeds that this installation's key writes or wrote, in this incarnation or an earlier one."""
        key = bytes.fromhex(self.installation.public)
        rows = self.conn.execute("SELECT n, id, scope FROM log_feed WHERE key = ? ORDER BY n", (key,))
        return [Feed(n, own.hex(), scope, key.hex()) for n, own, scope in rows]

    def own_feeds(self) -> list[Feed]:
        """Return the feeds that this incarnation writes."""
        row = self.installation
        return [
            Feed(n, own.hex(), scope, row.public)
            for n, own, scope in self.conn.execute(
                "SELECT n, id, scope FROM log_feed WHERE key = ? AND incarnation = ? ORDER BY n",
                (bytes.fromhex(row.public), bytes.fromhex(row.incarnation)),
            )
        ]

    def new_incarnation(self) -> None:
        """Begin new feeds: this store was restored, copied or moved, and its old numbers may be used elsewhere."""
        with atomic(self.conn):
            past = orjson.loads(self.get("past_incarnations", "[]"))
            self.set("past_incarnations", orjson.dumps([*past, self.get("incarnation")]).decode())
            self.set("incarnation", random_id())
        self._tips.clear()
        self._write_anchor()

    def notice_twin(self, said: Mapping[str, Any], came: tuple[int, int]) -> None:
        """Begin new feeds when somebody else goes on writing those of this incarnation.

        ``said`` are tips told us, ``came`` the first and last number of the entries that just came.
        """
        if itself.written_elsewhere(self.conn, self.own_feeds(), self._tips, said, came):
            self.new_incarnation()

    def count_acknowledgement(self) -> None:
        """Count up what this store says it holds; the anchor knows it too, since an older copy would say less."""
        self.set("acknowledgement", str(self.installation.counter + 1))
        self._write_anchor()

    def _tip(self, scope: str) -> tuple[Feed, int, str | None]:
        own = self.installation
        feed = feeds.ensure(self.conn, own.public, own.incarnation, scope)
        last = last_of_feed(self.conn, feed.n)
        return (feed, *last[:2]) if last else (feed, 0, None)

    def _know_itself(self) -> None:
        """Compare with the anchor (architecture §2, *Installations*) and load the own tips."""
        own = self.installation
        self._load_tips()
        held = anchor.read(self._anchor_path(own.id))
        ahead = held is not None and any(not itself.is_held(self.conn, seq, tip) for seq, tip in held.tips.values())
        if held is not None and held.counter > own.counter:
            ahead = True
            self.set("acknowledgement", str(held.counter))
        strange = held is None or held.machine != self.env.machine or held.incarnation != own.incarnation
        if strange or ahead:
            self.new_incarnation()

    def _load_tips(self) -> None:
        for feed in self.own_feeds():
            last = last_of_feed(self.conn, feed.n)
            if last is not None:
                self._tips[feed.scope] = (feed, *last[:2])
                self._last_time = max(self._last_time, last[2].time)

    def _anchor_path(self, installation: str) -> Path:
        return anchor.anchor_path(self.env.anchors, installation, self.path)

    def _write_anchor(self) -> None:
        own = self.installation
        tips = {feed.id: (seq, tip) for feed, seq, tip in self._tips.values() if tip is not None}
        value = anchor.Anchor(own.id, own.incarnation, self.env.machine, own.counter, tips)
        try:
            self._open_anchor().write(value)
        except OSError as error:
            raise DeviceError("store.anchor_not_written", detail=error.strerror) from error

    def _open_anchor(self) -> anchor.AnchorFile:
        """Open the anchor before anything is saved, so that a place that cannot be written stops the save."""
        if self._anchor is None:
            path = self._anchor_path(self.installation.id)
            try:
                self._anchor = anchor.AnchorFile(path)
            except OSError as error:
                raise DeviceError("store.no_anchor", path=str(path.parent), detail=error.strerror) from error
        return self._anchor
