"""Photos find their activity by when they were taken, and are flagged when they were evidence before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from tests.ops.test_picture import scene
from tests.ops.world import leader, make_street, project
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.files import add_bytes
from zjdesk.ops.photo_matching import Doubt, Earlier, Occasion, doubts, earlier_photos, looks, match, occasions
from zjdesk.ops.picture import Picture, read_picture
from zjdesk.settings import Environment

MORNING = Occasion("m", "示例座谈会", "活动室", date(2016, 3, 12), time(9), time(11))
EVENING = Occasion("e", "示例放映", "广场", date(2016, 3, 12), time(19), time(21))
LATER = Occasion("l", "示例义卖", "广场", date(2016, 4, 2), time(9), time(11))


def taken(day: date | None, at: time | None = None) -> Picture:
    """A picture of a day and a time."""
    return Picture("示例.jpg", "00" * 32, day, at, False, 4000, 0, b"")


@pytest.mark.parametrize(
    ("day", "at", "found"),
    [
        (date(2016, 4, 2), None, LATER),
        (date(2016, 4, 1), time(9), LATER),
        (date(2016, 4, 5), time(9), None),
        (None, None, None),
        (date(2016, 3, 12), time(9, 30), MORNING),
        (date(2016, 3, 12), time(18, 50), EVENING),
        (date(2016, 3, 12), None, None),
        (date(2016, 3, 13), time(9), None),
    ],
)
def test_a_photo_finds_its_activity(day: date | None, at: time | None, found: Occasion | None) -> None:
    assert match(taken(day, at), [MORNING, EVENING, LATER]) is found


def test_the_caption_begins_with_when_where_and_what() -> None:
    assert MORNING.caption == "2016年3月12日 活动室 示例座谈会"
    assert len(replace(MORNING, title="长" * 200).caption) == 80


def test_the_same_file_and_a_smaller_copy_are_doubted() -> None:
    pictures = [
        read_picture(str(n), data) for n, data in enumerate((scene(1), scene(2), scene(1), scene(2, quality=30)))
    ]
    old = Earlier("r", "m", pictures[1].sha256)
    found = doubts(pictures, [old], {})
    assert found[0] is None
    assert found[1] == Doubt("same", old)
    assert found[2] == Doubt("same", beside=0)
    assert found[3] == Doubt("near", beside=1)


def test_a_photo_that_is_evidence_elsewhere_is_doubted(tmp_path: Path, env: Environment) -> None:
    street = make_street(tmp_path, env)
    session, own = street.liaison, project(street)
    values: dict[str, object] = {
        "title": "示例座谈会",
        "date": "2016-03-12",
        "start_time": "09:00",
        "end_time": "11:00",
        "place": "活动室",
    }
    values |= {"process": "居民围坐座谈。" * 9, "headcount": 9, "volunteers": 1, "run_by": "team", "label_shown": True}
    made = save(session, [NewRecord("activity_record", {**values, "project": own, "host": leader(street)})])
    (activity,) = occasions(session, own)
    assert (activity.id, activity.start, activity.end) == (made.ids[0], time(9), time(11))
    kept = add_bytes(session, scene(4))
    photo = {"activity": activity.id, "file": kept, "taken_on": "2016-03-12", "caption": "示例"}
    save(session, [NewRecord("photo", {**photo, "faces_consent": "no_people"})])
    (earlier,) = earlier_photos(session, own)
    looked = looks(session, [earlier.sha256, "ab" * 32])
    assert list(looked) == [kept], "a file that is not here has no look"
    smaller = read_picture("微信.jpg", scene(4, size=(1080, 810), quality=40))
    assert doubts([smaller], [earlier], looked) == [Doubt("near", earlier)]
    street.office.close()
    street.liaison.close()
