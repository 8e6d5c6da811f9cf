"""Writes a file where a person wants it, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from zjdesk.errors import DeviceError


def keep_bytes(target: Path, data: bytes) -> Path:
    """Write ``data`` to ``target``; when that fails, a file of that name stays as it was."""
    temporary = target.with_name(f".{target.name}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(target)
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(target), detail=error.strerror) from error
    finally:
        temporary.unlink(missing_ok=True)
    return target
