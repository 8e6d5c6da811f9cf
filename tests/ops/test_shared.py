"""Offices and a laptop that share a folder: what comes is offered once and whole, what is due is dropped once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.world import Street, leader, make_street, project
from zjdesk.errors import DeviceError
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, digest, merge
from zjdesk.ops.queries import get, list_records
from zjdesk.ops.session import Session
from zjdesk.ops.setup import invite, join
from zjdesk.ops.shared import SETTLED, Looked, SharedFolder, due, part, take_part
from zjdesk.ops.shared import drop as drop_for
from zjdesk.settings import Environment


class Clerk:
    """One office laptop at the shared folder, with a clock of its own."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session, self.folder = session, folder
        self.now = 0.0
        self.shared = SharedFolder(folder, steady=lambda: self.now)
        take_part(session, folder)

    def look(self) -> Looked:
        """Look twice, with time for files to settle between."""
        self.shared.look(self.session)
        self.now += SETTLED
        return self.shared.look(self.session)

    def turn(self) -> int:
        """Do what a watching window does; returns how many files came or were written."""
        seen = self.look()
        for path in seen.came:
            merge(self.session, path)
        return len(seen.came) + len(drop_for(self.session, self.folder, due(self.session, self.folder)))


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


@pytest.fixture
def clerks(street: Street, tmp_path: Path, env: Environment) -> Iterator[tuple[Clerk, Clerk]]:
    """Two offices of one street that share a folder and have met there."""
    (invited,) = invite(street.office, [{"label": "二号机", "kind": "office", "communities": ""}], tmp_path / "i")
    with join(tmp_path / "second", invited.file, invited.code, "示例科员", env=env) as second:
        folder = tmp_path / "共享"
        folder.mkdir()
        pair = Clerk(street.office, folder), Clerk(second, folder)
        _settle(*pair)
        yield pair


def _settle(*clerks: Clerk) -> int:
    """Let everybody look until nobody has anything left to do; returns the rounds."""
    for rounds in range(1, 12):
        if not sum(clerk.turn() for clerk in clerks):
            return rounds
    raise AssertionError("they write to each other for ever")


def _name(clerk: Clerk, own: str) -> object:
    return get(clerk.session, own).values["name"]


def test_two_offices_work_on_one_programme_without_a_server(street: Street, clerks: tuple[Clerk, Clerk]) -> None:
    one, two = clerks
    (own,) = save(one.session, [EditRecord(street.community, {"name": "福沈一"})]).ids
    _settle(one, two)
    assert _name(two, own) == "福沈一"
    save(two.session, [EditRecord(own, {"name": "福沈二"})])
    save(one.session, [EditRecord(street.cycle, {"name": "2015 年度"})])
    _settle(one, two)
    assert _name(one, own) == "福沈二"
    assert digest(one.session) == digest(two.session)


def test_what_was_dropped_and_merged_is_neither_dropped_nor_offered_again(clerks: tuple[Clerk, Clerk]) -> None:
    one, two = clerks
    assert [clerk.look().came for clerk in clerks] == [(), ()]
    assert [clerk.look().due for clerk in clerks] == [(), ()]
    assert _settle(one, two) == 1


def test_a_laptop_that_does_not_take_part_gets_nothing_until_it_does(
    street: Street, clerks: tuple[Clerk, Clerk]
) -> None:
    project(street)
    assert street.liaison.store.installation.id not in [item.id for item in clerks[0].look().due]
    laptop = Clerk(street.liaison, clerks[0].folder)
    _settle(laptop, *clerks)
    assert [len(list_records(clerk.session, "project")) for clerk in clerks] == [1, 1]
    part(street.liaison, laptop.folder)
    save(clerks[0].session, [EditRecord(street.community, {"name": "福沈三"})])
    _settle(*clerks)
    assert laptop.look().came == ()


def test_bundles_for_others_are_left_alone(street: Street, clerks: tuple[Clerk, Clerk]) -> None:
    one, _ = clerks
    save(one.session, [EditRecord(street.community, {"name": "福沈四"})])
    one.turn()
    laptop = Clerk(street.liaison, one.folder)
    assert laptop.look().came == ()
    assert one.look().came == ()


def test_a_half_synchronised_file_is_waited_for(street: Street, clerks: tuple[Clerk, Clerk]) -> None:
    one, two = clerks
    save(one.session, [EditRecord(street.community, {"name": "福沈五"})])
    (path,) = drop_for(one.session, one.folder, one.look().due)
    whole = path.read_bytes()
    for size in (0, 100, 3000, len(whole) // 2):
        path.write_bytes(whole[:size])
        seen = two.look()
        assert (seen.came, seen.coming) == ((), (path.name,))
    path.write_bytes(whole)
    seen = two.shared.look(two.session)
    assert (seen.came, seen.coming) == ((), (path.name,))  # whole, but it changed a moment ago
    two.now += SETTLED
    assert two.shared.look(two.session).came == (path,)


def test_a_file_that_is_long_enough_but_still_empty_inside_is_offered_again_when_it_changes(
    street: Street, clerks: tuple[Clerk, Clerk]
) -> None:
    one, two = clerks
    save(one.session, [EditRecord(street.community, {"name": "福沈六"})])
    (path,) = drop_for(one.session, one.folder, one.look().due)
    whole = path.read_bytes()
    path.write_bytes(whole[:-8000] + bytes(8000))
    assert two.look().came == (path,)
    two.shared.refuse(path)
    assert two.look().came == ()
    path.write_bytes(whole + b"")
    path.touch()
    assert two.look().came == (path,)


def test_copies_made_in_a_conflict_of_names_are_merged_once(street: Street, clerks: tuple[Clerk, Clerk]) -> None:
    one, two = clerks
    save(one.session, [EditRecord(street.community, {"name": "福沈七"})])
    (path,) = drop_for(one.session, one.folder, one.look().due)
    for name in (f"{path.stem} (冲突副本).zjb", f"{path.stem}.sync-conflict-20161123.zjb"):
        (path.parent / name).write_bytes(path.read_bytes())
    for name in (f".syncthing.{path.name}.tmp", f"~{path.name}", f".{path.name}.part", "Thumbs.db"):
        (path.parent / name).write_bytes(b"x")
    seen = two.look()
    assert len(seen.came) == 1
    merge(two.session, seen.came[0])
    assert two.look().came == ()


def test_the_folder_does_not_fill_up(street: Street, clerks: tuple[Clerk, Clerk]) -> None:
    one, two = clerks
    for number in range(6):
        save(one.session, [EditRecord(street.community, {"name": f"福沈{number}"})])
        one.turn()
    mine = {path.name for path in bundles_in(one.folder)}
    assert len(mine) <= 4
    _settle(two, one)
    assert _name(two, street.community) == "福沈5"


def test_a_file_of_another_is_never_removed(street: Street, clerks: tuple[Clerk, Clerk]) -> None:
    one, _ = clerks
    other = one.folder / "zjdesk-000000-11111111.zjb"
    other.write_bytes(b"of somebody else")
    for number in range(4):
        leader(street)
        save(one.session, [EditRecord(street.community, {"name": f"福沈{number}"})])
        one.turn()
    assert other.read_bytes() == b"of somebody else"


def test_a_folder_that_is_away_is_told(clerks: tuple[Clerk, Clerk]) -> None:
    one, _ = clerks
    away = one.folder.rename(one.folder.with_name("away"))
    with pytest.raises(DeviceError) as told:
        one.look()
    assert told.value.key == "sync.no_folder"
    with pytest.raises(DeviceError):
        take_part(one.session, one.folder)
    away.rename(one.folder)
    assert one.look().coming == ()
