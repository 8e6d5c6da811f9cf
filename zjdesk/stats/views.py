"""Puts the unit rows of ``db/views`` on a connection, as temporary views that count up to a date."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection

from zjdesk.errors import UsageError
from zjdesk.paths import db_dir

_TABLES = (
    "CREATE TEMP TABLE stats_as_of (day TEXT)",
    "INSERT INTO temp.stats_as_of VALUES (NULL)",
    "CREATE TEMP TABLE current_cycle AS SELECT * FROM cycle_on_day LIMIT 0",
)


@lru_cache(maxsize=4)
def view_texts(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return the name and the SELECT of every view in a folder; a file is a view."""
    return tuple((path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.sql")))


def installed(conn: Connection) -> bool:
    """Tell whether this connection has the views."""
    found = conn.execute("SELECT 1 FROM sqlite_temp_master WHERE name = 'stats_as_of'")
    return found.fetchone() is not None


def install(conn: Connection, as_of: str | None = None) -> None:
    """Make the views, or renew them, and set the date that they count up to.

    Without a date vouchers count up to their cycle's accounts date and everything else counts (BR-31).
    """
    last = _calendar_day(as_of)
    if not installed(conn):
        for name, text in view_texts(db_dir() / "views"):
            conn.execute(f"CREATE TEMP VIEW {name} AS {text}")
        for statement in _TABLES:
            conn.execute(statement)
    if _day(conn) != last:
        conn.execute("UPDATE temp.stats_as_of SET day = ?", (last,))
    _choose_cycle(conn)


def renew(conn: Connection) -> None:
    """Make the views if they are not there, and look again which cycle is to be counted."""
    install(conn, _day(conn) if installed(conn) else None)


def _choose_cycle(conn: Connection) -> None:
    """Keep the cycle at hand in a table of one row, or none, so that no row of any view looks for it again."""
    chosen = conn.execute("SELECT * FROM cycle_on_day").fetchall()
    if chosen != conn.execute("SELECT * FROM temp.current_cycle").fetchall():
        conn.execute("DELETE FROM temp.current_cycle")
        for row in chosen:
            conn.execute(f"INSERT INTO temp.current_cycle VALUES ({', '.join('?' * len(row))})", row)


def _calendar_day(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text is not None else None
    except ValueError:
        raise UsageError("stats.no_such_day", day=text) from None


def _day(conn: Connection) -> str | None:
    row = conn.execute("SELECT day FROM temp.stats_as_of").fetchone()
    return str(row[0]) if row[0] is not None else None


def columns(conn: Connection, view: str) -> tuple[str, ...]:
    """Return the names of a view's columns, none if there is no such view."""
    return tuple(row[0] for row in conn.execute("SELECT name FROM pragma_table_info(?, 'temp')", (view,)))
