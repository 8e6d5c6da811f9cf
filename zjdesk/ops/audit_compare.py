"""Holds the audit against a table that was exported before and kept elsewhere: the only proof against a new chain."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from zjdesk.errors import InputError
from zjdesk.ops import audit
from zjdesk.ops.audit import Fault
from zjdesk.ops.audit_sheet import COLUMNS
from zjdesk.ops.session import Session

_LARGEST = 256_000_000
_HASH = 64
_DIGITS = frozenset("0123456789abcdef")


def compare(session: Session, path: Path) -> tuple[int, list[Fault]]:
    """Return how many lines the table has, and which of them this store no longer has, or has otherwise.

    Raises NotAllowed for roles that do not read the audit, and InputError for a file that is no such table.
    """
    held = {line.n: line.hash.hex() for line in audit.lines(session)}
    kept = _kept(path)
    found = [
        Fault(n, "gone" if n not in held else "changed") for n, proof in sorted(kept.items()) if held.get(n) != proof
    ]
    return len(kept), found


def _kept(path: Path) -> dict[int, str]:
    """Return the hashes of an exported table by the numbers of its lines."""
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError("ops.no_audit_table", file=path.name)
        _, *rows = csv.reader(StringIO(path.read_text("utf-8-sig"), newline=""))
    except OSError as error:
        raise InputError("ops.not_read", path=str(path), detail=error.strerror) from error
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise InputError("ops.no_audit_table", file=path.name) from None
    sound = [row for row in rows if len(row) == len(COLUMNS) and row[0].isdecimal() and _is_hash(row[-1])]
    if not sound or len(sound) != len(rows):
        raise InputError("ops.no_audit_table", file=path.name)
    return {int(row[0]): row[-1] for row in sound}


def _is_hash(text: str) -> bool:
    return len(text) == _HASH and _DIGITS.issuperset(text)
