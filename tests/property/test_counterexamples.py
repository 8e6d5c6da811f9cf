"""The cases that a merge is most easily wrong about, each by its name, and each against the oracle as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.ops.test_merges import bring
from tests.ops.world import Street, leader, make_street, project
from tests.property.compare import differences
from tests.store.world import Piece, give, pieces
from tests.sync.test_bundles import save_activity
from zjdesk.ops import merges
from zjdesk.ops.changes import Change, EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.erase import erase
from zjdesk.ops.exchange import bundles_in, digest, export, merge
from zjdesk.ops.files import add_bytes
from zjdesk.ops.maintain import backup, doctor, restore
from zjdesk.ops.queries import conflicts, entries, get, history, list_records
from zjdesk.ops.saves import SaveMaker
from zjdesk.ops.session import Session, open_session
from zjdesk.ops.settle import decide, take
from zjdesk.settings import Environment
from zjdesk.store.entry import STATE

DAY = 24 * 3600 * 1000


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison, compared with the oracle at the end."""
    made = make_street(tmp_path, env)
    yield made
    for session in (made.office, made.liaison):
        assert differences(session.store) == []
        assert doctor(session).sound
        session.close()


def edit(session: Session, own: str, **values: object) -> str:
    """Set fields as shown; returns the entry."""
    changes: Sequence[Change] = [EditRecord(own, values)]
    save(session, changes)
    return history(session, own)[-1].entry


def exchange(street: Street) -> None:
    """Carry bundles both ways."""
    street.carry(street.liaison, street.office)
    street.carry(street.office, street.liaison)


def kinds(session: Session) -> list[str]:
    """Return the kinds of the open questions."""
    return sorted(item.kind for item in conflicts(session))


def name(session: Session, own: str) -> object:
    """Return the name that is shown."""
    return get(session, own).values["name"]


def test_undo_of_the_middle_of_three_edits(street: Street) -> None:
    own = project(street)
    middle = [edit(street.liaison, own, name=text) for text in ("一改", "二改", "三改")][1]
    exchange(street)
    decide(street.office, "withdraw", [middle], why="误报")
    exchange(street)
    for session in (street.office, street.liaison):
        assert (name(session, own), kinds(session)) == ("三改", ["rests_on_withdrawn"])
    decide(street.office, "withdraw", [history(street.office, own)[-1].entry], why="也是误报")
    assert (name(street.office, own), kinds(street.office)) == ("一改", [])


def test_two_heads_that_agree_then_one_edit(street: Street) -> None:
    own = project(street)
    exchange(street)
    for session in (street.office, street.liaison):
        edit(session, own, name="商定的名称")
    exchange(street)
    assert kinds(street.office) == []
    assert len(get(street.office, own).heads["name"]) == 2
    edit(street.office, own, name="再改的名称")
    exchange(street)
    for session in (street.office, street.liaison):
        assert (name(session, own), kinds(session)) == ("再改的名称", [])
        assert len(get(session, own).heads["name"]) == 1


def test_a_resolved_conflict_whose_winner_is_later_withdrawn(street: Street) -> None:
    own = project(street)
    exchange(street)
    edit(street.liaison, own, name="居民区的名称")
    winner = edit(street.office, own, name="街道的名称")
    exchange(street)
    (question,) = conflicts(street.office)
    take(street.office, question.id, winner)
    exchange(street)
    decide(street.office, "withdraw", [winner], why="误报")
    exchange(street)
    for session in (street.office, street.liaison):
        assert (name(session, own), kinds(session)) == ("街道的名称", ["rests_on_withdrawn"])
    decide(street.office, "withdraw", [history(street.office, own)[-1].entry], why="也是误报")
    assert (name(street.office, own), kinds(street.office)) == ("居民区的名称", [])


def test_a_save_under_a_clock_three_years_behind(street: Street) -> None:
    own = project(street)
    exchange(street)
    edit(street.office, own, name="街道的名称")
    exchange(street)
    store = street.liaison.store
    store.env = store.env.at(store.env.now() - 3 * 365 * DAY)
    edit(street.liaison, own, name="后来的名称")
    exchange(street)
    for session in (street.office, street.liaison):
        assert (name(session, own), kinds(session)) == ("后来的名称", [])
    lines = [line.time for line in history(street.office, own)]
    assert lines == sorted(lines)


def test_an_edit_concurrent_with_an_erasure(street: Street) -> None:
    person = {"community": street.community, "name": "示例王一", "kind": "resident", "phone": "13800001234"}
    (own,) = save(street.liaison, [NewRecord("person", person)]).ids
    exchange(street)
    late = edit(street.liaison, own, phone="13900009999")
    erase(street.office, own, ["phone"], "本人要求删除")
    exchange(street)
    for session in (street.office, street.liaison):
        assert get(session, own, masked=False).values.get("phone") is None
        assert [row["entry"] for row in entries(session, "withheld")] == [late]
    decide(street.office, "admit", [late], why="本人重新登记")
    exchange(street)
    for session in (street.office, street.liaison):
        held = b"".join(row[0] or b"" for row in session.store.conn.execute("SELECT body FROM log_entry"))
        assert b"13800001234" not in held


