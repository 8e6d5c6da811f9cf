"""The memory of merging a bundle of photos, in as many volumes as it has, which must not grow with the bundle.

Run: python -m tests.benchmarks.photos [megabytes …]; 300 and 3000 if not said. The goal is a peak of 300 MB resident,
whatever the size. The merge runs in a process of its own. Four times the size must be free on the disk.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

from tests.benchmarks.world import NOON, certify, measured, new_store, open_store, sheet, volumes
from zjdesk.store.entry import PARENT
from zjdesk.store.ids import uuid7
from zjdesk.store.store import Save
from zjdesk.sync.merge import merge

PHOTO = 3_000_000


def run(megabytes: int) -> None:
    """Print the peak of a merge of so many megabytes of photos."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, office = new_store(folder / "source"), new_store(folder / "office")
        certify(office, source)
        _, scope = sheet(source)
        activity = source.conn.execute("SELECT hex(_parent) FROM sign_in_sheet").fetchone()[0].lower()
        chance = random.Random(megabytes)
        for number in range(megabytes * 1_000_000 // PHOTO):
            values = {PARENT: activity, "file": source.files.add([chance.randbytes(PHOTO)], later=True)}
            values |= {"caption": f"示例照片{number}", "taken_on": "2016-05-01"}
            source.append("a" * 32, [(scope, [Save(uuid7(NOON), "photo", 1, values)])])
        bundles = volumes(source, office, folder)
        source.close()
        office.close()
        with get_context("spawn").Pool(1) as pool:
            peak, spent, files = pool.apply(_merged, (folder / "office", bundles))
    assert files == megabytes * 1_000_000 // PHOTO
    print(f"{megabytes} MB in {files} photos: peak {peak / 1000:.0f} MB resident, {spent:.1f} CPU s")  # noqa: T201


def _merged(store: Path, bundles: list[Path]) -> tuple[float, float, int]:
    office = open_store(store)
    spent: list[float] = []
    with measured(spent):
        for bundle in bundles:
            merge(office, bundle)
    held = sum(len(names) for _, _, names in os.walk(store / "files"))
    office.close()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, spent[0], held


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ["300", "3000"]):
        run(size)
