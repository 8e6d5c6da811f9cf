"""Looks at a bundle's plain beginning: which it is, for whose keys, and whether all of it has arrived."""

from __future__ import annotations

import hashlib
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

from zjdesk.store import age
from zjdesk.store.store import Store
from zjdesk.store.street import key_id
from zjdesk.sync.format import Manifest, read_manifest
from zjdesk.sync.merge import identities
from zjdesk.sync.read import SIGNATURE_BYTES, opened

_BLOCK = tarfile.BLOCKSIZE


@dataclass(frozen=True)
class Peeked:
    """A bundle's manifest, the SHA-256 of it as it lies there, and whether the file is as long as it must be."""

    manifest: Manifest
    sha256: str
    whole: bool


def peek(path: Path) -> Peeked:
    """Read the manifest alone; InputError when it is no bundle or not even that is there, OSError from the disk."""
    with path.open("rb") as file:
        _, raw = opened(file, path.name)
        manifest = read_manifest(raw, path.name)
        size = os.fstat(file.fileno()).st_size
    sizes = (len(raw), SIGNATURE_BYTES, *(member.size for member in manifest.members))
    return Peeked(manifest, hashlib.sha256(raw).hexdigest(), size >= sum(map(_tarred, sizes)))


def _tarred(size: int) -> int:
    """Return how much room a member takes in a tar: its head, and its bytes up to the next block."""
    return _BLOCK + (size + _BLOCK - 1) // _BLOCK * _BLOCK


def own_keys(store: Store) -> frozenset[str]:
    """Return what manifests call the keys that open what is sent here."""
    return frozenset(key_id(age.public_of(identity)) for identity in identities(store))
