"""Fixtures for the verbs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.world import Street, make_street
from zjdesk.settings import Environment


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()
