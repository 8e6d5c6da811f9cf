"""Connections to the store's SQLite file: one driver, one set of pragmas, one kind of transaction."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlcipher3 import dbapi2

from zjdesk.errors import DeviceError

if TYPE_CHECKING:
    from sqlite_utils import Database

Connection = sqlite3.Connection
_driver = cast("Any", dbapi2)
# The driver binds integers and texts at once, and asks around for a microsecond how each other value is to be adapted.
ADAPTERS: tuple[tuple[type, Callable[..., Any]], ...] = ((bytes, bytes), (bool, int), (type(None), {}.get))
for _kind, _adapter in ADAPTERS:
    _driver.register_adapter(_kind, _adapter)
DatabaseError: type[Exception] = _driver.DatabaseError
IntegrityError: type[Exception] = _driver.IntegrityError
# Primary result codes that speak of the disk and not of a statement: busy, read-only, I/O, corrupt, full,
# cannot open, not a database (https://sqlite.org/rescode.html).
HMAC = "HMAC_SHA256"  # most processors do SHA-256 in hardware, and a save writes a dozen pages
PAGE = 4096  # bytes; half of it would make a save cheaper by a fifteenth, and an export twice as dear
NOT_A_DATABASE = 26  # also when it was encrypted with another key
UNSOUND = frozenset({11, NOT_A_DATABASE})  # what lies there is damaged; more room would not help
DISK_CODES = frozenset({5, 8, 10, 11, 13, 14, NOT_A_DATABASE})


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Connection:
    """Open the encrypted database at ``path`` with its key of 32 bytes; DeviceError when it cannot be read."""
    mode = "ro" if read_only else "rwc"
    try:
        conn = cast(
            "Connection",
            _driver.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
            ),
        )
        conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        conn.execute(f"PRAGMA cipher_page_size = {PAGE}")
        conn.execute(f"PRAGMA cipher_hmac_algorithm = {HMAC}")
        conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if not read_only:
            conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA temp_store = MEMORY")
        conn.execute("PRAGMA cache_size = -65536")
    except DatabaseError as error:
        key_fits = getattr(error, "sqlite_errorcode", None) != NOT_A_DATABASE
        what = "store.cannot_open" if key_fits else "store.other_key"
        raise DeviceError(what, path=str(path), detail=str(error)) from error
    return conn


@contextmanager
def atomic(conn: Connection) -> Iterator[None]:
    """Run a block as one durable transaction; a nested block is part of the outer one."""
    if conn.in_transaction:
        yield
        return
    try:
        conn.execute("BEGIN IMMEDIATE")
        yield
        conn.execute("COMMIT")
    except BaseException as error:
        if conn.in_transaction:
            with suppress(DatabaseError):
                conn.execute("ROLLBACK")
        _tell(error)
        raise


def _tell(error: BaseException) -> None:
    """Raise a fault of the disk while writing as what a person is told."""
    if is_disk_fault(error):
        key = "store.disk_fault" if _primary(error) in UNSOUND else "store.not_written"
        raise DeviceError(key, detail=str(error)) from error


def is_disk_fault(error: BaseException | None) -> bool:
    """Tell whether the database failed because of its disk, and not by a mistake of ours."""
    return _primary(error) in DISK_CODES


def _primary(error: BaseException | None) -> int:
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else 0


@contextmanager
def on_disk() -> Iterator[None]:
    """Run a block that reads the database; a fault of the disk becomes a DeviceError."""
    try:
        yield
    except DatabaseError as error:
        if not is_disk_fault(error):
            raise
        raise DeviceError("store.disk_fault", detail=str(error)) from error


@contextmanager
def rehearsal(conn: Connection) -> Iterator[None]:
    """Run a block and take everything back, whatever it did."""
    try:
        conn.execute("BEGIN IMMEDIATE")
        yield
    except BaseException as error:
        _tell(error)
        raise
    finally:
        if conn.in_transaction:
            with suppress(DatabaseError):
                conn.execute("ROLLBACK")


def toolkit(conn: Connection) -> Database:
    """Return sqlite-utils over our connection; it must find our driver under the names it looks for."""
    import sqlcipher3

    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
    from sqlite_utils import Database

    return Database(conn)
