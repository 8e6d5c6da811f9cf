"""A form may name its readers: others neither list, open, count nor find its records, until they are open to all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ops.world import Street, project
from zjdesk.errors import NotAllowed
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.queries import count, get, history, list_records
from zjdesk.ops.search import find
from zjdesk.ops.session import Session
from zjdesk.ops.setup import add_account


def _as(session: Session, role: str) -> Session:
    return replace(session, account=replace(session.account, role=role))


def _evaluator(street: Street) -> Session:
    return replace(street.office, account=add_account(street.office, "示例评估员", "EV", "另一个口令 123"))


def _interview(street: Street) -> str:
    own = project(street)
    street.carry(street.liaison, street.office)
    values = {"project": own, "wave": "final", "interviewee_role": "resident", "date": "2016-07-20"}
    values |= {"outline_ver": "2016-07", "notes": "活动贴近生活，愿意继续参加。", "state": "submitted"}
    return save(_evaluator(street), [NewRecord("interview", values)]).ids[0]


def test_only_those_named_read_an_interview(street: Street) -> None:
    own = _interview(street)

    for role in ("EV", "SA", "LS", "SV"):
        reader = _as(street.office, role)
        assert [one.id for one in list_records(reader, "interview")] == [own]
        assert get(reader, own).id == own and history(reader, own) and count(reader, "interview") == 1
    other = _as(street.office, "SF")
    assert list_records(other, "interview") == [] and count(other, "interview") == 0
    assert find(other, "贴近生活") == [] and find(other, own) == []
    for ask in (get, history):
        with pytest.raises(NotAllowed, match="not_your_reading"):
            ask(other, own)


def test_scores_are_read_by_all_once_released(street: Street) -> None:
    own = project(street)
    street.carry(street.liaison, street.office)
    evaluator, liaison = _evaluator(street), _as(street.office, "LI")
    values = {"project": own, "wave": "final", "date": "2016-07-20"}
    score = save(evaluator, [NewRecord("evaluation_score", values)]).ids[0]
    line = {"evaluation_score": score, "dimension": "team", "source": "self", "weight": "100", "score": "88"}
    part = save(evaluator, [NewRecord("evaluation_score_line", line)]).ids[0]

    assert list_records(liaison, "evaluation_score") == list_records(liaison, "evaluation_score_line") == []
    with pytest.raises(NotAllowed):
        get(liaison, part)

    office = _as(street.office, "SA")
    for state in ("submitted", "released"):
        save(office, [EditRecord(score, {"state": state})])
    assert [one.id for one in list_records(liaison, "evaluation_score")] == [score]
    assert get(liaison, part).values["score"] == "88"
