"""Photos and scans: kept once, found by hash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.audit import Verb
from zjdesk.ops.leaving import keep
from zjdesk.ops.privacy import may_reveal
from zjdesk.ops.session import Session
from zjdesk.sync.format import shown_name
from zjdesk.sync.vector import naming

# Where in a file which bytes tell of which kind.
_KINDS = (
    (0, b"\xff\xd8", "jpg"),
    (0, b"\x89PNG", "png"),
    (0, b"%PDF", "pdf"),
    (0, b"II*\x00", "tif"),
    (0, b"MM\x00*", "tif"),
    (8, b"WEBP", "webp"),
    (4, b"ftyp", "heic"),
)


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


def export_copy(session: Session, sha256: str, path: Path, why: str, *, original: bool = False) -> Path:
    """Write a copy of a record's file for use outside the program: a photo without its place, unless asked otherwise.

    The only way by which a file leaves the program in clear; who took it out, why, and whether as it was, is noted.
    Raises NotAllowed for roles that may not see what the record's field holds.
    """
    from zjdesk.ops.photos import without_place

    if not why.strip():
        raise InputError("ops.reveal_why")
    held = read_file(session, sha256)
    named = list(naming(session.store, sha256))
    if held is None or not named:
        raise InputError("ops.no_such_file", sha256=sha256)
    form, record = _open_to(session, named)
    told = {"kind": "file", "form": form, "record": record, "file": shown_name(path), "original": original}
    keep(session, path, held if original else without_place(held), Verb.EXPORTED, told, why)
    return path


def suffix(session: Session, sha256: str) -> str:
    """Return the ending that a held file's name should have, by its first bytes; "bin" for what is not known."""
    head = (read_file(session, sha256) or b"")[:12]
    found = [ending for place, sign, ending in _KINDS if head[place:].startswith(sign)]
    return found[0] if found else "bin"


def _open_to(session: Session, named: Sequence[tuple[str, str, str]]) -> tuple[str, str]:
    """Return a form and record through which this person may see a file; raises NotAllowed where there is none."""
    known = session.store.catalogue
    for form, field, record in named:
        if may_reveal(session, form, known.form(form).field(field)):
            return form, record
    form, field, _ = named[0]
    raise NotAllowed("ops.may_not_reveal", field=known.form(form).field(field).label, form=known.form(form).label)
