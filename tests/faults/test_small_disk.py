"""Real disks of a few megabytes, filled up or made read-only at every stage of an export and of a merge."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site
from zjdesk.errors import DeviceError, UserError
from zjdesk.i18n import explain
from zjdesk.ops.exchange import bundles_in, digest, export, merge, preview
from zjdesk.ops.files import add_bytes
from zjdesk.ops.session import Session, open_session

ENTRIES = 60
ROOM = 24_000_000
STEPS = (0, 4_000, 12_000, 40_000, 100_000, 200_000, 400_000, 800_000, 1_600_000)


def _mount(place: Path, *options: str) -> bool:
    command = ["mount", *options, str(place)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str, int], Path]]:
    """Make disks in memory of so many bytes."""
    made: list[Path] = []

    def new(name: str, size: int) -> Path:
        place = tmp_path / name
        place.mkdir()
        if not sys.platform.startswith("linux") or not _mount(place, "-t", "tmpfs", "-o", f"size={size}", "none"):
            pytest.skip("this user may not mount a disk in memory; tests/faults/test_disk.py plays the same by itself")
        made.append(place)
        return place

    yield new
    for place in made:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An office and a laptop whose work waits on a stick."""
    return Site(tmp_path / "site", ENTRIES)


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let disks claim to have room: another program fills them at the same time."""
    usage = type(shutil.disk_usage("/"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**12, 0, 10**12))


def _fill(place: Path, left: int) -> Path:
    """Fill a disk but for so many bytes."""
    ballast = place / "ballast"
    room = os.statvfs(place)
    size = max(0, room.f_bavail * room.f_frsize - left)
    with ballast.open("wb") as file:
        file.write(bytes(size))
    return ballast


def _told(work: Callable[[], object]) -> str:
    """Do something that may fail; a failure must be a sentence with what to do about it."""
    try:
        work()
    except UserError as error:
        said = explain("zh", error)
        assert said, error.key
        assert "磁盘" in said or "U 盘" in said, said
        return error.key
    return "done"


@pytest.mark.usefixtures("blind")
def test_a_stick_that_fills_up_while_it_is_written(site: Site, disk: Callable[[str, int], Path]) -> None:
    place = disk("stick-of-memory", 2_000_000)
    with site.open("liaison") as laptop:
        add_bytes(laptop, os.urandom(300_000))
        seen = set()
        for left in STEPS:
            ballast = _fill(place, left)
            seen.add(_told(lambda: export(laptop, place, everything=True)))
            ballast.unlink()
            assert not list(place.glob(".*.part"))
            for path in bundles_in(place):
                with site.open() as office:
                    assert preview(office, path).cut == ()
                path.unlink()
        assert seen == {"sync.stick_full", "done"}


def test_a_stick_that_is_read_only(site: Site, disk: Callable[[str, int], Path]) -> None:
    place = disk("locked-stick", 4_000_000)
    with site.open("liaison") as laptop:
        (old,) = export(laptop, place)[0].files
        assert _mount(place, "-o", "remount,ro")
        assert _told(lambda: export(laptop, place)) == "sync.stick_read_only"
        assert bundles_in(place) == [old]
        with site.open() as office:
            assert merge(office, old).cut == ()  # reading from it is fine
        assert _mount(place, "-o", "remount,rw")


def _at_home(site: Site, place: Path, name: str) -> Callable[[], Session]:
    shutil.copytree(site.folder / name, place / name)
    return lambda: open_session(place / name, env=site.env)


@pytest.mark.usefixtures("blind")
def test_a_home_disk_that_fills_up_at_any_stage_of_a_merge(site: Site, disk: Callable[[str, int], Path]) -> None:
    place = disk("home", ROOM)
    opened = _at_home(site, place, "office")
    seen = set()
    with opened() as office:
        before = digest(office)
    for left in STEPS:
        with opened() as office:
            ballast = _fill(place, left)
            came = _told(lambda: merge(office, site.bundle))
            seen.add(came)
            ballast.unlink()
        with opened() as office:
            site.sound(office)
            now = digest(office)
            assert now == (site.after if came == "done" else before), (left, came)
            before = now
        if came == "done":
            break
    assert seen >= {"store.not_written", "done"}
    assert digest_of(opened) == site.after


def digest_of(opened: Callable[[], Session]) -> str:
    """Return what a store holds."""
    with opened() as session:
        return digest(session)


@pytest.mark.usefixtures("blind")
def test_a_home_disk_that_fills_up_at_any_stage_of_an_export(site: Site, disk: Callable[[str, int], Path]) -> None:
    place = disk("home", ROOM)
    opened = _at_home(site, place, "liaison")
    stick = site.folder / "stick"
    before = {path.name for path in bundles_in(stick)}
    held = digest_of(opened)
    seen = set()
    for left in STEPS:
        with opened() as laptop:
            ballast = _fill(place, left)
            seen.add(_told(lambda: export(laptop, stick, everything=True)))
            ballast.unlink()
        with opened() as laptop:
            site.sound(laptop)
            assert digest(laptop) == held
        assert not list(stick.glob(".*.part"))
    assert {"store.not_written", "done"} <= seen
    assert {path.name for path in bundles_in(stick)} >= before


def test_a_home_disk_that_is_read_only(site: Site, disk: Callable[[str, int], Path]) -> None:
    place = disk("home", ROOM)
    opened = _at_home(site, place, "office")
    before = digest_of(opened)
    assert _mount(place, "-o", "remount,ro")
    try:
        with pytest.raises(DeviceError) as told:
            opened()
        assert explain("zh", told.value)
    finally:
        assert _mount(place, "-o", "remount,rw")
    assert digest_of(opened) == before
