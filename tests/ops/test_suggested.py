"""What the records suggest for a project's finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.programme import Programme, make_programme
from zjdesk.ops.suggested import suggested, told
from zjdesk.settings import Environment


@pytest.fixture
def programme(tmp_path: Path, env: Environment) -> Iterator[Programme]:
    """Six projects at the office, on the last day of the cycle."""
    made = make_programme(tmp_path, env)
    yield made
    made.office.close()


def answers(made: Programme, wave: str, project: int = 0) -> dict[str, tuple[str, str]]:
    """Return field by field what is suggested, and by which rule."""
    return {one.field: (one.value, one.rule) for one in suggested(made.office, made.projects[project])[wave]}


def check(made: Programme, wave: str, conclusion: str) -> None:
    """Save the archive check of a wave."""
    seen = {"basic_info_ok": True, "label_ok": True, "truthful": True, "ordered": True}
    made.add("archive_check", project=made.projects[0], wave=wave, conclusion=conclusion, **seen)


def test_what_no_record_tells_is_not_suggested(programme: Programme) -> None:
    assert answers(programme, "final") == {"archive": ("complete", "BR-08")}


def test_the_archive_follows_the_check_of_its_wave(programme: Programme) -> None:
    check(programme, "mid", "late")
    assert answers(programme, "mid")["archive"] == ("late", "R39")
    assert answers(programme, "final")["archive"] == ("complete", "BR-08")
    check(programme, "final", "complete")
    assert answers(programme, "final")["archive"] == ("complete", "R39")


def test_an_issue_names_the_liaison(programme: Programme) -> None:
    visit = programme.visit(0, "2016-06-15")
    assert answers(programme, "final")["liaison"] == ("dutiful", "R35")
    about = {"code": "liaison_support", "severity": "ordinary", "due": "2016-07-31", "owner": "示例社工0"}
    programme.add("issue", project=programme.projects[0], found_in=visit, **about)
    assert answers(programme, "final")["liaison"] == ("weak", "R35")


def test_br_19_says_what_it_counts(programme: Programme) -> None:
    project = programme.projects[0]
    values = {
        "process": "居民围坐在一起，志愿者先讲解再动手。" * 4,
        "headcount": 9,
        "volunteers": 2,
        "place": "居委活动室",
    }
    values |= {"start_time": "09:00", "end_time": "11:00", "label_shown": True, "host": programme.leader(0)}
    for day in ("2016-07-20", "2016-07-25"):
        about = {"title": f"活动{day}（示例）", "date": day, "run_by": "committee", "state": "submitted"}
        programme.add("activity_record", project=project, **values, **about)
    found = {one.field: one for one in suggested(programme.office, project)["final"]}
    assert (found["backbone"].value, told(found["backbone"], "zh")) == (
        "none",
        "2 次活动中由居委组织 2 次（BR-19）。",
    )
    assert found["archive"].value == "late", "two activities have neither photos nor sign-in sheets"
    assert "7 项材料中有" in told(found["archive"], "zh")
