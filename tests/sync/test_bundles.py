"""Bundles on a stick: out, in, twice, cut, broken, foreign, and what they leave unsaid the second time."""

from __future__ import annotations

import gzip
import hashlib
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import orjson
import pytest

from tests.ops.world import Street, make_street, project
from zjdesk.errors import Cancelled, DeviceError, InputError, NotAllowed
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, digest, export, inspect, merge, merges, preview
from zjdesk.ops.files import add_bytes
from zjdesk.ops.maintain import doctor
from zjdesk.ops.queries import get, list_records
from zjdesk.settings import Environment
from zjdesk.store import keys
from zjdesk.store.age import decrypt, encrypt
from zjdesk.sync.format import INDEX, MANIFEST, SIGNATURE
from zjdesk.sync.merge import identities
from zjdesk.sync.vector import vector


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def _out(street: Street) -> Path:
    (sent,) = export(street.liaison, street.stick)
    return sent.files[0]


def test_what_a_liaison_wrote_reaches_the_office(street: Street) -> None:
    own = project(street)
    path = _out(street)
    outcome = merge(street.office, path)
    assert outcome.by_form["project"] == 1
    assert not outcome.needs_person
    assert get(street.office, own).values["no"] == "ZJ2015-C01-01"
    assert merges(street.office)[0]["bundle"] == outcome.bundle


def test_a_preview_says_the_same_and_changes_nothing(street: Street) -> None:
    project(street)
    path = _out(street)
    before = digest(street.office)
    said = preview(street.office, path)
    assert digest(street.office) == before
    assert merges(street.office) == []
    done = merge(street.office, path)
    assert (said.new, said.revised, said.by_form) == (done.new, done.revised, done.by_form)


def test_merging_twice_changes_nothing(street: Street) -> None:
    project(street)
    path = _out(street)
    merge(street.office, path)
    before = digest(street.office)
    again = merge(street.office, path)
    assert (again.new, again.revised) == (0, 0)
    assert again.already > 0
    assert digest(street.office) == before


def test_what_was_acknowledged_is_not_sent_again(street: Street) -> None:
    own = project(street)
    street.carry(street.liaison, street.office)
    street.carry(street.office, street.liaison)
    save(street.liaison, [EditRecord(own, {"name": "合唱队"})])
    (sent,) = export(street.liaison, street.stick)
    assert sent.entries == 1
    merge(street.office, sent.files[0])
    assert get(street.office, own).values["name"] == "合唱队"
    (full,) = export(street.liaison, street.stick, everything=True)
    assert full.entries > 1


def test_unacknowledged_entries_are_sent_until_they_are(street: Street) -> None:
    project(street)
    (first,) = export(street.liaison, street.stick)
    (second,) = export(street.liaison, street.stick)
    assert first.entries == second.entries
    assert len(bundles_in(street.stick)) >= 2


def test_a_photo_travels_once_and_is_checked(street: Street) -> None:
    sha256 = add_bytes(street.liaison, b"a small picture")
    own = project(street)
    activity = save_activity(street, own, sha256)
    street.carry(street.liaison, street.office)
    assert street.office.store.files.read(sha256) == b"a small picture"
    assert list_records(street.office, "photo", parent=activity)[0].values["file"] == sha256
    assert doctor(street.office).sound


def save_activity(street: Street, own: str, sha256: str) -> str:
    """Record an activity with one photo at the liaison's laptop."""
    from zjdesk.ops.changes import NewRecord
    from zjdesk.ops.edit import new_id

    activity = new_id(street.liaison)
    values = {
        "project": own,
        "title": "示例讲座",
        "date": "2016-03-05",
        "start_time": "09:00",
        "end_time": "10:30",
        "place": "活动室",
        "process": "讲座按计划进行。" * 10,
        "headcount": 20,
        "volunteers": 2,
        "host": list_records(street.liaison, "person")[0].id,
        "run_by": "team",
        "label_shown": True,
    }
    photo = {"activity": activity, "file": sha256, "taken_on": "2016-03-05", "caption": "示例"}
    photo["faces_consent"] = "no_people"
    save(street.liaison, [NewRecord("activity_record", values, activity), NewRecord("photo", photo)])
    return activity


def _members(path: Path) -> list[tuple[str, bytes]]:
    with tarfile.open(path) as tar:
        found = []
        for info in tar:
            source = tar.extractfile(info)
            assert source is not None
            found.append((info.name, source.read()))
        return found


def _rewrite(path: Path, members: list[tuple[str, bytes]]) -> Path:
    target = path.with_name("rewritten.zjb")
    with tarfile.open(target, "w") as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, BytesIO(content))
    return target


