"""The street's keys: what every laptop knows of them, and what only the office's laptops hold."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

from zjdesk.store import age, keys

if TYPE_CHECKING:
    from zjdesk.store.store import Store


@dataclass(frozen=True)
class Street:
    """The public halves: ``verifying`` checks certificates (Ed25519), ``recipient`` and ``recovery`` are age keys."""

    verifying: str
    recipient: str
    recovery: str

    def written(self) -> str:
        """Return the keys as a setting holds them."""
        return orjson.dumps(vars(self), option=orjson.OPT_SORT_KEYS).decode()


@dataclass(frozen=True)
class StreetSecrets:
    """The private halves, held by every laptop of the office."""

    signing: str = field(repr=False)
    identity: str = field(repr=False)
    recovery: str = field(repr=False)

    def public(self) -> Street:
        """Return the public halves."""
        return Street(keys.public_key(self.signing), age.public_of(self.identity), age.public_of(self.recovery))


def new_secrets() -> StreetSecrets:
    """Return new keys for a street."""
    return StreetSecrets(keys.new_private_key(), age.new_identity()[0], age.new_identity()[0])


def read_street(text: str) -> Street:
    """Read the public halves from a setting."""
    return Street(**orjson.loads(text))


def secrets_of(store: Store) -> list[StreetSecrets]:
    """Return the street's private keys that this installation holds, the newest first; none but at the office."""
    return [StreetSecrets(**item) for item in orjson.loads(store.get("street_secrets", "[]"))]


def keep_secrets(store: Store, held: Sequence[StreetSecrets]) -> None:
    """Keep the street's private keys, the newest first."""
    store.set("street_secrets", orjson.dumps([vars(item) for item in held]).decode())


def keep_street(store: Store, street: Street) -> None:
    """Trust these keys of the street from now on, and remember that the present one came before."""
    past = orjson.loads(store.get("past_streets", "[]"))
    store.set("past_streets", orjson.dumps([*past, store.street.verifying]).decode())
    store.set("street", street.written())


def key_id(recipient: str) -> str:
    """Return what a bundle's manifest calls a recipient: 16 hexadecimal digits of its key's hash."""
    return hashlib.sha256(recipient.encode()).hexdigest()[:16]
