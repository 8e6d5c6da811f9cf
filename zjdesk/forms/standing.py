"""Rules that nobody breaks by a save but by letting time pass: what is due, late, missing or falling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from zjdesk.forms.check import Finding, Values
from zjdesk.forms.facts import COUNTED_VISITS, RUNNING, UNDONE, Facts, Rule, day, done, finding, ids, later, total
from zjdesk.forms.model import STATE
from zjdesk.forms.rules_activity import RECORD_DAYS
from zjdesk.forms.rules_money import SUBSIDY
from zjdesk.forms.rules_oversight import MEETING_DAY, OPEN_ISSUES
from zjdesk.forms.suggest import suggested_backbone, suggested_completion
from zjdesk.forms.windows import months, window_on, windows
from zjdesk.i18n import Label

PLAN_DAYS = 30
DUE_SOON = timedelta(days=14)
FEWEST_PHOTOS = 2
FALLING = 3
_MATERIAL = ("supplies", "small_prizes")
_DUTIES = ("publicise", "collect_needs", "guide_topics", "form_team", "arrange_liaison", "follow_progress")
_QUARTER = 3


def _cycle(facts: Facts) -> Values:
    return next(iter(facts.look("cycle", "id", facts.values.get("cycle"))), {})


def _records(facts: Facts) -> list[Values]:
    return done(facts.look("activity_record", "project", facts.id))


def visit_is_due(facts: Facts) -> Iterator[Finding]:
    """BR-05: every project is visited in every window; a visit is due two weeks before the window ends."""
    visits = facts.look("supervisor_visit", "project", facts.id)
    days = [str(row.get("date")) for row in visits if row.get("mode") in COUNTED_VISITS]
    for window in windows(_cycle(facts)):
        seen = any(window.first.isoformat() <= one <= window.last.isoformat() for one in days)
        if seen or facts.today < window.last - DUE_SOON:
            continue
        late = facts.today > window.last
        params = {"number": window.number, "last": window.last.isoformat()}
        yield finding("BR-05", "", "W" if late else "I", "" if late else "soon", **params)


def archive_is_complete(facts: Facts) -> Iterator[Finding]:
    """BR-08: each activity has its photos and sign-in sheet, and lists for what was handed out or paid."""
    lists = {form: facts.look(form, "project", facts.id) for form in ("handout_list", "subsidy_receipt")}
    for record in _records(facts):
        if record.get("paper_only") is True:
            continue
        lacking = [*_papers(facts, record), *_lists(facts, record, lists)]
        if lacking:
            names = Label("、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking))
            yield finding("BR-08", "", "W", title=record.get("title"), held=record.get("date"), names=names)


def _papers(facts: Facts, record: Values) -> Iterator[Label]:
    if len(facts.look("photo", "activity", record.get("id"))) < FEWEST_PHOTOS:
        yield Label("照片", "photos")
    if not facts.look("sign_in_sheet", "activity", record.get("id")):
        yield Label("签到表", "sign-in sheet")


def _lists(facts: Facts, record: Values, lists: Mapping[str, Sequence[Values]]) -> Iterator[Label]:
    spent = [row for own in ids(record.get("spend")) for row in facts.look("expenditure", "id", own)]
    kinds = {row.get("category") for row in spent}
    mine = {form: [row for row in rows if row.get("activity") == record.get("id")] for form, rows in lists.items()}
    if kinds.intersection(_MATERIAL) and not mine["handout_list"]:
        yield Label("物资发放表", "hand-out list")
    if SUBSIDY in kinds and not mine["subsidy_receipt"]:
        yield Label("补贴签收单", "subsidy receipt")


def comments_each_quarter(facts: Facts) -> Iterator[Finding]:
    """BR-08: residents are heard at least once in each quarter in which something took place."""
    records = _records(facts)
    said = [*facts.look("comment", "project", facts.id)]
    said += [row for record in records for row in facts.look("comment", "activity", record.get("id"))]
    for quarter in windows({**_cycle(facts), "visit_window_months": _QUARTER}):
        first, last = quarter.first.isoformat(), quarter.last.isoformat()
        held = any(first <= str(record.get("date")) <= last for record in records)
        heard = any(first <= str(row.get("date")) <= last for row in said)
        if held and not heard and facts.today > quarter.last:
            yield finding("BR-08", "", "W", "comment", first=first, last=last)


def records_are_handed_in(facts: Facts) -> Iterator[Finding]:
    """BR-09: a record that is still a draft so many days after its activity is late."""
    most = facts.number(_cycle(facts), "record_days", RECORD_DAYS)
    for record in facts.look("activity_record", "project", facts.id):
        sheets = [record, *facts.look("sign_in_sheet", "activity", record.get("id"))]
        if any(row.get(STATE) in UNDONE for row in sheets) and facts.today > later(record.get("date"), most):
            yield finding("BR-09", "", "W", "draft", title=record.get("title"), held=record.get("date"), most=most)


def team_keeps_archive(facts: Facts) -> Iterator[Finding]:
    """BR-13: the team puts at least half of its papers in order itself."""
    told = [row.get("archived_by") for row in _records(facts) if row.get("archived_by")]
    own = told.count("team")
    if told and own * 2 < len(told):
        yield finding("BR-13", "", "I", own=own, all=len(told))


def plan_is_behind(facts: Facts) -> Iterator[Finding]:
    """BR-14: what was held against what was planned, where it falls short."""
    found = suggested_completion(facts.look, facts.id, facts.today)
    if found is not None and found.value == "deviated":
        yield finding("BR-14", "", "I", **found.params)


def activities_are_overdue(facts: Facts) -> Iterator[Finding]:
    """BR-15: a planned activity a month past its date is held, moved or called off."""
    most = facts.number(_cycle(facts), "plan_days", PLAN_DAYS)
    for plan in facts.look("activity_plan", "project", facts.id):
        if plan.get(STATE) in ("planned", "moved") and facts.today > later(plan.get("planned_to"), most):
            yield finding("BR-15", "", "W", title=plan.get("title"), planned=plan.get("planned_to"), most=most)


def residents_run_it(facts: Facts) -> Iterator[Finding]:
    """BR-19: the committee does not run half of a project's activities or more."""
    found = suggested_backbone(facts.look, facts.id)
    if found is not None and found.value == "none":
        yield finding("BR-19", "", "I", **found.params)


