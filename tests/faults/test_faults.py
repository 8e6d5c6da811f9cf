"""A share of the faults that ``python -m tests.faults`` goes through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import bundles, kills, writes
from tests.faults.site import Site
from tests.faults.vfs import MODES, Mode
from tests.fuzz.town import Town

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="these tests fork")
SHARE = 7  # writes looked at in each manner


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An office and a laptop whose work waits on a stick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ZJDESK_ANCHORS", raising=False)
        yield Site(tmp_path_factory.mktemp("site"))


@pytest.mark.parametrize("mode", MODES)
def test_a_write_that_fails_leaves_the_store_as_it_was_or_merged(site: Site, mode: Mode) -> None:
    every = writes.count(site)
    assert every > 100
    found = [writes.once(site, at, mode) for at in range(3, every, every // SHARE)]
    assert set(found) & {"kept", "killed"}


@pytest.mark.parametrize("number", range(18))
def test_a_program_killed_at_work_loses_nothing_it_acknowledged(site: Site, number: int) -> None:
    assert kills.once(site, 20161123, number)


def test_a_broken_bundle_is_told_in_a_sentence_and_takes_nothing_uncovered(tmp_path: Path) -> None:
    town = Town(tmp_path / "town")
    try:
        found = [bundles.once(town, 20161123, number) for number in range(120)]
    finally:
        town.close()
    assert len({came for came in found if came.startswith("refused")}) > 5
