"""Round 0 at the office: street, cycle, communities, the people in charge, and the questionnaires."""

from __future__ import annotations

from collections.abc import Iterator

from zjdesk.demo import days
from zjdesk.demo.chance import record_id
from zjdesk.demo.model import Action
from zjdesk.demo.source import words
from zjdesk.demo.street import (
    CODES,
    CYCLE_ID,
    LEAD,
    REVIEWERS,
    STAFF,
    STREET_ID,
    SUPERVISORS,
    community_id,
    community_name,
    person,
    phone,
    reviewer_id,
    reviewer_name,
    staff_id,
    staff_name,
    supervisor_id,
    supervisor_name,
)
from zjdesk.ops.changes import NewRecord

QUESTIONNAIRES = (("zjj_survey_mid", "mid", "2016011501"), ("zjj_survey", "final", "2016071501"))


def actions() -> tuple[Action, ...]:
    """Return what the office does before anybody else has a store."""
    steps = ((_street(), _cycle()), tuple(_communities()), tuple(_people()), tuple(_questionnaires()))
    return tuple(Action(days.moment(days.FOUNDED, 9, 10 * number), step) for number, step in enumerate(steps))


def _street() -> NewRecord:
    known = words()["street"]
    names = ("code", "name", "office", "ordinance_title", "ordinance_version")
    return NewRecord("street", {field: known[field] for field in names}, STREET_ID)


def _cycle() -> NewRecord:
    values = {
        "name": words()["street"]["cycle"],
        "start": days.CYCLE_START.isoformat(),
        "end": days.CYCLE_END.isoformat(),
        "cap_fen": 2_000_000,
        "visit_window_months": 2,
        "mid_from": days.MID_FROM.isoformat(),
        "mid_to": days.MID_TO.isoformat(),
        "final_from": days.FINAL_FROM.isoformat(),
        "final_to": days.FINAL_TO.isoformat(),
        "bonus_max": "5",
        "accounts_as_of": days.CYCLE_END.isoformat(),
    }
    return NewRecord("cycle", values, CYCLE_ID)


def _communities() -> Iterator[NewRecord]:
    for code in CODES:
        values = {
            "code": code,
            "name": community_name(code),
            "committee_name": f"{community_name(code)}居民区居委会",
            "phone": phone("committee", code),
        }
        yield NewRecord("community", values, community_id(code))


def _people() -> Iterator[NewRecord]:
    for key in (LEAD, *SUPERVISORS):
        at = ("street", STREET_ID)
        yield person(supervisor_id(key), "supervisor", supervisor_name(key), "supervisor", key, parent=at)
    for key in REVIEWERS:
        at = ("street", STREET_ID)
        yield person(reviewer_id(key), "outsider", reviewer_name(key), "reviewer", key, parent=at)
    for code in CODES:
        for kind in STAFF:
            at = ("community", community_id(code))
            yield person(staff_id(code, kind), kind, staff_name(code, kind), "staff", code, kind, parent=at)


def _questionnaires() -> Iterator[NewRecord]:
    for name, wave, version in QUESTIONNAIRES:
        values = {"cycle": CYCLE_ID, "name": name, "wave": wave, "version": version, "state": "published"}
        own = record_id(days.moment(days.FOUNDED), "questionnaire", name)
        yield NewRecord("questionnaire_def", values, own)
