"""An installation: one program on one laptop with keys of its own, as its store's settings keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from zjdesk.store import age, keys
from zjdesk.store.ids import random_id, uuid7
from zjdesk.store.street import Street

KINDS = ("office", "lead", "supervisor", "liaison")


@dataclass(frozen=True)
class Installation:
    """One program on one laptop with one key; ``communities`` are record ids.

    ``private`` and ``public`` sign (Ed25519); ``identity`` and ``recipient`` open what is sent here (age).
    """

    id: str
    name: str
    kind: str
    communities: tuple[str, ...]
    private: str = field(repr=False)
    public: str
    identity: str = field(repr=False)
    recipient: str
    incarnation: str
    counter: int


def new_installation(
    now: int, name: str, kind: str, communities: Sequence[str], installation: str | None, street: Street | None
) -> dict[str, str]:
    """Return the settings of a new installation with new keys; ``now`` in milliseconds."""
    private = keys.new_private_key()
    identity, recipient = age.new_identity()
    said = {
        "installation": installation or uuid7(now),
        "name": name,
        "kind": kind,
        "communities": orjson.dumps(list(communities)).decode(),
        "private_key": private,
        "public_key": keys.public_key(private),
        "age_identity": identity,
        "age_recipient": recipient,
        "incarnation": random_id(),
        "created": str(now),
        "backup": str(now),
    }
    return said if street is None else {**said, "street": street.written()}


def read_installation(settings: Mapping[str, str]) -> Installation:
    """Read an installation from its store's settings."""
    return Installation(
        settings["installation"],
        settings["name"],
        settings["kind"],
        tuple(orjson.loads(settings["communities"])),
        settings["private_key"],
        settings["public_key"],
        settings["age_identity"],
        settings["age_recipient"],
        settings["incarnation"],
        int(settings.get("acknowledgement", "0")),
    )
