"""What a merge of 1,000 entries costs in a large store against a small one, everything that merge does included.

Run: python -m tests.benchmarks.growth [small large]; 20,000 and 2,000,000 entries if not said. The goal is a ratio of
at most 1.3. The bundles are of the same kind and size; each store merges five, and the medians are compared.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.world import certify, handed_in, measured, new_store, sheet, sign_in
from zjdesk.sync.merge import merge

ENTRIES = 1000
TIMES = 5


def merging_into(held: int) -> float:
    """Return the median CPU seconds of merging 1,000 entries into a store that holds so many."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, office = new_store(folder / "source"), new_store(folder / "office")
        certify(office, source)
        own = sheet(source)
        merge(office, handed_in(source, office, folder))
        sign_in(office, sheet(office, "c1" * 16), held)
        spent: list[float] = []
        for time in range(TIMES + 1):
            sign_in(source, own, ENTRIES, start=time * ENTRIES)
            bundle = handed_in(source, office, folder)
            with measured(spent):
                assert merge(office, bundle).new == ENTRIES
        source.close()
        office.close()
    return statistics.median(spent[1:])


def run(small: int, large: int) -> None:
    """Print both and the ratio."""
    first, second = merging_into(small), merging_into(large)
    print(f"{ENTRIES} entries into {small}: {first:.3f} CPU s, into {large}: {second:.3f} CPU s;", end=" ")  # noqa: T201
    print(f"ratio {second / first:.2f}")  # noqa: T201


if __name__ == "__main__":
    run(*(map(int, sys.argv[1:]) if len(sys.argv) > 2 else (20_000, 2_000_000)))
