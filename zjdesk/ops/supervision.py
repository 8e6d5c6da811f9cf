"""The year's visits: which project was visited in which window, by whom it is to be, and what is due (BR-05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session
from zjdesk.stats import views
from zjdesk.store.entry import STATE
from zjdesk.store.read import Record

DONE, OVERDUE, DUE, OPEN, AHEAD = "done", "overdue", "due", "open", "ahead"
SOON_DAYS = 14
PUBLISHED = "published"
OPEN_ISSUES = ("open", "assigned", "answered", "reopened")


@dataclass(frozen=True)
class Window:
    """One round of visits, from its first day to its last (ISO dates); numbered from 1."""

    number: int
    first: str
    last: str

    def state(self, today: str, visited: bool) -> str:
        """Return how a project stands in this window: visited, or not and since when that matters."""
        if visited:
            return DONE
        if today > self.last:
            return OVERDUE
        if today < self.first:
            return AHEAD
        soon = (date.fromisoformat(self.last) - timedelta(days=SOON_DAYS)).isoformat()
        return DUE if today >= soon else OPEN

    def days_left(self, today: str) -> int:
        """Return how many days are left until its end."""
        return (date.fromisoformat(self.last) - date.fromisoformat(today)).days


@dataclass(frozen=True)
class Row:
    """One approved project: its counted visits (record, ISO date) by window, who visits it by window, its open issues.

    ``last`` is the last visit of any kind.
    """

    id: str
    no: str
    name: str
    community: str
    code: str
    leader: str
    visits: Mapping[int, Sequence[tuple[str, str]]]
    supervisors: Mapping[int, str]
    issues: int = 0
    last: str = ""


@dataclass(frozen=True)
class Matrix:
    """All approved projects by all windows of the cycle.

    ``now`` is the window that today lies in, the last one after the end of the cycle; ``people`` are the supervisors.
    """

    cycle: Record | None
    windows: tuple[Window, ...]
    now: int
    today: str
    rows: tuple[Row, ...]
    people: Mapping[str, str] = field(default_factory=dict)

    def state(self, row: Row, window: Window) -> str:
        """Return how a project stands in a window."""
        return window.state(self.today, bool(row.visits.get(window.number)))

    def window(self, number: int) -> Window:
        """Return the window of that number."""
        return self.windows[number - 1]

    def missing(self, number: int) -> list[Row]:
        """Return the projects not yet visited in a window."""
        return [row for row in self.rows if not row.visits.get(number)]


def matrix(session: Session) -> Matrix:
    """Return the visits of the cycle that is counted, project by project and window by window."""
    cycle = current_cycle(session)
    today = session.store.env.today().isoformat()
    if cycle is None:
        return Matrix(None, (), 0, today, ())
    windows = windows_of(cycle)
    people = {one.id: str(one.values["name"]) for one in list_records(session, "person", where={"kind": "supervisor"})}
    now = next((one.number for one in windows if today <= one.last), len(windows))
    return Matrix(cycle, windows, now, today, tuple(_rows(session, cycle)), people)


def current_cycle(session: Session) -> Record | None:
    """Return the cycle that is counted: the latest."""
    views.renew(session.store.conn)
    row = session.store.conn.execute("SELECT lower(hex(cycle)) FROM current_cycle").fetchone()
    return list_records(session, "cycle", ids=[row[0]])[0] if row else None


def windows_of(cycle: Record) -> tuple[Window, ...]:
    """Return the windows of a cycle: so many months each, counted from its first day."""
    months = max(1, int(cycle.values.get("visit_window_months") or 2))
    start, end = (date.fromisoformat(str(cycle.values[name])) for name in ("start", "end"))
    found: list[Window] = []
    first = start
    while first <= end:
        after = _months_later(start, months * (len(found) + 1))
        last = min(after - timedelta(days=1), end)
        found.append(Window(len(found) + 1, first.isoformat(), last.isoformat()))
        first = after
    return tuple(found)


def assignments(session: Session, cycle: str) -> list[Record]:
    """Return who visits what, all windows together."""
    return list_records(session, "supervisor_assignment", parent=cycle)


def is_published(record: Record) -> bool:
    """Tell whether an assignment is in force; those made before there were drafts of plans are."""
    return bool(record.values.get(STATE, PUBLISHED) == PUBLISHED)


def _rows(session: Session, cycle: Record) -> list[Row]:
    conn = session.store.conn
    visits = _visits(session)
    assigned = _assigned(session, cycle)
    issues = _open_issues(session)
    last: dict[str | None, str] = {}
    for one in list_records(session, "supervisor_visit"):
        last[one.parent] = max(last.get(one.parent, ""), str(one.values.get("date", "")))
    names = {one.id: str(one.values.get("name", "")) for one in list_records(session, "person")}
    leaders = {one.id: names.get(str(one.values.get("leader")), "") for one in list_records(session, "project")}
    rows = conn.execute(
        "SELECT lower(hex(p.unit)), p.no, p.name, c.name, p.community FROM approved_project p"
        " JOIN main.community c ON c._id = p.community_id ORDER BY p.no"
    )
    return [
        Row(
            own,
            str(no),
            str(name),
            str(place),
            str(code),
            leaders.get(own, ""),
            visits.get(own, {}),
            assigned.get(own, {}),
            issues.get(own, 0),
            last.get(own, ""),
        )
        for own, no, name, place, code in rows
    ]


def _visits(session: Session) -> dict[str, dict[int, list[tuple[str, str]]]]:
    found: dict[str, dict[int, list[tuple[str, str]]]] = {}
    rows = session.store.conn.execute(
        'SELECT lower(hex(unit)), lower(hex(project)), date, "window" FROM unit_visit ORDER BY date'
    )
    for own, project, day, window in rows:
        found.setdefault(project, {}).setdefault(window, []).append((own, day))
    return found


def _assigned(session: Session, cycle: Record) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for one in assignments(session, cycle.id):
        for project in one.values.get("projects") or ():
            found.setdefault(project, {})[int(one.values["window"])] = str(one.values["supervisor"])
    return found


def _open_issues(session: Session) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in list_records(session, "issue"):
        if one.parent and one.values.get(STATE) in OPEN_ISSUES:
            found[one.parent] = found.get(one.parent, 0) + 1
    return found


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))
