"""The office and the liaison of C01, as a person at a terminal has them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.terminal import Pair, Terminal, make_office, make_pair


@pytest.fixture(autouse=True)
def own_hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the interpreter's hook of this test apart."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """The office and the liaison of C01, with the office's first bundle."""
    return make_pair(make_office(Terminal(tmp_path / "office")), tmp_path)
