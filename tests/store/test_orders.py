"""Orders of arrival that once came out otherwise; most were found by the state machine in tests/property."""

from __future__ import annotations

from tests.store.conftest import Town
from tests.store.test_counting import cloned, decide, written_by
from tests.store.world import Laptop, Piece, give, pieces
from zjdesk.store.entry import ERASURE, JOINED, PARENT, REVOCATION
from zjdesk.store.held import of_record
from zjdesk.store.sound import ENTRIES, FIELDS, FILES
from zjdesk.store.store import Save
from zjdesk.store.trust import Trust


def part(piece: Piece, first: int, last: int) -> Piece:
    """Return the entries of a piece from one place to another, counted from 0."""
    return Piece(piece.key, piece.incarnation, piece.scope, piece.rows[first:last])


def same_as_rebuilt(*laptops: Laptop) -> None:
    """Every store's state is the one that comes from its log alone."""
    for each in laptops:
        assert each.digest() == each.rebuilt()


def test_a_withdrawn_entry_beyond_a_gap_carries_the_chain_on(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    middle = town.one.edit(own, town.scope, {"name": "二"})
    town.one.edit(own, town.scope, {"no": "ZJ1"})
    (piece,) = written_by(town.one)
    give(town.office, [piece])
    decide(town.office, "withdraw", [middle])
    give(town.two, written_by(town.office))
    give(town.two, [part(piece, 1, 2)])
    give(town.two, [part(piece, 2, 3)])
    give(town.two, [part(piece, 0, 1)])
    assert town.two.value("project", own, "no") == "ZJ1"
    assert town.two.digest() == town.office.digest()
    same_as_rebuilt(town.two)


def test_a_rebuild_reads_a_decision_before_what_it_names(town: Town) -> None:
    town.office.add("project", town.community, town.scope, {"name": "街道的", "state": "draft"})
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    made = town.one.last()
    town.exchange()
    decide(town.office, "withdraw", [made])
    assert town.office.value("project", own, "name") is None
    same_as_rebuilt(town.office)


def test_a_child_that_comes_with_the_decision_against_its_parent_waits(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    made = town.one.last()
    town.exchange()
    line = town.two.add("line", own, town.scope, {"item": "横幅"})
    town.two.edit(line, town.scope, {"amount": 5})
    decide(town.one, "withdraw", [made])
    give(town.office, [*written_by(town.two), *written_by(town.one)])
    assert town.office.value("line", line, "item") is None
    same_as_rebuilt(town.office)


def test_a_child_of_a_joined_record_waits_with_its_own_parent(town: Town) -> None:
    kept = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    other = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    made = town.one.last()
    line = town.one.add("line", other, town.scope, {"item": "横幅"})
    town.one.edit(other, town.scope, {JOINED: kept})
    town.exchange()
    shown = town.office.store.conn.execute("SELECT lower(hex(_parent)) FROM line").fetchone()[0]
    assert shown == kept
    decide(town.office, "withdraw", [made])
    assert town.office.value("line", line, "item") is None
    same_as_rebuilt(town.office)
    town.exchange()
    assert town.two.digest() == town.office.digest()


def test_edits_one_by_one_in_any_order_come_out_as_in_their_own(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    town.exchange()
    for number in range(4):
        town.one.edit(own, town.scope, {"name": f"第{number}"})
    (piece,) = written_by(town.one)
    for place in (3, 1, 4, 2):
        give(town.office, [part(piece, place, place + 1)])
    give(town.two, list(pieces(town.one)))
    assert town.office.digest() == town.two.digest()
    same_as_rebuilt(town.office, town.two)


def erase(office: Laptop, record: str, scope: str, field: str) -> str:
    """Erase a field by hand, as the office's verb does; returns the erasure."""
    held = [one for one in of_record(office.store.conn, bytes.fromhex(record)) if one.header.form != ERASURE]
    kept = {
        one.id: {name: value for name, value in one.values.items() if name != field}
        for one in held
        if field in one.values
    }
    values = {ENTRIES: kept, FILES: [], FIELDS: [field], field: None}
    over = {field: list(office.heads(record)[field])}
    office.append(scope, [Save(record, ERASURE, 1, values, over)])
    return office.last()


def test_two_erasures_apart_leave_what_both_keep_in_either_order(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "no": "ZJ1", "state": "draft"})
    town.exchange()
    erase(town.office, own, town.scope, "name")
    erase(town.two, own, town.scope, "no")
    town.exchange()
    for each in (town.office, town.one, town.two):
        (made,) = [one for one in of_record(each.store.conn, bytes.fromhex(own)) if PARENT in one.values]
        assert dict(made.values) == {PARENT: town.community, "state": "draft"}
        assert (each.value("project", own, "name"), each.value("project", own, "no")) == (None, None)
    same_as_rebuilt(town.office, town.one, town.two)


def test_an_erasure_that_restates_another_clears_where_that_one_is_not_held(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "no": "ZJ1", "state": "draft"})
    town.exchange()
    former = erase(town.two, own, town.scope, "no")
    give(town.office, written_by(town.two))
    (made,) = [one for one in of_record(town.office.store.conn, bytes.fromhex(own)) if PARENT in one.values]
    stays = {made.id: {PARENT: town.community, "name": "一", "state": "draft"}}
    values = {ENTRIES: {former: {ENTRIES: stays, FILES: [], FIELDS: ["no"], "no": None}}, FILES: [], FIELDS: []}
    town.office.append(town.scope, [Save(own, ERASURE, 1, values, {})])
    give(town.one, written_by(town.office))
    (made,) = [one for one in of_record(town.one.store.conn, bytes.fromhex(own)) if PARENT in one.values]
    assert dict(made.values) == stays[made.id]
    assert town.one.value("project", own, "no") is None
    same_as_rebuilt(town.one)
    give(town.one, written_by(town.two))
    assert town.one.digest() == town.office.digest()


def test_what_leads_to_an_erasure_through_a_later_arrival_counts(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    town.exchange()
    erase(town.office, own, town.scope, "name")
    town.exchange()
    town.two.edit(own, town.scope, {"name": "二"})
    give(town.one, list(pieces(town.two)))
    town.one.edit(own, town.scope, {"name": "三"})
    give(town.office, written_by(town.one))
    assert town.office.value("project", own, "name") is None
    give(town.office, written_by(town.two))
    assert town.office.value("project", own, "name") == "三"
    same_as_rebuilt(town.office)


def test_a_decision_names_one_branch_of_a_fork_whichever_came_first(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    (before,) = written_by(town.one)
    town.exchange()
    twin = cloned(town, before)
    named = town.one.edit(own, town.scope, {"name": "二"})
    twin.edit(own, town.scope, {"no": "ZJ1"})
    (original,) = written_by(town.one)
    (other,) = [piece for piece in pieces(twin) if piece.key == original.key]
    give(town.office, [original])
    decide(town.office, "withdraw", [named])
    give(town.office, [other])
    give(town.two, [other])
    give(town.two, written_by(town.office))
    assert town.two.value("project", own, "no") is None
    give(town.two, [original])
    for each in (town.office, town.two):
        assert (each.value("project", own, "name"), each.value("project", own, "no")) == ("一", "ZJ1")
    same_as_rebuilt(town.office, town.two)
    twin.store.close()


def test_what_is_admitted_is_admitted_with_its_group_and_still_waits_for_its_record(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    made = town.one.last()
    town.one.append("street", [Save(own, "project", 1, {"no": "ZJ1"}), Save(own, "project", 1, {"amount": 5})])
    town.exchange()
    assert town.office.value("project", own, "amount") is None
    decide(town.office, "admit", [town.one.last()])
    assert (town.office.value("project", own, "no"), town.office.value("project", own, "amount")) == ("ZJ1", 5)
    decide(town.office, "withdraw", [made])
    assert town.office.statuses()[-3:] == [1, 1, 4]
    same_as_rebuilt(town.office)


def test_decisions_that_differ_are_listed_where_they_stand(town: Town) -> None:
    town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    made = town.one.last()
    town.exchange()
    decide(town.office, "withdraw", [made])
    decide(town.two, "admit", [made])
    town.exchange()
    rows = town.one.store.conn.execute("SELECT kind, scope FROM state_conflict").fetchall()
    assert rows == [("decision", town.scope)]


def test_of_several_revocations_the_lowest_counts_also_where_one_names_no_entry() -> None:
    trust = Trust(None)
    feed, other = "a" * 32, "b" * 32
    said = {"who": "c" * 64, "signature": "00"}
    trust.accept(REVOCATION, {**said, "last": {feed: [9, "d" * 32], other: [4, "e" * 32]}})
    trust.accept(REVOCATION, {**said, "last": {feed: [5, "f" * 32]}})
    assert trust.accepted("c" * 64, feed) == (5, "f" * 32)
    assert trust.accepted("c" * 64, other)[0] == 0


def test_a_third_double_with_a_smaller_id_takes_the_place_of_the_question_about_two(town: Town) -> None:
    ids = [f"{number:032x}" for number in (9, 8, 7)]
    for own in ids:
        town.one.add("project", town.community, town.scope, {"no": "ZJ1", "state": "draft"}, own)
        give(town.two, list(pieces(town.one)))
    for each in (town.one, town.two):
        assert each.conflicts() == ["possible_duplicate"]
    same_as_rebuilt(town.one, town.two)


def test_a_bound_child_is_no_longer_in_question_when_its_parent_goes_back(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    town.exchange()
    town.office.edit(own, town.scope, {"state": "approved"})
    line = town.one.add("line", own, town.scope, {"item": "横幅", "amount": 100})
    town.exchange()
    assert town.office.conflicts() == ["edit_life_cycle"]
    town.office.edit(own, town.scope, {"state": "draft"})
    assert town.office.conflicts() == []
    assert town.office.value("line", line, "_conflict") == 0
    same_as_rebuilt(town.office)


def test_what_comes_and_does_not_count_is_what_others_rest_on_and_replace_through(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    town.exchange()
    middle = town.one.edit(own, town.scope, {"name": "二"})
    give(town.two, list(pieces(town.one)))
    town.two.edit(own, town.scope, {"name": "三"})
    decide(town.two, "withdraw", [middle])
    give(town.office, written_by(town.two))
    assert (town.office.value("project", own, "name"), town.office.conflicts()) == ("三", ["value"])
    give(town.office, written_by(town.one))
    assert (town.office.value("project", own, "name"), town.office.conflicts()) == ("三", ["rests_on_withdrawn"])
    same_as_rebuilt(town.office)
