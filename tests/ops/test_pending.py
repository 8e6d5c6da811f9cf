"""Open questions settled one by one and many at once, taken back so that they are asked again, and what one did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.test_merges import bring
from tests.ops.world import Street, leader, make_street, project
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops import actions, settle, undo
from zjdesk.ops.changes import DeleteRecord, EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import digest, export
from zjdesk.ops.look import look
from zjdesk.ops.merges import Choice
from zjdesk.ops.pending import desk
from zjdesk.ops.queries import conflicts, get
from zjdesk.ops.session import Session
from zjdesk.ops.setup import invite, join
from zjdesk.ops.story import story
from zjdesk.settings import Environment
from zjdesk.store.rebuild import rebuild


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def apart(street: Street, own: str, **fields: tuple[str, str]) -> None:
    """Let the liaison and then the office write different values, and bring the liaison's to the office."""
    save(street.liaison, [EditRecord(own, {name: values[0] for name, values in fields.items()})])
    save(street.office, [EditRecord(own, {name: values[1] for name, values in fields.items()})])
    bring(street, street.liaison, street.office)


def shared(street: Street) -> str:
    """Return a project that both hold."""
    own = project(street)
    bring(street, street.liaison, street.office)
    return own


def kinds(session: Session) -> list[str]:
    """Return the kinds of the open questions."""
    return sorted(one.kind for one in conflicts(session))


def test_what_the_office_settled_is_asked_again_when_taken_back(street: Street) -> None:
    own = shared(street)
    apart(street, own, name=("居委会的", "街道的"))
    (asked,) = conflicts(street.office)
    settle.set_value(street.office, asked.id, "商定的")
    undo.undo(street.office)
    assert kinds(street.office) == ["value"]
    assert get(street.office, own).values["name"] in ("居委会的", "街道的")
    undo.redo(street.office)
    assert (kinds(street.office), get(street.office, own).values["name"]) == ([], "商定的")


def test_what_a_laptop_settled_goes_back_to_the_value_before(street: Street) -> None:
    own = shared(street)
    apart(street, own, name=("居委会的", "街道的"))
    bring(street, street.office, street.liaison)
    (asked,) = conflicts(street.liaison)
    shown = get(street.liaison, own).values["name"]
    settle.set_value(street.liaison, asked.id, "商定的")
    undo.undo(street.liaison)
    assert get(street.liaison, own).values["name"] == shown


@pytest.mark.parametrize("who", ["office", "liaison"])
def test_what_was_left_as_it_is_can_be_asked_again(street: Street, who: str) -> None:
    for _ in range(2):
        project(street, name="示例项目")
    bring(street, street.liaison, street.office)
    session: Session = getattr(street, who)
    asked = conflicts(session)
    assert {one.kind for one in asked} == {"possible_duplicate"}
    settle.keep_many(session, [one.id for one in asked])
    assert kinds(session) == []
    undo.undo(session)
    assert len(kinds(session)) == len(asked)
    before = digest(session)
    rebuild(session.store.conn, session.store.catalogue)
    assert digest(session) == before
    undo.redo(session)
    assert kinds(session) == []


def values_of(session: Session, *records: str) -> list[str]:
    """Return names and target groups of projects."""
    return [str(get(session, own).values[name]) for own in records for name in ("name", "target_group")]


@pytest.mark.parametrize("rule", ["newest", "office", "liaison"])
def test_many_are_settled_by_one_rule_and_taken_back_together(street: Street, rule: str) -> None:
    one, other = shared(street), shared(street)
    for own in (one, other):
        apart(street, own, name=("居委会的", "街道的"), target_group=("居委会的", "街道的"))
    asked = [item.id for item in conflicts(street.office) if item.kind == "value"]
    assert len(asked) == 4
    before = values_of(street.office, one, other)
    told = settle.take_many(
        street.office, asked, street.liaison.store.installation.id if rule == "liaison" else rule, why="核对过"
    )
    assert (told.done, told.left) == (4, ())
    stands = {"newest": before, "office": ["街道的"] * 4, "liaison": ["居委会的"] * 4}[rule]
    assert values_of(street.office, one, other) == stands
    assert "value" not in kinds(street.office)
    undo.undo(street.office)
    assert kinds(street.office).count("value") == 4


def test_what_a_rule_cannot_settle_stays_open(street: Street) -> None:
    own = shared(street)
    apart(street, own, name=("居委会的", "街道的"))
    person = {"community": street.community, "name": "示例王一", "kind": "resident", "phone": "13800000001"}
    for _ in range(2):
        save(street.office, [NewRecord("person", person)])
    asked = {one.kind: one.id for one in conflicts(street.office)}
    told = settle.take_many(street.office, list(asked.values()), "newest")
    assert (told.done, told.left) == (1, (asked["possible_duplicate"],))
    assert settle.take_many(street.office, told.left, "f" * 32).done == 0
    with pytest.raises(NotAllowed):
        undo.undo(street.office, "f" * 32)


