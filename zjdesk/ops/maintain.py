"""Care of a store: backup, return, examination."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import replace as altered
from pathlib import Path
from tempfile import TemporaryDirectory

from zjdesk.errors import InputError
from zjdesk.ops import audit
from zjdesk.ops.audit import Verb
from zjdesk.ops.session import Session, replaced
from zjdesk.settings import Environment, from_environ
from zjdesk.store import backup as copies
from zjdesk.store import vault
from zjdesk.store.database import on_disk
from zjdesk.store.digest import digest
from zjdesk.store.entry import body_hash
from zjdesk.store.held import header_of
from zjdesk.store.ids import entry_id
from zjdesk.store.rebuild import rebuild
from zjdesk.sync.meter import Progress
from zjdesk.sync.vector import missing_files


@dataclass(frozen=True)
class Examination:
    """What the doctor found; lists name entries and files, all empty in a sound store.

    ``audit`` names the lines of the audit that were changed or removed after they were written.
    ``replaced`` names what of the surroundings was ever replaced from outside (a clock, say), with the day.
    """

    entries: int
    files: int
    damaged: tuple[str, ...]
    broken_chain: tuple[str, ...]
    damaged_files: tuple[str, ...]
    missing_files: tuple[str, ...]
    state_differs: bool
    database: str
    audit: tuple[audit.Fault, ...]
    replaced: Mapping[str, str]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong; files that have not arrived yet are no fault."""
        lists = (self.damaged, self.broken_chain, self.damaged_files, self.audit)
        return not (any(lists) or self.state_differs or self.database != "ok")


def backup(session: Session, folder: Path, progress: Progress | None = None) -> Path:
    """Copy the whole store into a new folder under ``folder``."""
    store = session.store
    made = copies.whole(store.conn, store.key, store.path, folder, store.env.now(), progress)
    with store.transaction():
        store.set("backup", str(store.env.now()))
        audit.note(session, Verb.BACKED_UP, {"folder": made.name, "masked": False})
    return made


def restore(source: Path, target: Path, *, env: Environment | None = None) -> None:
    """Make a store at ``target`` from a backup that the passphrase opens."""
    env = env or from_environ()
    if not source.exists():
        raise InputError("store.no_backup", path=str(source))
    with on_disk():
        key, _ = vault.unlock(vault.read(copies.key_folder(source)), env.passphrase)
        copies.restore(source, target, key)


def doctor(session: Session, *, repair: bool = False) -> Examination:
    """Check every entry, chain and file, and that the state equals a rebuilt one; ``repair`` keeps the rebuilt one."""
    store = session.store
    damaged, broken = _check_log(session)
    before = digest(store.conn, store.catalogue)
    after = _rebuilt(session, keep=repair)
    files = list(store.files.held())
    return Examination(
        entries=store.conn.execute("SELECT count(*) FROM log_entry").fetchone()[0],
        files=len(files),
        damaged=tuple(damaged),
        broken_chain=tuple(broken),
        damaged_files=tuple(sha256 for sha256, _ in files if not store.files.sound(sha256)),
        missing_files=tuple(sorted(missing_files(store))),
        state_differs=before != after,
        database=store.conn.execute("PRAGMA quick_check").fetchone()[0],
        audit=tuple(audit.faults(session)),
        replaced=replaced(store),
    )


def _rebuilt(session: Session, *, keep: bool) -> str:
    conn = session.store.conn
    conn.execute("BEGIN IMMEDIATE")
    try:
        rebuild(conn, session.store.catalogue)
        after = digest(conn, session.store.catalogue)
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT" if keep else "ROLLBACK")
    return after


def _check_log(session: Session) -> tuple[list[str], list[str]]:
    damaged, broken = [], []
    rows = session.store.conn.execute("SELECT id, seq, header, body, chained FROM log_entry ORDER BY feed, seq, id")
    known: set[str] = set()
    erased = {row[0] for row in session.store.conn.execute("SELECT entry FROM log_erased")}
    for own, seq, raw, body, chained in rows.fetchall():
        header = header_of(raw)
        known.add(own.hex())
        if entry_id(raw) != own or header.seq != seq or not _body_fits(own, body, header.body, erased):
            damaged.append(own.hex())
        if chained and header.prev is not None and header.prev not in known:
            broken.append(own.hex())
    return damaged, broken


def _body_fits(own: bytes, body: bytes | None, expected: str, erased: Collection[bytes]) -> bool:
    return body is None or own in erased or body_hash(body) == expected


def self_test(env: Environment) -> list[str]:
    """Make a store in a temporary folder, save, count and draw; returns a line for each part that works."""
    from zjdesk.ops.changes import NewRecord
    from zjdesk.ops.edit import save
    from zjdesk.ops.figures import show
    from zjdesk.ops.setup import create_office

    with TemporaryDirectory() as folder:
        place = Path(folder)
        with create_office(
            place / "office", "self-test", env=altered(env, anchors=place / "anchors", passphrase="self-test")
        ) as session:
            save(session, [NewRecord("community", {"code": "C01", "name": "示例", "committee_name": "示例居委会"})])
            done = [f"store {session.store.conn.execute('SELECT sqlite_version()').fetchone()[0]}"]
            done.append(f"figures {show(session, 'projects')[0].shown}")
            done.append(f"state {'sound' if doctor(session).sound else 'damaged'}")
    return done
