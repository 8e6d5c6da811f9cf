"""A small programme at the office: approved projects in two communities, supervisors, visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ops.world import office_with_community
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import new_id, save
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session
from zjdesk.settings import Environment

PROJECTS = 3


@dataclass
class Programme:
    """An office with projects 0 to 2 of C01 and 3 to 5 of C02, three supervisors, and a social worker per community."""

    office: Session
    cycle: str
    communities: list[str]
    projects: list[str]
    supervisors: list[str]
    workers: list[str]

    def add(self, form: str, **values: Any) -> str:
        """Save a record; return its id."""
        own = new_id(self.office)
        save(self.office, [NewRecord(form, values, own)])
        return own

    def leader(self, project: int) -> str:
        """Return who leads a project."""
        return str(list_records(self.office, "project", ids=[self.projects[project]])[0].values["leader"])

    def visit(self, project: int, day: str, **values: Any) -> str:
        """Save a visit on site."""
        whole = {"mode": "on_site", "progress": "on_plan", "findings": "按计划开展。", **values}
        own = self.projects[project]
        return self.add("supervisor_visit", project=own, supervisor=self.supervisors[0], date=day, **whole)


def make_programme(folder: Path, env: Environment) -> Programme:
    """Make the programme."""
    office, first, cycle = office_with_community(folder, env)
    found = Programme(office, cycle, [first], [], [], [])
    about = {"code": "C02", "name": "崂二", "committee_name": "崂二居委会", "address": "崂山路示例1号"}
    found.communities.append(found.add("community", **about))
    street = "street"
    own = _only(office, street)
    found.supervisors += [found.add("person", street=own, name=f"示例督导{n}", kind="supervisor") for n in "甲乙丙"]
    for place, community in enumerate(found.communities):
        worker = found.add("person", community=community, name=f"示例社工{place}", kind="social_worker")
        found.workers.append(worker)
        for number in range(PROJECTS):
            found.projects.append(_project(found, community, cycle, place, number))
    return found


def _only(office: Session, form: str) -> str:
    return list_records(office, form)[0].id


def _project(found: Programme, community: str, cycle: str, place: int, number: int) -> str:
    leader = found.add("person", community=community, name=f"示例王{place}{number}", kind="resident")
    values = {
        "no": f"ZJ2015-C{place + 1:02d}-{number + 1:02d}",
        "name": f"项目{place}{number}（示例）",
        "theme": "elderly",
        "start": "2015-09-01",
        "end": "2016-06-30",
        "target_group": "老人",
        "target_count": 60,
    }
    own = found.add("project", community=community, cycle=cycle, leader=leader, **values)
    run(found.office, [own])
    return own


def run(session: Session, projects: Iterable[str]) -> None:
    """Let projects be approved and running without the records that the way there needs."""
    for own in projects:
        session.store.conn.execute("UPDATE project SET state = 'running' WHERE _id = ?", (bytes.fromhex(own),))
