"""Files that leave the program: written whole or not at all, and never without a line in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zjdesk.errors import DeviceError
from zjdesk.ops import audit
from zjdesk.ops.session import Session
from zjdesk.store.database import atomic


def keep(session: Session, path: Path, data: bytes, verb: str, told: Mapping[str, Any], why: str = "") -> None:
    """Write a file and note it together; when either fails, a file of that name stays as it was."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(data)
        with atomic(session.store.conn):
            audit.note(session, verb, told, why.strip())
            temporary.replace(path)
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(path), detail=error.strerror) from error
    finally:
        temporary.unlink(missing_ok=True)


def may_keep(path: Path) -> None:
    """Raise DeviceError where no file can be written, before something is done that cannot be taken back."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.touch()
        temporary.unlink()
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(path), detail=error.strerror) from error
