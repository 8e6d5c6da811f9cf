"""Merge of many entries against one executemany transaction of exactly the rows that the merge leaves.

Run: python -m tests.benchmarks.merge [entries …]; 10000 100000 1000000 give the curve. The goals are a rate of at least
0.4 of the floor's for 200,000, and at most 0.2 of the first time for merging the same bundle again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.world import (
    certify,
    handed_in,
    measured,
    new_store,
    plain_copy,
    rows_of,
    sheet,
    sign_in,
    write_plainly,
)
from zjdesk.sync.merge import merge


def run(entries: int) -> None:
    """Print the CPU seconds of both and the rate, and what merging again costs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, office = new_store(folder / "source"), new_store(folder / "office")
        certify(office, source)
        sign_in(source, sheet(source), entries)
        bundle = handed_in(source, office, folder)
        source.close()
        ours: list[float] = []
        with measured(ours):
            merge(office, bundle)
        with measured(ours):
            assert merge(office, bundle).new == 0
        held = office.conn.execute("SELECT count(*) FROM sign_in_entry").fetchone()[0]
        floor = _plainly(rows_of(office.conn, _tables(office.catalogue.names())), folder)
        office.close()
    first, again = ours
    print(f"merge of {held} records: {first:.2f} CPU s, {first / held * 1e6:.1f} microseconds each;", end=" ")  # noqa: T201
    print(f"the same rows plainly: {floor:.2f} CPU s; rate {floor / first:.2f} of the floor's;", end=" ")  # noqa: T201
    print(f"again: {again / first:.2f} of the first time")  # noqa: T201


def _tables(forms: tuple[str, ...]) -> tuple[str, ...]:
    return ("log_feed", "log_entry", "log_seal", "local_merge", *forms)


def _plainly(rows: dict[str, list[tuple[object, ...]]], folder: Path) -> float:
    """Return the CPU seconds of writing rows into an empty database with the same tables, keys and indexes."""
    conn = plain_copy(folder / "plain")
    spent: list[float] = []
    with measured(spent):
        write_plainly(conn, rows)
    conn.close()
    return spent[0]


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ["200000"]):
        run(size)
