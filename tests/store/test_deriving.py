"""What entries come to: edits apart and together, deletions, life cycles, and open questions."""

from __future__ import annotations

from tests.store.conftest import Town
from tests.store.world import give, pieces
from zjdesk.store.entry import DELETED, STATE
from zjdesk.store.read import derived_of


def _project(town: Town, **values: object) -> str:
    own = town.one.add("project", town.community, town.scope, {"name": "舞蹈队", "state": "draft", **values})
    town.exchange()
    return own


def _agree(town: Town) -> None:
    town.exchange()
    digests = {each.digest() for each in (town.office, town.one, town.two)}
    assert len(digests) == 1
    assert town.office.rebuilt() in digests


def test_edits_of_different_fields_are_no_conflict(town: Town) -> None:
    own = _project(town)
    town.one.edit(own, town.scope, {"name": "合唱队"})
    town.two.edit(own, town.scope, {"no": "ZJ1"})
    _agree(town)
    assert town.office.conflicts() == []
    assert town.office.value("project", own, "name") == "合唱队"
    assert town.office.value("project", own, "no") == "ZJ1"


def test_the_same_field_edited_apart_is_a_conflict_that_one_edit_over_both_settles(town: Town) -> None:
    own = _project(town)
    town.one.edit(own, town.scope, {"name": "合唱队"})
    town.two.edit(own, town.scope, {"name": "书法班"})
    _agree(town)
    assert town.office.conflicts() == ["value"]
    assert town.office.value("project", own, "_conflict") == 1
    town.office.edit(own, town.scope, {"name": "书法班"})
    _agree(town)
    assert town.two.conflicts() == []
    assert town.two.value("project", own, "_conflict") == 0


def test_the_same_value_on_both_sides_is_no_conflict_and_one_edit_replaces_both(town: Town) -> None:
    own = _project(town)
    for each in (town.one, town.two):
        each.edit(own, town.scope, {"name": "合唱队"})
    _agree(town)
    assert town.office.conflicts() == []
    assert len(town.office.heads(own)["name"]) == 2
    town.office.edit(own, town.scope, {"name": "书法班"})
    _agree(town)
    assert town.one.value("project", own, "name") == "书法班"
    assert town.one.conflicts() == []


def test_a_tie_in_time_is_broken_by_the_id_alike_everywhere(town: Town) -> None:
    own = _project(town)
    town.one.clock = town.two.clock = town.one.clock + 5000
    first = town.one.edit(own, town.scope, {"name": "合唱队"})
    second = town.two.edit(own, town.scope, {"name": "书法班"})
    _agree(town)
    expected = {first: "合唱队", second: "书法班"}[max(first, second)]
    assert {each.value("project", own, "name") for each in (town.office, town.one, town.two)} == {expected}


def test_an_unknown_predecessor_is_kept_and_still_replaces_when_it_arrives(town: Town) -> None:
    own = _project(town)
    town.one.edit(own, town.scope, {"name": "合唱队"})
    give(town.two, list(pieces(town.one)))
    town.two.edit(own, town.scope, {"name": "书法班"})
    later = [piece for piece in pieces(town.two) if piece.key == town.two.store.installation.public]
    give(town.office, later)
    assert town.office.value("project", own, "name") == "书法班"
    give(town.office, list(pieces(town.one)))
    assert town.office.value("project", own, "name") == "书法班"
    assert town.office.conflicts() == []


def test_deleting_hides_and_restoring_brings_back(town: Town) -> None:
    own = _project(town)
    town.one.delete(own, town.scope)
    _agree(town)
    assert town.office.value("project", own, "_deleted") == 1
    assert town.office.value("project", own, "name") == "舞蹈队"
    town.two.edit(own, town.scope, {DELETED: False})
    _agree(town)
    assert town.office.value("project", own, "_deleted") == 0
    assert town.office.conflicts() == []


def test_an_edit_apart_from_a_deletion_is_listed_until_somebody_has_seen_both(town: Town) -> None:
    own = _project(town)
    town.one.delete(own, town.scope)
    town.two.edit(own, town.scope, {"name": "合唱队"})
    _agree(town)
    assert town.office.conflicts() == ["edit_delete"]
    town.office.delete(own, town.scope)
    _agree(town)
    assert town.one.conflicts() == []
    assert town.one.value("project", own, "_deleted") == 1


def test_an_edit_made_after_seeing_the_deletion_is_no_conflict(town: Town) -> None:
    own = _project(town)
    town.one.delete(own, town.scope)
    town.exchange()
    town.two.edit(own, town.scope, {"name": "合唱队"})
    _agree(town)
    assert town.office.conflicts() == []


def test_deletion_against_restoring(town: Town) -> None:
    own = _project(town)
    town.one.delete(own, town.scope)
    town.exchange()
    town.one.edit(own, town.scope, {DELETED: False})
    town.two.delete(own, town.scope)
    _agree(town)
    assert "delete_restore" in town.office.conflicts()


def test_a_child_of_a_deleted_parent_is_listed_until_the_parent_is_back(town: Town) -> None:
    own = _project(town)
    town.one.delete(own, town.scope)
    town.two.add("line", own, town.scope, {"item": "横幅", "amount": 100})
    _agree(town)
    assert "child_of_deleted" in town.office.conflicts()
    town.office.edit(own, town.scope, {DELETED: False})
    _agree(town)
    assert town.one.conflicts() == []


def test_an_edit_apart_from_an_approval_is_listed(town: Town) -> None:
    own = _project(town, amount=100)
    town.office.edit(own, town.scope, {STATE: "approved"})
    town.one.edit(own, town.scope, {"amount": 200})
    _agree(town)
    assert town.two.conflicts() == ["edit_life_cycle"]
    town.office.edit(own, town.scope, {STATE: "approved"})
    _agree(town)
    assert town.two.conflicts() == []


def test_a_bound_child_made_apart_from_an_approval_is_listed(town: Town) -> None:
    own = _project(town)
    town.office.edit(own, town.scope, {STATE: "approved"})
    town.one.add("line", own, town.scope, {"item": "横幅", "amount": 100})
    _agree(town)
    assert town.two.conflicts() == ["edit_life_cycle"]


def test_two_records_with_one_number_are_possible_duplicates_until_one_goes(town: Town) -> None:
    first = _project(town, no="ZJ1")
    second = town.two.add("project", town.community, town.scope, {"name": "合唱队", "no": "ZJ1", "state": "draft"})
    _agree(town)
    assert town.office.conflicts() == ["possible_duplicate"]
    assert town.office.value("project", first, "_conflict") == town.office.value("project", second, "_conflict") == 1
    town.office.delete(second, town.scope)
    _agree(town)
    assert town.one.conflicts() == []
    assert town.one.value("project", first, "_conflict") == 0


def test_a_value_that_does_not_fit_is_kept_in_the_log_and_listed(town: Town) -> None:
    own = _project(town)
    town.one.edit(own, town.scope, {"amount": "两百"})
    _agree(town)
    assert town.office.value("project", own, "amount") is None
    assert town.office.store.conn.execute("SELECT field, value FROM state_misfit").fetchall() == [("amount", '"两百"')]
    derived = derived_of(town.office.store.conn, own)
    assert derived is not None
    assert derived.values["amount"] == "两百"
