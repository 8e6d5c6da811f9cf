"""What lies on a stick: written under another name, read back from the stick itself, then renamed; never left half."""

from __future__ import annotations

import hashlib
import os
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
_UNFINISHED = "unfinished_files"


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
            sync_folder(target.parent)
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


def note_unfinished(store: Store, targets: Sequence[Path]) -> None:
    """Remember what is about to be written, until :func:`finished`: a program that is killed cannot tidy up."""
    store.set(_UNFINISHED, orjson.dumps([path.name for path in targets]).decode())


def finished(store: Store) -> None:
    """Forget what :func:`note_unfinished` remembered."""
    store.set(_UNFINISHED, "[]")


def tidy(store: Store, folder: Path) -> None:
    """Remove from a folder what this store began to write there and never finished."""
    for name in orjson.loads(store.get(_UNFINISHED, "[]")):
        for path in (folder / name, temporary(folder / name)):
            with suppress(OSError):
                path.unlink(missing_ok=True)


@contextmanager
def _on_stick(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeviceError("sync.not_written", path=str(target), detail=error.strerror or str(error)) from error
    except tarfile.TarError:
        raise DeviceError("sync.read_back", path=str(target)) from None
