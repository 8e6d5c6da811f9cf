"""Merge of many entries against one executemany transaction of exactly the rows that the merge leaves.

Run: python -m tests.benchmarks.merge [entries]. The goal is a rate of at least 0.25 of the floor's.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.world import certify, measured, new_store, plain_copy, rows_of, sheet, signer, write_plainly
from zjdesk.sync.merge import merge
from zjdesk.sync.write import export

GROUP = 25


def run(entries: int) -> None:
    """Print the CPU seconds of both and the rate."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, office = new_store(folder / "source"), new_store(folder / "office")
        certify(office, source)
        own, scope = sheet(source)
        for start in range(0, entries, GROUP * 200):
            actions = [
                (scope, [signer(own, number) for number in range(first, min(first + GROUP, entries))])
                for first in range(start, min(start + GROUP * 200, entries), GROUP)
            ]
            source.append("a" * 32, actions)
        (folder / "stick").mkdir()
        sent = export(source, folder / "stick", receiver="0" * 32, recipients=[office.installation.recipient])
        ours: list[float] = []
        with measured(ours):
            merge(office, sent.files[0])
        held = office.conn.execute("SELECT count(*) FROM sign_in_entry").fetchone()[0]
        tables = ("log_feed", "log_entry", "log_seal", "local_merge", *office.catalogue.names())
        rows = rows_of(office.conn, tables)
        conn = plain_copy(folder / "plain")
        floor: list[float] = []
        with measured(floor):
            write_plainly(conn, rows)
        conn.close()
        source.close()
        office.close()
    print(f"merge of {held} records: {ours[0]:.2f} CPU s; the same rows plainly: {floor[0]:.2f} CPU s;", end=" ")  # noqa: T201
    print(f"rate {floor[0] / ours[0]:.2f} of the floor's")  # noqa: T201


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
