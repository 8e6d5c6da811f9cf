"""A frozen report keeps what it was made from: what comes later is listed as not in it."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, rmtree

import pytest

from tests.ops.world import Street, leader, project
from zjdesk.errors import NotAllowed
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import digest
from zjdesk.ops.files import read_file
from zjdesk.ops.freeze import freeze, late, snapshots
from zjdesk.ops.messages import send
from zjdesk.ops.queries import conflicts, get
from zjdesk.ops.session import open_session


def test_what_arrives_after_a_report_was_frozen_is_listed_as_not_in_it(street: Street) -> None:
    early = project(street)
    street.carry(street.liaison, street.office)
    missed = leader(street, "示例迟到")
    before = digest(street.office)
    own = freeze(street.office, lang="zh", why="报送街道")
    (kept,) = snapshots(street.office)
    assert (kept.id, kept.values["data_hash"]) == (own, before)
    assert (read_file(street.office, str(kept.values["pdf"])) or b"").startswith(b"%PDF")
    send(street.office, "C01", "补交", "请补交签到表。")
    assert late(street.office, kept) == []
    save(street.liaison, [EditRecord(early, {"target_group": "全体居民"})])
    street.carry(street.liaison, street.office)
    found = {one.record: one for one in late(street.office, kept)}
    assert {record: (one.new, one.form, one.community) for record, one in found.items()} == {
        missed: (True, "person", "C01"),
        early: (False, "project", "C01"),
    }
    assert found[missed].author == "示例联络员"


def test_what_the_office_enters_later_is_late_too_and_the_next_report_holds_it(street: Street) -> None:
    freeze(street.office, lang="zh")
    (own,) = save(
        street.office, [NewRecord("community", {"code": "C02", "name": "崂二", "committee_name": "崂二居委会"})]
    ).ids
    first = snapshots(street.office)[-1]
    assert [(one.record, one.new) for one in late(street.office, first)] == [(own, True)]
    second = freeze(street.office, lang="zh")
    assert late(street.office, get(street.office, second)) == []


def test_both_branches_of_a_forked_feed_are_told_apart(street: Street, tmp_path: Path) -> None:
    """A whole machine put back to an older state, anchor and all, writes a second branch unawares."""
    project(street)
    street.liaison.close()
    store, env = street.liaison.store.path, street.liaison.store.env
    assert env.anchors is not None
    copytree(store, tmp_path / "kept store")
    copytree(env.anchors, tmp_path / "kept anchors")
    street.liaison = open_session(store, env=env)
    in_time = leader(street, "示例按时")
    street.carry(street.liaison, street.office)
    street.liaison.close()
    kept = get(street.office, freeze(street.office, lang="zh"))
    for there, here in ((store, "kept store"), (env.anchors, "kept anchors")):
        rmtree(there)
        copytree(tmp_path / here, there)
    street.liaison = open_session(store, env=env)
    other = leader(street, "示例分支")
    street.carry(street.liaison, street.office)
    assert {one["kind"] for one in map(vars, conflicts(street.office))} == {"fork"}
    found = {one.record for one in late(street.office, kept)}
    assert (other in found, in_time in found) == (True, False)


def test_a_frozen_report_never_leaves_the_office(street: Street) -> None:
    freeze(street.office, lang="zh")
    street.carry(street.office, street.liaison)
    assert not street.liaison.store.conn.execute("SELECT 1 FROM report_snapshot").fetchall()
    with pytest.raises(NotAllowed):
        freeze(street.liaison, lang="zh")
