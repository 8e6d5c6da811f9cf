"""Bundles taken apart and put together again, as somebody on the way might."""

from __future__ import annotations

import hashlib
import tarfile
from io import BytesIO
from pathlib import Path

import orjson

from zjdesk.store import keys
from zjdesk.store.age import decrypt, encrypt
from zjdesk.store.store import Store
from zjdesk.sync.format import INDEX, MANIFEST, SIGNATURE
from zjdesk.sync.merge import identities


def members(path: Path) -> dict[str, bytes]:
    """Return a bundle's members in their order, as any tar program gives them."""
    with tarfile.open(path) as tar:
        found = {}
        for info in tar:
            source = tar.extractfile(info)
            assert source is not None
            found[info.name] = source.read()
        return found


def rewrite(path: Path, content: dict[str, bytes]) -> None:
    """Put a bundle together again, in its place."""
    with tarfile.open(path, "w") as tar:
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, BytesIO(data))


def resigned(store: Store, path: Path, private: str) -> None:
    """Let another key sign a bundle's carriage; only who can open the index can do that."""
    found = members(path)
    index = orjson.loads(decrypt(found[INDEX], identities(store)) or b"")
    index["sender"]["key"] = keys.public_key(private)
    found[INDEX] = encrypt(orjson.dumps(index), [store.street.recipient])
    manifest = orjson.loads(found[MANIFEST])
    manifest["members"][0] |= {"size": len(found[INDEX]), "sha256": hashlib.sha256(found[INDEX]).hexdigest()}
    found[MANIFEST] = orjson.dumps(manifest)
    found[SIGNATURE] = keys.sign(private, found[MANIFEST])
    rewrite(path, found)
