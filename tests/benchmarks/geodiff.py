"""A merge against pygeodiff: the changes between two tables found and applied, with no history and nothing verified.

Run: pip install pygeodiff; python -m tests.benchmarks.geodiff [entries]. The goal is at most four times its CPU time
with a row for each value, which is what the log compares; with a row for each record it is quicker (printed too).
What our merge spends on verifying (decryption, hashes, canonical lines, signatures) is measured apart, as what reading
the bundle with all checks costs beyond unpacking and parsing it.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import orjson

from tests.benchmarks.world import certify, handed_in, measured, new_store, sheet, sign_in
from zjdesk.store.store import Store
from zjdesk.sync import read
from zjdesk.sync.format import MAX_PIECE, FeedRange
from zjdesk.sync.merge import identities, merge

FIELDS = ("_parent", "no", "name", "building", "phone_tail", "role", "signed")


def wide(office: Store) -> tuple[str, list[tuple[object, ...]]]:
    """Return a table with a row for each record, as our state has it, and its rows."""
    columns = ", ".join(FIELDS)
    rows = office.conn.execute(f"SELECT hex(_id), {columns} FROM sign_in_entry").fetchall()
    return f"_id TEXT PRIMARY KEY, {columns}", rows


def long(office: Store) -> tuple[str, list[tuple[object, ...]]]:
    """Return a table with a row for each value of a record, as our log keeps and compares them, and its rows."""
    rows: list[tuple[object, ...]] = [
        (f"{own}.{name}", value) for own, *values in wide(office)[1] for name, value in zip(FIELDS, values, strict=True)
    ]
    return "key TEXT PRIMARY KEY, value", rows


def geodiff(table: tuple[str, list[tuple[object, ...]]], folder: Path) -> float:
    """Return the CPU seconds in which pygeodiff finds and applies these rows."""
    columns, rows = table
    marks = ", ".join("?" * len(rows[0]))
    folder.mkdir()
    for name in ("base", "changed", "applied"):
        conn = sqlite3.connect(folder / f"{name}.sqlite")
        conn.execute(f"CREATE TABLE entries ({columns})")
        if name == "changed":
            conn.executemany(f"INSERT INTO entries VALUES ({marks})", rows)
        conn.commit()
        conn.close()
    library = import_module("pygeodiff").GeoDiff()
    spent: list[float] = []
    with measured(spent):
        library.create_changeset(str(folder / "base.sqlite"), str(folder / "changed.sqlite"), str(folder / "diff"))
        library.apply_changeset(str(folder / "applied.sqlite"), str(folder / "diff"))
    conn = sqlite3.connect(folder / "applied.sqlite")
    assert conn.execute("SELECT count(*) FROM entries").fetchone() == (len(rows),)
    conn.close()
    return spent[0]


def verifying(office: Store, bundle: Path) -> float:
    """Return the CPU seconds of reading a bundle with all checks, less those of unpacking and parsing its lines."""
    spent: list[float] = []
    with measured(spent), _pieces(office, bundle) as pieces:
        for staged, part in pieces:
            for _ in read.entries(staged, part)[0]:
                pass
    with _pieces(office, bundle) as pieces:
        for staged, part in pieces:
            packed = staged.content(part.member, MAX_PIECE)
            with measured(spent):
                for line in read._lines(packed, "", ""):
                    orjson.loads(line or b"0")
    return spent[0] - sum(spent[1:])


class _pieces:  # noqa: N801
    """The pieces of a bundle, staged for as long as the block lasts."""

    def __init__(self, office: Store, bundle: Path) -> None:
        self._staged = read.staged(bundle, office.path, identities(office))

    def __enter__(self) -> Iterator[tuple[read.Staged, FeedRange]]:
        staged = self._staged.__enter__()
        return ((staged, part) for part in (staged.index.feeds if staged.index else []))

    def __exit__(self, *_: object) -> None:
        self._staged.__exit__(None, None, None)


def run(entries: int) -> None:
    """Print both, the ratio, and the part spent on verifying."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, office = new_store(folder / "source"), new_store(folder / "office")
        certify(office, source)
        sign_in(source, sheet(source), entries)
        bundle = handed_in(source, office, folder)
        ours: list[float] = []
        with measured(ours):
            merge(office, bundle)
        checked = verifying(office, bundle)
        theirs = [geodiff(table(office), folder / table.__name__) for table in (wide, long)]
        source.close()
        office.close()
    print(f"merge of {entries}: {ours[0]:.2f} CPU s, of which verifying {checked:.2f}; pygeodiff", end=" ")  # noqa: T201
    print(f"a row a value {theirs[1]:.2f}: ratio {ours[0] / theirs[1]:.2f};", end=" ")  # noqa: T201
    print(f"a row a record {theirs[0]:.2f}: ratio {ours[0] / theirs[0]:.2f}")  # noqa: T201


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
