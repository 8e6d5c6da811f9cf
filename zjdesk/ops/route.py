"""A day of visits: the projects to go to, by community, with what to look at; on paper for the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zjdesk.errors import InputError
from zjdesk.i18n import Lang, text
from zjdesk.ops.audit import Verb
from zjdesk.ops.leaving import keep
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session
from zjdesk.ops.supervision import OPEN_ISSUES, Row, matrix
from zjdesk.report import papers, pdf
from zjdesk.report.papers import Part
from zjdesk.report.pdf import Written
from zjdesk.store.entry import STATE
from zjdesk.store.read import Record
from zjdesk.sync.format import shown_name

COLUMNS = ("no", "place", "project", "people", "last", "issues", "seen")
_SIGNATURES = ("report.route_supervisor",)


@dataclass(frozen=True)
class Stop:
    """One project to visit: where it lies, who is to be met, when it was last visited, and its open issues."""

    project: Row
    address: str
    liaison: str
    issues: tuple[Record, ...]


def route(session: Session, projects: Sequence[str]) -> list[Stop]:
    """Return the stops of a day by community and number, so that nobody goes to a community twice."""
    wanted = set(projects)
    rows = sorted((row for row in matrix(session).rows if row.id in wanted), key=lambda row: (row.code, row.no))
    places = {
        str(one.values["code"]): str(one.values.get("address") or "") for one in list_records(session, "community")
    }
    people = {one.id: str(one.values.get("name", "")) for one in list_records(session, "person")}
    return [Stop(row, places.get(row.code, ""), _liaison(session, row, people), _open(session, row)) for row in rows]


def write_route(session: Session, projects: Sequence[str], path: Path, *, day: str, person: str, lang: Lang) -> Written:
    """Write the list of a day, its stops in the order of ``projects``, as PDF; that is noted.

    Raises InputError when there is nowhere to go.
    """
    known = {stop.project.id: stop for stop in route(session, projects)}
    stops = [known[own] for own in projects if own in known]
    if not stops:
        raise InputError("ops.no_stops")
    header = tuple(text(lang, f"report.route_{name}") for name in COLUMNS)
    rows = tuple(cells(session, stop, place, lang) for place, stop in enumerate(stops, 1))
    communities = len({stop.project.code for stop in stops})
    said = text(lang, "report.route_told", n=len(stops), communities=communities)
    paper = papers.build(
        text(lang, "report.route_title", day=day, person=person or "—"),
        [Part("", header, rows), Part("", sentences=(said, text(lang, "report.route_bring")))],
        [text(lang, key) for key in _SIGNATURES],
        office=session.store.installation.name,
        day=session.store.env.today().isoformat(),
        lang=lang,
    )
    data, written = pdf.render(paper)
    keep(session, path, data, Verb.PRINTED, {"what": "route", "stops": len(stops), "file": shown_name(path)})
    return written


def cells(session: Session, stop: Stop, place: int, lang: Lang) -> tuple[str, ...]:
    """Return a stop as it stands on the list; the last cell is left for the time and the leader's name."""
    row, between = stop.project, "、" if lang == "zh" else ", "
    where = between.join(one for one in (row.community, stop.address) if one)
    who = between.join(one for one in (row.leader, stop.liaison) if one)
    return (str(place), where, f"{row.no} {row.name}", who, row.last or "—", issue_words(session, stop, lang), "")


def issue_words(session: Session, stop: Stop, lang: Lang) -> str:
    """Return the open issues of a stop in words, each with the day by which it is due; a dash for none."""
    kinds = {one.code: one.label.text(lang) for one in session.store.catalogue.form("issue").field("code").choices}
    told = [f"{kinds.get(str(one.values.get('code')), '')} {one.values.get('due', '')}" for one in stop.issues]
    return ("；" if lang == "zh" else "; ").join(told) or "—"


def _liaison(session: Session, row: Row, people: Mapping[str, str]) -> str:
    known = list_records(session, "liaison_assignment", parent=row.id)
    current = [one for one in known if not one.values.get("to")]
    return people.get(str(current[0].values.get("person")), "") if current else ""


def _open(session: Session, row: Row) -> tuple[Record, ...]:
    found = [one for one in list_records(session, "issue", parent=row.id) if one.values.get(STATE) in OPEN_ISSUES]
    return tuple(sorted(found, key=lambda one: str(one.values.get("due", ""))))
