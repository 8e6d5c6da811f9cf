"""The reference programme against the rules: nothing stands against a save, what the seed tells is found."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from zjdesk.demo.source import projects
from zjdesk.ops.checking import Checked, check_store
from zjdesk.ops.queries import get, list_records
from zjdesk.ops.session import Session


@pytest.fixture(scope="module")
def found(office: Session) -> list[Checked]:
    """All that the rules find in the office's store."""
    return check_store(office)


def _projects(session: Session, those: Iterable[Checked]) -> set[object]:
    """Return the numbers of the projects that findings are about."""
    records = [get(session, one.record) for one in those]
    above = [one if one.form == "project" else get(session, str(one.parent)) for one in records]
    return {one.values["no"] for one in above}


def _of(found: list[Checked], rule: str) -> list[Checked]:
    return [one for one in found if one.rule == rule]


def test_every_rule_of_level_e_passes(found: list[Checked]) -> None:
    assert [(one.rule, one.message("zh")) for one in found if one.level == "E"] == []


def test_what_the_seed_tells_is_what_the_rules_find(office: Session, found: list[Checked]) -> None:
    told = {
        "BR-29": {one.no for one in projects() if one.balance_fen < 0},
        "BR-14": {one.no for one in projects() if one.completion == "deviated"},
        "BR-19": {one.no for one in projects() if one.backbone == "none"},
    }
    assert [len(those) for those in told.values()] == [6, 7, 4]
    assert {rule: _projects(office, _of(found, rule)) for rule in told} == told


def test_every_project_went_through_the_gates_with_its_papers(office: Session) -> None:
    """BR-32, BR-33, BR-34, BR-45: the steps were taken by real saves, so what they ask for lies in the store."""
    assert {one.values["state"] for one in list_records(office, "project")} == {"final_evaluated"}
    count = len(projects())
    assert len(list_records(office, "proposal")) == count
    assert len(list_records(office, "evaluation_score")) == count
    for form in ("self_assessment", "supervisor_assessment", "interview"):
        assert len(list_records(office, form)) == 2 * count
    assert len(list_records(office, "joint_meeting")) == 12
