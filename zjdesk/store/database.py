"""Connections to the store's SQLite file: one driver, one set of pragmas, one kind of transaction."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlcipher3 import dbapi2

from zjdesk.errors import DeviceError

if TYPE_CHECKING:
    from sqlite_utils import Database

Connection = sqlite3.Connection
_driver = cast("Any", dbapi2)
DatabaseError: type[Exception] = _driver.DatabaseError
IntegrityError: type[Exception] = _driver.IntegrityError


def connect(path: Path, *, read_only: bool = False) -> Connection:
    """Open the database file at ``path``; raises DeviceError when it cannot be read as one."""
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
        if not read_only:
            conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA temp_store = MEMORY")
        conn.execute("PRAGMA cache_size = -65536")
    except DatabaseError as error:
        raise DeviceError("store.cannot_open", path=str(path), detail=str(error)) from error
    return conn


@contextmanager
def atomic(conn: Connection) -> Iterator[None]:
    """Run a block as one durable transaction; a nested block is part of the outer one."""
    if conn.in_transaction:
        yield
        return
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
    try:
        conn.execute("COMMIT")
    except DatabaseError as error:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise DeviceError("store.not_written", detail=str(error)) from error


@contextmanager
def rehearsal(conn: Connection) -> Iterator[None]:
    """Run a block and take everything back, whatever it did."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")


def toolkit(conn: Connection) -> Database:
    """Return sqlite-utils over our connection; it must find our driver under the names it looks for."""
    import sqlcipher3

    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
    from sqlite_utils import Database

    return Database(conn)
