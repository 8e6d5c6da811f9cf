"""Runs the faults apart: ``python -m tests.faults --writes all --kills 500 --bundles 2000 --seed 7``; 1 at a fault."""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.faults import bundles, kills, writes
from tests.faults.site import Site
from tests.faults.vfs import MODES
from tests.fuzz.town import Town


def main() -> int:
    """Run what is asked for; print counts and every fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writes", default="0", help="of how many writes of a merge each fails, or all")
    parser.add_argument("--entries", type=int, default=200, help="entries of that merge")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--bundles", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        if asked.writes != "0":
            site = Site(Path(name) / "writes", asked.entries)
            every = writes.count(site)
            step = 1 if asked.writes == "all" else max(1, every // int(asked.writes))
            cases = [(at, mode) for at in range(1, every + 1, step) for mode in MODES]
            print(f"{every} writes, {len(cases)} cases")  # noqa: T201
            faults += _each("writes", cases, lambda case: writes.once(site, *case))
        if asked.kills:
            town = kills.Worksite(Path(name) / "kills")
            cases_of = [(asked.seed, number) for number in range(asked.kills)]
            faults += _each("kills", cases_of, lambda case: kills.once(town, *case))
        if asked.bundles:
            broken = Town(Path(name) / "bundles")
            numbers = range(asked.bundles)
            faults += _each("bundles", numbers, lambda number: bundles.once(broken, asked.seed, number))
    return 1 if faults else 0


def _each(title: str, cases: Iterable[Any], once: Callable[[Any], str]) -> int:
    found: Counter[str] = Counter()
    faults = 0
    for case in cases:
        try:
            found[once(case)] += 1
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            faults += 1
            print(f"{title} {case}: {traceback.format_exc()}", flush=True)  # noqa: T201
    print(f"{title}: {dict(found)}, {faults} faults", flush=True)  # noqa: T201
    return faults


if __name__ == "__main__":
    sys.exit(main())
