"""All records held against the rules at once, and the problem (R35) that a breach becomes."""

from __future__ import annotations

from tests.ops.world import Street, project
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.checking import Checked, as_issue, as_object, check_store, of_project
from zjdesk.ops.edit import save
from zjdesk.ops.queries import get
from zjdesk.ops.session import Session

PLAN = {
    "seq": 1,
    "title": "邻里讲座",
    "planned_from": "2015-09-01",
    "planned_to": "2015-09-02",
    "planned_headcount": 20,
}


def _planned(street: Street, own: str) -> str:
    return save(street.liaison, [NewRecord("activity_plan", {"project": own, **PLAN})]).ids[0]


def _rules(found: list[Checked]) -> set[str]:
    return {one.rule for one in found}


def _one(session: Session, own: str, rule: str) -> Checked:
    return next(one for one in of_project(session, own) if one.rule == rule)


def test_what_is_overdue_is_found_and_named(street: Street) -> None:
    own = project(street)
    assert "BR-15" not in _rules(of_project(street.liaison, own))
    _planned(street, own)
    found = _one(street.liaison, own, "BR-15")
    assert (found.form, found.record, found.level, found.issue) == ("project", own, "W", "activities_missing")
    told = as_object(found, "zh")
    assert told["rule"] == "BR-15" and "邻里讲座" in str(told["message"])


def test_rules_that_bind_a_save_are_held_against_what_was_saved_before(street: Street) -> None:
    """A cap that is lowered afterwards (BR-01) stops nobody's save; the check tells it."""
    own = project(street)
    source = {"project": own, "kind": "fund", "approved_fen": 1_500_000, "received_fen": 0, "in_kind": False}
    save(street.liaison, [NewRecord("funding_source", source)])
    street.carry(street.liaison, street.office)
    lowered = "UPDATE cycle SET cap_fen = 1000000"
    for session in (street.office, street.liaison):
        session.store.conn.execute(lowered)
    session.store.conn.execute("UPDATE project SET state = 'proposed'")
    assert "BR-01" not in _rules(check_store(street.office)), "a draft may break it"
    assert {one.level for one in check_store(street.liaison) if one.rule == "BR-01"} == {"E"}
    assert "BR-01" not in _rules(check_store(street.liaison, saved=False))


def test_a_breach_becomes_an_issue_with_its_rule(street: Street) -> None:
    own = project(street)
    _planned(street, own)
    street.carry(street.liaison, street.office)
    found = _one(street.office, own, "BR-15")
    values = {"project": own, "due": "2016-08-31", "owner": "示例联络员", **as_issue(found, "zh")}
    issue = get(street.office, save(street.office, [NewRecord("issue", values)]).ids[0], masked=False)
    assert issue.parent == own
    shown = {name: issue.values[name] for name in ("code", "found_by_rule", "due", "severity", "description")}
    assert shown == {
        "code": "activities_missing",
        "found_by_rule": "BR-15",
        "due": "2016-08-31",
        "severity": "ordinary",
        "description": found.message("zh"),
    }


def test_a_project_is_held_against_its_own_rules_too(street: Street) -> None:
    """A membership without its fees (BR-48) is found once the project is proposed."""
    own = project(street, membership_system=True)
    assert "BR-48" not in _rules(of_project(street.liaison, own))
    street.liaison.store.conn.execute("UPDATE project SET state = 'proposed'")
    assert _one(street.liaison, own, "BR-48").issue is None


def test_nothing_is_due_in_a_project_that_is_over(street: Street) -> None:
    own = project(street)
    assert {"BR-05", "BR-35"} <= _rules(of_project(street.liaison, own))
    street.liaison.store.conn.execute("UPDATE project SET state = 'archived'")
    assert of_project(street.liaison, own) == []
    assert "BR-05" not in _rules(check_store(street.liaison))
