"""Identities: 32 hexadecimal digits outside the database, 16 bytes inside it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence

from zjdesk.errors import InputError

_HEX = re.compile(r"[0-9a-f]{32}")
_HEXES = re.compile(r"[0-9a-f]{32}(?: [0-9a-f]{32})*")


def uuid7(now: int) -> str:
    """Return a new UUIDv7 (RFC 9562) as 32 hexadecimal digits; ``now`` in milliseconds."""
    random = int.from_bytes(os.urandom(10), "big")
    value = (now & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 62 & 0xFFF) << 64
    return f"{value | 0b10 << 62 | random & (1 << 62) - 1:032x}"


def random_id() -> str:
    """Return 16 random bytes as 32 hexadecimal digits."""
    return os.urandom(16).hex()


def entry_id(header: bytes) -> bytes:
    """Return the id of the entry with this header line: the first 16 bytes of its SHA-256."""
    return hashlib.sha256(header).digest()[:16]


def is_id(text: object) -> bool:
    """Tell whether ``text`` is 32 lower-case hexadecimal digits."""
    return isinstance(text, str) and _HEX.fullmatch(text) is not None


def are_ids(texts: Sequence[str]) -> bool:
    """Tell whether every one of one or more texts is 32 lower-case hexadecimal digits; one look at all is quicker."""
    whole = " ".join(texts)
    return len(whole) == 33 * len(texts) - 1 and _HEXES.fullmatch(whole) is not None


def blob(text: str) -> bytes:
    """Return the 16 bytes of an id; accepts the dashes of a written UUID."""
    try:
        raw = bytes.fromhex(text.replace("-", ""))
    except ValueError:
        raw = b""
    if len(raw) != 16:
        raise InputError("store.bad_id", value=text)
    return raw
