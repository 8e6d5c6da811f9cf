"""The reference programme and its reports, made once; a test that changes the programme takes it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stats.programme import Programme, reference
from zjdesk.report.blocks import Report
from zjdesk.report.model import build


@pytest.fixture(scope="session")
def reference_once() -> Programme:
    """Make the reference programme with its street."""
    made = reference()
    made.add(
        "street", code="310115", name="陆家嘴街道", office="自治办", ordinance_title="示例", ordinance_version="2.0"
    )
    return made


@pytest.fixture
def programme(reference_once: Programme) -> Iterator[Programme]:
    """Give the reference programme; whatever the test changes is taken back."""
    reference_once.conn.execute("SAVEPOINT test")
    yield reference_once
    reference_once.conn.execute("ROLLBACK TO test")
    reference_once.conn.execute("RELEASE test")


@pytest.fixture(scope="session")
def report(reference_once: Programme) -> Report:
    """Give the Chinese report on the reference programme."""
    return build(reference_once.conn, lang="zh")


@pytest.fixture(scope="session")
def english(reference_once: Programme) -> Report:
    """Give the English report on the reference programme."""
    return build(reference_once.conn, lang="en")


@pytest.fixture
def empty() -> Programme:
    """Give a store in which nothing has been entered."""
    return Programme()
