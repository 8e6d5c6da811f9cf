"""The plan of the reference programme: every record fits its form, every number is the tables'."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from tests.source import ROOT
from zjdesk.demo import days, money, plan, plan_survey, plan_visits, street, year
from zjdesk.demo.model import Action, Project
from zjdesk.demo.source import answers, projects
from zjdesk.forms.check import check
from zjdesk.forms.complete import complete
from zjdesk.forms.load import load_catalogue
from zjdesk.forms.model import Catalogue
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.paths import forms_dir

KEYS = (plan.OFFICE, *(laptop.key for laptop in street.laptops()))
ROUNDS = range(5)


def planned(key: str) -> Iterator[Action]:
    """Yield everything that is done on one installation."""
    for stage in ROUNDS:
        yield from plan.actions(key, stage)


def made(key: str) -> Iterator[tuple[Action, NewRecord]]:
    """Yield every record that is made on one installation, with its action."""
    for action in planned(key):
        for change in action.changes:
            if isinstance(change, NewRecord):
                yield action, change


@cache
def by_form() -> dict[str, list[NewRecord]]:
    """Return every record that anybody makes, form by form."""
    found: dict[str, list[NewRecord]] = {}
    for key in KEYS:
        for _, record in made(key):
            found.setdefault(record.form, []).append(record)
    return found


def of_form(form: str) -> list[NewRecord]:
    """Return every record of a form."""
    return by_form()[form]


def day_of(action: Action) -> date:
    """Return the day of an action in Shanghai."""
    return (datetime.fromtimestamp(action.at / 1000, UTC) + timedelta(hours=8)).date()


@cache
def catalogue() -> Catalogue:
    """Return the declarations."""
    return load_catalogue(forms_dir())


@pytest.mark.parametrize("key", KEYS)
def test_every_record_fits_its_form(key: str) -> None:
    for action, record in made(key):
        form, today = catalogue().form(record.form), day_of(action)
        values = complete(form, record.values, today=today)
        assert not [(record, finding) for finding in check(form, values, today=today)]


def test_no_record_is_made_twice_and_none_edited_before_it_is_made() -> None:
    moments: dict[str | None, int] = {}
    for key in KEYS:
        for action, record in made(key):
            assert record.id not in moments
            moments[record.id] = action.at
    edits = [
        (change.id, action.at)
        for key in KEYS
        for action in planned(key)
        for change in action.changes
        if isinstance(change, EditRecord)
    ]
    assert not [own for own, at in edits if moments[own] >= at]


def test_the_plan_is_the_same_in_every_process() -> None:
    """Hashes of strings differ from process to process; the plan must not."""
    script = (
        "import hashlib; from zjdesk.demo.plan import actions;"
        "print(hashlib.sha256(repr([actions(k, 3) for k in ('C07', 'S4')]).encode()).hexdigest())"
    )
    own = hashlib.sha256(repr([plan.actions(key, 3) for key in ("C07", "S4")]).encode()).hexdigest()
    other = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == own


@pytest.mark.parametrize("project", projects(), ids=lambda project: project.no)
def test_the_money_of_a_project_is_the_tables(project: Project) -> None:
    lines, vouchers, extra = money.lines(project), money.vouchers(project), money.overspent(project)
    by_source = Counter[str]()
    for line in lines:
        by_source[line.source] += line.amount
    own = sum(voucher.amount for voucher in vouchers if voucher.line.source != "hsbc")
    matched = sum(voucher.amount for voucher in vouchers if voucher.line.source == "hsbc")
    assert by_source == money.sums(project)
    assert (own + (extra.amount if extra else 0), matched) == (project.spent_fen, project.hsbc_fen)
    assert 10 <= len(vouchers) + bool(extra) <= 25
    assert all(voucher.amount > 0 for voucher in vouchers) and all(line.amount > 0 for line in lines)
    assert (extra is not None) == (project.balance_fen < 0)


def test_nobody_spends_more_than_an_adjusted_line_holds_but_the_overspenders() -> None:
    for project in projects():
        moved = money.transfer(project)
        for line, amount in money.spent(project).items():
            gained = moved[2] if moved and line is moved[1] else 0
            assert 0 < amount <= line.amount + gained


@pytest.mark.parametrize("project", projects(), ids=lambda project: project.no)
def test_visits_fall_on_working_days_inside_their_windows(project: Project) -> None:
    found = plan_visits.dates(project)
    windows = [days.window_of(day) for day in found]
    assert len(set(found)) == project.visits
    assert len(set(windows)) == min(project.visits, 6)
    assert all(days.working(day) for day in found)


def test_five_supervisors_share_the_projects() -> None:
    assert sorted(len(street.supervised(key)) for key in street.SUPERVISORS) == [23, 24, 24, 24, 24]
    assigned = of_form("supervisor_assignment")
    assert Counter(record.values["window"] for record in assigned) == dict.fromkeys(range(1, 7), 5)
    for window in range(1, 7):
        names = [one for record in assigned if record.values["window"] == window for one in record.values["projects"]]
        assert len(names) == len(set(names)) == 119


def test_every_questionnaire_is_keyed_once_by_liaison_or_supervisor() -> None:
    keyed = of_form("response")
    batches = of_form("batch")
    assert sorted(record.values["paper_no"] for record in keyed) == sorted(answer.paper_no for answer in answers())
    by_wave = Counter[str]()
    for record in batches:
        assert record.values["distributed"] == record.values["recovered"]
        by_wave[record.values["wave"]] += record.values["distributed"]
    assert by_wave == {"final": 1864, "mid": 620}
    by_kind = Counter(
        laptop.kind for laptop in street.laptops() for _, one in made(laptop.key) if one.form == "response"
    )
    assert min(by_kind["liaison"], by_kind["supervisor"]) > 700


def test_an_empty_answer_is_missing_where_it_was_asked_and_nothing_where_it_was_not() -> None:
    paper = next(answer for answer in answers() if answer.wave == "final" and answer.valid and answer.q1 == "1")
    assert plan_survey.answered(paper._replace(q2="", q4="3", q5="", q6=""))["q2_content"] == ["-9"]
    assert "q5_stage" not in plan_survey.answered(paper._replace(q4="3", q5="", q6=""))
    assert "q3_channel" not in plan_survey.answered(paper._replace(q1="2", q2="", q3=""))
    assert plan_survey.answered(paper._replace(q2="other"))["q2_other"] == "未注明"


def test_every_name_is_marked_and_every_telephone_is_nobodys() -> None:
    people = of_form("person")
    signers = of_form("sign_in_entry")
    assert all(record.values["name"].startswith("示例") for record in people + signers)
    assert all(record.values["phone"].startswith("000-") for record in people)


def test_only_residents_are_paid_and_every_amount_adds_up() -> None:
    kinds = {record.id: record.values["kind"] for record in of_form("person")}
    paid = Counter[str]()
    for entry in of_form("subsidy_entry"):
        assert kinds[entry.values["payee"]] == "resident"
        paid[entry.values["subsidy_receipt"]] += entry.values["amount_fen"]
    assert paid == {record.id: record.values["total_fen"] for record in of_form("subsidy_receipt")}


def test_the_volume_is_a_years_evidence() -> None:
    meetings = [year.held(project) for project in projects()]
    assert {len(held) for held in meetings} <= set(range(8, 13))
    assert all(15 <= meeting.signers <= 40 for held in meetings for meeting in held)
    photos = of_form("photo")
    assert len(photos) == 7 * sum(map(len, meetings)) == len({record.values["file"] for record in photos})
    codes = Counter(record.values["code"] for record in of_form("issue"))
    assert 40 <= codes.total() <= 60
    assert min(codes["staff_subsidy"], codes["falling_attendance"]) >= 5


def test_each_laptop_acts_a_few_hundred_times() -> None:
    assert max(len(plan.actions(laptop.key, 3)) for laptop in street.laptops()) < 500
