"""Finds USB sticks: removable places that can be written, and how much room they have."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

_MOUNTED_UNDER = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
_STICK_SYSTEMS = (b"vfat", b"msdos", b"exfat", b"fat32", b"fat")


@dataclass(frozen=True)
class Place:
    """A folder to exchange by; ``free`` in bytes, None when it cannot be told."""

    path: Path
    free: int | None


def sticks() -> list[Path]:
    """Return the roots of sticks, the most likely first; may take a moment, so never on the window's thread."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        if volume.isReady() and not volume.isReadOnly() and not volume.isRoot() and _is_stick(volume):
            found.append(Path(volume.rootPath()))
    return found


def best_place(kept: str) -> Place | None:
    """Return the folder used last if it is on a stick that is in, else a stick, else the folder used last."""
    found = sticks()
    last = Path(kept) if kept else None
    if last is not None and last.is_dir() and (not found or any(last.is_relative_to(stick) for stick in found)):
        return room_in(last)
    return room_in(found[0]) if found else None


def room_in(folder: Path) -> Place:
    """Return a folder with the room it has."""
    volume = QStorageInfo(str(folder))
    return Place(folder, volume.bytesAvailable() if volume.isValid() and volume.isReady() else None)


def _is_stick(volume: QStorageInfo) -> bool:
    system = bytes(volume.fileSystemType().data()).lower()
    if sys.platform == "win32":
        return system in _STICK_SYSTEMS
    return volume.rootPath().startswith(_MOUNTED_UNDER)
