"""A street with one community, one office and two laptops that know of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.store.world import Laptop, give, laptop, pieces


@dataclass(frozen=True)
class Town:
    """Three installations that share a street and a community; ``scope`` is the community's."""

    office: Laptop
    one: Laptop
    two: Laptop
    community: str
    scope: str

    def exchange(self) -> None:
        """Let everyone take in what anyone holds."""
        for taker in (self.office, self.one, self.two):
            for giver in (self.office, self.one, self.two):
                if giver is not taker:
                    give(taker, list(pieces(giver)))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A street with a community that all three stores hold."""
    office, one, two = (laptop(tmp_path, name) for name in ("office", "one", "two"))
    street = office.add("street", None, "street", {"name": "示例街道"})
    community = office.add("community", street, "street", {"name": "福沈", "code": "C01"})
    made = Town(office, one, two, community, f"community:{community}")
    made.exchange()
    yield made
    for each in (office, one, two):
        each.store.close()
