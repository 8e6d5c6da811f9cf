"""Invitations: a file for a laptop and a code on paper that proves the file."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.errors import InputError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


@dataclass(frozen=True)
class Invitation:
    """What a laptop is to be: its id, label, kind, communities (record ids), and the office that invites."""

    installation: str
    label: str
    kind: str
    communities: tuple[str, ...]
    office: str
    office_name: str


def new_code() -> str:
    """Return a new code of 20 characters (100 random bits), in four groups for reading aloud."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + 5] for start in range(0, CODE_LENGTH, 5))


def write(invitation: Invitation, code: str) -> bytes:
    """Return the invitation file, authenticated by the code."""
    content: dict[str, Any] = {**vars(invitation), "communities": list(invitation.communities), "format": 1}
    return orjson.dumps(
        {"invitation": content, "mac": _mac(content, code)}, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2
    )


def read(raw: bytes, code: str, file: str) -> Invitation:
    """Return the invitation in a file that this code belongs to; any other code or file is refused."""
    try:
        parsed = orjson.loads(raw)
        content = dict(parsed["invitation"])
        mac = str(parsed["mac"])
        kept = {name: content[name] for name in Invitation.__dataclass_fields__}
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise InputError("sync.not_an_invitation", file=file) from None
    if not hmac.compare_digest(mac, _mac(content, code)):
        raise InputError("sync.wrong_code", file=file)
    return Invitation(**{**kept, "communities": tuple(kept["communities"])})


def _mac(content: dict[str, Any], code: str) -> str:
    plain = code.upper().translate(_LOOKALIKES)
    key = hashlib.sha256(b"zjdesk invitation " + plain.encode()).digest()
    return hmac.new(key, orjson.dumps(content, option=orjson.OPT_SORT_KEYS), hashlib.sha256).hexdigest()
