"""What happens in a project's year: its activities with their days, signers and organisers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Project
from zjdesk.demo.plan_projects import theme
from zjdesk.demo.source import words

_FIRST, _LAST = date(2015, 8, 17), date(2016, 7, 8)
_RUN_BY = {"strong": "leader", "team": "team", "none": "committee"}
_MISSED = 2


@dataclass(frozen=True)
class Meeting:
    """One activity as planned and, unless it was missed, as held."""

    number: int
    title: str
    day: date
    place: str
    plan: str
    record: str
    signers: int
    volunteers: int
    run_by: str
    held: bool


@cache
def meetings(project: Project) -> tuple[Meeting, ...]:
    """Return the planned activities of a project; eight to twelve are held, a deviated project misses two more."""
    chance = stream("meetings", project.no)
    held = chance.randint(8, 12)
    missed = _MISSED if project.completion == "deviated" else 0
    dates = _dates(project, held + missed)
    titles = theme(project)["titles"]
    skipped = set(chance.sample(range(3, held + missed - 1), missed))
    found = []
    for place, day in enumerate(dates):
        signers = chance.randint(15, 40)
        found.append(
            Meeting(
                number=place + 1,
                title=f"{titles[place % len(titles)]}（第{place + 1}次）",
                day=day,
                place=chance.choice(words()["lists"]["places"]),
                plan=record_id(days.moment(days.YEAR_BEGINS), project.no, "plan", place + 1),
                record=record_id(days.moment(day), project.no, "activity", place + 1),
                signers=signers,
                volunteers=min(signers, chance.randint(3, 8)),
                run_by=_run_by(project, place),
                held=place not in skipped,
            )
        )
    return tuple(found)


def held(project: Project) -> list[Meeting]:
    """Return the activities that took place."""
    return [meeting for meeting in meetings(project) if meeting.held]


def falling(project: Project) -> bool:
    """Tell whether the last three activities drew fewer people each time (BR-26)."""
    last = [meeting.signers for meeting in held(project)][-3:]
    return last[0] > last[1] > last[2]


def _dates(project: Project, count: int) -> list[date]:
    """Spread so many days over the year, each a little off its regular place, none on a public holiday."""
    chance = stream("dates", project.no)
    step = (_LAST - _FIRST).days // count
    found = []
    for place in range(count):
        first = _FIRST + timedelta(days=place * step)
        found.append(chance.choice(days.open_days(first, first + timedelta(days=step - 1))))
    return found


def _run_by(project: Project, place: int) -> str:
    """Say who ran an activity; a project without backbone people is mostly run by the committee (BR-19)."""
    usual = _RUN_BY[project.backbone]
    return "team" if usual != "team" and place % 4 == 3 else usual
