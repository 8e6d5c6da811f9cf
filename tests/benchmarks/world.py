"""Stores and rows for the benchmarks, and the floor they are held against: the same rows, plainly written."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlcipher3 import dbapi2

from zjdesk.forms.load import load_catalogue
from zjdesk.paths import forms_dir
from zjdesk.settings import Environment
from zjdesk.store.backup import DATABASE
from zjdesk.store.database import ADAPTERS, Connection, connect
from zjdesk.store.entry import CERTIFICATE, PARENT
from zjdesk.store.ids import uuid7
from zjdesk.store.schema import quoted
from zjdesk.store.store import Save, Store
from zjdesk.store.street import new_secrets
from zjdesk.store.trust import signed
from zjdesk.store.vault import KeyFile
from zjdesk.sync.write import export

NOON = 1_469_937_600_000
KEY = bytes(32)
GROUP = 25
COMMUNITY = "c0" * 16
STREET = new_secrets()
Rows = dict[str, list[tuple[object, ...]]]


def new_store(folder: Path, kind: str = "office") -> Store:
    """Make an empty store, encrypted, of the street and (a laptop) of the community."""
    env = Environment(NOON, "benchmark", folder.parent / "anchors")
    return Store.create(
        folder,
        load_catalogue(forms_dir()),
        env,
        key=KEY,
        key_file=KeyFile(),
        name=folder.name,
        kind=kind,
        communities=[COMMUNITY],
        street=STREET.public(),
    )


def open_store(folder: Path) -> Store:
    """Open a store that :func:`new_store` made, as another process does."""
    env = Environment(NOON, "benchmark", folder.parent / "anchors")
    return Store.open(folder, load_catalogue(forms_dir()), env, KEY)


def certify(office: Store, other: Store) -> None:
    """Let the office certify another installation."""
    own = other.installation
    said = {"installation": own.id, "key": own.public, "recipient": own.recipient, "name": own.name, "kind": own.kind}
    values = signed(STREET.signing, CERTIFICATE, {**said, "communities": [COMMUNITY], "accounts": []})
    office.append("b" * 32, [("street", [Save(uuid7(NOON), CERTIFICATE, 1, {PARENT: None, **values})])])


def sheet(store: Store, community: str | None = None) -> tuple[str, str]:
    """Make a community, a project, an activity and a sign-in sheet; returns the sheet and the scope."""
    author = "a" * 32
    community = community or COMMUNITY
    scope = f"community:{community}"
    project, activity, own = (uuid7(NOON) for _ in range(3))
    store.append(author, [("street", [Save(community, "community", 1, {PARENT: None, "code": "C01", "name": "福沈"})])])
    made = [
        Save(project, "project", 1, {PARENT: community, "no": "ZJ2015-C01-01", "name": "示例", "state": "running"}),
        Save(activity, "activity_record", 1, {PARENT: project, "title": "示例", "state": "draft"}),
        Save(own, "sign_in_sheet", 1, {PARENT: activity, "sheet_no": "1", "pages": 1, "count": 20}),
    ]
    store.append(author, [(scope, made)])
    return own, scope


def signer(own: str, number: int) -> Save:
    """Return one line of a sign-in sheet."""
    values = {
        PARENT: own,
        "no": number,
        "name": f"示例王{number % 997}",
        "building": f"{number % 60}号楼",
        "phone_tail": f"{number % 10000:04d}",
        "role": "beneficiary",
        "signed": True,
    }
    return Save(uuid7(NOON), "sign_in_entry", 1, values)


def sign_in(store: Store, where: tuple[str, str], entries: int, start: int = 0) -> None:
    """Let so many people sign in on a sheet, in groups of 25."""
    own, scope = where
    for first in range(start, start + entries, GROUP * 200):
        last = min(first + GROUP * 200, start + entries)
        groups = [range(one, min(one + GROUP, last)) for one in range(first, last, GROUP)]
        store.append("a" * 32, [(scope, [signer(own, number) for number in group]) for group in groups])


def handed_in(source: Store, office: Store, folder: Path) -> Path:
    """Export what the office does not have; returns the one file."""
    (file,) = volumes(source, office, folder)
    return file


def volumes(source: Store, office: Store, folder: Path) -> list[Path]:
    """Export what the office does not have, in as many files as it takes."""
    stick = folder / f"stick-{uuid7(NOON)}"
    stick.mkdir()
    return list(
        export(source, stick, receiver=office.installation.id, recipients=[office.installation.recipient]).files
    )


def rows_of(conn: Connection, tables: tuple[str, ...], after: int = 0) -> Rows:
    """Return every row of the named tables, as the merge left them."""
    found: Rows = {}
    for table in tables:
        where = f" WHERE n > {after}" if table == "log_entry" else ""
        rows = conn.execute(f"SELECT * FROM {quoted(table)}{where}").fetchall()
        if rows:
            found[table] = rows
    return found


def plain_copy(folder: Path) -> Connection:
    """Return an empty database with the same tables, keys and indexes."""
    store = new_store(folder)
    store.close()
    return connect(folder / DATABASE, KEY)


def write_plainly(conn: Connection, rows: Rows) -> None:
    """Write rows with one executemany per table in one durable transaction, with the driver as it comes."""
    with _driver_as_it_comes():
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("BEGIN IMMEDIATE")
        for table, those in rows.items():
            marks = ", ".join("?" * len(those[0]))
            conn.executemany(f"INSERT INTO {quoted(table)} VALUES ({marks})", those)
        conn.execute("COMMIT")


@contextmanager
def _driver_as_it_comes() -> Iterator[None]:
    """Take away for a block the adapters that the program gives its driver to bind values faster."""
    adapters = cast("Any", dbapi2).adapters
    held = {key: found for key, found in adapters.items() if key[0] in dict(ADAPTERS)}
    for key in held:
        del adapters[key]
    try:
        yield
    finally:
        adapters.update(held)


@contextmanager
def measured(into: list[float]) -> Iterator[None]:
    """Add the CPU seconds of the block to ``into``."""
    start = time.process_time()
    yield
    into.append(time.process_time() - start)


def ratio(ours: list[float], floor: list[float]) -> str:
    """Return the two medians and their ratio as one line."""
    one, other = statistics.median(ours), statistics.median(floor)
    return f"{one * 1000:10.2f} ms against {other * 1000:10.2f} ms: ratio {one / other:.2f}"


def repeat(times: int, ours: Callable[[int], None], floor: Callable[[int], None]) -> tuple[list[float], list[float]]:
    """Run both in turn and return their CPU seconds."""
    first: list[float] = []
    second: list[float] = []
    for number in range(times):
        with measured(first):
            ours(number)
        with measured(second):
            floor(number)
    return first, second
