"""The communities and projects that figures are broken down by, in the order they are listed."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection

from zjdesk.errors import UsageError


@dataclass(frozen=True)
class Community:
    """A community: its code, its name and its record."""

    code: str
    name: str
    id: str


@dataclass(frozen=True)
class Project:
    """An approved project: its record, number, name and community's code."""

    id: str
    no: str
    name: str
    community: str


def communities(conn: Connection) -> list[Community]:
    """Return the communities by code."""
    found = conn.execute("SELECT community, name, unit FROM unit_community ORDER BY community")
    return [Community(code, name or code, unit.hex()) for code, name, unit in found]


def projects(conn: Connection) -> list[Project]:
    """Return the approved projects by community and number."""
    found = conn.execute("SELECT unit, no, name, community FROM approved_project ORDER BY community, no, unit")
    return [Project(unit.hex(), no or "", name or "", community) for unit, no, name, community in found]


def require_community(conn: Connection, code: str | None) -> None:
    """Refuse the code of a community that does not exist; none means all of them."""
    if code is not None and all(place.code != code for place in communities(conn)):
        raise UsageError("stats.no_such_community", code=code)
