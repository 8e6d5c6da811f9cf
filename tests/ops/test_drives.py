"""Sticks are found on each system, by name and room, and nothing else is taken for one."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any, ClassVar

import pytest

from zjdesk.ops.drives import at, removable_drives, windows_drives


def _linux(root: Path, mounts: list[str], disks: dict[str, str], labels: dict[str, str]) -> Path:
    """Make up a system: lines of the mount table, ``removable`` by place in the device tree, labels by device."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/mounts").write_text("".join(f"{line}\n" for line in mounts), "utf-8")
    (root / "sys/class/block").mkdir(parents=True)
    for place, removable in disks.items():
        disk = root / "sys/devices" / place
        part = disk / f"{disk.name}1"
        part.mkdir(parents=True)
        (disk / "removable").write_text(f"{removable}\n", "ascii")
        for one in (disk, part):
            (root / "sys/class/block" / one.name).symlink_to(one)
    (root / "dev/disk/by-label").mkdir(parents=True)
    for device, label in labels.items():
        (root / "dev/disk/by-label" / label).symlink_to(f"../../{device}")
    for line in mounts:
        place = line.split()[1].replace("\\040", " ")
        (root / place.lstrip("/")).mkdir(parents=True, exist_ok=True)
    return root


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    """A laptop with its own disk, a stick, a USB disk that does not call itself removable, and what is no stick."""
    return _linux(
        tmp_path / "root",
        [
            "/dev/sda1 / ext4 rw,relatime 0 0",
            "proc /proc proc rw 0 0",
            "/dev/sdb1 /media/li/福沈\\040U盘 vfat rw,nosuid 0 0",
            "/dev/sdc1 /mnt/backup exfat rw 0 0",
            "/dev/sdd1 /run/media/li/LOCKED vfat ro,nosuid 0 0",
            "tmpfs /run/media/li/nothing tmpfs rw 0 0",
        ],
        {
            "pci0/ata1/block/sda": "0",
            "pci0/usb1/1-2/block/sdb": "1",
            "pci0/usb1/1-3/block/sdc": "0",
            "pci0/mmc/block/sdd": "1",
        },
        {"sdc1": "\\xe5\\xa4\\x87\\xe4\\xbb\\xbd", "sdd1": "LOCKED"},
    )


def test_sticks_are_found_by_name_with_their_room(laptop: Path) -> None:
    found = removable_drives("linux", laptop)
    assert [one.name for one in found] == ["福沈 U盘", "备份"]
    assert found[0].path == laptop / "media/li/福沈 U盘"
    assert all(one.free for one in found)


def test_the_computers_own_disk_and_a_write_protected_stick_are_not_offered(laptop: Path) -> None:
    places = [one.path for one in removable_drives("linux", laptop)]
    assert laptop not in places
    assert laptop / "run/media/li/LOCKED" not in places
    assert laptop / "run/media/li/nothing" not in places


def test_a_removable_card_without_usb_is_a_stick(tmp_path: Path) -> None:
    root = _linux(
        tmp_path / "root", ["/dev/mmcblk0 /mnt/card vfat rw 0 0"], {"platform/block/mmcblk0": "1"}, {"mmcblk0": "CARD"}
    )
    assert [one.name for one in removable_drives("linux", root)] == ["CARD"]


def test_a_stick_pulled_out_a_moment_ago_is_gone(laptop: Path) -> None:
    (laptop / "media/li/福沈 U盘").rmdir()
    assert [one.name for one in removable_drives("linux", laptop)] == ["备份"]


def test_a_system_that_tells_nothing_has_no_sticks(tmp_path: Path) -> None:
    assert removable_drives("linux", tmp_path) == []
    assert removable_drives("darwin", tmp_path) == []


def test_on_a_mac_what_lies_in_volumes_is_a_stick_but_the_systems_own(tmp_path: Path) -> None:
    (tmp_path / "Volumes/福沈").mkdir(parents=True)
    (tmp_path / "Volumes/Macintosh HD").symlink_to(tmp_path)
    assert [one.name for one in removable_drives("darwin", tmp_path)] == ["福沈"]


class Windows:
    """A Windows with C: inside, D: a stick, E: an empty card reader, F: a stick that may not be written."""

    VOLUMES: ClassVar = {"D:\\": ("福沈", 0), "F:\\": ("LOCKED", 0x00080000)}

    def __init__(self) -> None:
        self.mode = 7

    def GetLogicalDrives(self) -> int:  # noqa: N802
        return 0b111100

    def GetDriveTypeW(self, root: str) -> int:  # noqa: N802
        return 3 if root == "C:\\" else 2

    def GetVolumeInformationW(self, root: str, *into: Any) -> int:  # noqa: N802
        if root not in self.VOLUMES:
            return 0
        name, flags = self.VOLUMES[root]
        into[0].value = name
        ctypes.cast(into[4], ctypes.POINTER(ctypes.c_ulong))[0] = flags
        return 1

    def SetErrorMode(self, mode: int) -> int:  # noqa: N802
        before, self.mode = self.mode, mode
        return before


def test_on_windows_removable_drives_with_a_volume_are_sticks() -> None:
    windows = Windows()
    (found,) = windows_drives(windows)
    assert (str(found.path), found.name) == ("D:\\", "福沈")
    assert windows.mode == 7


def test_any_folder_may_be_a_place(tmp_path: Path) -> None:
    assert at(tmp_path).name == tmp_path.name
    assert at(tmp_path / "gone").free is None
