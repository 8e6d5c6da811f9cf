"""What a report takes from records rather than from figures: the street, the cycle, the published cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection

from zjdesk.i18n import Lang, text


@dataclass(frozen=True)
class Cycle:
    """The cycle that the report is about, in words; ``accounts`` is the day on which accounts close."""

    name: str
    start: str
    end: str
    accounts: str


@dataclass(frozen=True)
class Street:
    """The street, and the office that answers for the report."""

    name: str
    office: str


@dataclass(frozen=True)
class Case:
    """A published case study; everybody it names has agreed to be named."""

    title: str
    highlight: str
    practice: str
    project: str
    community: str


def day(iso: str, lang: Lang) -> str:
    """Write a date as a text does: 2016年7月31日, 31 July 2016."""
    found = date.fromisoformat(iso)
    name = text(lang, "report.months").split()[found.month - 1]
    return text(lang, "report.day", year=found.year, day=found.day, name=name)


def month(iso: str, lang: Lang) -> str:
    """Write the month of a date."""
    found = date.fromisoformat(iso)
    name = text(lang, "report.months").split()[found.month - 1]
    return text(lang, "report.month", year=found.year, name=name)


def read_cycle(conn: Connection, lang: Lang) -> Cycle | None:
    """Return the cycle that is counted, None before there is one."""
    row = conn.execute(
        'SELECT name, start, "end", accounts_as_of FROM main.cycle WHERE _id = (SELECT cycle FROM current_cycle)'
    ).fetchone()
    if row is None:
        return None
    name, start, end, accounts = row
    return Cycle(name or text(lang, "report.cycle"), month(start, lang), month(end, lang), accounts or end)


def read_street(conn: Connection, lang: Lang) -> Street:
    """Return the street, in plain words before it has been entered."""
    row = conn.execute("SELECT name, office FROM main.street WHERE _deleted = 0 ORDER BY _id LIMIT 1").fetchone()
    name, office = row or ("", "")
    return Street(name or text(lang, "report.street"), office or "")


def read_cases(conn: Connection) -> tuple[Case, ...]:
    """Return the published case studies by project; one that names people without their consent stays out (BR-38)."""
    rows = conn.execute(
        "SELECT s.title, s.highlight, s.practice, p.name, c.name FROM unit_case AS u"
        " JOIN main.case_study AS s ON s._id = u.unit JOIN main.project AS p ON p._id = u.project"
        " JOIN main.community AS c ON c.code = u.community AND c._deleted = 0"
        " WHERE s.state = 'published' AND s.named_people_consent = 1 ORDER BY p.no, s.title, s._id"
    )
    return tuple(Case(*(str(value or "").strip() for value in row)) for row in rows)
