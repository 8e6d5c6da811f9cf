"""Which entries count: gaps, groups, parents, scopes and decisions, in whatever order things arrive."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tests.store.conftest import Town
from tests.store.world import Laptop, Piece, give, laptop, pieces
from zjdesk.store.entry import DECISION, PARENT
from zjdesk.store.ids import random_id
from zjdesk.store.store import Save


def decide(office: Laptop, action: str, entries: Sequence[str], over: Sequence[str] = ()) -> str:
    """Write a decision by hand; returns its id."""
    ranges = []
    scope = "street"
    for entry in entries:
        feed, seq, scope = office.store.conn.execute(
            "SELECT f.id, e.seq, f.scope FROM log_entry e JOIN log_feed f ON f.n = e.feed WHERE e.id = ?",
            (bytes.fromhex(entry),),
        ).fetchone()
        ranges.append({"feed": feed.hex(), "first": seq, "last": seq, "tip": entry})
    names = {"decision": list(over)} if over else {}
    values = {PARENT: None, "action": action, "ranges": ranges}
    office.append(scope, [Save(random_id(), DECISION, 1, values, names)])
    return office.last()


def written_by(one: Laptop) -> list[Piece]:
    """Return what a laptop wrote itself."""
    return [piece for piece in pieces(one) if piece.key == one.store.installation.public]


def test_a_feed_counts_up_to_its_first_gap_and_on_when_it_is_filled(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    town.one.edit(own, town.scope, {"name": "二"})
    town.one.edit(own, town.scope, {"name": "三"})
    (piece,) = written_by(town.one)
    give(town.office, [Piece(piece.key, piece.incarnation, piece.scope, piece.rows[:1] + piece.rows[2:])])
    assert town.office.value("project", own, "name") == "一"
    assert town.office.statuses()[-1] == 1
    give(town.office, [Piece(piece.key, piece.incarnation, piece.scope, piece.rows[1:2])])
    assert town.office.value("project", own, "name") == "三"
    assert set(town.office.statuses()) == {0}


def test_a_child_waits_for_its_parent_and_is_examined_when_it_arrives(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    give(town.two, list(pieces(town.one)))
    line = town.two.add("line", own, town.scope, {"item": "横幅"})
    give(town.office, written_by(town.two))
    assert town.office.value("line", line, "item") is None
    reason = town.office.store.conn.execute("SELECT reason, hex(cause) FROM log_reason").fetchone()
    assert reason == ("parent", own.upper())
    give(town.office, written_by(town.one))
    assert town.office.value("line", line, "item") == "横幅"
    assert set(town.office.statuses()) == {0}


def test_a_group_counts_whole_or_not_at_all(town: Town) -> None:
    own, line = random_id(), random_id()
    town.one.append(
        town.scope,
        [
            Save(own, "project", 1, {PARENT: town.community, "name": "一", "state": "draft"}),
            Save(line, "line", 1, {PARENT: own, "item": "横幅"}),
        ],
    )
    (piece,) = written_by(town.one)
    give(town.office, [Piece(piece.key, piece.incarnation, piece.scope, piece.rows[:1])])
    assert town.office.value("project", own, "name") is None
    assert town.office.statuses()[-1] == 2
    give(town.office, [Piece(piece.key, piece.incarnation, piece.scope, piece.rows[1:])])
    assert town.office.value("project", own, "name") == "一"
    assert town.office.value("line", line, "item") == "横幅"


def test_a_record_outside_its_feeds_scope_is_withheld(town: Town) -> None:
    town.one.add("project", town.community, "street", {"name": "一", "state": "draft"})
    assert town.one.statuses()[-1] == 3
    assert town.one.store.conn.execute("SELECT reason FROM log_reason").fetchone() == ("scope",)


def test_an_edit_from_another_scope_is_withheld(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    town.exchange()
    town.two.edit(own, "street", {"name": "二"})
    town.exchange()
    assert town.office.value("project", own, "name") == "一"
    assert town.office.store.conn.execute("SELECT reason FROM log_reason").fetchone() == ("scope",)
    assert town.office.digest() == town.office.rebuilt()


def test_a_withdrawn_creation_takes_what_rests_on_it_out_and_admitting_brings_it_back(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    first = town.one.last()
    line = town.one.add("line", own, town.scope, {"item": "横幅"})
    town.exchange()
    decision = decide(town.office, "withdraw", [first])
    town.exchange()
    assert town.two.value("project", own, "name") is None
    assert town.two.value("line", line, "item") is None
    assert town.two.statuses()[-2:] == [1, 4]
    assert town.two.digest() == town.two.rebuilt() == town.office.digest()
    decide(town.office, "admit", [first], [decision])
    town.exchange()
    assert town.two.value("line", line, "item") == "横幅"
    assert town.two.digest() == town.office.rebuilt()


def test_undoing_the_middle_of_three_edits_leaves_the_last_and_lists_it(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    middle = town.one.edit(own, town.scope, {"name": "二"})
    town.one.edit(own, town.scope, {"name": "三"})
    town.exchange()
    decide(town.office, "withdraw", [middle])
    town.exchange()
    assert town.two.value("project", own, "name") == "三"
    assert town.two.conflicts() == ["rests_on_withdrawn"]


def test_a_withdrawn_edit_no_longer_replaces_what_it_replaced(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    town.one.edit(own, town.scope, {"name": "二"})
    last = town.one.last()
    town.exchange()
    decide(town.office, "withdraw", [last])
    town.exchange()
    assert town.two.value("project", own, "name") == "一"
    assert town.two.conflicts() == []


def test_decisions_that_differ_keep_the_entry_out_and_are_listed(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    first = town.one.last()
    town.exchange()
    decide(town.office, "withdraw", [first])
    decide(town.two, "admit", [first])
    town.exchange()
    assert town.one.value("project", own, "name") is None
    assert town.one.conflicts() == ["decision"]
    assert town.one.digest() == town.office.digest() == town.two.rebuilt()


def test_a_fork_is_kept_on_both_branches_and_listed(town: Town) -> None:
    own = town.one.add("project", town.community, town.scope, {"name": "一", "state": "draft"})
    (before,) = written_by(town.one)
    town.one.edit(own, town.scope, {"name": "二"})
    (original,) = written_by(town.one)
    clone = cloned(town, before)
    clone.edit(own, town.scope, {"amount": 5})
    give(town.office, [original])
    give(town.office, [piece for piece in pieces(clone) if piece.key == original.key])
    assert town.office.conflicts() == ["fork"]
    assert town.office.value("project", own, "name") == "二"
    assert town.office.value("project", own, "amount") == 5
    assert town.office.rebuilt() == town.office.digest()
    clone.store.close()


def cloned(town: Town, before: Piece) -> Laptop:
    """A laptop whose disk was copied: it goes on writing the same feed."""
    clone = laptop(town.office.store.path.parent, "clone")
    for name in ("private_key", "public_key", "incarnation", "installation"):
        clone.store.set(name, town.one.store.get(name))
    give(clone, [piece for piece in pieces(town.office) if piece.scope == "street"])
    give(clone, [before])
    return clone


def test_any_order_grouping_and_repetition_gives_the_same_digest(town: Town, tmp_path: Path) -> None:
    shuffle = random.Random(20160731)
    records = []
    for each in (town.one, town.two, town.office):
        own = each.add("project", town.community, town.scope, {"name": "一", "no": "ZJ1", "state": "draft"})
        each.add("line", own, town.scope, {"item": "横幅", "amount": 1})
        records.append(own)
    town.exchange()
    for turn in range(12):
        each = shuffle.choice((town.one, town.two, town.office))
        own = shuffle.choice(records)
        shuffle.choice(
            (
                lambda each=each, own=own, turn=turn: each.edit(own, town.scope, {"name": f"第{turn}"}),
                lambda each=each, own=own: each.edit(own, town.scope, {"state": "approved"}),
                lambda each=each, own=own: each.delete(own, town.scope),
                lambda each=each, own=own: each.add("line", own, town.scope, {"item": "海报"}),
            )
        )()
    decide(town.office, "withdraw", [town.office.last()])
    town.exchange()
    parts = list(pieces(town.office, 3))
    digests = {town.office.digest(), town.one.digest(), town.two.digest()}
    for number in range(6):
        fresh = laptop(tmp_path, f"fresh{number}")
        carried = parts * (1 + number % 2)
        shuffle.shuffle(carried)
        for start in range(0, len(carried), 1 + number):
            give(fresh, carried[start : start + 1 + number])
        digests.add(fresh.digest())
        digests.add(fresh.rebuilt())
        fresh.store.close()
    assert len(digests) == 1
