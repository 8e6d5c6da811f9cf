"""Runs the town apart: ``python -m tests.property --steps 20000 --seed 7``; 1 when the program was found wrong."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
import warnings

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.passphrase import CHEAP
from tests.property.machine import TOTALS, TownMachine, template
from zjdesk.store import vault

BATCH = 25  # runs with one seed; the next batch has the next


def batch(own: int, runs: int, length: int, shrink: bool) -> str | None:
    """Make some runs; returns what was found wrong with the steps that lead there."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    chosen = settings(
        max_examples=runs,
        stateful_step_count=length,
        deadline=None,
        database=None,
        phases=phases,
        print_blob=False,
        verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    try:
        run_state_machine_as_test(seed(own)(TownMachine), settings=chosen)
    except Exception as error:  # noqa: BLE001 - any error is what is looked for
        return _told(error)
    return None


def _told(error: BaseException) -> str:
    """Return what was wrong, where, and the steps that lead there."""
    if isinstance(error, BaseExceptionGroup):
        notes = getattr(error, "__notes__", [])
        error = error.exceptions[0]
        error.__notes__ = [*getattr(error, "__notes__", []), *notes]
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "hypothesis" not in frame.filename]
    where = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in ours]
    notes = "\n".join(getattr(error, "__notes__", ())).splitlines()
    steps = [line for line in notes if "oracle_agrees" not in line]
    return "\n".join([f"{type(error).__name__}: {error}"[:6000], *where, *steps])


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--length", type=int, default=25, help="steps of a run at most")
    parser.add_argument("--no-shrink", action="store_true")
    given = parser.parse_args()
    vault.COST = CHEAP
    warnings.simplefilter("ignore")
    begun, own, wrong = time.monotonic(), given.seed, 0
    with template():
        while TOTALS["steps"] < given.steps:
            found = batch(own, BATCH, given.length, not given.no_shrink)
            if found is not None:
                wrong += 1
                print(f"seed {own}:\n{found}\n", flush=True)  # noqa: T201
                break
            own += 1
            if own % 10 == 0:
                print(f"{TOTALS['steps']} steps, {TOTALS['runs']} runs", flush=True)  # noqa: T201
    _report(own, time.monotonic() - begun)
    return int(wrong > 0)


def _report(own: int, seconds: float) -> None:
    steps, runs = TOTALS["steps"], max(1, TOTALS["runs"])
    print(f"{steps} steps, {runs} runs, last seed {own}, {seconds:.0f} s")  # noqa: T201
    for kind in ("copies", "clone", "fork", "restore"):
        print(f"runs with {kind}: {100 * TOTALS[f'runs with {kind}'] // runs} %")  # noqa: T201
    for name, count in sorted(TOTALS.items()):
        if name.startswith(("done", "refused")):
            print(f"  {name}: {count}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
