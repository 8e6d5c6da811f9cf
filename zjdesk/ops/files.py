"""Photos and scans: kept once, found by hash."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zjdesk.errors import DeviceError, InputError
from zjdesk.ops.audit import Verb, note
from zjdesk.ops.session import Session


def add_file(session: Session, path: Path) -> str:
    """Keep a copy of a file; returns its SHA-256, the value of a file field."""
    return session.store.files.add_path(path)


def add_many(session: Session, contents: Iterable[bytes]) -> list[str]:
    """Keep several files and make them durable together; returns their SHA-256 in order."""
    store = session.store
    with store.transaction():
        kept = [store.files.add([data], later=True) for data in contents]
        store.files.sync()
    return kept


def add_bytes(session: Session, data: bytes) -> str:
    """Keep bytes as a file; returns their SHA-256."""
    return session.store.files.add([data])


def read_file(session: Session, sha256: str) -> bytes | None:
    """Return a held file's bytes, or None when it has not arrived."""
    return session.store.files.read(sha256)


def export_copy(session: Session, sha256: str, path: Path, why: str) -> Path:
    """Write a copy of a held file for use outside the program: a photo without its place; the original stays.

    The only way by which a file leaves the program in clear; who took it out and why is noted.
    """
    from zjdesk.ops.photos import without_place

    if not why.strip():
        raise InputError("ops.reveal_why")
    held = read_file(session, sha256)
    if held is None:
        raise InputError("ops.no_such_file", sha256=sha256)
    cleaned = without_place(held)
    note(session, Verb.EXPORTED, {"file": sha256, "to": path.name}, why.strip())
    try:
        path.write_bytes(cleaned)
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(path), detail=error.strerror) from error
    return path
