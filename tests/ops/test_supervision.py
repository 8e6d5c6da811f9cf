"""Visits by window, what is due, and the plan of who visits what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ops.programme import Programme, make_programme
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.assignments import as_before, assign, plan, publish, spread, take_back
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Account
from zjdesk.ops.supervision import AHEAD, DONE, DUE, OPEN, OVERDUE, Window, matrix, windows_of
from zjdesk.settings import Environment


@pytest.fixture
def programme(tmp_path: Path, env: Environment) -> Iterator[Programme]:
    """Six projects at the office, on the last day of the cycle."""
    made = make_programme(tmp_path, env)
    yield made
    made.office.close()


def test_windows_are_two_months_each(programme: Programme) -> None:
    (cycle,) = list_records(programme.office, "cycle")
    found = windows_of(cycle)
    assert [(one.number, one.first, one.last) for one in found] == [
        (1, "2015-08-01", "2015-09-30"),
        (2, "2015-10-01", "2015-11-30"),
        (3, "2015-12-01", "2016-01-31"),
        (4, "2016-02-01", "2016-03-31"),
        (5, "2016-04-01", "2016-05-31"),
        (6, "2016-06-01", "2016-07-31"),
    ]


@pytest.mark.parametrize(
    ("today", "visited", "state"),
    [
        ("2016-05-31", False, AHEAD),
        ("2016-06-01", False, OPEN),
        ("2016-07-16", False, OPEN),
        ("2016-07-17", False, DUE),
        ("2016-07-31", False, DUE),
        ("2016-08-01", False, OVERDUE),
        ("2016-08-01", True, DONE),
    ],
)
def test_br_05_says_what_is_due_two_weeks_ahead(today: str, visited: bool, state: str) -> None:
    assert Window(6, "2016-06-01", "2016-07-31").state(today, visited) == state


def test_only_visits_on_site_count_in_a_window(programme: Programme) -> None:
    seen = programme.visit(0, "2016-06-15")
    programme.visit(1, "2016-06-15", mode="by_phone")
    programme.visit(2, "2016-03-31")
    found = matrix(programme.office)
    assert (found.now, len(found.rows)) == (6, 6)
    assert found.rows[0].visits == {6: [(seen, "2016-06-15")]}
    assert (found.rows[1].visits, found.rows[1].last) == ({}, "2016-06-15")
    assert list(found.rows[2].visits) == [4]
    assert [row.no for row in found.missing(6)] == [row.no for row in found.rows[1:]]


def test_a_project_that_is_not_approved_is_not_visited(programme: Programme) -> None:
    values = {"no": "ZJ2015-C01-09", "name": "未立项（示例）", "theme": "elderly", "target_group": "老人"}
    place = {"community": programme.communities[0], "cycle": programme.cycle, "leader": programme.leader(0)}
    programme.add("project", **place, **values, start="2015-09-01", end="2016-06-30", target_count=6)
    assert len(matrix(programme.office).rows) == 6


def test_open_issues_are_counted(programme: Programme) -> None:
    about = {"code": "archive_late", "severity": "ordinary", "due": "2016-07-31", "owner": "示例社工"}
    programme.add("issue", project=programme.projects[0], **about)
    assert [row.issues for row in matrix(programme.office).rows] == [1, 0, 0, 0, 0, 0]


def test_br_06_refuses_a_plan_that_leaves_a_project_out(programme: Programme) -> None:
    first = programme.supervisors[0]
    assign(programme.office, 6, dict.fromkeys(programme.projects[:5], first))
    with pytest.raises(InputError, match="plan_not_whole") as raised:
        publish(programme.office, 6)
    assert [(one.place, one.key) for one in raised.value.problems] == [("ZJ2015-C02-03", "ops.br_06_nobody")]
    assign(programme.office, 6, {programme.projects[5]: programme.supervisors[1]})
    publish(programme.office, 6)
    assert plan(programme.office, 6).published
    assert not plan(programme.office, 5).published


def test_br_06_refuses_a_project_that_two_would_visit(programme: Programme) -> None:
    everything = list(programme.projects)
    for person in programme.supervisors[:2]:
        programme.add("supervisor_assignment", cycle=programme.cycle, supervisor=person, window=6, projects=everything)
        everything = everything[:1]
    with pytest.raises(InputError) as raised:
        publish(programme.office, 6)
    assert [one.key for one in raised.value.problems] == ["ops.br_06_several"]


def test_a_project_moves_from_one_to_another(programme: Programme) -> None:
    first, second, _ = programme.supervisors
    assign(programme.office, 6, dict.fromkeys(programme.projects, first))
    assign(programme.office, 6, {programme.projects[0]: second})
    assert plan(programme.office, 6).loads == {first: 5, second: 1}
    assign(programme.office, 6, {programme.projects[0]: None})
    assert plan(programme.office, 6).loads == {first: 5}, "who has none left has no record left"
    assert [row.id for row in plan(programme.office, 6).unassigned] == [programme.projects[0]]


def test_a_published_plan_is_taken_back_before_it_is_changed(programme: Programme) -> None:
    first, second, _ = programme.supervisors
    assign(programme.office, 6, dict.fromkeys(programme.projects, first))
    publish(programme.office, 6)
    with pytest.raises(NotAllowed, match="plan_published"):
        assign(programme.office, 6, {programme.projects[0]: second})
    take_back(programme.office, 6, "督导员请假")
    assign(programme.office, 6, {programme.projects[0]: second})
    assert plan(programme.office, 6).loads == {first: 5, second: 1}


def test_a_supervisor_does_not_plan(programme: Programme) -> None:
    visitor = replace(programme.office, account=Account("cd" * 16, "示例督导甲", "SV"))
    with pytest.raises(NotAllowed):
        assign(visitor, 6, {programme.projects[0]: programme.supervisors[0]})


def test_a_plan_follows_the_one_before(programme: Programme) -> None:
    first, second, _ = programme.supervisors
    before = {own: first if place < 3 else second for place, own in enumerate(programme.projects)}
    assign(programme.office, 5, before)
    assign(programme.office, 6, {programme.projects[0]: second})
    wanted = as_before(plan(programme.office, 6), plan(programme.office, 5))
    assert wanted == {own: person for own, person in before.items() if own != programme.projects[0]}


def test_projects_are_shared_out_evenly_and_by_community(programme: Programme) -> None:
    shared = spread(plan(programme.office, 6), programme.supervisors[:2])
    assert [shared[own] for own in programme.projects] == [programme.supervisors[0]] * 3 + [
        programme.supervisors[1]
    ] * 3
    three = spread(plan(programme.office, 6), programme.supervisors)
    assert sorted(list(three.values()).count(one) for one in programme.supervisors) == [2, 2, 2]