def attendance_holds(facts: Facts) -> Iterator[Finding]:
    """BR-26: attendance does not fall three times in a row."""
    records = sorted(_records(facts), key=lambda row: (str(row.get("date")), str(row.get("start_time"))))
    heads = [facts.number(row, "headcount", 0) for row in records][-FALLING:]
    if len(heads) == FALLING and heads[0] > heads[1] > heads[2]:
        yield finding("BR-26", "", "I", heads=" → ".join(map(str, heads)))


def duties_are_done(facts: Facts) -> Iterator[Finding]:
    """BR-35: the committee does its six duties, and follows the progress in every window."""
    rows = [row for row in facts.look("committee_duty", "project", facts.id) if row.get("done") is True]
    known = Counter(row.get("duty") for row in rows)
    missing = [duty for duty in _DUTIES if not known[duty]]
    if missing:
        yield finding("BR-35", "", "I", done=len(_DUTIES) - len(missing), all=len(_DUTIES))
    followed = [str(row.get("date")) for row in rows if row.get("duty") == "follow_progress"]
    for window in windows(_cycle(facts)):
        first, last = window.first.isoformat(), window.last.isoformat()
        if window.last < facts.today and not any(first <= one <= last for one in followed):
            yield finding("BR-35", "", "I", "follow", number=window.number, last=last)


