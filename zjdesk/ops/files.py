"""Photos and scans: kept once, found by hash."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

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
