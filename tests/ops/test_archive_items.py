"""What the store holds of the seven kinds of material, and what that suggests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ops.programme import make_programme
from zjdesk.ops.archive_items import ITEMS, Item, archive_items
from zjdesk.settings import Environment


@pytest.mark.parametrize(
    ("have", "of", "answer"),
    [(0, 0, None), (0, None, None), (2, None, "complete"), (3, 3, "complete"), (1, 3, "partial"), (0, 3, "missing")],
)
def test_br_08_suggests_only_what_the_records_tell(have: int, of: int | None, answer: str | None) -> None:
    assert Item(have, of).suggested == answer


def test_the_seven_kinds_are_counted(tmp_path: Path, env: Environment) -> None:
    made = make_programme(tmp_path, env)
    project = made.projects[0]
    about: dict[str, object] = {
        "place": "居委活动室",
        "process": "居民围坐在一起，志愿者先讲解再动手。" * 4,
        "headcount": 9,
        "start_time": "09:00",
        "end_time": "11:00",
        "volunteers": 2,
    }
    about |= {"run_by": "team", "label_shown": True, "host": made.leader(0)}
    held = [
        made.add("activity_record", project=project, title=f"活动{n}（示例）", date=day, **about)
        for n, day in enumerate(("2016-02-12", "2016-03-12", "2016-05-12"))
    ]
    made.add("sign_in_sheet", activity=held[0], sheet_no=1, pages=1, count=9)
    made.add(
        "comment",
        activity=held[1],
        author="王示例",
        date="2016-03-13",
        text="很好",
        channel="written",
        may_publish=False,
    )
    found = archive_items(made.office, project)
    made.office.close()
    assert tuple(found) == ITEMS
    assert (found["photo"], found["sign_in"], found["comment"]) == (Item(0, 3), Item(1, 3), Item(1, 2))
    assert (found["handout"], found["record"].of, found["finance"]) == (Item(0, None), 3, Item(0, 0))