@pytest.mark.parametrize("keep", [0, 100, 700])
def test_a_file_cut_early_takes_nothing(street: Street, keep: int) -> None:
    project(street)
    path = _out(street)
    path.write_bytes(path.read_bytes()[:keep])
    before = digest(street.office)
    with pytest.raises(InputError):
        merge(street.office, path)
    assert digest(street.office) == before


def test_a_cut_bundle_gives_its_whole_members_and_names_the_rest(street: Street) -> None:
    photos = [add_bytes(street.liaison, bytes([n]) * 50_000) for n in range(2)]
    own = project(street)
    for sha256 in photos:
        save_activity(street, own, sha256)
    path = _out(street)
    path.write_bytes(path.read_bytes()[:-40_000])
    outcome = merge(street.office, path)
    assert outcome.cut == ("files/2.age",)
    assert outcome.files_missing == (photos[1],)
    assert outcome.needs_person
    assert get(street.office, own).values["no"] == "ZJ2015-C01-01"


def test_a_changed_byte_is_refused(street: Street) -> None:
    project(street)
    path = _out(street)
    members = _members(path)
    name, content = members[-1]
    members[-1] = (name, content[:-5] + bytes([content[-5] ^ 1]) + content[-4:])
    with pytest.raises(InputError) as caught:
        merge(street.office, _rewrite(path, members))
    assert caught.value.key == "sync.member_hash"


def test_a_member_the_manifest_does_not_name_is_refused(street: Street) -> None:
    project(street)
    path = _out(street)
    with pytest.raises(InputError) as caught:
        merge(street.office, _rewrite(path, [*_members(path), ("../../etc/passwd", b"x")]))
    assert caught.value.key == "sync.extra_member"


@pytest.mark.parametrize(
    ("change", "key"), [({"format": 2}, "sync.newer_format"), ({"features": ["age", "zstd"]}, "sync.newer_feature")]
)
def test_a_newer_bundle_says_that_a_newer_program_is_needed(
    street: Street, change: dict[str, object], key: str
) -> None:
    project(street)
    path = _out(street)
    members = _members(path)
    manifest = orjson.loads(members[0][1]) | change
    with pytest.raises(InputError) as caught:
        merge(street.office, _rewrite(path, [(MANIFEST, orjson.dumps(manifest)), *members[1:]]))
    assert caught.value.key == key


def test_a_foreign_file_is_no_bundle(street: Street, tmp_path: Path) -> None:
    foreign = tmp_path / "letter.zjb"
    foreign.write_text("亲爱的居民", "utf-8")
    with pytest.raises(InputError) as caught:
        preview(street.office, foreign)
    assert caught.value.key == "sync.not_a_bundle"


