"""Finds USB sticks: removable places that can be written."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QStorageInfo

_MOUNTED_UNDER = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
_STICK_SYSTEMS = (b"vfat", b"msdos", b"exfat", b"fat32", b"fat")


def sticks() -> list[Path]:
    """Return the roots of sticks, the most likely first; may take a moment, so never on the window's thread."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        if volume.isReady() and not volume.isReadOnly() and not volume.isRoot() and _is_stick(volume):
            found.append(Path(volume.rootPath()))
    return found


def _is_stick(volume: QStorageInfo) -> bool:
    system = bytes(volume.fileSystemType().data()).lower()
    if sys.platform == "win32":
        return system in _STICK_SYSTEMS
    return volume.rootPath().startswith(_MOUNTED_UNDER)