def test_another_value_must_be_sound(street: Street) -> None:
    own = shared(street)
    apart(street, own, start=("2015-09-01", "2015-10-01"))
    (asked,) = conflicts(street.office)
    with pytest.raises(InputError) as caught:
        settle.set_value(street.office, asked.id, "not a day")
    assert caught.value.key == "ops.not_saved"
    settle.set_value(street.office, asked.id, "2015-09-15")
    assert get(street.office, own).values["start"] == "2015-09-15"


def test_one_of_two_decisions_that_differ_is_taken(street: Street, env: Environment, tmp_path: Path) -> None:
    own = leader(street)
    bring(street, street.liaison, street.office)
    (invited,) = invite(street.office, [{"label": "二号机", "kind": "office", "communities": ""}], tmp_path / "i")
    second = join(tmp_path / "second", invited.file, invited.code, "示例科员", env=env)
    bring(street, street.office, second)
    bring(street, second, street.office)
    entry = story(second, own)[0].entry
    settle.decide(second, "withdraw", [entry], why="误报")
    settle.decide(street.office, "admit", [entry], why="核对过")
    bring(street, second, street.office)
    (asked,) = conflicts(street.office)
    assert asked.kind == "decision"
    assert story(street.office, own)[0].status == "withdrawn"
    admits = next(item for item in asked.candidates if item["value"]["action"] == "admit")
    settle.take(street.office, asked.id, str(admits["entry"]))
    assert kinds(street.office) == []
    assert story(street.office, own)[0].status == "counts"
    second.close()


def test_one_sees_ones_own_actions_and_takes_back_any_of_them(street: Street) -> None:
    own = project(street)
    save(street.liaison, [EditRecord(own, {"name": "改过的"})])
    save(street.liaison, [EditRecord(own, {"target_group": "老人"})])
    newest, middle, *_ = actions.mine(street.liaison)
    assert [(step.verb, step.before, step.after) for step in middle.steps] == [
        ("edited", {"name": "示例项目01"}, {"name": "改过的"})
    ]
    undo.undo(street.liaison, middle.group)
    assert get(street.liaison, own).values["name"] == "示例项目01"
    assert get(street.liaison, own).values["target_group"] == "老人"
    gone = next(one for one in actions.mine(street.liaison) if one.group == middle.group)
    assert gone.state == "undone"
    save(street.liaison, [EditRecord(own, {"target_group": "青年"})])
    undo.redo(street.liaison, middle.group)
    assert get(street.liaison, own).values["name"] == "改过的"
    save(street.liaison, [DeleteRecord(own)])
    assert actions.mine(street.liaison)[0].steps[0].verb == "deleted"
    assert newest.state == "done"


def test_the_story_tells_who_where_from_what_to_what(street: Street) -> None:
    own = shared(street)
    apart(street, own, name=("居委会的", "街道的"))
    told = desk(street.office)
    (item,) = told.items
    assert item.community == street.community
    assert item.title.startswith("ZJ2015-C01-01 ")
    names = {told.authors[str(one["author"])].computer for one in item.conflict.candidates}
    assert names == {"福沈居委", street.office.store.installation.name}
    turns = [(one.turns[0].before, one.turns[0].after) for one in story(street.office, own, field="name")]
    assert sorted(turns, key=str) == [("示例项目01", "居委会的"), ("示例项目01", "街道的"), (None, "示例项目01")]
    assert story(street.office, own)[0].made


def test_a_look_before_a_merge_shows_each_record(street: Street) -> None:
    own = shared(street)
    save(street.office, [EditRecord(own, {"name": "街道的"})])
    save(street.liaison, [EditRecord(own, {"name": "居委会的", "target_group": "老人"})])
    person = leader(street, "示例李二")
    (sent,) = export(street.liaison, street.stick, everything=True)
    seen = look(street.office, sent.files[0])
    assert [(one.record, one.form, one.community) for one in seen.fresh] == [(person, "person", street.community)]
    assert "target_group" in [one["field"] for one in seen.outcome.changes]
    assert [(one.kind, len(one.candidates)) for one in seen.questions] == [("value", 2)]
    assert seen.forms == {"project": 1, "person": 1}
    assert seen.communities == {street.community: 2}
    without = look(street.office, sent.files[0], without=Choice(forms=frozenset({"person"})))
    assert without.fresh == ()
    assert [one.status for one in without.apart] == ["withdrawn"]
    assert conflicts(street.office) == []