def test_a_missing_stick_and_a_cancelled_export_leave_the_old_file(street: Street, tmp_path: Path) -> None:
    project(street)
    path = _out(street)
    before = path.read_bytes()

    class Stopped:
        def is_set(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        export(street.liaison, street.stick, cancel=Stopped())
    assert path.read_bytes() == before
    assert [item.name for item in street.stick.iterdir() if item.suffix == ".part"] == []
    with pytest.raises(DeviceError):
        export(street.liaison, tmp_path / "gone")


def test_volumes_may_come_in_any_order(street: Street) -> None:
    own = project(street)
    photos = [add_bytes(street.liaison, bytes([n]) * 3000) for n in range(4)]
    for sha256 in photos:
        save_activity(street, own, sha256)
    (sent,) = export(street.liaison, street.stick, volume_size=5000)
    assert len(sent.files) > 2
    for path in reversed(sent.files):
        merge(street.office, path)
    assert all(street.office.store.files.has(item) for item in photos)
    assert get(street.office, own).values["no"] == "ZJ2015-C01-01"


def test_inspecting_names_sender_and_feeds(street: Street) -> None:
    project(street)
    said = inspect(street.office, _out(street))
    assert said["sender"]["name"] == "福沈居委"
    assert {item["scope"] for item in said["feeds"]} == {"street", f"community:{street.community}"}


def _carried_anew(street: Street, path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """Let a carrier who knows the street's public key open nothing, but put another member in and sign as himself.

    He is given even what the office alone can read, to be as dangerous as can be.
    """
    own = keys.new_private_key()
    office = street.office.store
    members = dict(_members(path))
    index = orjson.loads(decrypt(members[INDEX], identities(office)) or b"")
    index["sender"]["key"] = keys.public_key(own)
    members[INDEX] = encrypt(orjson.dumps(index), [office.street.recipient])
    members[member] = encrypt(change(decrypt(members[member], identities(office)) or b""), [office.street.recipient])
    manifest = orjson.loads(members[MANIFEST])
    for item in manifest["members"]:
        content = members[item["name"]]
        item |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    members[MANIFEST] = orjson.dumps(manifest)
    members[SIGNATURE] = keys.sign(own, members[MANIFEST])
    return _rewrite(path, list(members.items()))


def _other_scope(content: bytes) -> bytes:
    index = orjson.loads(content)
    for item in index["feeds"]:
        item["scope"] = "office"
    return orjson.dumps(index)


def _other_seal(content: bytes) -> bytes:
    *lines, seal, _ = gzip.decompress(content).split(b"\n")
    forged = orjson.loads(seal) | {"signature": "00" * 64}
    return gzip.compress(b"\n".join([*lines, orjson.dumps(forged, option=orjson.OPT_SORT_KEYS), b""]))


def _other_body(content: bytes) -> bytes:
    return gzip.compress(gzip.decompress(content).replace("示例王一".encode(), "示例王二".encode()))


@pytest.mark.parametrize(
    ("member", "change", "key"),
    [
        (INDEX, _other_scope, "sync.broken_piece"),
        ("feeds/2.jsonl.gz.age", _other_seal, "sync.bad_seal"),
        ("feeds/2.jsonl.gz.age", _other_body, "store.body_hash"),
    ],
    ids=["scope", "seal", "body"],
)
def test_a_carrier_who_signs_anew_cannot_change_what_was_sealed(
    street: Street, member: str, change: Callable[[bytes], bytes], key: str
) -> None:
    project(street)
    path = _out(street)
    with pytest.raises(InputError) as caught:
        merge(street.office, _carried_anew(street, path, member, change))
    assert caught.value.key == key


def test_a_manifest_signed_by_nobody_known_to_the_index_is_refused(street: Street) -> None:
    project(street)
    path = _out(street)
    members = _members(path)
    forged = keys.sign(keys.new_private_key(), members[0][1])
    with pytest.raises(InputError) as caught:
        merge(street.office, _rewrite(path, [members[0], (SIGNATURE, forged), *members[2:]]))
    assert caught.value.key == "sync.bad_signature"


def test_a_bundle_for_another_computer_is_not_opened(street: Street) -> None:
    project(street)
    path = _out(street)
    assert inspect(street.liaison, path)["readable"] is False
    with pytest.raises(NotAllowed) as caught:
        merge(street.liaison, path)
    assert caught.value.key == "sync.not_for_us"


def test_a_laptop_with_another_machine_behind_it_takes_a_new_incarnation(street: Street, tmp_path: Path) -> None:
    from zjdesk.ops.session import open_session

    before = street.liaison.store.installation.incarnation
    env = street.liaison.store.env
    street.liaison.close()
    same = open_session(tmp_path / "liaison", env=env)
    assert same.store.installation.incarnation == before
    same.close()
    street.liaison = open_session(tmp_path / "liaison", env=replace(env, machine="another"))
    assert street.liaison.store.installation.incarnation != before


def test_a_restored_store_still_hands_in_what_it_wrote_before(street: Street, tmp_path: Path) -> None:
    from zjdesk.ops.exchange import unsent
    from zjdesk.ops.maintain import backup, restore
    from zjdesk.ops.session import open_session

    own = project(street)
    copy = backup(street.liaison, tmp_path / "backups")
    restore(copy, tmp_path / "restored", env=street.liaison.store.env)
    with open_session(tmp_path / "restored", env=street.liaison.store.env) as restored:
        assert restored.store.installation.incarnation != street.liaison.store.installation.incarnation
        assert unsent(restored) > 0
        (sent,) = export(restored, street.stick)
        merge(street.office, sent.files[0])
    assert get(street.office, own).values["no"] == "ZJ2015-C01-01"


def test_a_laptop_gets_its_own_scopes_whatever_it_asks_for(street: Street) -> None:
    other = {"code": "C02", "name": "三航", "committee_name": "三航居委会"}
    (community,) = save(street.office, [NewRecord("community", other)]).ids
    values = {"community": community, "name": "示例王二", "kind": "resident"}
    save(street.office, [NewRecord("person", values)])
    office = street.office.store
    greedy = orjson.dumps({**vector(street.liaison.store), "scopes": [], "counter": 99}).decode()
    own = street.liaison.store.installation
    office.conn.execute(
        "INSERT OR REPLACE INTO local_acknowledgement VALUES (?, ?, 99, ?, 0)", (own.id, own.incarnation, greedy)
    )
    street.carry(street.office, street.liaison)
    scopes = {row[0] for row in street.liaison.store.conn.execute("SELECT scope FROM log_feed")}
    assert f"community:{community}" not in scopes
