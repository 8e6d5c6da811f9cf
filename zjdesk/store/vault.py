"""The store's key: random, kept in ``keys.json`` wrapped by each account's passphrase and to the street's recovery key.

Wrapping by a passphrase is Argon2id (RFC 9106) and ChaCha20-Poly1305 (RFC 8439); wrapping to a key is the age format.
The file names accounts by their random ids only.
"""

from __future__ import annotations

import os
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from zjdesk.errors import DeviceError, InputError, NotAllowed
from zjdesk.store.lock import sync_folder

FILE = "keys.json"
FORMAT = 1
KEY_BYTES = 32
MAX_FILE = 1 << 20
MAX_SLOTS = 16


class Cost(NamedTuple):
    """What one guess of a passphrase costs: memory in KiB, passes over it, lanes (RFC 9106)."""

    memory: int
    passes: int
    lanes: int


COST = Cost(65536, 3, 4)
MOST = Cost(1 << 18, 8, 8)  # a foreign key file must not make a guess last for ever


@dataclass(frozen=True)
class Slot:
    """The key as one account's passphrase opens it; bytes are hexadecimal."""

    account: str
    cost: Cost
    salt: str
    nonce: str
    key: str

    def bound(self) -> bytes:
        """Return what is authenticated beside the key: whose slot it is, and at what cost."""
        return orjson.dumps(["zjdesk key", self.account, *self.cost, self.salt])


@dataclass(frozen=True)
class Recovery:
    """The key as the holder of a recovery key opens it: the recipient's public key and an age file in hexadecimal."""

    recipient: str
    key: str


@dataclass(frozen=True)
class KeyFile:
    """What stands in ``keys.json``."""

    slots: tuple[Slot, ...] = ()
    recovery: tuple[Recovery, ...] = ()

    def with_slot(self, slot: Slot) -> KeyFile:
        """Return the file with this account's slot put in or replaced."""
        others = tuple(item for item in self.slots if item.account != slot.account)
        return replace(self, slots=(*others, slot))

    def without(self, account: str) -> KeyFile:
        """Return the file without an account's slot."""
        return replace(self, slots=tuple(item for item in self.slots if item.account != account))

    def written(self) -> bytes:
        """Return the file's bytes."""
        content = {
            "format": FORMAT,
            "slots": [{**vars(item), "cost": list(item.cost)} for item in self.slots],
            "recovery": [vars(item) for item in self.recovery],
        }
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def new_key() -> bytes:
    """Return a new random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def read(folder: Path) -> KeyFile:
    """Read the key file of a store or a backup; InputError when it is missing or not one of ours."""
    try:
        with (folder / FILE).open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except FileNotFoundError:
        raise InputError("store.no_keys", path=str(folder)) from None
    except OSError as error:
        raise DeviceError("store.cannot_open", path=str(folder / FILE), detail=error.strerror) from error
    return parse(raw, str(folder / FILE))


def parse(raw: bytes, name: str) -> KeyFile:
    """Read a key file's bytes; ``name`` is what an error calls it."""
    try:
        content = orjson.loads(raw)
        slots = tuple(_slot(item) for item in content["slots"])
        recovery = tuple(Recovery(str(item["recipient"]), _hex(item["key"])) for item in content["recovery"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise InputError("store.bad_keys", path=name) from None
    if content.get("format") != FORMAT or len(raw) > MAX_FILE or max(len(slots), len(recovery)) > MAX_SLOTS:
        raise InputError("store.bad_keys", path=name)
    return KeyFile(slots, recovery)


def _slot(item: dict[str, Any]) -> Slot:
    cost = Cost(*(int(part) for part in item["cost"]))
    if any(part < 1 or part > most for part, most in zip(cost, MOST, strict=True)):
        raise ValueError("cost")
    return Slot(str(item["account"]), cost, _hex(item["salt"]), _hex(item["nonce"]), _hex(item["key"]))


def _hex(text: Any) -> str:
    return bytes.fromhex(text).hex()


def write(folder: Path, content: KeyFile) -> None:
    """Write the key file durably: the old one stays until the new one is whole."""
    target = folder / FILE
    temporary = target.with_suffix(".new")
    try:
        with temporary.open("wb") as file:
            file.write(content.written())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(folder)
    except OSError as error:
        raise DeviceError("store.not_written", detail=error.strerror or str(error)) from error


def wrap(account: str, key: bytes, passphrase: str, cost: Cost | None = None) -> Slot:
    """Return a slot that this passphrase opens."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if not passphrase:
        raise NotAllowed("store.no_passphrase")
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    slot = Slot(account, cost or COST, salt.hex(), nonce.hex(), "")
    wrapped = ChaCha20Poly1305(_derive(passphrase, slot)).encrypt(nonce, key, slot.bound())
    return replace(slot, key=wrapped.hex())


def open_slot(slot: Slot, passphrase: str) -> bytes | None:
    """Return the key, or None when the passphrase is another one or the slot was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        cipher = ChaCha20Poly1305(_derive(passphrase, slot))
        return cipher.decrypt(bytes.fromhex(slot.nonce), bytes.fromhex(slot.key), slot.bound())
    except (InvalidTag, ValueError):
        return None


def unlock(content: KeyFile, passphrase: str | None) -> tuple[bytes, tuple[str, ...]]:
    """Return the key and the accounts that this passphrase opens; NotAllowed when it opens none."""
    if not passphrase:
        raise NotAllowed("store.no_passphrase")
    opened = [(slot.account, open_slot(slot, passphrase)) for slot in content.slots]
    found = [(account, key) for account, key in opened if key is not None]
    if not found:
        raise NotAllowed("store.wrong_passphrase")
    return found[0][1], tuple(account for account, _ in found)


def entrust(content: KeyFile, key: bytes, recipients: Sequence[str]) -> KeyFile:
    """Return the file with the key entrusted to these recovery keys, and to no others."""
    from zjdesk.store.age import encrypt

    return replace(content, recovery=tuple(Recovery(one, encrypt(key, [one]).hex()) for one in recipients))


def recover(content: KeyFile, identity: str) -> bytes:
    """Return the key with a recovery key; NotAllowed when it was not entrusted to that one."""
    from zjdesk.store.age import decrypt

    for item in content.recovery:
        key = decrypt(bytes.fromhex(item.key), [identity])
        if key is not None:
            return key
    raise NotAllowed("store.not_recoverable")


def derived(key: bytes, purpose: str) -> bytes:
    """Return a key of 32 bytes for one purpose (HKDF-SHA-256, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, None, b"zjdesk " + purpose.encode()).derive(key)


def _derive(passphrase: str, slot: Slot) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf: Callable[[bytes], bytes] = Argon2id(
        salt=bytes.fromhex(slot.salt),
        length=KEY_BYTES,
        iterations=slot.cost.passes,
        lanes=slot.cost.lanes,
        memory_cost=slot.cost.memory,
    ).derive
    return kdf(unicodedata.normalize("NFC", passphrase).encode())
