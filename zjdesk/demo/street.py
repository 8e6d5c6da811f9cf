"""Who is who in the programme: communities, laptops, staff and teams, with the ids others refer to."""

from __future__ import annotations

from datetime import date
from functools import cache

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Laptop, Project
from zjdesk.demo.source import projects, words
from zjdesk.ops.changes import NewRecord

OFFICE_ACCOUNT = "示例管理员"
CODES = tuple(f"C{number:02d}" for number in range(1, 32))
STAFF = ("secretary", "director", "social_worker")
# Five supervisors hold whole communities, so that each has 23 or 24 projects (BR-06).
ROUNDS = (CODES[0:6], CODES[6:12], CODES[12:18], (*CODES[18:23], "C27"), (*CODES[23:26], *CODES[27:31]))
SUPERVISORS = ("S1", "S2", "S3", "S4", "S5")
LEAD = "S0"
REVIEWERS = ("R1", "R2", "R3")
SUCCESSOR = 9
_FOUNDED = days.moment(days.FOUNDED)
_PROPOSED = days.moment(days.PROPOSED)


@cache
def laptops() -> tuple[Laptop, ...]:
    """Return the 37 laptops beside the office's: liaisons, supervisors, lead."""
    liaisons = [
        Laptop(code, "liaison", f"{community_name(code)}居委会", staff_name(code, "social_worker"), (code,))
        for code in CODES
    ]
    field = [
        Laptop(key, "supervisor", f"督导{key[1:]}组", supervisor_name(key), codes)
        for key, codes in zip(SUPERVISORS, ROUNDS, strict=True)
    ]
    return (*liaisons, *field, Laptop(LEAD, "lead", "督导总负责", supervisor_name(LEAD), CODES))


def laptop(key: str) -> Laptop:
    """Return the laptop with that key."""
    return next(item for item in laptops() if item.key == key)


def supervisor_of(community: str) -> str:
    """Return the key of the supervisor who visits a community."""
    return next(key for key, codes in zip(SUPERVISORS, ROUNDS, strict=True) if community in codes)


def supervised(key: str) -> list[Project]:
    """Return the projects that a supervisor visits."""
    return [project for project in projects() if supervisor_of(project.community) == key]


def of_community(code: str) -> list[Project]:
    """Return the projects of a community."""
    return [project for project in projects() if project.community == code]


def community_name(code: str) -> str:
    """Return a community's name: the five that the report names, placeholders for the others."""
    known = words()["communities"]
    number = int(code[1:])
    return str(known[number - 1]) if number <= len(known) else f"示例{number:02d}"


def name(*purpose: object) -> str:
    """Return the name of a person who does not exist."""
    chance = stream("name", *purpose)
    given = "".join(chance.choice(words()["given"]) for _ in range(chance.choice((1, 2, 2))))
    return f"示例{chance.choice(words()['surnames'])}{given}"


def phone(*purpose: object) -> str:
    """Return a number that no exchange has."""
    return f"000-{stream('phone', *purpose).randrange(10**8):08d}"


def person(own: str, kind: str, full_name: str, *purpose: object, parent: tuple[str, str]) -> NewRecord:
    """Return the record of a person; ``parent`` is the field and the id of the community or street."""
    values = {parent[0]: parent[1], "name": full_name, "kind": kind, "phone": phone(*purpose)}
    return NewRecord("person", values, own)


STREET_ID = record_id(_FOUNDED, "street")
CYCLE_ID = record_id(_FOUNDED, "cycle")


def community_id(code: str) -> str:
    """Return the id of a community."""
    return record_id(_FOUNDED, "community", code)


def staff_id(code: str, kind: str) -> str:
    """Return the id of a community's secretary, director or social worker."""
    return record_id(_FOUNDED, "staff", code, kind)


def staff_name(code: str, kind: str) -> str:
    """Return the name of a community's secretary, director or social worker."""
    return name("staff", code, kind)


def supervisor_id(key: str) -> str:
    """Return the id of a supervisor's person."""
    return record_id(_FOUNDED, "supervisor", key)


def supervisor_name(key: str) -> str:
    """Return the name of a supervisor."""
    return name("supervisor", key)


def reviewer_id(key: str) -> str:
    """Return the id of a reviewer's person; reviewers come from outside the street."""
    return record_id(_FOUNDED, "reviewer", key)


def reviewer_name(key: str) -> str:
    """Return the name of a reviewer."""
    return name("reviewer", key)


def project_id(project: Project) -> str:
    """Return the id of a project."""
    return record_id(_PROPOSED, "project", project.no)


def team_size(project: Project) -> int:
    """Return how many residents make up a team, its leader included."""
    return stream("team", project.no).randint(5, 7)


def member_id(project: Project, place: int) -> str:
    """Return the id of a team's person; 0 is the first leader, 9 who comes in when somebody leaves."""
    return record_id(_PROPOSED, "member", project.no, place)


def member_name(project: Project, place: int) -> str:
    """Return the name of a team's person."""
    return name("member", project.no, place)


def leader_place(project: Project, day: date) -> int:
    """Return the place of who leads a team on a day; three teams change their leader."""
    return SUCCESSOR if project.team == "leader" and day >= days.TEAM_CHANGED else 0


def source_id(project: Project, kind: str) -> str:
    """Return the id of a project's source of money."""
    return record_id(_PROPOSED, "source", project.no, kind)
