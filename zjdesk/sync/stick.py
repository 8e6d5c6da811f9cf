"""What lies on a stick: written under another name, read back from the stick itself, then renamed; never left half."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import orjson

from zjdesk.errors import DeviceError
from zjdesk.store.lock import sync_folder
from zjdesk.store.store import Store

BLOCK = 1 << 20
MEGABYTE = 1_000_000
_UNFINISHED = "unfinished_files"
_MOST_UNFINISHED = 200
_FAULTS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "sync.stick_full"),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), "sync.stick_read_only"),
    errno.EFBIG: "sync.stick_file_too_large",
}


def free_on(folder: Path) -> int:
    """Return the bytes that are free where a folder lies; DeviceError when it is not there."""
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise DeviceError("sync.no_folder", path=str(folder), detail=error.strerror) from error


def ask_room(folder: Path, need: int) -> None:
    """Refuse with what is needed and what there is when a stick has too little room."""
    free = free_on(folder)
    if free < need:
        raise DeviceError("sync.no_space", path=str(folder), need=need // MEGABYTE + 1, free=free // MEGABYTE)


def ask_room_at_home(folder: Path, need: int) -> None:
    """Refuse with what is needed and what there is when this computer has too little room."""
    free = free_on(folder)
    if free < need:
        raise DeviceError("sync.no_room", need=need // MEGABYTE + 1, free=free // MEGABYTE)


@contextmanager
def all_or_none() -> Iterator[list[Path]]:
    """Gather the files that a block writes; when it fails, they go again."""
    written: list[Path] = []
    try:
        yield written
    except BaseException:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise


def temporary(target: Path) -> Path:
    """Return the name under which a file is written until it is whole; hidden, so that nobody takes it along."""
    return target.with_name(f".{target.name}.part")


def write_whole(target: Path, write: Callable[[IO[bytes]], None], check: Callable[[IO[bytes]], None]) -> None:
    """Write a file, make it durable, let ``check`` read it from the stick again, and only then give it its name.

    Raises DeviceError; a stick pulled out on the way keeps the old file of that name or none, never a half one.
    """
    part = temporary(target)
    with _on_stick(target):
        try:
            with part.open("wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            with part.open("rb") as file:
                _from_the_stick(file)
                check(file)
            part.replace(target)
            try:
                sync_folder(target.parent)
            except BaseException:
                with suppress(OSError):
                    target.unlink()
                raise
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def same_members(file: IO[bytes], expected: Mapping[str, str], count: Callable[[int], None]) -> bool:
    """Tell whether a tar holds every member with its SHA-256; ``count`` is told of bytes read."""
    found: set[str] = set()
    with tarfile.open(fileobj=file, mode="r:") as tar:
        for info in tar:
            source = tar.extractfile(info)
            digest = hashlib.sha256()
            while source is not None and (block := source.read(BLOCK)):
                digest.update(block)
                count(len(block))
            if expected.get(info.name, digest.hexdigest()) != digest.hexdigest():
                return False
            found.add(info.name)
    return found >= set(expected)


def _from_the_stick(file: IO[bytes]) -> None:
    """Let the system forget what it keeps of a file in memory, so that the stick itself is read; where it can."""
    forget = getattr(os, "posix_fadvise", None)
    if forget is not None:
        with suppress(OSError):
            forget(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def unfinished(store: Store, folder: Path, targets: Sequence[Path]) -> Iterator[None]:
    """Remember what is being written until it is whole, for a program that is killed cannot tidy up.

    First what this store began to write here and never finished goes. What it began on a stick that is not in now
    stays remembered; what others are writing is theirs.
    """
    left = [name for name in orjson.loads(store.get(_UNFINISHED, "[]")) if not _tidied(folder / name)]
    _remember(store, [*left, *(target.name for target in targets)])
    yield
    _remember(store, left)


def _remember(store: Store, names: Sequence[str]) -> None:
    with store.transaction():
        store.set(_UNFINISHED, orjson.dumps(names[-_MOST_UNFINISHED:]).decode())


def _tidied(target: Path) -> bool:
    """Remove what lies here of a file that was never finished; tells whether anything did."""
    found = False
    for path in (target, temporary(target)):
        with suppress(OSError):
            path.unlink()
            found = True
    return found


@contextmanager
def _on_stick(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        key = _FAULTS.get(error.errno or 0, "sync.not_written")
        raise DeviceError(key, path=str(target), detail=error.strerror or str(error)) from error
    except tarfile.TarError:
        raise DeviceError("sync.read_back", path=str(target)) from None
