"""A layer under the database that lets one write fail, tears it in two, or kills the program at it."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Literal

Mode = Literal["error", "full", "torn", "kill"]
MODES: tuple[Mode, ...] = ("error", "full", "torn", "kill")
IOERR_WRITE, IOERR_FSYNC, FULL = 778, 1034, 13
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
_CUT = CFUNCTYPE(c_int, c_void_p, c_int64)
_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)


class _Methods(Structure):
    """``sqlite3_io_methods`` of version 3."""

    _fields_ = [
        ("version", c_int),
        *((name, c_void_p) for name in ("close", "read", "write", "truncate", "sync", "size", "lock", "unlock")),
        *((name, c_void_p) for name in ("reserved", "control", "sector", "traits", "shm_map", "shm_lock")),
        *((name, c_void_p) for name in ("shm_barrier", "shm_unmap", "fetch", "unfetch")),
    ]


class _File(Structure):
    """``sqlite3_file``."""

    _fields_ = [("methods", POINTER(_Methods))]


class _Vfs(Structure):
    """The beginning of ``sqlite3_vfs``."""

    _fields_ = [
        *(("version", c_int), ("file_size", c_int), ("longest", c_int), ("next", c_void_p)),
        *(("name", c_char_p), ("data", c_void_p), ("open", c_void_p)),
    ]


@dataclass
class Fault:
    """Which write fails (from 1; 0: none) and how; ``count`` tells how many there were."""

    at: int = 0
    mode: Mode = "error"
    count: int = 0

    def due(self) -> bool:
        """Count a write; tell whether it is the one."""
        self.count += 1
        return self.count == self.at or (self.mode in ("error", "full") and 0 < self.at <= self.count)


@contextmanager
def faulty(fault: Fault) -> Iterator[Fault]:
    """Let every file that the database opens meanwhile fail as told; on from the first, as a broken disk does."""
    spec = find_spec("sqlcipher3._sqlite3")
    assert spec is not None
    library = ctypes.CDLL(spec.origin)
    library.sqlite3_vfs_find.restype = POINTER(_Vfs)
    vfs = library.sqlite3_vfs_find(None).contents
    true_open = _OPEN(vfs.open)
    kept: list[Any] = []
    replaced: dict[int, _Methods] = {}

    def open_file(own: int, name: int | None, file: int, flags: int, out: int) -> int:
        answer = int(true_open(own, name, file, flags, out))
        handle = ctypes.cast(file, POINTER(_File)).contents
        if answer == 0 and handle.methods:
            address = ctypes.addressof(handle.methods.contents)
            if address not in replaced:
                replaced[address] = _with_faults(handle.methods.contents, fault, kept)
            handle.methods = ctypes.pointer(replaced[address])
        return answer

    hook = _OPEN(open_file)
    before, vfs.open = vfs.open, ctypes.cast(hook, c_void_p).value
    try:
        yield fault
    finally:
        vfs.open = before
        _LEFT.append((hook, kept, replaced))


_LEFT: list[Any] = []  # open files may still point to these


def _with_faults(true: _Methods, fault: Fault, kept: list[Any]) -> _Methods:
    copy = _Methods.from_buffer_copy(true)
    write, cut, sync = _WRITE(true.write), _CUT(true.truncate), _SYNC(true.sync)

    def faulty_write(file: int, data: int, size: int, place: int) -> int:
        if not fault.due():
            return int(write(file, data, size, place))
        if fault.mode in ("torn", "kill"):
            write(file, data, size // 2 if fault.mode == "torn" else 0, place)
            os.kill(os.getpid(), signal.SIGKILL)
        return FULL if fault.mode == "full" else IOERR_WRITE

    def faulty_cut(file: int, size: int) -> int:
        if not fault.due():
            return int(cut(file, size))
        if fault.mode in ("torn", "kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        return IOERR_WRITE

    def faulty_sync(file: int, flags: int) -> int:
        if not fault.due():
            return int(sync(file, flags))
        if fault.mode in ("torn", "kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        return IOERR_FSYNC

    hooks = (_WRITE(faulty_write), _CUT(faulty_cut), _SYNC(faulty_sync))
    kept.extend(hooks)
    copy.write, copy.truncate, copy.sync = (ctypes.cast(hook, c_void_p).value for hook in hooks)
    return copy
