"""The stick is part of the test: full, pulled, faulty, write-protected, interrupted, and formatted with FAT."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.ops.world import Street, make_street, project
from zjdesk.errors import Cancelled, DeviceError
from zjdesk.i18n import text
from zjdesk.ops.exchange import bundles_in, export, inspect, merge, unsent
from zjdesk.ops.files import add_bytes
from zjdesk.ops.queries import get
from zjdesk.settings import Environment
from zjdesk.store import lock
from zjdesk.sync import stick, write
from zjdesk.sync.format import MAX_VOLUME

NO_FAT = 'mtools is not installed and no FAT image can be mounted: "sudo apt-get install -y mtools dosfstools"'


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has a project to hand in, and an empty stick."""
    made = make_street(tmp_path, env)
    project(made)
    for old in bundles_in(made.stick):
        old.unlink()
    yield made
    made.office.close()
    made.liaison.close()


class Usage(NamedTuple):
    """What ``shutil.disk_usage`` says."""

    total: int
    used: int
    free: int


def _room(monkeypatch: pytest.MonkeyPatch, where: Callable[[Path], bool], free: int) -> None:
    real = shutil.disk_usage
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(1, 1, free) if where(path) else real(path))


def _fails(code: int) -> Callable[..., Any]:
    def fail(*_given: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def _refused(street: Street) -> DeviceError:
    with pytest.raises(DeviceError) as caught:
        export(street.liaison, street.stick)
    assert text("zh", f"{caught.value.key}_remedy")
    return caught.value


def test_too_little_room_on_the_stick_is_said_before_anything_is_written(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    _room(monkeypatch, lambda path: path == street.stick, 400_000)
    add_bytes(street.liaison, b"\x07" * 10)
    refusal = _refused(street)
    sentence = text("zh", refusal.key, **refusal.params)
    assert sentence == f"{street.stick} 的空间不够：需要 2 MB，剩余 0 MB。"
    assert list(street.stick.iterdir()) == []


def test_too_little_room_at_home_is_said_before_anything_is_written(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    _room(monkeypatch, lambda path: path == street.liaison.store.path, 400_000)
    refusal = _refused(street)
    assert text("zh", refusal.key, **refusal.params).startswith("本机磁盘空间不够：需要 2 MB，剩余 0 MB")
    assert list(street.stick.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (errno.EIO, "sync.not_written"),
        (errno.ENODEV, "sync.not_written"),
        (errno.ENOSPC, "sync.stick_full"),
        (errno.EROFS, "sync.stick_read_only"),
        (errno.EFBIG, "sync.stick_file_too_large"),
    ],
)
def test_a_stick_that_fails_keeps_the_old_file_and_gets_no_new_one(
    street: Street, monkeypatch: pytest.MonkeyPatch, code: int, key: str
) -> None:
    (old,) = export(street.liaison, street.stick)[0].files
    before = old.read_bytes()
    monkeypatch.setattr("os.fsync", _fails(code))
    assert _refused(street).key == key
    assert [path.name for path in street.stick.iterdir()] == [old.name]
    assert old.read_bytes() == before


def test_what_reads_back_differently_is_never_given_its_name(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def spoil(handle: int) -> None:
        real(handle)
        for part in street.stick.glob(".*.part"):
            data = bytearray(part.read_bytes())
            data[len(data) // 2] ^= 1
            part.write_bytes(data)

    monkeypatch.setattr("os.fsync", spoil)
    assert _refused(street).key == "sync.read_back"
    assert list(street.stick.iterdir()) == []


def test_a_stick_pulled_after_the_renaming_is_no_success(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stick, "sync_folder", _fails(errno.EIO))
    _refused(street)
    assert bundles_in(street.stick) == []


def test_a_network_folder_that_cannot_be_flushed_is_good_enough(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def not_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(handle)

    monkeypatch.setattr("os.fsync", not_folders)
    assert len(export(street.liaison, street.stick)[0].files) == 1
    monkeypatch.setattr("os.fsync", _fails(errno.EIO))
    with pytest.raises(OSError, match="Input/output"):
        lock.sync_folder(street.stick)


def test_an_export_that_failed_has_handed_in_nothing(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    export(street.liaison, street.stick)
    assert unsent(street.liaison) == 0
    project(street, "ZJ2015-C01-02")
    waiting = unsent(street.liaison)
    assert waiting > 0
    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", _fails(errno.EIO))
        _refused(street)
    assert unsent(street.liaison) == waiting
    export(street.liaison, street.stick)
    assert unsent(street.liaison) == 0


def test_what_a_broken_off_export_left_goes_with_the_next_and_nobody_elses(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = street.stick / ".zjdesk-0a1b2c-00000000.zjb.part"
    other.write_bytes(b"another laptop is writing this")
    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", _fails(errno.EIO))
        broken.setattr(Path, "unlink", lambda _path, missing_ok=False: None)
        _refused(street)
    left = [path for path in street.stick.glob(".*.part") if path != other]
    assert len(left) == 1
    (sent,) = export(street.liaison, street.stick)
    assert {path.name for path in street.stick.iterdir()} == {other.name, sent.files[0].name}


def test_what_was_left_on_another_stick_goes_when_that_is_in_again(
    street: Street, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "another stick"
    other.mkdir()
    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", _fails(errno.EIO))
        broken.setattr(Path, "unlink", lambda _path, missing_ok=False: None)
        with pytest.raises(DeviceError):
            export(street.liaison, other)
    export(street.liaison, street.stick)
    assert len(list(other.glob(".*.part"))) == 1
    export(street.liaison, other)
    assert list(other.glob(".*.part")) == []


class Patience:
    """Asks to stop after some calls, and keeps what it was told."""

    def __init__(self, calls: int) -> None:
        self.left = calls
        self.told: list[tuple[int, int, str]] = []

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0

    def __call__(self, done: int, total: int, key: str) -> None:
        self.told.append((done, total, key))


def test_a_stop_at_any_moment_leaves_the_old_file_alone(street: Street) -> None:
    add_bytes(street.liaison, os.urandom(3_000_000))
    (old,) = export(street.liaison, street.stick, everything=True)[0].files
    for calls in range(100):
        patience = Patience(calls)
        try:
            export(street.liaison, street.stick, everything=True, progress=patience, cancel=patience)
        except Cancelled:
            assert [path.name for path in street.stick.iterdir()] == [old.name]
        else:
            break
    assert calls > 3
    assert [key for _, _, key in patience.told][-1] == "sync.checking"
    assert {"sync.packing", "sync.writing"} <= {key for _, _, key in patience.told}
    done, total, _ = patience.told[-1]
    assert done == total


def test_names_are_legal_on_fat(street: Street) -> None:
    (sent,) = export(street.liaison, street.stick, volume_size=2000)
    assert len(sent.files) > 1
    names = [path.name for path in sent.files]
    for name in (*names, *(stick.temporary(path).name for path in sent.files)):
        assert re.fullmatch(r"[A-Za-z0-9.-]{1,80}", name)
        assert not name.endswith((".", " "))
    assert len({name.lower() for name in names}) == len(names)


def test_no_volume_outgrows_what_fat_holds(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_VOLUME + 100_000_000 < 2**31  # manifest and index come on top
    seen: list[int] = []
    real = write._volumes

    def noted(sources: Any, limit: int) -> Any:
        seen.append(limit)
        return real(sources, limit)

    monkeypatch.setattr(write, "_volumes", noted)
    export(street.liaison, street.stick, volume_size=10**12)
    assert seen == [MAX_VOLUME]


def test_a_volume_holds_no_more_members_than_a_reader_takes(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "MOST_IN_VOLUME", 2)
    (sent,) = export(street.liaison, street.stick, everything=True)
    assert len(sent.files) > 1
    assert all(inspect(street.liaison, path)["members"] <= 3 for path in sent.files)


def test_two_bundles_of_one_name_do_not_meet(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = iter(["ab" * 16, "ab" * 16, "cd" * 16])
    monkeypatch.setattr(write, "random_id", lambda: next(ids))
    first = export(street.liaison, street.stick)[0].files[0]
    before = first.read_bytes()
    second = export(street.liaison, street.stick)[0].files[0]
    assert second != first
    assert first.read_bytes() == before


@pytest.fixture
def fat(tmp_path: Path) -> Callable[..., str]:
    """A stick's FAT32 as an image of 40 MB, reached by mtools."""
    if not all(map(shutil.which, ("mkfs.vfat", "mcopy", "mdir", "fsck.vfat"))):
        pytest.skip(NO_FAT)
    image = tmp_path / "stick.img"
    with image.open("wb") as file:
        file.truncate(40_000_000)

    def run(tool: str, *given: str) -> str:
        place = ["-i", str(image)] if tool.startswith("m") and tool != "mkfs.vfat" else [str(image)]
        options = ["-F", "32", "-n", "FUSHEN"] if tool == "mkfs.vfat" else ["-n"] if tool == "fsck.vfat" else []
        done = subprocess.run([tool, *options, *place, *given], check=True, capture_output=True, text=True)
        return done.stdout

    run("mkfs.vfat")
    return run


def test_volumes_survive_a_real_fat32(street: Street, fat: Callable[..., str], tmp_path: Path) -> None:
    (sent,) = export(street.liaison, street.stick, volume_size=3000)
    assert len(sent.files) > 1
    fat("mcopy", *map(str, sent.files), "::/")
    assert sorted(Path(name).name for name in fat("mdir", "-b", "::/").split()) == sorted(p.name for p in sent.files)
    fat("fsck.vfat")
    back = tmp_path / "back"
    back.mkdir()
    fat("mcopy", "::/*.zjb", str(back))
    for path in bundles_in(back):
        merge(street.office, path)
    assert get(street.office, project_id(street)).values["no"] == "ZJ2015-C01-01"


def project_id(street: Street) -> str:
    """Return the liaison's project."""
    row = street.liaison.store.conn.execute("SELECT lower(hex(_id)) FROM project").fetchone()
    return str(row[0])
