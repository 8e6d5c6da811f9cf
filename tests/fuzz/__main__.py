"""Runs the fuzzer: ``python -m tests.fuzz --seconds 1800 --seed 7 [--target entry]``; 1 when anything was found."""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.fuzz.targets import TARGETS, Target
from tests.fuzz.town import Town
from zjdesk.errors import BugError, UserError

LONGEST = 5  # seconds for one input
MOST_MEMORY = 500_000  # KiB resident beyond what the town itself takes
RENEW = 150  # inputs that change the office before it gets its first state back


class TooLong(BaseException):
    """An input took longer than it may."""


@contextmanager
def limited() -> Iterator[None]:
    """Stop what takes too long."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def once(target: Target, town: Town, chance: random.Random) -> str:
    """Feed one input; returns what came of it: taken, refused, or the fault found."""
    try:
        with limited():
            target(town, chance)
    except UserError:
        return "refused"
    except TooLong:
        return "fault: longer than five seconds"
    except BugError as error:
        return f"fault: {error}"
    except Exception as error:  # noqa: BLE001 - any other error is what is looked for
        frames = traceback.extract_tb(error.__traceback__)
        where = ([frame for frame in frames if "zjdesk" in frame.filename] or frames)[-1]
        return f"fault: {type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
    return "taken"


def run(name: str, seconds: float, seed: int, folder: Path, *, trace: bool = False) -> Counter[str]:
    """Feed one target for so long; each input has a seed of its own, printed with a fault."""
    found: Counter[str] = Counter()
    town = Town(folder)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        number += 1
        own = f"{seed}/{name}/{number}"
        result = once(TARGETS[name], town, random.Random(own))
        if result.startswith("fault") and result not in found:
            print(f"{own}: {result}", flush=True)  # noqa: T201
            if trace:
                again(name, own, folder.with_name(f"{folder.name}-again-{number}"))
        found[result] += 1
        if number % RENEW == 0:
            town.renew()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident
    if grown > MOST_MEMORY:
        found[f"fault: {grown} KiB of memory"] += 1
    town.close()
    return found


def again(name: str, own: str, folder: Path) -> None:
    """Feed one input to a fresh town and print where it fails."""
    town = Town(folder)
    try:
        TARGETS[name](town, random.Random(own))
    except UserError:
        pass
    except Exception:  # noqa: BLE001 - printed, which is the purpose
        traceback.print_exc()
    town.close()


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", choices=sorted(TARGETS), action="append")
    parser.add_argument("--trace", action="store_true")
    given = parser.parse_args()
    names = given.target or list(TARGETS)
    wrong = False
    for name in names:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            found = run(name, given.seconds / len(names), given.seed, Path(folder) / "town", trace=given.trace)
        total = sum(found.values())
        print(f"{name}: {total} inputs, {found['taken']} taken, {found['refused']} refused", flush=True)  # noqa: T201
        wrong = wrong or any(one.startswith("fault") for one in found)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
