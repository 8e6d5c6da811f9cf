"""Whole-store copies: daily, before migrations, and on request; and the way back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from zjdesk.errors import DeviceError, InputError
from zjdesk.store import vault
from zjdesk.store.database import Connection, DatabaseError, connect
from zjdesk.store.lock import sync_folder
from zjdesk.store.place import made
from zjdesk.store.schema import newest, version

DATABASE = "zjdesk.db"
KEEP = 7
DAY = 24 * 3600 * 1000

Progress = Callable[[int, int, str], None]


def copy_database(conn: Connection, key: bytes, target: Path) -> None:
    """Copy the database as it stands to ``target``, in one step, encrypted with the same key."""
    temporary = target.with_suffix(".new")
    with _written(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        try:
            copy = connect(temporary, key)
            try:
                conn.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(target.parent)


@contextmanager
def _written(target: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, DatabaseError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise DeviceError("store.backup_failed", path=str(target), detail=detail) from error


def daily(conn: Connection, key: bytes, folder: Path, now: int) -> Path | None:
    """Make today's copy when there is none younger than a day; keeps the newest seven."""
    row = conn.execute("SELECT value FROM local_setting WHERE name = 'backup'").fetchone()
    if row is not None and 0 <= now - int(row[0]) < DAY:
        return None
    return named(conn, key, folder, now, "daily")


def named(conn: Connection, key: bytes, folder: Path, now: int, why: str) -> Path:
    """Make a copy called after its day and reason, with the key file that opens it beside it."""
    day = datetime.fromtimestamp(now / 1000).strftime("%Y%m%d-%H%M%S")
    target = folder / f"{day}-{why}.db"
    copy_database(conn, key, target)
    with _written(target):
        shutil.copyfile(folder.parent / vault.FILE, folder / vault.FILE)
    conn.execute("INSERT OR REPLACE INTO local_setting VALUES ('backup', ?)", (str(now),))
    for old in sorted(folder.glob("*-daily.db"))[:-KEEP]:
        old.unlink()
    return target


def whole(conn: Connection, key: bytes, store: Path, target: Path, now: int, progress: Progress | None = None) -> Path:
    """Copy database and files into a new folder under ``target``; returns that folder."""
    folder = target / f"zjdesk-{datetime.fromtimestamp(now / 1000).strftime('%Y%m%d-%H%M%S')}"
    if folder.exists():
        raise InputError("store.backup_exists", path=str(folder))
    files = sorted(path for path in (store / "files").glob("*/*") if path.is_file())
    with _written(folder), made(folder):
        folder.mkdir(parents=True)
        for done, path in enumerate(files):
            copy = folder / "files" / path.parent.name / path.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            if progress is not None:
                progress(done + 1, len(files), "store.copying_files")
        shutil.copyfile(store / vault.FILE, folder / vault.FILE)
        copy_database(conn, key, folder / DATABASE)
    return folder


def key_folder(source: Path) -> Path:
    """Return the folder with the key file of a backup: the folder of a whole one, or that in which a copy lies."""
    return source if source.is_dir() else source.parent


def restore(source: Path, target: Path, key: bytes) -> None:
    """Make a store at ``target`` from a backup that opens with ``key``; its next start is a new incarnation."""
    database = source / DATABASE if source.is_dir() else source
    if not database.is_file():
        raise InputError("store.no_backup", path=str(source))
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise InputError("store.target_not_empty", path=str(target))
    _examine(source, database, key)
    with _written(target), made(target):
        target.mkdir(parents=True, exist_ok=True)
        if source.is_dir() and (source / "files").is_dir():
            shutil.copytree(source / "files", target / "files")
        shutil.copyfile(key_folder(source) / vault.FILE, target / vault.FILE)
        shutil.copyfile(database, target / DATABASE)


def _examine(source: Path, database: Path, key: bytes) -> None:
    """Refuse what is no copy of a store, is damaged, or was made by a newer program."""
    try:
        check = connect(database, key, read_only=True)
    except DeviceError:
        raise InputError("store.no_backup", path=str(source)) from None
    try:
        have = version(check)
        sound = check.execute("PRAGMA cipher_integrity_check").fetchone() is None
        sound = sound and check.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        ours = check.execute("SELECT 1 FROM sqlite_schema WHERE name = 'log_entry'").fetchone() is not None
    except DatabaseError:
        raise InputError("store.bad_backup", path=str(source)) from None
    finally:
        check.close()
    if not sound or not ours:
        raise InputError("store.bad_backup" if ours else "store.no_backup", path=str(source))
    if have > newest():
        raise DeviceError("store.newer_store", version=have, known=newest())
