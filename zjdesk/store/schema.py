"""The database's shape: the log's migrations (forward only) and one state table per declared form."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from zjdesk.errors import DeviceError
from zjdesk.forms.model import Catalogue, Field, Form
from zjdesk.paths import db_dir
from zjdesk.store.database import Connection, atomic, toolkit

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATION_SET = "zjdesk"
OWN_COLUMNS = (
    "_id",
    "_parent",
    "_scope",
    "_deleted",
    "_conflict",
    "_time",
    "_author",
    "_created",
    "_creator",
)
_OWN_TYPES = ("BLOB PRIMARY KEY", "BLOB", "TEXT", "INTEGER", "INTEGER", "INTEGER", "TEXT", "INTEGER", "TEXT")
_SQL_TYPES = {"ref": "BLOB", "int": "INTEGER", "money": "INTEGER", "bool": "INTEGER"}


def column_type(field: Field) -> str:
    """Return the SQLite type of a field's column."""
    return _SQL_TYPES.get(field.type, "TEXT")


def quoted(name: str) -> str:
    """Return a declared name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def migration_files() -> list[Path]:
    """Return the log's migrations in their order."""
    return sorted((db_dir() / "migrations").glob("[0-9]*.sql"))


def version(conn: Connection) -> int:
    """Return the number of the newest migration that the store has had."""
    return int(conn.execute("PRAGMA user_version").fetchone()[0])


def newest() -> int:
    """Return the number of the newest migration of this program."""
    return max(int(path.name[:3]) for path in migration_files())


def migrate(conn: Connection) -> None:
    """Bring the log's tables up to this program's version; each step and its record share a transaction."""
    have = version(conn)
    if have > newest():
        raise DeviceError("store.newer_store", version=have, known=newest())
    if have == newest():
        return
    from sqlite_utils import Migrations

    steps = Migrations(MIGRATION_SET)
    for path in migration_files():
        steps(name=path.stem)(_step(path))
    steps.apply(toolkit(conn))


def _step(path: Path) -> Callable[[Database], None]:
    script = path.read_text("utf-8")
    number = int(path.name[:3])

    def run(db: Database) -> None:
        for statement in _statements(script):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version = {number}")

    return run


def _statements(script: str) -> list[str]:
    lines = (line for line in script.splitlines() if not line.lstrip().startswith("--"))
    return [part for part in "\n".join(lines).split(";") if part.strip()]


def declared_digest(catalogue: Catalogue) -> str:
    """Return what the state tables were made from: the declarations and the log's version."""
    return hashlib.sha256(f"{catalogue.digest()} {newest()}".encode()).hexdigest()[:32]


def state_is_current(conn: Connection, catalogue: Catalogue) -> bool:
    """Tell whether the state tables were made from these declarations."""
    row = conn.execute("SELECT value FROM local_setting WHERE name = 'declared'").fetchone()
    return row is not None and row[0] == declared_digest(catalogue)


def drop_state(conn: Connection) -> None:
    """Drop every state table; the log holds everything that was in them."""
    names = conn.execute("SELECT value FROM local_setting WHERE name LIKE 'table:%'").fetchall()
    for (name,) in names:
        conn.execute(f"DROP TABLE IF EXISTS {quoted(name)}")
    conn.execute("DELETE FROM local_setting WHERE name LIKE 'table:%'")
    conn.execute("DELETE FROM state_conflict")
    conn.execute("DELETE FROM state_misfit")


def create_state(conn: Connection, catalogue: Catalogue) -> None:
    """Make an empty state table for every declared form."""
    with atomic(conn):
        drop_state(conn)
        for name in catalogue.names():
            for statement in state_table(catalogue.form(name)):
                conn.execute(statement)
            conn.execute("INSERT INTO local_setting VALUES (?, ?)", (f"table:{name}", name))
        conn.execute("INSERT OR REPLACE INTO local_setting VALUES ('declared', ?)", (declared_digest(catalogue),))


def state_table(form: Form) -> list[str]:
    """Return the statements that make a form's state table with its indexes, as few pages to a save as can be."""
    table = quoted(form.name)
    columns = [f"{name} {kind}" for name, kind in zip(OWN_COLUMNS, _OWN_TYPES, strict=True)]
    columns += [f"{quoted(field.name)} {column_type(field)}" for field in form.fields]
    statements = [f"CREATE TABLE {table} ({', '.join(columns)})"]
    keys = [unique_columns(form, names) for names in form.unique]
    if form.parent and not any(key[0] == "_parent" for key in keys):
        statements.append(f"CREATE INDEX {quoted(form.name + '_parent')} ON {table} (_parent)")
    keys += [unique_columns(form, names[:-1]) for names in form.alike]
    for number, key in enumerate(keys, 1):
        index = quoted(f"{form.name}_unique_{number}")
        statements.append(f"CREATE INDEX {index} ON {table} ({', '.join(key)})")
    return statements


def unique_columns(form: Form, names: tuple[str, ...]) -> list[str]:
    """Return the columns of a possible-duplicate key; a parent's field stands for the parent."""
    return ["_parent" if name in form.parent else quoted(name) for name in names]
