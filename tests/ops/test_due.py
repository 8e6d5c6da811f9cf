"""What there is to do, for whom, and how urgent it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ops.world import Street, leader, make_street, project
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.due import Due, due
from zjdesk.ops.edit import save
from zjdesk.ops.session import Session, open_session
from zjdesk.settings import Environment, milliseconds


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison with one running project."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def on(session: Session, env: Environment, day: str) -> tuple[Session, list[Due]]:
    """Return the session opened again on another day, and what is due then."""
    session.close()
    there = replace(env.at(milliseconds(day)), anchors=env.anchors)
    again = open_session(session.store.path, env=there)
    return again, due(again)


def running(street: Street) -> str:
    """Return a project that runs; how it came to is not what is tried here."""
    own = project(street)
    street.carry(street.liaison, street.office)
    for session in (street.liaison, street.office):
        session.store.conn.execute("UPDATE project SET state = 'running' WHERE _id = ?", (bytes.fromhex(own),))
    return own


def activity(street: Street, place: str) -> str:
    """Record an activity of August 2015, without papers."""
    values = {
        "project": place,
        "title": "议事会",
        "date": "2015-08-20",
        "start_time": "09:30",
        "end_time": "11:00",
        "place": "居委活动室",
        "process": "居民议事，商量楼道堆物如何清理，定下分工和下一次活动时间，大家都表示愿意带头参加并告诉邻居。",
        "headcount": 12,
        "volunteers": 2,
        "host": leader(street, "示例王二"),
        "run_by": "team",
        "label_shown": True,
    }
    own = save(street.liaison, [NewRecord("activity_record", values)]).ids[0]
    save(street.liaison, [EditRecord(own, {"state": "submitted"})], why="补交")
    return own


def test_a_liaison_is_told_of_papers_and_not_of_visits(street: Street, env: Environment) -> None:
    activity(street, running(street))
    street.liaison, found = on(street.liaison, env, "2015-10-15")
    assert [(one.rule, one.urgency) for one in found] == [("BR-08", "late"), *[("BR-35", "hint")] * 2]
    assert {(one.form, one.no, one.name) for one in found} == {("project", "ZJ2015-C01-01", "示例项目01")}
    assert "签到表" in " ".join(one.message("zh") for one in found)
    assert "sign-in sheet" in " ".join(one.message("en") for one in found)


def test_the_office_is_told_what_asks_anybody(street: Street, env: Environment) -> None:
    activity(street, running(street))
    street.carry(street.liaison, street.office)
    street.office, found = on(street.office, env, "2015-09-20")
    assert ("BR-05", "soon") in {(one.rule, one.urgency) for one in found}
    assert [one.urgency for one in found] == sorted((one.urgency for one in found), key=["late", "soon", "hint"].index)
    street.office, later = on(street.office, env, "2015-10-01")
    assert ("BR-05", "late") in {(one.rule, one.urgency) for one in later}


def test_what_is_not_approved_or_over_asks_for_nothing(street: Street, env: Environment) -> None:
    own = running(street)
    activity(street, own)
    for state in ("collecting", "archived"):
        conn = street.liaison.store.conn
        conn.execute("UPDATE project SET state = ? WHERE _id = ?", (state, bytes.fromhex(own)))
        street.liaison, found = on(street.liaison, env, "2015-10-15")
        assert found == []


def test_money_wants_its_voucher_or_the_place_of_the_paper(street: Street, env: Environment) -> None:
    own = running(street)
    conn = street.liaison.store.conn
    columns = "_id, _parent, _scope, _deleted, _conflict, _time, _author, _created, _creator, date, amount_fen, summary"
    scope = conn.execute("SELECT _scope FROM project").fetchone()[0]
    conn.execute(
        f"INSERT INTO expenditure ({columns}) VALUES (?, ?, ?, 0, 0, 0, ?, 0, ?, '2015-08-20', 1000, '茶水')",
        (b"1" * 16, bytes.fromhex(own), scope, b"a" * 16, b"a" * 16),
    )
    assert [(one.rule, one.finding.params["count"]) for one in due(street.liaison) if one.rule == "voucher"] == [
        ("voucher", 1)
    ]
    conn.execute("UPDATE expenditure SET paper_only = 1")
    assert not [one for one in due(street.liaison) if one.rule == "voucher"]
    conn.execute("""UPDATE expenditure SET paper_only = 0, files = '["a"]'""")
    assert not [one for one in due(street.liaison) if one.rule == "voucher"]
