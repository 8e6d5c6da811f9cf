"""Settling: what stands, what comes back when it is withdrawn, and what is asked again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.world import Street, make_street, project
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.edit import save
from zjdesk.ops.queries import conflicts, get
from zjdesk.ops.settle import decide, keep, set_value
from zjdesk.settings import Environment


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def exchange(street: Street) -> None:
    """Carry bundles both ways."""
    street.carry(street.liaison, street.office)
    street.carry(street.office, street.liaison)


def kinds(street: Street) -> list[str]:
    """Return the kinds of the office's open questions."""
    return sorted(item.kind for item in conflicts(street.office))


def test_withdrawing_a_settlement_brings_both_values_and_the_question_back(street: Street) -> None:
    own = project(street)
    exchange(street)
    save(street.liaison, [EditRecord(own, {"name": "居民区的名称"})])
    save(street.office, [EditRecord(own, {"name": "街道的名称"})])
    exchange(street)
    (question,) = conflicts(street.office)
    set_value(street.office, question.id, "商定的名称")
    assert (kinds(street), get(street.office, own).values["name"]) == ([], "商定的名称")
    (settled,) = get(street.office, own).heads["name"]
    decide(street.office, "withdraw", [settled], why="定错了")
    assert kinds(street) == ["value"]
    assert get(street.office, own).values["name"] in ("居民区的名称", "街道的名称")
    assert len(get(street.office, own).heads["name"]) == 2


def test_a_settled_question_is_asked_again_when_a_new_candidate_comes(street: Street) -> None:
    for _ in range(2):
        project(street, name="示例项目")
    exchange(street)
    for question in conflicts(street.office):
        keep(street.office, question.id)
    assert kinds(street) == []
    project(street, name="示例项目")
    exchange(street)
    assert set(kinds(street)) == {"possible_duplicate"}
