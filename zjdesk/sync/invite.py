"""Invitations: a file for one laptop, closed with a code that travels on paper."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from zjdesk.errors import InputError
from zjdesk.store import vault
from zjdesk.store.lines import encode
from zjdesk.store.street import Street, StreetSecrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20  # the last character checks the others
MAX_FILE = 1 << 20
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


@dataclass(frozen=True)
class Invitation:
    """What a laptop is to be, the office that invites, and the street's keys.

    ``communities`` are record ids. ``identity`` opens the office's first bundle; ``secrets`` are for office laptops.
    """

    installation: str
    label: str
    kind: str
    communities: tuple[str, ...]
    office: str
    office_name: str
    street: Street
    identity: str = field(repr=False)
    secrets: tuple[StreetSecrets, ...] = field(repr=False, default=())


def new_code() -> str:
    """Return a new code of 20 characters (95 random bits and a check), in four groups for reading aloud."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    letters += check_letter(letters)
    return "-".join(letters[start : start + 5] for start in range(0, CODE_LENGTH, 5))


def plain_code(code: str) -> str:
    """Return a code as it is used: capitals without dashes, O read as 0 and I and L as 1; InputError when mistyped."""
    plain = code.upper().translate(_LOOKALIKES)
    if len(plain) != CODE_LENGTH or not set(plain) <= set(ALPHABET) or check_letter(plain[:-1]) != plain[-1]:
        raise InputError("sync.mistyped_code")
    return plain


def check_letter(letters: str) -> str:
    """Return the check character: Luhn's rule with 32 characters finds one wrong and two neighbours exchanged."""
    total = 0
    for place, letter in enumerate(reversed(letters)):
        value = ALPHABET.index(letter) * (2 - place % 2)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def write(invitation: Invitation, code: str) -> bytes:
    """Return the invitation file, which only this code opens."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    content = {
        **vars(invitation),
        "communities": list(invitation.communities),
        "street": vars(invitation.street),
        "secrets": [vars(item) for item in invitation.secrets],
    }
    nonce = secrets.token_bytes(12)
    sealed = ChaCha20Poly1305(_key(code, "file")).encrypt(nonce, encode(content), b"zjdesk invitation 1")
    return orjson.dumps({"invitation": 1, "nonce": nonce.hex(), "sealed": sealed.hex()}, option=orjson.OPT_INDENT_2)


def read(raw: bytes, code: str, file: str) -> Invitation:
    """Return the invitation in a file that this code opens; any other code or file is refused."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    key = _key(code, "file")
    try:
        parsed = orjson.loads(raw[:MAX_FILE])
        nonce, sealed = bytes.fromhex(parsed["nonce"]), bytes.fromhex(parsed["sealed"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise InputError("sync.not_an_invitation", file=file) from None
    try:
        content: dict[str, Any] = orjson.loads(ChaCha20Poly1305(key).decrypt(nonce, sealed, b"zjdesk invitation 1"))
    except (InvalidTag, ValueError):
        raise InputError("sync.wrong_code", file=file) from None
    parts = {
        "communities": tuple(content["communities"]),
        "street": Street(**content["street"]),
        "secrets": tuple(StreetSecrets(**item) for item in content["secrets"]),
    }
    return Invitation(**{**content, **parts})


def claim_key(code: str) -> str:
    """Return what the office keeps of a code to know the laptop that used it, in hexadecimal."""
    return _key(code, "claim").hex()


def claim(key: str, said: Mapping[str, str]) -> str:
    """Return the proof that whoever ``said`` this (installation, keys) had the code, in hexadecimal."""
    return hmac.digest(bytes.fromhex(key), encode(dict(said)), "sha256").hex()


def _key(code: str, purpose: str) -> bytes:
    return vault.derived(plain_code(code).encode(), f"invitation {purpose}")
