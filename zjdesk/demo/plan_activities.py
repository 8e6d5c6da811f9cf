"""Round 3 on a liaison's laptop: the activities with their plans, sign-in sheets, photos and comments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Action, Project
from zjdesk.demo.pictures import picture
from zjdesk.demo.source import sentence, words
from zjdesk.demo.street import (
    leader_place,
    member_id,
    member_name,
    name,
    of_community,
    project_id,
    staff_id,
    staff_name,
)
from zjdesk.demo.year import Meeting, held, meetings
from zjdesk.forms.rules_activity import RECORD_DAYS
from zjdesk.ops.changes import Change, EditRecord, NewRecord

PHOTOS = 7
_ORGANISERS = {"team": "项目小组", "leader": "项目负责人", "committee": "居委会"}
_LATE_DAYS = 30


def actions(code: str) -> Iterator[Action]:
    """Yield a community's plans in August and then every activity a few days after it was held."""
    for number, project in enumerate(of_community(code)):
        yield Action(days.moment(days.YEAR_BEGINS, 9, 10 * number), tuple(_plans(project)))
        for meeting in held(project):
            yield _entered(project, meeting)
        yield from _dropped(project)


@cache
def residents(code: str) -> tuple[str, ...]:
    """Return the residents of a community who come to activities; nobody has a record of their own."""
    return tuple(dict.fromkeys(name("resident", code, place) for place in range(160)))


def _plans(project: Project) -> Iterator[NewRecord]:
    for meeting in meetings(project):
        values = {
            "project": project_id(project),
            "seq": meeting.number,
            "title": meeting.title,
            "planned_from": meeting.day.replace(day=1).isoformat(),
            "planned_to": meeting.day.isoformat(),
            "place": meeting.place,
            "planned_headcount": 30,
        }
        yield NewRecord("activity_plan", values, meeting.plan)


def _dropped(project: Project) -> Iterator[Action]:
    """A deviated project's missed activities are called off at the end, without an adjustment."""
    for meeting in meetings(project):
        if not meeting.held:
            at = days.moment(days.FIELD_WORK_ENDS, 9, meeting.number)
            yield Action(at, (EditRecord(meeting.plan, {"state": "cancelled"}),), why=sentence("deviate_note"))


def _entered(project: Project, meeting: Meeting) -> Action:
    delay = _LATE_DAYS if project.archive == "late" else 1 + meeting.number % 4
    day = days.later(meeting.day, delay)
    at = days.moment(day, 17, 3 * meeting.number, second=int(project.no[-2:]))
    files = [picture(project.no, meeting.number, place) for place in range(PHOTOS)]
    changes: list[Change] = [
        EditRecord(meeting.plan, {"state": "held"}),
        _record(project, meeting),
        *_sheet(project, meeting),
        *_photos(project, meeting, files),
    ]
    if meeting.number % 3 == 1:
        changes.append(_comment(project, meeting))
    late = day - meeting.day > timedelta(days=RECORD_DAYS)
    return Action(at, tuple(changes), tuple(files), sentence("handed_in_late") if late else "")


def _own(project: Project, meeting: Meeting, *purpose: object) -> str:
    return record_id(days.moment(meeting.day), project.no, meeting.number, *purpose)


def _record(project: Project, meeting: Meeting) -> NewRecord:
    chance = stream("record", project.no, meeting.number)
    run_by = _ORGANISERS[meeting.run_by]
    process = "".join(words()["text"]["process"]).format(run_by=run_by, title=meeting.title)
    begin = chance.choice((9, 13, 14, 18))
    values = {
        "project": project_id(project),
        "plan": meeting.plan,
        "title": meeting.title,
        "date": meeting.day.isoformat(),
        "start_time": f"{begin:02d}:30",
        "end_time": f"{begin + 2:02d}:00",
        "place": meeting.place,
        "process": process,
        "result": chance.choice(words()["text"]["result"]),
        "headcount": meeting.signers,
        "volunteers": meeting.volunteers,
        "host": _host(project, meeting),
        "run_by": meeting.run_by,
        "label_shown": chance.random() < 0.95,
        "state": "submitted",
    }
    return NewRecord("activity_record", values, meeting.record)


def _host(project: Project, meeting: Meeting) -> str:
    if meeting.run_by == "committee":
        return staff_id(project.community, "social_worker")
    return member_id(project, leader_place(project, meeting.day) if meeting.run_by == "leader" else 1)


def _sheet(project: Project, meeting: Meeting) -> Iterator[NewRecord]:
    sheet = _own(project, meeting, "sheet")
    values = {
        "activity": meeting.record,
        "sheet_no": 1,
        "pages": 1 + meeting.signers // 21,
        "count": meeting.signers,
        "checked_by": staff_name(project.community, "social_worker"),
        "state": "submitted",
    }
    yield NewRecord("sign_in_sheet", values, sheet)
    chance = stream("signers", project.no, meeting.number)
    people = chance.sample(residents(project.community), meeting.signers)
    for number, full_name in enumerate(people, 1):
        signer: dict[str, Any] = {
            "sheet": sheet,
            "no": number,
            "name": full_name,
            "building": f"{1 + sum(map(ord, full_name)) % 18}号楼",
            "phone_tail": f"{chance.randrange(10_000):04d}",
            "role": "volunteer" if number <= meeting.volunteers else "beneficiary",
            "signed": True,
        }
        yield NewRecord("sign_in_entry", signer, _own(project, meeting, "signer", number))


def _photos(project: Project, meeting: Meeting, files: list[bytes]) -> Iterator[NewRecord]:
    for place, content in enumerate(files):
        values = {
            "activity": meeting.record,
            "file": sha256(content).hexdigest(),
            "taken_on": meeting.day.isoformat(),
            "caption": f"{meeting.day.isoformat()} {meeting.place} 居民 {meeting.title}（示例图{place + 1}）",
            "photographer": member_name(project, 1),
            "shows_label": place == 0,
            "faces_consent": "no_people" if place == 0 else "informed",
        }
        yield NewRecord("photo", values, _own(project, meeting, "photo", place))


def _comment(project: Project, meeting: Meeting) -> NewRecord:
    chance = stream("comment", project.no, meeting.number)
    values = {
        "activity": meeting.record,
        "date": meeting.day.isoformat(),
        "text": chance.choice(words()["text"]["comments"]),
        "channel": chance.choice(("written", "dictated", "wechat")),
        "may_publish": chance.random() < 0.5,
        "state": "submitted",
    }
    return NewRecord("comment", values, _own(project, meeting, "comment"))
