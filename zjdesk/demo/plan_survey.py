"""Round 3 on liaisons' and supervisors' laptops: batches of paper questionnaires and their keying."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from zjdesk.demo import days
from zjdesk.demo.chance import record_id
from zjdesk.demo.model import Action, Answer
from zjdesk.demo.source import answers
from zjdesk.demo.street import CYCLE_ID, community_id, laptop
from zjdesk.ops.changes import NewRecord

_SURVEYS = {"mid": "zjj_survey_mid", "final": "zjj_survey"}
_KEYED = {
    ("mid", "liaison"): date(2016, 1, 18),
    ("mid", "supervisor"): date(2016, 1, 20),
    ("final", "liaison"): date(2016, 7, 18),
    ("final", "supervisor"): date(2016, 7, 20),
}
_QUESTIONS = {
    "mid": {"q1_aware": "q1", "q4_freq": "q4", "q5_stage": "q5"},
    "final": {
        "q1_aware": "q1",
        "q2_content": "q2",
        "q3_channel": "q3",
        "q4_freq": "q4",
        "q5_stage": "q5",
        "q6_reason": "q6",
        "q7_sat": "q7",
    },
}
_SEVERAL = ("q2_content", "q3_channel", "q5_stage", "q6_reason")
_OTHER = {"q2_content": "q2_other", "q5_stage": "q5_other", "q6_reason": "q6_other"}
_NOT_SAID = "未注明"
NO_ANSWER = "-9"


def actions(key: str) -> Iterator[Action]:
    """Yield what is keyed on one laptop: per community and wave the batch, then its questionnaires one by one."""
    own = laptop(key)
    for place, code in enumerate(own.communities):
        for wave in _SURVEYS:
            papers = shared_out(code, wave, own.kind)
            if papers:
                yield from _keyed(key, code, wave, papers, place)


def shared_out(code: str, wave: str, kind: str) -> list[Answer]:
    """Return the papers of a community that its liaison keys; every third goes to the supervisor instead."""
    known = [answer for answer in answers() if (answer.community, answer.wave) == (code, wave)]
    return [answer for place, answer in enumerate(known) if (place % 3 == 2) == (kind == "supervisor")]


def _keyed(key: str, code: str, wave: str, papers: list[Answer], place: int) -> Iterator[Action]:
    own = laptop(key)
    day = _KEYED[wave, own.kind]
    batch = record_id(days.moment(day), "batch", key, code, wave)
    begin = days.moment(day, 13 if own.kind == "liaison" else 8 + place)
    yield Action(begin, (_batch(batch, code, wave, papers, own.person, day),))
    for number, paper in enumerate(papers, 1):
        response = _response(batch, paper, own.person, begin)
        yield Action(begin + number * 60_000, (response,))


def _batch(own: str, code: str, wave: str, papers: list[Answer], person: str, day: date) -> NewRecord:
    values = {
        "community": community_id(code),
        "cycle": CYCLE_ID,
        "wave": wave,
        "distributed": len(papers),
        "recovered": len(papers),
        "by": person,
        "date": day.isoformat(),
        "paper_from": papers[0].paper_no,
        "paper_to": papers[-1].paper_no,
    }
    return NewRecord("batch", values, own)


def _response(batch: str, paper: Answer, person: str, begin: int) -> NewRecord:
    values: dict[str, Any] = {
        "batch": batch,
        "survey": _SURVEYS[paper.wave],
        "paper_no": paper.paper_no,
        "survey_date": (days.MID_FROM if paper.wave == "mid" else days.FINAL_FROM).isoformat(),
        "is_invalid": "no" if paper.valid else "yes",
        "entered_by": person,
    }
    if paper.valid:
        values |= answered(paper)
    else:
        values["invalid_reason"] = [paper.invalid_reason]
    return NewRecord("response", values, record_id(begin, "response", paper.paper_no))


def answered(paper: Answer) -> dict[str, Any]:
    """Return the answers as they are keyed: −9 where a question was asked and left empty, none where it was not."""
    values: dict[str, Any] = {}
    row = paper._asdict()
    for field, column in _QUESTIONS[paper.wave].items():
        if not _asked(field, row):
            continue
        said = row[column] or NO_ANSWER
        values[field] = said.split() if field in _SEVERAL else said
        if field in _OTHER and "other" in values[field]:
            values[_OTHER[field]] = _NOT_SAID
    return values


def _asked(field: str, row: dict[str, Any]) -> bool:
    """Tell whether the questionnaire asks a question after the answers before it (domain §5)."""
    if field in ("q2_content", "q3_channel"):
        return bool(row["q1"] == "1")
    return field not in ("q5_stage", "q6_reason") or bool(row["q4"] != "3")
