"""What supervision reports to a joint meeting, and which months lack minutes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.programme import Programme, make_programme
from zjdesk.ops.meetings import agenda, months_without
from zjdesk.settings import Environment


@pytest.fixture
def programme(tmp_path: Path, env: Environment) -> Iterator[Programme]:
    """Six projects at the office, on the last day of the cycle."""
    made = make_programme(tmp_path, env)
    yield made
    made.office.close()


def meet(made: Programme, day: str) -> str:
    """Save the minutes of a meeting."""
    about = {
        "place": "街道会议室",
        "chair": "示例主任",
        "attendees": "自治办、督导组",
        "supervision_report": "按计划。",
    }
    return made.add("joint_meeting", cycle=made.cycle, date=day, **about)


def find(made: Programme, project: int, visit: str, due: str, code: str = "archive_late") -> str:
    """Save an issue that was found on a visit."""
    about = {"code": code, "severity": "ordinary", "due": due, "owner": "示例社工"}
    return made.add("issue", project=made.projects[project], found_in=visit, **about)


def test_br_36_each_month_has_its_minutes(programme: Programme) -> None:
    assert months_without(programme.office)[0] == "2015-08"
    assert len(months_without(programme.office)) == 12
    for month in range(1, 8):
        meet(programme, f"2016-{month:02d}-05")
    assert months_without(programme.office) == [f"2015-{month:02d}" for month in range(8, 13)]


def test_what_came_since_the_last_meeting_is_reported(programme: Programme) -> None:
    meet(programme, "2016-06-06")
    programme.visit(0, "2016-06-06")
    seen = programme.visit(0, "2016-06-07")
    programme.visit(1, "2016-07-01", mode="by_phone")
    fresh = find(programme, 0, seen, "2016-08-30")
    found = agenda(programme.office, lang="zh")
    assert (found.since, found.until) == ("2016-06-07", "2016-07-31")
    assert "督导 2 次（实地 1、电话 1），涉及 2 个项目" in found.report
    assert "第6期已督导 1/6 个项目，还有 5 个没有督导" in found.report
    assert "新发现问题 1 个（档案滞后 1）；目前未整改完 1 个，其中逾期 0 个" in found.report
    assert [one.id for one in found.issues] == [fresh]


def test_br_37_what_is_overdue_is_reported_first(programme: Programme) -> None:
    early, late = programme.visit(0, "2016-02-01"), programme.visit(1, "2016-07-20")
    meet(programme, "2016-07-05")
    fresh = find(programme, 1, late, "2016-08-20")
    overdue = find(programme, 0, early, "2016-07-30")
    find(programme, 2, early, "2016-07-31")
    found = agenda(programme.office, lang="zh")
    assert [one.id for one in found.issues] == [overdue, fresh], "one that is due today is not yet overdue"
    assert found.overdue == {overdue}
    assert agenda(programme.office, lang="en", until="2016-07-30").overdue == frozenset()
