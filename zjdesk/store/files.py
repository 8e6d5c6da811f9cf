"""Photos, scans and other files, each kept once under its SHA-256."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from zjdesk.errors import DeviceError, InputError
from zjdesk.store.database import Connection
from zjdesk.store.lock import sync_folder

BLOCK = 1 << 20
MAX_FILE = 2 * 1024 * 1024 * 1024


class FileStore:
    """The files of one store; what the log names but is not here is missing, not lost."""

    def __init__(self, folder: Path, conn: Connection) -> None:
        self._folder = folder
        self._conn = conn
        self._unsynced: list[Path] = []

    def place(self, sha256: str) -> Path:
        """Return where a file with this hash lies or would lie."""
        return self._folder / sha256[:2] / sha256

    def path(self, sha256: str) -> Path | None:
        """Return a held file's path, or None."""
        place = self.place(sha256)
        return place if place.is_file() else None

    def add(self, blocks: Iterable[bytes], expected: str | None = None, *, later: bool = False) -> str:
        """Keep the file that ``blocks`` make up and return its hash; ``expected`` refuses another one.

        With ``later`` it is durable only after :meth:`sync`, which costs far less for many files together.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f"new-{os.getpid()}-{os.urandom(4).hex()}"
        try:
            with temporary.open("xb") as file:
                sha256, size = _copy(blocks, file)
            if expected is not None and sha256 != expected:
                raise InputError("store.file_hash", expected=expected)
            place = self.place(sha256)
            if not place.is_file():
                place.parent.mkdir(exist_ok=True)
                temporary.replace(place)
                self._unsynced.append(place)
            if not later:
                self.sync()
        except OSError as error:
            raise DeviceError("store.file_not_written", detail=error.strerror or str(error)) from error
        finally:
            temporary.unlink(missing_ok=True)
        self._conn.execute("INSERT OR IGNORE INTO log_file VALUES (?, ?)", (bytes.fromhex(sha256), size))
        return sha256

    def sync(self) -> None:
        """Make every file that was added durable, with its place in its folder."""
        places, self._unsynced = self._unsynced, []
        for place in places:
            with place.open("rb") as file:
                os.fsync(file.fileno())
        for folder in {place.parent for place in places}:
            sync_folder(folder)

    def add_path(self, path: Path) -> str:
        """Keep a copy of the file at ``path``."""
        try:
            with path.open("rb") as file:
                return self.add(iter(lambda: file.read(BLOCK), b""))
        except FileNotFoundError:
            raise InputError("store.no_file", path=str(path)) from None
        except OSError as error:
            raise DeviceError("store.file_not_read", path=str(path), detail=error.strerror) from error

    def held(self) -> Iterator[tuple[str, int]]:
        """Yield (hash, bytes) of every file that was ever kept and is still here."""
        for sha256, size in self._conn.execute("SELECT sha256, size FROM log_file ORDER BY sha256").fetchall():
            if self.path(sha256.hex()) is not None:
                yield sha256.hex(), size

    def sound(self, sha256: str) -> bool:
        """Tell whether a held file still is what its name says."""
        place = self.path(sha256)
        if place is None:
            return False
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _copy(blocks: Iterable[bytes], file: IO[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    for block in blocks:
        size += len(block)
        if size > MAX_FILE:
            raise InputError("store.file_too_large", limit=MAX_FILE)
        digest.update(block)
        file.write(block)
    return digest.hexdigest(), size
