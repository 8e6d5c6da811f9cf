"""What must hold before a step of a life cycle is taken; the steps name their gates in the declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zjdesk.forms import workdays
from zjdesk.forms.check import Finding, Values
from zjdesk.forms.facts import Facts, Rule, day, done, filled, finding, ids
from zjdesk.forms.rules_project import tied
from zjdesk.i18n import Label

# The four criteria that the seed names (L205); the other two are the street's to use.
CRITERIA = ("benefit", "publicness", "feasibility", "participation")
NOTICE_DAYS = 5
_CONSENTED = ("no_people", "written_consent")
_SOURCES = (
    ("self_assessment", Label("项目自评报告", "the self-assessment")),
    ("supervisor_assessment", Label("督导员评估报告", "the supervisor's assessment")),
    ("interview", Label("访谈记录", "an interview")),
    ("archive_check", Label("档案检查", "the archive check")),
)


def needs_were_heard(facts: Facts) -> Iterator[Finding]:
    """BR-33: residents' needs are heard before a project is proposed."""
    proposals = done(facts.look("proposal", "project", facts.id))
    named = any(ids(row.get("need_refs")) for row in proposals)
    if not named and not done(facts.look("need", "turned_into", facts.id)):
        yield finding("BR-33", "", "W")


def pre_review_passed(facts: Facts) -> Iterator[Finding]:
    """BR-32: the last pre-review let the project pass."""
    known = done(facts.look("pre_review", "project", facts.id))
    last = max(known, key=lambda row: (str(row.get("date")), str(row.get("id"))), default=None)
    if last is None or last.get("result") != "pass":
        yield finding("BR-32", "", "E", "pre_review")


def scores_complete(facts: Facts) -> Iterator[Finding]:
    """BR-34: every reviewer scored all four criteria, and none has a tie to the project."""
    project = {**facts.values, "id": facts.id, "parent": facts.parent.get("id")}
    by_reviewer: dict[str, set[object]] = {}
    for row in done(facts.look("review_score", "project", facts.id)):
        by_reviewer.setdefault(str(row.get("reviewer")), set()).add(row.get("criterion"))
    if not by_reviewer:
        yield finding("BR-34", "", "E")
    for reviewer, criteria in by_reviewer.items():
        name = next((row.get("name") for row in facts.look("person", "id", reviewer)), reviewer)
        if not criteria.issuperset(CRITERIA):
            yield finding("BR-34", "", "E", "incomplete", name=name, count=len(criteria.intersection(CRITERIA)))
        if tied(facts, project, reviewer):
            yield finding("BR-34", "", "E", "tie", name=name)


def notice_finished(facts: Facts) -> Iterator[Finding]:
    """BR-32: a public notice of five working days or more is over, and no objection to it is open."""
    known = done(facts.look("notice", "projects", facts.id))
    over = [row for row in known if _stood(row) and (day(row.get("to")) or facts.today) < facts.today]
    if not over:
        yield finding("BR-32", "", "E", "notice", days=NOTICE_DAYS)
    waiting = [row for notice in known for row in facts.look("notice_objection", "notice", notice.get("id"))]
    waiting = [row for row in waiting if not filled(row, "handling", "result")]
    if waiting:
        yield finding("BR-32", "", "E", "objection", count=len(waiting))


def _stood(notice: Values) -> bool:
    first, last = day(notice.get("from")), day(notice.get("to"))
    return first is not None and last is not None and workdays.between(first, last) >= NOTICE_DAYS


def liaison_in_place(facts: Facts) -> Iterator[Finding]:
    """BR-20: a project that runs has a liaison of the committee."""
    current = [row for row in facts.look("liaison_assignment", "project", facts.id) if not row.get("to")]
    if len(current) != 1:
        yield finding("BR-20", "", "E", "none", count=len(current))


def team_has_leader(facts: Facts) -> Iterator[Finding]:
    """BR-17: a project that is approved has one leader in its team."""
    team = facts.look("team_member", "project", facts.id)
    leaders = [row for row in team if row.get("duty") == "leader" and not row.get("to")]
    if len(leaders) != 1:
        yield finding("BR-17", "", "E", "none", count=len(leaders))


def people_consented(facts: Facts) -> Iterator[Finding]:
    """BR-38: a case is published once everybody named or shown in it has agreed."""
    if facts.values.get("named_people_consent") is not True:
        yield finding("BR-38", "named_people_consent", "E")
    photos = [row for own in ids(facts.values.get("photos")) for row in facts.look("photo", "id", own)]
    refused = [row for row in photos if row.get("faces_consent") not in _CONSENTED]
    if refused:
        yield finding("BR-38", "photos", "E", "photo", count=len(refused))


def verified_by_another(facts: Facts) -> Iterator[Finding]:
    """BR-37: an issue is verified by somebody else than its owner."""
    if facts.who and facts.who == facts.values.get("owner"):
        yield finding("BR-37", "owner", "W", "own", name=facts.who)


def judged_from_sources(facts: Facts) -> Iterator[Finding]:
    """BR-45: a finding is fixed with both assessments, an interview and the archive check of its wave at hand."""
    project, wave = facts.parent.get("id"), facts.values.get("wave")
    lacking = [
        label
        for form, label in _SOURCES
        if not any(row.get("wave") == wave for row in done(facts.look(form, "project", project)))
    ]
    if lacking:
        names = Label("、".join(label.zh for label in lacking), ", ".join(label.en for label in lacking))
        yield finding("BR-45", "", "W", names=names)


def papers_all_entered(facts: Facts) -> Iterator[Finding]:
    """BR-39: before a cycle is closed, as many papers are entered as were recovered, batch by batch."""
    for batch in facts.look("batch", "cycle", facts.id):
        entered = len(facts.look("response", "batch", batch.get("id")))
        if entered != batch.get("recovered"):
            numbers = {"first": batch.get("paper_from"), "recovered": batch.get("recovered"), "entered": entered}
            yield finding("BR-39", "", "E", "batch", **numbers)


GATES: Mapping[str, Rule] = {
    "needs_were_heard": needs_were_heard,
    "pre_review_passed": pre_review_passed,
    "scores_complete": scores_complete,
    "notice_finished": notice_finished,
    "liaison_in_place": liaison_in_place,
    "team_has_leader": team_has_leader,
    "people_consented": people_consented,
    "verified_by_another": verified_by_another,
    "judged_from_sources": judged_from_sources,
    "papers_all_entered": papers_all_entered,
}
