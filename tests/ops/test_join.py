"""Joining what was entered twice: one record stands for both, both histories stay, and it can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.test_merges import bring
from tests.ops.world import Street, leader, make_street, project
from zjdesk.errors import NotAllowed
from zjdesk.ops import undo as undoing
from zjdesk.ops.changes import DeleteRecord, EditRecord, JoinRecord, NewRecord, RestoreRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import digest
from zjdesk.ops.join import join
from zjdesk.ops.merges import redo, undo
from zjdesk.ops.queries import conflicts, get, history, list_records
from zjdesk.ops.session import Session
from zjdesk.ops.settle import keep as leave
from zjdesk.ops.settle import take
from zjdesk.settings import Environment
from zjdesk.store.rebuild import rebuild


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def plan(street: Street, of: str, seq: int = 1) -> str:
    """Plan an activity of a project."""
    values = {"project": of, "seq": seq, "title": "示例活动", "planned_headcount": 12}
    values |= {"planned_from": "2015-10-01", "planned_to": "2015-10-31"}
    return save(street.liaison, [NewRecord("activity_plan", values)]).ids[0]


def parents(session: Session) -> dict[str, str | None]:
    """Return under which project each planned activity is shown."""
    return {one.id: one.parent for one in list_records(session, "activity_plan")}


def shown(session: Session, form: str) -> set[str]:
    """Return the ids of the records that are shown."""
    return {one.id for one in list_records(session, form)}


def test_one_stands_for_both_and_children_and_references_follow(street: Street) -> None:
    one, other = project(street), project(street, "ZJ2015-C01-02")
    first, second = plan(street, one), plan(street, other, 2)
    people = [get(street.liaison, own).values["leader"] for own in (one, other)]
    join(street.liaison, one, [other], why="同一个项目")
    join(street.liaison, people[0], [people[1]])
    assert shown(street.liaison, "project") == {one}
    assert parents(street.liaison) == {first: one, second: one}
    assert get(street.liaison, other).values["leader"] == people[0]
    assert [line.status for line in history(street.liaison, other)] == ["counts", "counts"]


def test_what_the_one_kept_lacks_is_filled_in(street: Street) -> None:
    one = leader(street, "示例甲")
    person = {"community": street.community, "name": "示例甲乙", "kind": "resident", "phone": "13800000001"}
    (other,) = save(street.liaison, [NewRecord("person", person)]).ids
    join(street.liaison, one, [other])
    held = get(street.liaison, one, masked=False)
    assert (held.values["name"], held.values["phone"]) == ("示例甲", "13800000001")


def test_a_child_added_elsewhere_later_shows_the_one_that_stands(street: Street) -> None:
    one, other = project(street), project(street, "ZJ2015-C01-02")
    bring(street, street.liaison, street.office)
    late = plan(street, other)
    join(street.office, one, [other])
    bring(street, street.liaison, street.office)
    assert parents(street.office) == {late: one}
    assert conflicts(street.office, "activity_plan") == []
    bring(street, street.office, street.liaison)
    assert parents(street.liaison) == {late: one}
    assert digest(street.office, "C01") == digest(street.liaison, "C01")


def test_undone_redone_rebuilt(street: Street) -> None:
    one, other = project(street), project(street, "ZJ2015-C01-02")
    child = plan(street, other)
    join(street.liaison, one, [other])
    undoing.undo(street.liaison)
    assert shown(street.liaison, "project") == {one, other}
    assert parents(street.liaison) == {child: other}
    undoing.redo(street.liaison)
    assert parents(street.liaison) == {child: one}
    before = digest(street.liaison)
    rebuild(street.liaison.store.conn, street.liaison.store.catalogue)
    assert digest(street.liaison) == before
    assert parents(street.liaison) == {child: one}


def test_an_edit_made_apart_is_listed_and_settled_either_way(street: Street) -> None:
    one, other = project(street), project(street, "ZJ2015-C01-02")
    bring(street, street.liaison, street.office)
    save(street.liaison, [EditRecord(other, {"name": "居委会改的"})])
    join(street.office, one, [other])
    bring(street, street.liaison, street.office)
    (question,) = conflicts(street.office, "project")
    assert question.kind == "edit_join"
    edit = next(line for line in history(street.office, other) if line.set.get("name") == "居委会改的")
    take(street.office, question.id, edit.entry, why="不是同一个")
    assert conflicts(street.office, "project") == []
    assert shown(street.office, "project") == {one, other}


def test_joined_into_each_other_one_stays(street: Street) -> None:
    one, other = sorted((project(street), project(street, "ZJ2015-C01-02")))
    bring(street, street.liaison, street.office)
    join(street.office, one, [other])
    join(street.liaison, other, [one])
    bring(street, street.liaison, street.office)
    bring(street, street.office, street.liaison)
    for session in (street.office, street.liaison):
        assert shown(session, "project") == {one}
    assert digest(street.office, "C01") == digest(street.liaison, "C01")


def test_a_chain_leads_to_its_end_and_breaks_where_it_is_undone(street: Street) -> None:
    one, two, three = (project(street, f"ZJ2015-C01-0{number}") for number in (1, 2, 3))
    child = plan(street, three)
    join(street.liaison, two, [three])
    join(street.liaison, one, [two])
    assert parents(street.liaison) == {child: one}
    undoing.undo(street.liaison)
    assert parents(street.liaison) == {child: two}
    assert shown(street.liaison, "project") == {one, two}


def test_when_the_one_that_stands_goes_out_the_other_is_shown_again(street: Street) -> None:
    other = project(street)
    bring(street, street.liaison, street.office)
    one = project(street, "ZJ2015-C01-02")
    second = bring(street, street.liaison, street.office)
    join(street.office, one, [other])
    assert shown(street.office, "project") == {one}
    undo(street.office, second.bundle)
    assert shown(street.office, "project") == {other}
    redo(street.office, second.bundle)
    assert shown(street.office, "project") == {one}


def test_only_what_is_shown_of_one_kind_and_place_is_joined(street: Street) -> None:
    one, person = project(street), leader(street)
    gone = project(street, "ZJ2015-C01-02")
    save(street.liaison, [DeleteRecord(gone)])
    for own, into in ((one, person), (one, one)):
        with pytest.raises(NotAllowed) as caught:
            save(street.liaison, [JoinRecord(own, into)])
        assert caught.value.key == "ops.cannot_join"
    with pytest.raises(NotAllowed) as caught:
        save(street.liaison, [JoinRecord(gone, one)])
    assert caught.value.key == "ops.already_deleted"
    save(street.liaison, [RestoreRecord(gone)])
    save(street.liaison, [JoinRecord(gone, one)])
    assert shown(street.liaison, "project") == {one}


def test_a_possible_duplicate_is_gone_once_joined(street: Street) -> None:
    one = leader(street, "示例甲")
    person = {"community": street.community, "name": "示例甲", "kind": "resident", "phone": "13800000001"}
    own = [save(street.liaison, [NewRecord("person", person)]).ids[0] for _ in range(2)]
    assert [item.kind for item in conflicts(street.liaison, "person")] == ["possible_duplicate"]
    join(street.liaison, own[0], [own[1]])
    assert conflicts(street.liaison, "person") == []
    assert shown(street.liaison, "person") == {one, own[0]}
    undoing.undo(street.liaison)
    (again,) = conflicts(street.liaison, "person")
    leave(street.liaison, again.id)
    assert conflicts(street.liaison, "person") == []


def activity(street: Street, session: Session, of: str, title: str, date: str = "2015-10-01") -> str:
    """Record an activity of a project."""
    host = get(session, of).values["leader"]
    values: dict[str, object] = {"project": of, "title": title, "date": date, "host": host, "label_shown": True}
    values |= {"start_time": "09:00", "end_time": "10:00", "run_by": "team"}
    values |= {"place": "示例活动室", "process": "示例过程", "headcount": 12, "volunteers": 2}
    return save(session, [NewRecord("activity_record", values)]).ids[0]


def test_one_activity_typed_on_two_laptops_is_asked_about(street: Street) -> None:
    own = project(street)
    bring(street, street.liaison, street.office)
    here = activity(street, street.office, own, "重阳节合唱排练活动")
    there = activity(street, street.liaison, own, "重阳节 合唱排练")
    activity(street, street.liaison, own, "重阳节合唱排练活动", "2015-10-02")
    activity(street, street.liaison, own, "垃圾分类知识讲座")
    bring(street, street.liaison, street.office)
    (question,) = conflicts(street.office, "activity_record")
    assert (question.kind, question.field) == ("possible_duplicate", "project+date+title")
    assert {one["record"] for one in question.candidates} == {here, there}
    before = digest(street.office)
    rebuild(street.office.store.conn, street.office.store.catalogue)
    assert digest(street.office) == before
    join(street.office, here, [there])
    assert conflicts(street.office, "activity_record") == []


def test_one_photo_as_evidence_of_two_activities_is_asked_about(street: Street) -> None:
    own = project(street)
    sha256 = street.liaison.store.files.add([b"a picture"])
    for title in ("重阳节合唱排练", "垃圾分类知识讲座"):
        photo = {"activity": activity(street, street.liaison, own, title), "file": sha256, "caption": title}
        photo |= {"taken_on": "2015-10-01", "faces_consent": "no_people"}
        save(street.liaison, [NewRecord("photo", photo)])
    assert [item.kind for item in conflicts(street.liaison, "photo")] == ["possible_duplicate"]
