"""One program at a time on one store: a lock that the system lets go of when the program ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import IO

from zjdesk.errors import DeviceError

# What systems say that cannot flush a folder, not that it failed.
_NO_WAY = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF, errno.EACCES, errno.EISDIR})


class StoreLock:
    """Holds the store's lock file until :meth:`release`."""

    def __init__(self, folder: Path) -> None:
        try:
            self._file: IO[bytes] = (folder / "store.lock").open("a+b")
        except OSError as error:
            raise DeviceError("store.cannot_open", path=str(folder), detail=error.strerror) from error
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise DeviceError("store.in_use", path=str(folder)) from None

    def release(self) -> None:
        """Let another program in."""
        self._file.close()


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable, where the system has a way to; network folders often have none."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_WAY:
            raise
