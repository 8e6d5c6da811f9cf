"""Photos, scans and other files, each kept once: named by a keyed hash, and encrypted with the store's own key."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from zjdesk.errors import DeviceError, InputError
from zjdesk.store import cipher
from zjdesk.store.age import Writer
from zjdesk.store.database import Connection
from zjdesk.store.lock import sync_folder

BLOCK = 1 << 20
MAX_FILE = 100 * 1024 * 1024


class FileKeys(NamedTuple):
    """What names and opens the files of a store: a secret for the names, and one for the contents."""

    names: bytes
    contents: bytes


class FileStore:
    """The files of one store; what the log names but is not here is missing, not lost."""

    def __init__(self, folder: Path, conn: Connection, keys: FileKeys) -> None:
        self._folder = folder
        self._conn = conn
        self._keys = keys
        self._unsynced: list[Path] = []

    def place(self, sha256: str) -> Path:
        """Return where a file with this hash lies or would lie; the name tells nobody else what it is."""
        name = hmac.new(self._keys.names, bytes.fromhex(sha256), hashlib.sha256).hexdigest()
        return self._folder / name[:2] / f"{name[2:34]}.aes"

    def has(self, sha256: str) -> bool:
        """Tell whether a file is here."""
        return self.place(sha256).is_file()

    def size(self, sha256: str) -> int:
        """Return how many bytes a file that was ever kept has."""
        row = self._conn.execute("SELECT size FROM log_file WHERE sha256 = ?", (bytes.fromhex(sha256),)).fetchone()
        return int(row[0]) if row else 0

    def read(self, sha256: str) -> bytes | None:
        """Return a file's bytes, or None when it is not here."""
        whole = BytesIO()
        return whole.getvalue() if self.copy(sha256, whole) else None

    def copy(self, sha256: str, target: Writer) -> bool:
        """Write a file's bytes to ``target``; False when it is not here, DeviceError when it is damaged."""
        try:
            with self.place(sha256).open("rb") as file:
                if not cipher.decrypt_stream(file, target, self._keys.contents):
                    raise DeviceError("store.file_damaged", sha256=sha256)
        except FileNotFoundError:
            return False
        return True

    def add(self, blocks: Iterable[bytes], expected: str | None = None, *, later: bool = False) -> str:
        """Keep the file that ``blocks`` make up and return its hash; ``expected`` refuses another one.

        With ``later`` it is durable only after :meth:`sync`, which costs far less for many files together.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f"new-{os.getpid()}-{os.urandom(4).hex()}"
        try:
            source = _Measured(blocks)
            with temporary.open("xb") as file:
                cipher.encrypt_stream(source, file, self._keys.contents)
            sha256, size = source.digest.hexdigest(), source.size
            if expected is not None and sha256 != expected:
                raise InputError("store.file_hash", expected=expected)
            place = self.place(sha256)
            if not place.is_file():
                place.parent.mkdir(parents=True, exist_ok=True)
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

    def forget(self, hashes: Iterable[str]) -> None:
        """Remove files that were erased, wherever they still lie."""
        for sha256 in hashes:
            self.place(sha256).unlink(missing_ok=True)

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
            if self.has(sha256.hex()):
                yield sha256.hex(), size

    def sound(self, sha256: str) -> bool:
        """Tell whether a held file still is what its name says."""
        digest = _Digest()
        try:
            return self.copy(sha256, digest) and digest.value.hexdigest() == sha256
        except DeviceError:
            return False


class _Digest:
    """Takes bytes for their hash alone."""

    def __init__(self) -> None:
        self.value = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        """Hash bytes."""
        self.value.update(data)
        return len(data)

    def flush(self) -> None:
        """Keep nothing back."""


class _Measured:
    """Gives blocks one by one as a stream, measuring and hashing what passes."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._rest = memoryview(b"")
        self.digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most ``size``."""
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self.size += len(block)
            if self.size > MAX_FILE:
                raise InputError("store.file_too_large", limit=MAX_FILE)
            self.digest.update(block)
            self._rest = memoryview(block)
        end = len(self._rest) if size < 0 else size
        given, self._rest = self._rest[:end], self._rest[end:]
        return bytes(given)
