"""Which rows count: approved projects, counted visits, valid questionnaires, nothing that was deleted."""

from __future__ import annotations

import pytest

from tests.stats.programme import Programme
from zjdesk.stats.figures import Figure, show


def figure(programme: Programme, name: str, key: str, as_of: str | None = None) -> Figure:
    """Return one figure."""
    return next(each for each in show(programme.conn, name, as_of=as_of) if each.key == key)


@pytest.fixture
def place(empty: Programme) -> tuple[Programme, bytes, bytes]:
    """Give a store with a community and a cycle."""
    return empty, empty.community("C01", "福沈"), empty.cycle()


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        ("noticed", 0),
        ("rejected", 0),
        ("approved", 1),
        ("running", 1),
        ("final_evaluated", 1),
        ("archived", 1),
    ],
)
def test_projects_count_from_their_approval_on(place: tuple[Programme, bytes, bytes], state: str, counts: int) -> None:
    programme, community, cycle = place
    programme.project(community, cycle, state=state)
    assert figure(programme, "projects", "approved").n == counts


def test_a_project_terminated_before_its_start_does_not_count(place: tuple[Programme, bytes, bytes]) -> None:
    programme, community, cycle = place
    for closed_on in ("2015-08-31", "2015-09-01", None):
        programme.project(community, cycle, state="terminated", start="2015-09-01", closed_on=closed_on)
    assert figure(programme, "projects", "approved").n == 2


def test_projects_of_another_cycle_do_not_count(place: tuple[Programme, bytes, bytes]) -> None:
    programme, community, cycle = place
    programme.project(community, cycle)
    programme.add("cycle", name="2016年度", start="2016-08-01", end="2017-07-31", accounts_as_of="2017-07-31")
    assert figure(programme, "projects", "approved").n == 0
    assert figure(programme, "projects", "approved", "2016-07-31").n == 1


def test_only_visits_on_the_spot_count(place: tuple[Programme, bytes, bytes]) -> None:
    programme, community, cycle = place
    project = programme.project(community, cycle)
    for mode in ("on_site", "at_activity", "by_phone", "documents"):
        programme.add("supervisor_visit", project, mode=mode, date="2015-09-01")
    assert figure(programme, "visits", "total").n == 2
    assert figure(programme, "visits", "projects_with_2").n == 1
    assert figure(programme, "visits", "total", "2015-08-31").n == 0


def test_a_project_is_in_rhythm_when_no_window_is_missed(place: tuple[Programme, bytes, bytes]) -> None:
    programme, community, cycle = place
    days = ("2015-09-30", "2015-10-01", "2016-01-31", "2016-02-01", "2016-05-31", "2016-07-31")
    kept, missed = (programme.project(community, cycle, f"ZJ2015-C01-0{number}") for number in (1, 2))
    for day in days:
        programme.add("supervisor_visit", kept, mode="on_site", date=day)
        programme.add("supervisor_visit", missed, mode="on_site", date=day.replace("2016-02-01", "2016-01-02"))
    rhythm = figure(programme, "visit_rhythm", "every_window")
    assert (rhythm.n, rhythm.base) == (1, 2)
    assert figure(programme, "visit_rhythm", "every_window", "2016-01-31").n == 2


def test_a_change_of_leader_outranks_one_of_members(place: tuple[Programme, bytes, bytes]) -> None:
    programme, community, cycle = place
    project = programme.project(community, cycle)
    member = programme.add("team_change", project, kind="member", date="2016-01-10", reason="work", state="approved")
    leader = programme.add("team_change", project, kind="leader", date="2016-01-10", reason="work", state="submitted")
    assert [each.key for each in show(programme.conn, "team") if each.n] == ["leader_change"]
    programme.change("team_change", leader, state="rejected")
    assert [each.key for each in show(programme.conn, "team") if each.n] == ["member_change"]
    programme.delete("team_change", member)
    assert [each.key for each in show(programme.conn, "team") if each.n] == ["stable"]