@pytest.mark.parametrize("goes", ["before", "after"])
def test_bundles_1_to_10_and_1_to_20_with_the_first_undone_before_and_after_the_second(
    street: Street, goes: str
) -> None:
    for number in range(1, 11):
        leader(street, f"示例{number:02}")
    one = bring(street, street.liaison, street.office)
    for number in range(11, 21):
        leader(street, f"示例{number:02}")
    if goes == "before":
        merges.undo(street.office, one.bundle)
    bring(street, street.liaison, street.office)
    if goes == "after":
        merges.undo(street.office, one.bundle)
    shown = {str(person.values["name"]) for person in list_records(street.office, "person", masked=False)}
    assert shown == {f"示例{number:02}" for number in range(11, 21)}


def test_the_office_restored_from_last_week_s_copy(street: Street, tmp_path: Path) -> None:
    own = project(street)
    exchange(street)
    office = street.office.store
    copy = backup(street.office, tmp_path / "copies")
    edit(street.liaison, own, name="本周的名称")
    exchange(street)
    before, incarnation = digest(street.liaison), office.installation.incarnation
    street.office.close()
    office.path.rename(tmp_path / "broken")
    restore(copy, office.path, env=office.env)
    street.office = open_session(office.path, env=office.env)
    assert street.office.store.installation.incarnation != incarnation
    assert name(street.office, own) == "示例项目01"
    exchange(street)
    exchange(street)
    assert name(street.office, own) == "本周的名称"
    assert name(street.liaison, own) == "本周的名称"
    assert kinds(street.office) == []
    assert before


def test_a_photo_lost_with_volume_2(street: Street) -> None:
    own = project(street)
    shas = [add_bytes(street.liaison, bytes([number]) * 3000) for number in range(3)]
    for sha in shas:
        save_activity(street, own, sha)
    (sent,) = export(street.liaison, street.stick, volume_size=5000)
    assert len(sent.files) > 2
    for number, path in enumerate(sent.files, 1):
        if number != 2:
            merge(street.office, path)
    for path in bundles_in(street.stick):
        path.unlink()
    for _ in range(2):
        exchange(street)
    assert all(street.office.store.files.has(sha) for sha in shas)
    assert digest(street.office, "C01") == digest(street.liaison, "C01")


def test_approval_of_an_amount_changed_meanwhile(street: Street) -> None:
    own = project(street, target_count=20)
    exchange(street)
    changed = edit(street.liaison, own, target_count=30)
    base = get(street.office, own)
    maker = SaveMaker(street.office.store)
    maker.edit(EditRecord(own, {STATE: "proposed"}), base, {STATE: "proposed"})
    street.office.store.append(street.office.account.id, list(maker.actions.items()))
    exchange(street)
    for session in (street.office, street.liaison):
        (question,) = conflicts(session)
        assert question.kind == "edit_life_cycle"
        assert changed in {item["entry"] for item in question.candidates}
    maker = SaveMaker(street.office.store)
    maker.resolve(get(street.office, own), STATE, "proposed")
    street.office.store.append(street.office.account.id, list(maker.actions.items()))
    exchange(street)
    assert (kinds(street.liaison), get(street.liaison, own).values["target_count"]) == ([], 30)


@pytest.mark.parametrize("first", [0, 1])
def test_a_group_cut_by_a_volume(street: Street, first: int) -> None:
    own = project(street)
    plan = {"project": own, "seq": 1, "title": "示例活动", "planned_headcount": 12}
    plan |= {"planned_from": "2015-10-01", "planned_to": "2015-10-31"}
    street.carry(street.liaison, street.office)
    (made,) = save(street.liaison, [NewRecord("activity_plan", plan), EditRecord(own, {"name": "一起改的"})]).ids[:1]
    scope = f"community:{street.community}"
    key = street.liaison.store.installation.public
    (whole,) = [piece for piece in _pieces(street.liaison) if (piece.key, piece.scope) == (key, scope)]
    halves = [whole.rows[-2:-1], whole.rows[-1:]]
    _give(street.office, Piece(whole.key, whole.incarnation, scope, halves[first]))
    assert list_records(street.office, "activity_plan") == []
    assert name(street.office, own) == "示例项目01"
    _give(street.office, Piece(whole.key, whole.incarnation, scope, halves[1 - first]))
    assert [item.id for item in list_records(street.office, "activity_plan")] == [made]
    assert name(street.office, own) == "一起改的"


def _pieces(session: Session) -> list[Piece]:
    from tests.store.world import Laptop

    return list(pieces(Laptop(session.store)))


def _give(session: Session, piece: Piece) -> None:
    from tests.store.world import Laptop

    give(Laptop(session.store), [piece])
