"""The reference programme, made once; tests that change it work inside a savepoint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stats.programme import Programme, reference


@pytest.fixture(scope="session")
def reference_once() -> Programme:
    """Make the reference programme, for reading."""
    return reference()


@pytest.fixture
def programme(reference_once: Programme) -> Iterator[Programme]:
    """Give the reference programme; whatever the test changes is taken back."""
    reference_once.conn.execute("SAVEPOINT test")
    yield reference_once
    reference_once.conn.execute("ROLLBACK TO test")
    reference_once.conn.execute("RELEASE test")


@pytest.fixture
def empty() -> Programme:
    """Give a store in which nothing has been entered."""
    return Programme()