def test_only_approved_adjustments_count(place: tuple[Programme, bytes, bytes]) -> None:
    programme, community, cycle = place
    project = programme.project(community, cycle)
    content = programme.add("project_adjustment", project, kind="change_time", reason="timing", state="submitted")
    budget = programme.add("budget_adjustment", project, reason="other", applied_on="2016-01-01", state="returned")
    assert figure(programme, "content_adj", "adjusted").n == figure(programme, "budget_adj", "adjusted").n == 0
    programme.change("project_adjustment", content, state="approved")
    programme.change("budget_adjustment", budget, state="archived", approved_on="2016-01-10")
    assert figure(programme, "content_adj", "adjusted").n == figure(programme, "budget_adj", "adjusted").n == 1
    assert figure(programme, "content_adj_reason", "timing").base == 1


def test_the_latest_finding_of_a_wave_counts(place: tuple[Programme, bytes, bytes]) -> None:
    programme, community, cycle = place
    project = programme.project(community, cycle)
    programme.add("archive_check", project, wave="final", conclusion="late")
    latest = programme.add("archive_check", project, wave="final", conclusion="complete")
    programme.add("archive_check", project, wave="mid", conclusion="late")
    assert [each.n for each in show(programme.conn, "archive")][:2] == [1, 0]
    assert [each.n for each in show(programme.conn, "archive", wave="mid")][:2] == [0, 1]
    programme.delete("archive_check", latest)
    assert [each.n for each in show(programme.conn, "archive")][:2] == [0, 1]


def test_a_second_entry_of_a_questionnaire_is_no_questionnaire(place: tuple[Programme, bytes, bytes]) -> None:
    programme, community, _ = place
    batch = programme.batch(community, 5)
    programme.response(batch, q1_aware="1")
    programme.add("second_entry", batch, q1_aware="1")
    assert figure(programme, "aware", "yes").n == 1


def test_an_illegible_answer_is_a_missing_one(place: tuple[Programme, bytes, bytes]) -> None:
    programme, community, _ = place
    batch = programme.batch(community, 6)
    for answer in ("1", "1", "2", "-9", "-7", None):
        programme.response(batch, q1_aware=answer, q4_freq=answer)
    assert [(each.n, each.base) for each in show(programme.conn, "aware")] == [(2, 6), (1, 6), (3, 6)]
    assert figure(programme, "freq", "often").base == 3


@pytest.mark.parametrize("form", ["response", "batch", "community"])
def test_deleted_questionnaires_do_not_count(reference_once: Programme, programme: Programme, form: str) -> None:
    before = figure(programme, "aware", "yes").base or 0
    where = {"response": "is_invalid = 'no'", "batch": "wave = 'final'", "community": "code = 'C01'"}[form]
    record = programme.conn.execute(f"SELECT _id FROM {form} WHERE {where} ORDER BY _id").fetchone()[0]
    programme.delete(form, record)
    after = figure(programme, "aware", "yes").base or 0
    assert before - after == {"response": 1, "batch": 50, "community": 50}[form]


@pytest.mark.parametrize("form", ["project", "community", "supervisor_visit"])
def test_deleted_visits_and_those_of_deleted_projects_do_not_count(programme: Programme, form: str) -> None:
    record = programme.conn.execute(f"SELECT _id FROM {form} ORDER BY _id").fetchone()[0]
    programme.delete(form, record)
    visits = {each.key: each.n for each in show(programme.conn, "visits")}
    assert visits["total"] < 659
    spread = sum(k * visits[f"projects_with_{k}"] for k in range(8))
    assert visits["total"] == spread


def test_reasons_issues_duties_and_cases_are_counted(place: tuple[Programme, bytes, bytes]) -> None:
    programme, community, cycle = place
    project = programme.project(community, cycle)
    for duty in ("publicise", "publicise", "collect_needs", "guide_topics", "form_team", "arrange_liaison"):
        programme.add("committee_duty", project, duty=duty, done=1)
    follow = programme.add("committee_duty", project, duty="follow_progress", done=0)
    assert figure(programme, "committee_duty", "publicise").n == 1
    assert figure(programme, "committee_duty", "all_six").n == 0
    programme.change("committee_duty", follow, done=1)
    assert figure(programme, "committee_duty", "all_six").n == 1
    for state in ("open", "closed", "closed"):
        programme.add("issue", project, code="staff_subsidy", state=state)
    assert (figure(programme, "issues", "closed").n, figure(programme, "issues", "staff_subsidy").n) == (2, 3)
    programme.add("case_study", project, state="nominated")
    programme.add("case_study", project, state="published")
    assert figure(programme, "cases", "published").n == 1
