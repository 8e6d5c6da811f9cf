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
from zjdesk.store import keys
from zjdesk.store.absorb import Absorber
from zjdesk.store.anchor import anchor_path
from zjdesk.store.counting import Incoming
from zjdesk.store.entry import PARENT, Header, body_hash, write_body, write_header
from zjdesk.store.feeds import ensure, feed_id
from zjdesk.store.ids import entry_id, random_id
from zjdesk.store.read import derived_of
from zjdesk.sync.seal import Seal, keep


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


def test_a_branch_of_which_the_beginning_is_lacking_travels_beside_the_other(street: Street) -> None:
    """As many entries as numbers, and yet no chain: the third is of a branch whose second never came."""
    store = street.office.store
    key, incarnation = street.liaison.store.installation.public, random_id()
    one, two, three = _chained(key, incarnation, ["一", "二", "三"])
    _, other, last = _chained(key, incarnation, ["一", "乙", "丙"], first=one)
    feed = ensure(store.conn, key, incarnation, "street")
    with store.transaction():
        absorber = Absorber(store.conn, store.catalogue)
        for rows in ([one, two], [last]):
            absorber.take(feed, rows)
            mark = Seal(feed.id, key, incarnation, "street", rows[-1].header.seq, rows[-1].id.hex(), "")
            signature = keys.sign(street.liaison.store.installation.private, mark.message())
            keep(store.conn, feed.n, mark.seq, rows[-1].id, signature)
        absorber.finish()
    street.carry(street.office, street.liaison)
    held = {row[0] for row in street.liaison.store.conn.execute("SELECT id FROM log_entry")}
    assert {one.id, two.id, last.id} <= held
    assert not {three.id, other.id} & held


def _chained(key: str, incarnation: str, names: list[str], first: Incoming | None = None) -> list[Incoming]:
    """Return entries of one feed by hand."""
    rows: list[Incoming] = []
    for seq, name in enumerate(names, 1):
        if seq == 1 and first is not None:
            rows.append(first)
            continue
        values = {PARENT: None, "name": name}
        body = write_body(random_id(), values, "")
        prev = rows[-1].id.hex() if rows else None
        feed, group = feed_id(key, incarnation, "street"), (random_id(), 1, 1)
        header = Header(
            "a" * 32, body_hash(body), feed, "street", 1, group, {}, prev, random_id(), {}, seq, 1_400_000_000_000, 1
        )
        raw = write_header(header)
        rows.append(Incoming(entry_id(raw), header, raw, body, values))
    return rows
