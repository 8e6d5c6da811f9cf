"""A folder that is made whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Let a block make or fill a folder; when it fails, what it put there goes again."""
    there = folder.is_dir()
    before = set(folder.iterdir()) if there else set()
    try:
        yield
    except BaseException:
        _clear(folder, before)
        if not there:
            with suppress(OSError):
                folder.rmdir()
        raise


def sweep(store: Path) -> None:
    """Remove what a killed program left half done in a store; whoever calls this holds the store's lock."""
    for path in store.glob("files/new-*"):
        with suppress(OSError):
            path.unlink()
    for pattern in ("incoming-*", "outgoing-*"):
        for folder in store.glob(pattern):
            shutil.rmtree(folder, ignore_errors=True)


def _clear(folder: Path, kept: set[Path]) -> None:
    for path in set(folder.iterdir()) - kept if folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()
