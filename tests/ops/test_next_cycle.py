"""The next cycle takes over people, communities, settings and forms; the old one is archived with its projects."""

from __future__ import annotations

import pytest

from tests.ops.world import Street, project
from zjdesk.errors import InputError, NotAllowed
from zjdesk.i18n import text
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.next_cycle import following, latest, open_next, unfinished
from zjdesk.ops.queries import get, list_records
from zjdesk.ops.session import Session

NEXT = {"name": "2016年度", "start": "2016-08-01", "end": "2017-07-31"}
FORM = {"name": "zjj_survey", "wave": "final", "version": "2016071501", "state": "published"}


def _state(session: Session, own: str) -> object:
    return get(session, own).values["state"]


def _evaluated(street: Street, *states: str) -> list[str]:
    """Projects in these states at the office, and the cycle in its final evaluation."""
    made = [project(street, f"ZJ2015-C01-{number:02}") for number in range(1, len(states) + 1)]
    street.carry(street.liaison, street.office)
    save(street.office, [EditRecord(street.cycle, {"state": "mid", "subsidy_ceiling_fen": 30_000})])
    save(street.office, [EditRecord(street.cycle, {"state": "final"})])
    weight = {"cycle": street.cycle, "dimension": "team", "source": "self", "weight": "100"}
    save(street.office, [NewRecord("questionnaire_def", {**FORM, "cycle": street.cycle})])
    save(street.office, [NewRecord("score_weight", weight)])
    for own, state in zip(made, states, strict=True):
        _turn(street.office, own, state)
    return made


WAYS = {
    "rejected": ("proposed", "rejected"),
    "proposed": ("proposed",),
    "final_evaluated": ("running", "mid_evaluated", "final_evaluated"),
}


def _turn(office: Session, own: str, state: str) -> None:
    """Take a project to a state; one that runs is entered as it was found, with its papers elsewhere."""
    for step in WAYS[state]:
        if step == "running":
            office.store.conn.execute("UPDATE project SET state = 'running' WHERE _id = ?", (bytes.fromhex(own),))
        else:
            save(office, [EditRecord(own, {"state": step})], why="测试")


def test_the_next_cycle_carries_over_and_archives_the_old_one(street: Street) -> None:
    done, refused = _evaluated(street, "final_evaluated", "rejected")
    people = len(list_records(street.office, "person"))

    made = open_next(street.office, **NEXT, why="年度结转")

    new = get(street.office, made.cycle).values
    assert (new["name"], new["start"], new["end"], new["accounts_as_of"]) == (*NEXT.values(), NEXT["end"])
    assert (new["cap_fen"], new["subsidy_ceiling_fen"], new["state"]) == (2_000_000, 30_000, "open")
    assert "mid_from" not in new or new["mid_from"] is None
    assert (made.former, made.archived) == (street.cycle, 1)
    assert _state(street.office, street.cycle) == "archived"
    assert (_state(street.office, done), _state(street.office, refused)) == ("archived", "rejected")
    assert made.carried == {"questionnaire_def": 1, "score_weight": 1}
    (form,) = list_records(street.office, "questionnaire_def", parent=made.cycle)
    assert (form.values["name"], form.values["state"]) == ("zjj_survey", "published")
    assert (made.people, made.communities) == (people, 1)
    last = latest(street.office)
    assert last is not None and last.id == made.cycle


def test_people_and_communities_serve_the_next_cycle(street: Street) -> None:
    _evaluated(street, "final_evaluated")
    made = open_next(street.office, **NEXT)
    street.carry(street.office, street.liaison)
    (person, *_) = list_records(street.liaison, "person")
    values = {"start": "2016-08-01", "end": "2017-07-31", "cycle": made.cycle, "leader": person.id}
    own = project(street, "ZJ2016-C01-01", **values)
    assert get(street.liaison, own).values["cycle"] == made.cycle


def test_a_project_under_way_is_named_and_nothing_happens(street: Street) -> None:
    done, waiting = _evaluated(street, "final_evaluated", "proposed")
    with pytest.raises(InputError) as caught:
        open_next(street.office, **NEXT)
    assert caught.value.key == "ops.projects_under_way"
    assert [problem.place for problem in caught.value.problems] == [waiting]
    assert [one.id for one in unfinished(street.office, street.cycle)] == [waiting]
    assert len(list_records(street.office, "cycle")) == 1
    assert _state(street.office, done) == "final_evaluated"


def test_it_is_all_or_nothing(street: Street) -> None:
    """Papers that are not entered keep the old cycle from closing (BR-39)."""
    (done,) = _evaluated(street, "final_evaluated")
    batch = {"community": street.community, "cycle": street.cycle, "wave": "final", "distributed": 2, "recovered": 2}
    batch |= {"by": "示例", "date": "2016-07-20", "paper_from": "2016Z-C01-001", "paper_to": "2016Z-C01-002"}
    save(street.office, [NewRecord("batch", batch)])
    with pytest.raises(InputError) as caught:
        open_next(street.office, **NEXT)
    assert [problem.key for problem in caught.value.problems] == ["forms.rule_br_39_batch"]
    assert len(list_records(street.office, "cycle")) == 1
    assert (_state(street.office, done), _state(street.office, street.cycle)) == ("final_evaluated", "final")


def test_it_begins_after_the_old_one_and_after_its_evaluation(street: Street) -> None:
    with pytest.raises(InputError) as early:
        open_next(street.office, **NEXT)
    assert early.value.key == "ops.cycle_not_evaluated"
    _evaluated(street)
    with pytest.raises(InputError) as over:
        open_next(street.office, **{**NEXT, "start": "2016-07-31"})
    assert over.value.key == "ops.cycle_overlaps"


def test_only_the_office_opens_a_cycle(street: Street) -> None:
    with pytest.raises(NotAllowed):
        open_next(street.liaison, **NEXT)


def test_what_a_project_breaks_is_told_with_its_number(street: Street) -> None:
    """The budget of a project differs from its sources (BR-02): it cannot be archived so."""
    (done,) = _evaluated(street, "final_evaluated")
    source = {"project": done, "kind": "fund", "approved_fen": 500, "received_fen": 0, "in_kind": False}
    save(street.office, [NewRecord("funding_source", source)])
    with pytest.raises(InputError) as caught:
        open_next(street.office, **NEXT)
    (problem,) = caught.value.problems
    assert (problem.place, problem.params["no"]) == (done, "ZJ2015-C01-01")
    assert "5.00" in text("zh", problem.key, **problem.params)


@pytest.mark.parametrize(
    ("start", "end", "after"),
    [
        ("2015-08-01", "2016-07-31", ("2016-08-01", "2017-07-31")),
        ("2015-09-01", "2016-02-29", ("2016-03-01", "2016-08-31")),
        ("2015-09-01", "2015-09-10", ("2015-09-11", "2015-09-20")),
    ],
)
def test_the_next_cycle_is_as_long_as_the_last(start: str, end: str, after: tuple[str, str]) -> None:
    assert following(start, end) == after
