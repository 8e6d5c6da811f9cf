"""Taking merges back and leaving out parts of them: decisions that everybody follows and that can be answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.world import Street, leader, make_street, project
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops import merges
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, digest, export, merge, preview
from zjdesk.ops.queries import entries, get, history, list_records
from zjdesk.ops.session import Session
from zjdesk.ops.settle import decide
from zjdesk.ops.setup import invite, join
from zjdesk.settings import Environment
from zjdesk.sync.merge import Outcome


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def bring(street: Street, sender: Session, receiver: Session, **how: object) -> Outcome:
    """Carry everything from one to the other; returns what the merge said."""
    for old in bundles_in(street.stick):
        old.unlink()
    (sent,) = export(sender, street.stick, to=receiver.store.installation.id, everything=True)
    return merge(receiver, sent.files[0], **how)  # type: ignore[arg-type]


def names(session: Session, form: str = "project") -> set[str]:
    """Return the numbers of the projects, or the names of others, that are shown."""
    field = "no" if form == "project" else "name"
    return {str(one.values[field]) for one in list_records(session, form, masked=False)}


def test_what_a_merge_brought_goes_stays_out_and_comes_back(street: Street) -> None:
    project(street)
    first = bring(street, street.liaison, street.office)
    assert names(street.office) == {"ZJ2015-C01-01"}
    done = merges.undo(street.office, first.bundle, why="重复上报")
    assert done.differences.gone == {"person": 1, "project": 1}
    assert names(street.office) == set()
    again = bring(street, street.liaison, street.office)
    assert (again.new, names(street.office)) == (0, set())
    merges.redo(street.office, first.bundle, why="没有重复")
    assert names(street.office) == {"ZJ2015-C01-01"}


def test_a_merge_is_taken_back_once_and_only_by_the_office(street: Street) -> None:
    project(street)
    first = bring(street, street.liaison, street.office)
    with pytest.raises(NotAllowed) as caught:
        merges.redo(street.office, first.bundle)
    assert caught.value.key == "ops.merge_not_undone"
    merges.undo(street.office, first.bundle)
    with pytest.raises(NotAllowed) as caught:
        merges.undo(street.office, first.bundle)
    assert caught.value.key == "ops.merge_undone"
    with pytest.raises(InputError):
        merges.undo(street.office, "0" * 32)
    own = bring(street, street.office, street.liaison)
    with pytest.raises(NotAllowed) as caught:
        merges.undo(street.liaison, own.bundle)
    assert caught.value.key == "ops.office_only"


@pytest.mark.parametrize("first_goes", ["before", "after"])
def test_bundles_1_to_10_and_1_to_20_with_the_first_undone_before_and_after_the_second(
    street: Street, first_goes: str
) -> None:
    for number in range(1, 11):
        leader(street, f"示例{number:02}")
    one = bring(street, street.liaison, street.office)
    for number in range(11, 21):
        leader(street, f"示例{number:02}")
    if first_goes == "before":
        merges.undo(street.office, one.bundle)
    bring(street, street.liaison, street.office)
    if first_goes == "after":
        merges.undo(street.office, one.bundle)
    assert names(street.office, "person") == {f"示例{number:02}" for number in range(11, 21)}
    merges.redo(street.office, one.bundle)
    assert len(names(street.office, "person")) == 20


def test_the_preview_shows_fields_and_what_rests_and_changes_nothing(street: Street) -> None:
    own = project(street)
    bring(street, street.liaison, street.office)
    save(street.liaison, [EditRecord(own, {"name": "改过的名称"})])
    second = bring(street, street.liaison, street.office)
    save(street.office, [EditRecord(own, {"name": "街道再改"})])
    before = digest(street.office)
    told = merges.preview_undo(street.office, second.bundle)
    assert digest(street.office) == before
    assert [item["record"] for item in told.rests] == [own]
    assert told.differences.total == 0
    merges.undo(street.office, second.bundle)
    assert get(street.office, own).values["name"] == "街道再改"
    assert [line.status for line in history(street.office, own)] == ["counts", "withdrawn", "counts"]


def test_a_field_that_goes_back_is_told_before_and_after(street: Street) -> None:
    own = project(street)
    bring(street, street.liaison, street.office)
    save(street.liaison, [EditRecord(own, {"name": "改过的名称"})])
    second = bring(street, street.liaison, street.office)
    (change,) = merges.preview_undo(street.office, second.bundle).differences.fields
    assert (change.record, change.field, change.before, change.after) == (own, "name", "改过的名称", "示例项目01")


def test_what_waits_for_a_parent_that_goes_is_named(street: Street) -> None:
    own = project(street)
    first = bring(street, street.liaison, street.office)
    plan = {"project": own, "seq": 1, "title": "示例活动", "planned_headcount": 12}
    plan |= {"planned_from": "2015-10-01", "planned_to": "2015-10-31"}
    (made,) = save(street.liaison, [NewRecord("activity_plan", plan)]).ids
    bring(street, street.liaison, street.office)
    told = merges.undo(street.office, first.bundle)
    assert made in {item["record"] for item in told.awaited}
    assert {row["reason"] for row in entries(street.office, "awaited")} == {"parent"}


def test_a_preview_of_a_merge_tells_fields_before_and_after(street: Street) -> None:
    own = project(street)
    bring(street, street.liaison, street.office)
    save(street.liaison, [EditRecord(own, {"name": "改过的名称"})])
    (sent,) = export(street.liaison, street.stick, everything=True)
    told = preview(street.office, sent.files[0])
    assert [(one["field"], one["before"], one["after"]) for one in told.changes] == [
        ("name", "示例项目01", "改过的名称")
    ]
    assert get(street.office, own).values["name"] == "示例项目01"


def test_a_form_can_be_left_out_with_the_groups_it_stands_in(street: Street) -> None:
    own = project(street)
    person = {"community": street.community, "name": "示例甲", "kind": "resident"}
    save(street.liaison, [NewRecord("person", person), EditRecord(own, {"name": "一起改的"})])
    out = merges.choice(street.office, ["form=person"])
    (sent,) = export(street.liaison, street.stick, everything=True)
    seen = preview(street.office, sent.files[0], without=out)
    told = merge(street.office, sent.files[0], without=out)
    assert names(street.office, "person") == set()
    assert len(seen.dragged) == len(told.dragged) == 1
    assert get(street.office, own).values["name"] == "示例项目01"
    assert {item["form"] for item in told.withdrawn} == {"person", "project"}
    merges.undo(street.office, told.bundle)
    merges.redo(street.office, told.bundle)
    assert names(street.office, "person") == set()
    assert names(street.office) == {"ZJ2015-C01-01"}


def test_a_community_can_be_left_out_and_a_laptop_leaves_out_nothing(street: Street) -> None:
    project(street)
    told = bring(street, street.liaison, street.office, without=merges.choice(street.office, ["community=C01"]))
    assert names(street.office) == names(street.office, "person") == set()
    assert {item["form"] for item in told.withdrawn} == {"project", "person"}
    with pytest.raises(NotAllowed):
        bring(street, street.office, street.liaison, without=merges.choice(street.office, ["community=C01"]))
    with pytest.raises(InputError):
        merges.choice(street.office, ["community=C99"])
    with pytest.raises(InputError):
        merges.choice(street.office, ["form=dance"])


def test_a_decision_about_one_of_two_leaves_the_other_as_it_was(street: Street) -> None:
    one, other = leader(street, "示例一"), leader(street, "示例二")
    bring(street, street.liaison, street.office)
    ids = [history(street.office, own)[0].entry for own in (one, other)]
    decide(street.office, "withdraw", ids, why="误报")
    assert names(street.office, "person") == set()
    decide(street.office, "admit", ids[:1], why="核对过")
    assert names(street.office, "person") == {"示例一"}


def test_what_the_office_says_itself_cannot_be_decided_on(street: Street) -> None:
    sql = "SELECT lower(hex(id)) FROM log_entry WHERE json_extract(CAST(header AS TEXT), '$.form') = '_certificate'"
    own = street.office.store.conn.execute(sql).fetchone()[0]
    with pytest.raises(NotAllowed) as caught:
        decide(street.office, "withdraw", [own], why="试试")
    assert caught.value.key == "ops.not_data"


def test_a_decision_that_a_bundle_brought_is_answered(street: Street, env: Environment, tmp_path: Path) -> None:
    own = leader(street)
    bring(street, street.liaison, street.office)
    (invited,) = invite(street.office, [{"label": "二号机", "kind": "office", "communities": ""}], tmp_path / "i")
    second = join(tmp_path / "second", invited.file, invited.code, "示例科员", env=env)
    bring(street, street.office, second)
    bring(street, second, street.office)
    decide(second, "withdraw", [history(second, own)[0].entry], why="误报")
    brought = bring(street, second, street.office)
    assert names(street.office, "person") == set()
    told = merges.undo(street.office, brought.bundle, why="不同意")
    assert told.answered == 1
    assert names(street.office, "person") == {"示例王一"}
    bring(street, street.office, second)
    assert names(second, "person") == {"示例王一"}
    merges.redo(street.office, brought.bundle)
    assert names(street.office, "person") == set()
    assert digest(street.office)
    second.close()


def test_a_community_that_a_merge_brought_and_took_back_can_still_be_handed_over(street: Street) -> None:
    from zjdesk.ops.forget import assign, forget_handed_over

    project(street)
    laptop = street.liaison.store.installation.id
    bring(street, street.liaison, street.office)
    sql = "SELECT lower(hex(id)) FROM log_entry WHERE record = ? ORDER BY n LIMIT 1"
    (made,) = street.office.store.conn.execute(sql, (bytes.fromhex(street.community),)).fetchone()
    decide(street.office, "withdraw", [made], why="误建")
    assign(street.office, laptop, [])
    bring(street, street.office, street.liaison)
    assert forget_handed_over(street.liaison) == []
    scopes = {row[0] for row in street.liaison.store.conn.execute("SELECT scope FROM log_feed")}
    assert scopes == {"street"}
