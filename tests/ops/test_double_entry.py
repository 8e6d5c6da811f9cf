"""Double entry: what is drawn, who keys it again, how a difference is decided, and what it says of the operators."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.ops.world import Street
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.double_entry import CHECKED, checking, decide, draw, key_again
from zjdesk.ops.edit import new_id, save
from zjdesk.ops.operators import operators
from zjdesk.ops.queries import get, list_records
from zjdesk.ops.session import Account, Session
from zjdesk.ops.undo import undo

PAPERS = 20
KEYED: dict[str, Any] = {
    "q1_aware": "1",
    "q2_content": ["source", "name"],
    "q3_channel": ["wechat"],
    "q4_freq": "1",
    "q5_stage": ["need"],
    "q6_reason": ["life"],
    "q7_sat": "2",
}


@pytest.fixture
def batch(street: Street) -> str:
    """A batch of twenty papers, keyed by the liaison's laptop and brought to the office; a tenth is keyed twice."""
    own = new_id(street.liaison)
    about = {
        "community": street.community,
        "wave": "final",
        "distributed": PAPERS,
        "recovered": PAPERS,
        "by": "示例",
        "date": "2016-07-20",
        "paper_from": number(1),
        "paper_to": number(PAPERS),
        "double_share": 10,
    }
    papers = [NewRecord("response", paper(own, n, street.liaison)) for n in range(1, PAPERS + 1)]
    save(street.liaison, [NewRecord("batch", about, own), *papers])
    street.carry(street.liaison, street.office)
    return own


def number(n: int) -> str:
    return f"2016M-C01-{n:03d}"


def paper(batch: str, n: int, session: Session) -> dict[str, Any]:
    return {**KEYED, "batch": batch, "paper_no": number(n), "entered_by": session.account.name}


def keyed_again(session: Session, batch: str, **other: Any) -> str:
    """Key the first waiting paper again; return its number."""
    waiting = checking(session, batch).waiting[0]
    key_again(session, batch, {**KEYED, "paper_no": waiting.number, **other})
    return waiting.number


def test_the_draw_follows_from_the_numbers_alone() -> None:
    numbers = [number(n) for n in range(1, 61)]
    drawn = draw(numbers, 5, "a batch")
    assert len(drawn) == 3
    assert draw(reversed(numbers), 5, "a batch") == drawn
    assert draw(numbers, 5, "another batch") != drawn
    assert len(draw(numbers, 5, "a batch", papers=61)) == 4, "a started percent is a whole paper"
    assert draw(numbers, 0, "a batch") == frozenset()
    assert draw(numbers, 100, "a batch") == set(numbers)


def test_every_paper_is_drawn_as_often_as_any_other() -> None:
    numbers = [number(n) for n in range(1, 21)]
    hits = [one for seed in range(400) for one in draw(numbers, 10, str(seed))]
    counts = [hits.count(one) for one in numbers]
    assert sum(counts) == 800
    assert min(counts) > 15
    assert max(counts) < 70


def test_both_computers_draw_the_same(street: Street, batch: str) -> None:
    drawn = [pair.number for pair in checking(street.office, batch).pairs]
    assert len(drawn) == 2
    assert [pair.number for pair in checking(street.liaison, batch).pairs] == drawn


def test_nobody_keys_an_own_paper_again(street: Street, batch: str) -> None:
    found = checking(street.liaison, batch)
    assert found.waiting == ()
    with pytest.raises(NotAllowed, match="keyed_by_yourself"):
        key_again(street.liaison, batch, {**KEYED, "paper_no": found.pairs[0].number})


def test_another_person_at_the_same_computer_may(street: Street, batch: str) -> None:
    other = replace(street.liaison, account=Account("ff" * 16, "另一人", "DE"))
    assert len(checking(other, batch).waiting) == 2


def test_a_paper_that_was_not_drawn_is_refused(street: Street, batch: str) -> None:
    drawn = {pair.number for pair in checking(street.office, batch).pairs}
    spare = next(number(n) for n in range(1, PAPERS + 1) if number(n) not in drawn)
    with pytest.raises(InputError, match="not_to_be_keyed_again"):
        key_again(street.office, batch, {**KEYED, "paper_no": spare})


def test_what_says_the_same_is_checked_at_once(street: Street, batch: str) -> None:
    done = keyed_again(street.office, batch)
    first = next(one for one in list_records(street.office, "response") if one.values["paper_no"] == done)
    assert first.values["state"] == CHECKED
    with pytest.raises(InputError):
        key_again(street.office, batch, {**KEYED, "paper_no": done})
    undo(street.office)
    assert get(street.office, first.id).values["state"] == "entered"
    assert len(checking(street.office, batch).waiting) == 2, "one step takes both back"


def test_a_difference_is_decided_at_the_paper(street: Street, batch: str) -> None:
    done = keyed_again(street.office, batch, q7_sat="1", q2_content=["source"])
    pair = next(one for one in checking(street.office, batch).pairs if one.number == done)
    assert (pair.open, pair.differ) == (True, ("q2_content", "q7_sat"))
    assert pair.second is not None
    with pytest.raises(InputError, match="not_all_decided"):
        decide(street.office, pair.second.id, {"q7_sat": "1"})
    decide(street.office, pair.second.id, {"q7_sat": "1", "q2_content": ["source", "name"]})
    first = get(street.office, pair.first.id)
    assert (first.values["q7_sat"], first.values["state"]) == ("1", CHECKED)
    again = next(one for one in checking(street.office, batch).pairs if one.number == done)
    assert (again.open, again.decided) == (False, True)
    assert again.second is not None
    assert (again.second.values["first_wrong"], again.second.values["second_wrong"]) == ("q7_sat", "q2_content")


def test_a_question_that_is_not_asked_after_all_is_put_right(street: Street, batch: str) -> None:
    done = keyed_again(street.office, batch, q1_aware="2", q2_content=None, q3_channel=None)
    pair = next(one for one in checking(street.office, batch).pairs if one.number == done)
    assert pair.differ == ("q1_aware", "q2_content", "q3_channel")
    assert pair.second is not None
    decide(street.office, pair.second.id, {"q1_aware": "2", "q2_content": None, "q3_channel": None})
    values = get(street.office, pair.first.id).values
    assert (values["q1_aware"], values["q2_content"]) == ("2", ["-8"])


def test_operators_are_told_apart_by_their_errors(street: Street, batch: str) -> None:
    keyed_again(street.office, batch)
    done = keyed_again(street.office, batch, q7_sat="1")
    pair = next(one for one in checking(street.office, batch).pairs if one.number == done)
    assert pair.second is not None
    decide(street.office, pair.second.id, {"q7_sat": "2"})
    found = {one.name: one for one in operators(street.office)}
    liaison, office = (found[session.account.name] for session in (street.liaison, street.office))
    assert (liaison.papers, liaison.again, liaison.wrong) == (PAPERS, 0, 0)
    assert (office.papers, office.again, office.wrong) == (0, 2, 1)
    assert liaison.checked == office.checked == 2 * 8, "seven questions, and whether the paper is valid"


def test_an_open_difference_says_nothing_of_anybody(street: Street, batch: str) -> None:
    keyed_again(street.office, batch, q7_sat="1")
    assert [one.checked for one in operators(street.office)] == [0, 0]
