"""Puts the unit rows of ``db/views`` on a connection, as temporary views that count up to a date."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection

from zjdesk.errors import UsageError
from zjdesk.paths import db_dir

_DATE_TABLE = "stats_as_of"


@lru_cache(maxsize=4)
def view_texts(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return the name and the SELECT of every view in a folder; a file is a view."""
    return tuple((path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.sql")))


def installed(conn: Connection) -> bool:
    """Tell whether this connection has the views."""
    found = conn.execute("SELECT 1 FROM sqlite_temp_master WHERE name = ?", (_DATE_TABLE,))
    return found.fetchone() is not None


def install(conn: Connection, as_of: str | None = None) -> None:
    """Make the views and set the date that they count up to.

    Without a date vouchers count up to their cycle's accounts date and everything else counts (BR-31).
    """
    last = _calendar_day(as_of)
    if not installed(conn):
        conn.execute(f"CREATE TEMP TABLE {_DATE_TABLE} (day TEXT)")
        conn.execute(f"INSERT INTO temp.{_DATE_TABLE} VALUES (NULL)")
        for name, text in view_texts(db_dir() / "views"):
            conn.execute(f"CREATE TEMP VIEW {name} AS {text}")
    if day(conn) != last:
        conn.execute(f"UPDATE temp.{_DATE_TABLE} SET day = ?", (last,))


def _calendar_day(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text is not None else None
    except ValueError:
        raise UsageError("stats.no_such_day", day=text) from None


def day(conn: Connection) -> str | None:
    """Return the date that the views were asked to count up to."""
    row = conn.execute(f"SELECT day FROM temp.{_DATE_TABLE}").fetchone()
    return str(row[0]) if row[0] is not None else None


def columns(conn: Connection, view: str) -> tuple[str, ...]:
    """Return the names of a view's columns, none if there is no such view."""
    return tuple(row[0] for row in conn.execute("SELECT name FROM pragma_table_info(?, 'temp')", (view,)))