def meetings_are_held(facts: Facts) -> Iterator[Finding]:
    """BR-36: there is a joint meeting with a report on supervision in every month, by the tenth."""
    held = done(facts.look("joint_meeting", "cycle", facts.id))
    seen = {str(row.get("date"))[:7] for row in held if row.get("supervision_report")}
    for month in months(facts.values):
        due = date(month.last.year, month.last.month, MEETING_DAY)
        if facts.today > due and due.isoformat()[:7] not in seen:
            yield finding("BR-36", "", "I", "none", month=due.isoformat()[:7])


def issues_are_followed(facts: Facts) -> Iterator[Finding]:
    """BR-37: an open issue has an owner and a day, and is answered by it."""
    for issue in facts.look("issue", "project", facts.id):
        if issue.get(STATE) not in OPEN_ISSUES:
            continue
        due = day(issue.get("due"))
        if due is None or not issue.get("owner"):
            yield finding("BR-37", "", "W", "owner")
        elif due < facts.today:
            yield finding("BR-37", "", "W", due=due.isoformat(), days=(facts.today - due).days)


def supervisors_are_assigned(facts: Facts) -> Iterator[Finding]:
    """BR-06: in the window that runs, every running project has exactly one supervisor."""
    window = window_on(facts.values, facts.today)
    rows = facts.look("supervisor_assignment", "cycle", facts.id)
    named = Counter(own for row in rows if window and row.get("window") == window.number for own in _projects(row))
    running = [row for row in facts.look("project", "cycle", facts.id) if row.get(STATE) in RUNNING]
    lacking = [row for row in running if named[str(row.get("id"))] != 1]
    if window is not None and lacking:
        names = "、".join(str(row.get("no")) for row in lacking[:3])
        yield finding("BR-06", "", "E", "lacking", number=window.number, count=len(lacking), names=names)


def _projects(row: Values) -> list[str]:
    return ids(row.get("projects"))


def signers_overlap(facts: Facts) -> Iterator[Finding]:
    """BR-27: how many different people came, told only where signers have codes instead of names."""
    codes: list[object] = []
    for project in facts.look("project", "community", facts.id):
        for record in facts.look("activity_record", "project", project.get("id")):
            for sheet in facts.look("sign_in_sheet", "activity", record.get("id")):
                codes += [row.get("code") for row in facts.look("sign_in_entry", "sheet", sheet.get("id"))]
    if codes and all(codes):
        yield finding("BR-27", "", "I", people=len(set(codes)), times=len(codes))


def recovery_is_plausible(facts: Facts) -> Iterator[Finding]:
    """BR-43: where every paper came back everywhere, ask whether only those at hand were asked."""
    for wave in ("mid", "final"):
        batches = [row for row in facts.look("batch", "cycle", facts.id) if row.get("wave") == wave]
        places = {row.get("parent") for row in batches}
        if len(places) > 1 and all(row.get("distributed") == row.get("recovered") for row in batches):
            number = total(batches, "recovered")
            yield finding("BR-43", "", "I", places=len(places), papers=number)


def batches_are_entered(facts: Facts) -> Iterator[Finding]:
    """BR-39: as many papers are entered as were recovered, batch by batch."""
    for batch in facts.look("batch", "community", facts.id):
        entered = len(facts.look("response", "batch", batch.get("id")))
        if entered != batch.get("recovered"):
            yield finding("BR-39", "", "W", entered=entered, recovered=batch.get("recovered"))


WATCHES: Mapping[str, tuple[Rule, ...]] = {
    "project": (
        visit_is_due,
        archive_is_complete,
        comments_each_quarter,
        records_are_handed_in,
        team_keeps_archive,
        plan_is_behind,
        activities_are_overdue,
        residents_run_it,
        attendance_holds,
        duties_are_done,
        issues_are_followed,
    ),
    "community": (signers_overlap, batches_are_entered),
    "cycle": (supervisors_are_assigned, meetings_are_held, recovery_is_plausible),
}
