"""Who handed in, who is overdue, what lacks and what to ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ops.test_extract import read
from tests.ops.world import Street, leader, make_street, project
from zjdesk.ops import ask_sheet
from zjdesk.ops.certify import revoke
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.completeness import Completeness, completeness, feeds, newest_records, without_files
from zjdesk.ops.edit import save
from zjdesk.ops.files import add_bytes
from zjdesk.ops.session import open_session
from zjdesk.ops.setup import invite
from zjdesk.settings import Environment, milliseconds


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office on 31 July 2016, the cycle's last day, and a liaison who joined."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def on(street: Street, env: Environment, day: str) -> Completeness:
    """Return how complete everything is on another day."""
    street.office.close()
    there = replace(env.at(milliseconds(day)), anchors=env.anchors)
    street.office = open_session(street.office.store.path, env=there)
    return completeness(street.office)


def kinds(found: Completeness) -> list[tuple[str, str]]:
    """Return what is to be asked for, and whom."""
    return [(ask.kind, ask.name) for ask in found.asks]


def test_who_handed_in_is_whole(street: Street) -> None:
    leader(street)
    street.carry(street.liaison, street.office)
    found = completeness(street.office)
    (place,) = found.communities
    (laptop,) = found.computers
    assert (place.code, place.state, place.missing, place.files) == ("C01", "whole", 0, (0, 0))
    assert (laptop.state, laptop.due, laptop.overdue, laptop.communities) == ("whole", "2016-08-31", False, ("C01",))
    assert laptop.since == place.since
    assert kinds(found) == []


def test_who_hands_in_late_is_asked(street: Street, env: Environment) -> None:
    save(street.office, [EditRecord(street.cycle, {"end": "2016-12-31"})])
    street.carry(street.liaison, street.office)
    assert kinds(on(street, env, "2016-08-31")) == []
    late = on(street, env, "2016-09-01")
    assert (late.communities[0].state, kinds(late)) == ("overdue", [("again", late.computers[0].name)])
    assert "2016-08-31" in ask_sheet.sentence(late.asks[0], "zh")
    save(street.office, [EditRecord(street.cycle, {"hand_in_days": 60})])
    assert kinds(completeness(street.office)) == []


def test_after_the_cycle_nothing_more_is_expected(street: Street, env: Environment) -> None:
    street.carry(street.liaison, street.office)
    assert [one.due for one in completeness(street.office).computers] == ["2016-08-31"]
    over = on(street, env, "2017-03-01")
    assert (kinds(over), [one.due for one in over.computers]) == ([], [None])


def test_who_never_came_is_silent_until_overdue(street: Street, env: Environment) -> None:
    rows = [{"label": "督导1组", "kind": "supervisor", "communities": "C01"}]
    save(street.office, [EditRecord(street.cycle, {"end": "2016-12-31"})])
    for _ in range(2):
        invite(street.office, rows, street.stick.parent / "again")
    street.carry(street.liaison, street.office)
    found = {one.name: one for one in completeness(street.office).computers}["督导1组"]
    assert (found.state, found.since, found.due) == ("silent", None, "2016-08-31")
    assert kinds(on(street, env, "2016-10-01")).count(("first", "督导1组")) == 1, "the later invitation counts"


def test_an_ended_computer_is_asked_for_nothing(street: Street, env: Environment) -> None:
    street.carry(street.liaison, street.office)
    revoke(street.office, street.liaison.store.installation.id, "电脑丢失")
    found = completeness(street.office)
    assert found.computers == ()
    assert (found.communities[0].state, kinds(found)) == ("none", [("invite", "福沈")])


def test_a_community_without_a_computer_is_told(street: Street) -> None:
    save(street.office, [NewRecord("community", {"code": "C02", "name": "崂二", "committee_name": "崂二居委会"}, None)])
    found = completeness(street.office)
    assert found.communities[1].state == "none"
    assert ("invite", "崂二") in kinds(found)
    assert ask_sheet.cells(found, found.asks[-1], "zh")[:2] == ("C02 崂二", "—")


def test_what_lacks_between_is_asked_for(street: Street) -> None:
    made = [leader(street, f"示例{name}") for name in "甲乙丙"]
    street.carry(street.liaison, street.office)
    street.office.store.conn.execute("DELETE FROM log_entry WHERE record = ?", (bytes.fromhex(made[1]),))
    found = completeness(street.office)
    (place,) = found.communities
    assert (place.state, place.missing, kinds(found)) == ("gap", 1, [("entries", found.computers[0].name)])
    assert "缺 1 处内容（C01）" in ask_sheet.sentence(found.asks[0], "zh")
    newest = newest_records(street.office, [one.id for one in place.feeds])
    assert newest[:2] == [made[2], made[0]]


def test_an_attachment_that_did_not_come_is_asked_for(street: Street) -> None:
    sha = add_bytes(street.liaison, b"%PDF-1.4 an example")
    source = {"project": project(street), "kind": "fund", "approved_fen": 1_000_000, "receipt": sha}
    own = save(street.liaison, [NewRecord("funding_source", source)]).ids[0]
    street.carry(street.liaison, street.office)
    street.office.store.files.place(sha).unlink()
    found = completeness(street.office)
    (place,) = found.communities
    assert (place.state, place.files, kinds(found)) == ("gap", (0, 1), [("files", found.computers[0].name)])
    assert without_files(street.office, [one.id for one in place.feeds]) == [own]


def test_the_board_tells_the_same_line_by_line(street: Street) -> None:
    street.carry(street.liaison, street.office)
    laptop = street.liaison.store.installation.id
    rows = [row for row in feeds(street.office) if row["installation_id"] == laptop]
    assert rows
    assert {(row["due"], row["overdue"]) for row in rows} == {("2016-08-31", False)}


@pytest.mark.parametrize(("lang", "said"), [("zh", "催报清单"), ("en", "What to Ask For")])
def test_the_list_is_printed(street: Street, tmp_path: Path, lang: str, said: str) -> None:
    save(street.office, [NewRecord("community", {"code": "C02", "name": "崂二", "committee_name": "崂二居委会"}, None)])
    written = ask_sheet.write_asks(
        street.office, completeness(street.office), tmp_path / "asks.pdf", lang="zh" if lang == "zh" else "en"
    )
    assert not written.missing_glyphs
    words = read(tmp_path / "asks.pdf")
    assert said in words
    assert "崂二" in words
