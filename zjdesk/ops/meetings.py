"""What supervision reports to a joint meeting (BR-36, BR-37): the visits since the last one, and the open issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zjdesk.i18n import Lang, text
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session
from zjdesk.ops.supervision import OPEN_ISSUES, current_cycle, matrix
from zjdesk.store.entry import STATE
from zjdesk.store.read import Record


@dataclass(frozen=True)
class Agenda:
    """What is to be reported: the words, and the issues: those overdue, and those that came since the last meeting.

    ``since`` is the day after the last meeting, or the cycle's first; both days belong to the period.
    """

    since: str
    until: str
    report: str
    issues: tuple[Record, ...]
    overdue: frozenset[str]


def agenda(session: Session, *, lang: Lang, until: str = "") -> Agenda:
    """Return what supervision has to report on a day, on today unless said otherwise."""
    until = until or session.store.env.today().isoformat()
    since = _since(session, until)
    visits = list_records(session, "supervisor_visit")
    days = {one.id: str(one.values["date"]) for one in visits}
    issues = list_records(session, "issue")
    open_ = [one for one in issues if one.values.get(STATE) in OPEN_ISSUES]
    overdue = frozenset(one.id for one in open_ if str(one.values.get("due", "9")) < until)
    found = [one for one in issues if since <= _found_on(one, days) <= until]
    news = {one.id for one in found}
    told = sorted(
        (one for one in issues if one.id in overdue or one.id in news),
        key=lambda one: (one.id not in overdue, str(one.values.get("due", ""))),
    )
    lines = (
        _visits(session, [one for one in visits if since <= days[one.id] <= until], since, until, lang),
        _window(session, lang),
        _issues(session, found, len(open_), len(overdue), lang),
    )
    return Agenda(since, until, "\n".join(line for line in lines if line), tuple(told), overdue)


def months_without(session: Session) -> list[str]:
    """Return the months (2016-07) of the cycle, begun and not after it, of which there are no minutes (BR-36)."""
    cycle = current_cycle(session)
    if cycle is None:
        return []
    held = {str(one.values.get("date", ""))[:7] for one in list_records(session, "joint_meeting", parent=cycle.id)}
    last = min(session.store.env.today().isoformat(), str(cycle.values["end"]))
    month, found = date.fromisoformat(str(cycle.values["start"])).replace(day=1), []
    while month.isoformat() <= last:
        found.append(month.isoformat()[:7])
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return [one for one in found if one not in held]


def _since(session: Session, until: str) -> str:
    before = [str(one.values.get("date", "")) for one in list_records(session, "joint_meeting")]
    before = [day for day in before if day < until]
    if before:
        return date.fromordinal(date.fromisoformat(max(before)).toordinal() + 1).isoformat()
    cycle = current_cycle(session)
    return str(cycle.values["start"]) if cycle else until


def _found_on(issue: Record, visits: Mapping[str, str]) -> str:
    """Return the day of the visit on which an issue was found, or else the day on which it was recorded."""
    written = datetime.fromtimestamp(issue.created / 1000).date().isoformat()
    return visits.get(str(issue.values.get("found_in")), written)


def _visits(session: Session, visits: Sequence[Record], since: str, until: str, lang: Lang) -> str:
    modes = _counted(session, "supervisor_visit", "mode", visits, lang)
    projects = len({one.parent for one in visits})
    period = {"since": since, "until": until}
    return text(lang, "ops.meeting_visits", n=len(visits), modes=modes, projects=projects, **period)


def _window(session: Session, lang: Lang) -> str:
    whole = matrix(session)
    if whole.cycle is None:
        return ""
    left, all_ = len(whole.missing(whole.now)), len(whole.rows)
    return text(lang, "ops.meeting_window", window=whole.now, done=all_ - left, all=all_, left=left)


def _issues(session: Session, found: Sequence[Record], open_: int, overdue: int, lang: Lang) -> str:
    kinds = _counted(session, "issue", "code", found, lang)
    return text(lang, "ops.meeting_issues", n=len(found), kinds=kinds, open=open_, overdue=overdue)


def _counted(session: Session, form: str, field: str, records: Sequence[Record], lang: Lang) -> str:
    """Return how many records have each choice, in the order of the choices; a dash where there are none."""
    counts = Counter(str(one.values.get(field)) for one in records)
    choices = session.store.catalogue.form(form).field(field).choices
    told = [f"{one.label.text(lang)} {counts[one.code]}" for one in choices if counts[one.code]]
    return ("、" if lang == "zh" else ", ").join(told) or "—"
