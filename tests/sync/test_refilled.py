"""What is sent to one who lost or copied a disk: all that he lacks, however far he had been."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from tests.ops.world import Street, make_street, project
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.edit import save
from zjdesk.ops.maintain import backup, restore
from zjdesk.ops.queries import get
from zjdesk.ops.session import open_session
from zjdesk.settings import Environment
from zjdesk.store.anchor import anchor_path
from zjdesk.store.read import derived_of


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def test_a_branch_beside_what_was_acknowledged_is_sent(street: Street, tmp_path: Path) -> None:
    """A copied disk goes on writing a feed whose other branch the office knows further already."""
    own = project(street)
    store, installation = street.liaison.store, street.liaison.store.installation.id
    street.liaison.close()
    copytree(store.path, tmp_path / "twin")
    places = [anchor_path(store.env.anchors, installation, path) for path in (store.path, tmp_path / "twin")]
    places[1].write_bytes(places[0].read_bytes())
    street.liaison = open_session(store.path, env=store.env)
    with open_session(tmp_path / "twin", env=store.env) as twin:
        save(twin, [EditRecord(own, {"name": "副本所改"})])
        for name in ("一改", "二改", "三改"):
            save(street.liaison, [EditRecord(own, {"name": name})])
        street.carry(street.liaison, street.office)
        street.carry(street.office, twin)
        street.carry(twin, street.office)
    derived = derived_of(street.office.store.conn, own)
    assert derived is not None
    assert len(derived.heads["name"]) == 2


def test_a_restored_office_that_wrote_nothing_since_is_refilled(street: Street, tmp_path: Path) -> None:
    own = project(street)
    street.carry(street.liaison, street.office)
    store = street.office.store
    copy = backup(street.office, tmp_path / "copies")
    save(street.liaison, [EditRecord(own, {"name": "本周所改"})])
    street.carry(street.liaison, street.office)
    for _ in range(3):
        street.carry(street.office, street.liaison)
    street.office.close()
    store.path.rename(tmp_path / "broken")
    restore(copy, store.path, env=store.env)
    street.office = open_session(store.path, env=store.env)
    assert street.office.store.installation.counter >= store_counter(street)
    street.carry(street.office, street.liaison)
    street.carry(street.liaison, street.office)
    assert get(street.office, own).values["name"] == "本周所改"


def test_a_new_incarnation_that_counted_less_takes_the_place_of_the_old_one(street: Street, tmp_path: Path) -> None:
    own = project(street)
    street.carry(street.liaison, street.office)
    store = street.office.store
    copy = backup(street.office, tmp_path / "copies")
    save(street.liaison, [EditRecord(own, {"name": "本周所改"})])
    street.carry(street.liaison, street.office)
    for _ in range(3):
        street.carry(street.office, street.liaison)
    street.office.close()
    restore(copy, tmp_path / "another", env=store.env)
    street.office = open_session(tmp_path / "another", env=store.env)
    street.carry(street.office, street.liaison)
    street.carry(street.liaison, street.office)
    assert get(street.office, own).values["name"] == "本周所改"


def store_counter(street: Street) -> int:
    """Return what the laptop heard the office count to."""
    row = street.liaison.store.conn.execute("SELECT max(counter) FROM local_acknowledgement").fetchone()
    return int(row[0])


def test_a_copied_disk_begins_new_feeds_when_it_hears_of_the_other(street: Street, tmp_path: Path) -> None:
    own = project(street)
    store, installation = street.liaison.store, street.liaison.store.installation
    street.liaison.close()
    copytree(store.path, tmp_path / "twin")
    places = [anchor_path(store.env.anchors, installation.id, path) for path in (store.path, tmp_path / "twin")]
    places[1].write_bytes(places[0].read_bytes())
    street.liaison = open_session(store.path, env=store.env)
    with open_session(tmp_path / "twin", env=store.env) as twin:
        assert twin.store.installation.incarnation == installation.incarnation
        save(street.liaison, [EditRecord(own, {"name": "一改"})])
        street.carry(street.liaison, street.office)
        street.carry(street.office, twin)
        assert twin.store.installation.incarnation != installation.incarnation
        save(twin, [EditRecord(own, {"name": "二改"})])
        street.carry(twin, street.office)
    street.carry(street.liaison, street.office)
    street.carry(street.office, street.liaison)
    assert street.liaison.store.installation.incarnation == installation.incarnation
    shown = get(street.office, own).values["name"]
    assert shown == get(street.liaison, own).values["name"]
    assert shown in ("一改", "二改"), "one clock tick: the id decides"
    rows = street.office.store.conn.execute("SELECT kind FROM state_conflict").fetchall()
    assert rows == [("value",)]
