"""What every test shares: surroundings of its own, so that nothing touches the user's data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.passphrase import CHEAP, PASSPHRASE
from zjdesk.settings import Environment
from zjdesk.store import vault

NOON = 1_469_937_600_000  # 2016-07-31 in milliseconds


@pytest.fixture(scope="session", autouse=True)
def cheap_keys() -> Iterator[None]:
    """Let passphrases cost little while tests run in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "COST", CHEAP)
        yield


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep anchors and settings of this test in its own folder."""
    monkeypatch.setenv("ZJDESK_ANCHORS", str(tmp_path / "anchors"))
    monkeypatch.setenv("ZJDESK_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("ZJDESK_STORE", raising=False)
    monkeypatch.delenv("ZJDESK_NOW", raising=False)
    yield


@pytest.fixture
def env(tmp_path: Path) -> Environment:
    """A laptop whose clock stands at 31 July 2016."""
    return Environment(NOON, "a test machine", tmp_path / "anchors", passphrase=PASSPHRASE)
