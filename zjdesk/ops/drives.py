"""Finds USB sticks: removable drives that can be written, by the name people gave them and the room they have."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import string
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

ROOT = Path("/")
_MOUNTED_UNDER = ("/media/", "/run/media/")
_ESCAPED = re.compile(r"\\([0-7]{3})")  # how the mount table writes blanks in a name (proc(5))
_LABEL = re.compile(r"\\x([0-9a-f]{2})")  # how udev writes signs that a file name may not hold
_REMOVABLE = 2  # DRIVE_REMOVABLE of GetDriveTypeW
_READ_ONLY = 0x00080000  # FILE_READ_ONLY_VOLUME of GetVolumeInformationW
_NO_QUESTIONS = 0x0001  # SEM_FAILCRITICALERRORS: an empty card reader is no reason for a dialogue
_LONGEST = 261  # characters of a volume's name and the end mark


@dataclass(frozen=True)
class Drive:
    """A folder to exchange by: its name, and bytes that are free there, None when that cannot be told."""

    path: Path
    name: str
    free: int | None


class Kernel(Protocol):
    """What of Windows is asked for drives (kernel32)."""

    def GetLogicalDrives(self) -> int:  # noqa: N802
        """Return a bit for each letter in use."""
        ...

    def GetDriveTypeW(self, root: str) -> int:  # noqa: N802
        """Return what kind of drive this is."""
        ...

    def GetVolumeInformationW(self, root: str, *into: Any) -> int:  # noqa: N802
        """Fill in a volume's name and properties; 0 when there is none."""
        ...

    def SetErrorMode(self, mode: int) -> int:  # noqa: N802
        """Say what Windows may ask the person by itself."""
        ...


def removable_drives(platform: str = sys.platform, root: Path = ROOT) -> list[Drive]:
    """Return the sticks that are in and can be written; may take a moment. ``root`` is where the system lies."""
    if platform == "win32":
        return list(windows_drives(getattr(ctypes, "windll").kernel32))  # noqa: B009 - other systems have no windll
    return list(_mac_drives(root) if platform == "darwin" else _linux_drives(root))


def at(folder: Path) -> Drive:
    """Return any folder as a place to exchange by."""
    return Drive(folder, folder.name or str(folder), _free(folder))


def _linux_drives(root: Path) -> Iterator[Drive]:
    labels = _labels(root / "dev/disk/by-label")
    seen = set()
    for device, place, options in _mounts(root / "proc/self/mounts"):
        path = root / place.lstrip("/")
        if device in seen or "ro" in options or not path.is_dir():
            continue
        if _is_removable(root, device) or (place.startswith(_MOUNTED_UNDER) and device.startswith("/dev/")):
            seen.add(device)
            yield Drive(path, labels.get(Path(device).name) or path.name, _free(path))


def _mounts(table: Path) -> list[tuple[str, str, list[str]]]:
    try:
        lines = table.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []
    found = [line.split() for line in lines]
    return [(_plain(one[0]), _plain(one[1]), one[3].split(",")) for one in found if len(one) > 3]


def _plain(word: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), word)


def _is_removable(root: Path, device: str) -> bool:
    """Tell whether the kernel calls the disk of this device removable, or has it on a USB wire."""
    if not device.startswith("/dev/"):
        return False
    block = (root / "sys/class/block" / Path(device).name).resolve()
    if not block.is_dir():
        return False
    if any(part.startswith("usb") for part in block.relative_to(root.resolve()).parts):
        return True
    for disk in (block, block.parent):  # a partition lies in its disk's folder
        with suppress(OSError):
            return (disk / "removable").read_text("ascii").strip() == "1"
    return False


def _labels(folder: Path) -> dict[str, str]:
    """Return the volumes' names by device, as udev lists them."""
    found = {}
    with suppress(OSError):
        for link in folder.iterdir():
            found[link.readlink().name] = _unescaped(link.name)
    return found


def _unescaped(name: str) -> str:
    raw = _LABEL.sub(lambda found: chr(int(found[1], 16)), name)
    with suppress(UnicodeError):
        return raw.encode("latin-1").decode("utf-8")
    return name if _LABEL.search(name) else raw


def _mac_drives(root: Path) -> Iterator[Drive]:
    with suppress(OSError):
        for path in sorted((root / "Volumes").iterdir()):
            if not path.is_symlink() and path.is_dir() and os.access(path, os.W_OK):  # the system's own is a link
                yield Drive(path, path.name, _free(path))


def windows_drives(kernel: Kernel) -> Iterator[Drive]:
    """Yield the removable drives that have a volume in them."""
    before = kernel.SetErrorMode(_NO_QUESTIONS)
    try:
        letters = kernel.GetLogicalDrives()
        for place, letter in enumerate(string.ascii_uppercase):
            root = f"{letter}:\\"
            if letters >> place & 1 and kernel.GetDriveTypeW(root) == _REMOVABLE:
                yield from _volume(kernel, root)
    finally:
        kernel.SetErrorMode(before)


def _volume(kernel: Kernel, root: str) -> Iterator[Drive]:
    name = ctypes.create_unicode_buffer(_LONGEST)
    flags = ctypes.c_ulong()
    if kernel.GetVolumeInformationW(root, name, _LONGEST, None, None, ctypes.byref(flags), None, 0) == 0:
        return
    if not flags.value & _READ_ONLY:
        yield Drive(Path(root), name.value or root.rstrip("\\"), _free(Path(root)))


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
