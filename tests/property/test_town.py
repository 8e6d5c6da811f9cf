"""The proof that the merge is right: every order of arrival, every copied disk, against an oracle of its own."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.machine import TOTALS, TownMachine, template

# A share that fits every run of the suite; ``python -m tests.property`` runs as long as one likes.
SHARE = settings(
    max_examples=30,
    stateful_step_count=20,
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=False,
    phases=(Phase.generate,),  # ``python -m tests.property`` shrinks what it finds
    suppress_health_check=list(HealthCheck),
)


def test_a_town_comes_out_as_the_oracle_says() -> None:
    TOTALS.clear()
    with template():
        run_state_machine_as_test(TownMachine, settings=SHARE)
    assert TOTALS["steps"] > 200
    assert 5 * TOTALS["runs with copies"] >= TOTALS["runs"]
