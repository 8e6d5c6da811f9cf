"""An office and a laptop to break things between: made once, with what a true bundle and its parts look like."""

from __future__ import annotations

import gzip
import hashlib
import random
import shutil
from pathlib import Path
from typing import Any

import orjson

from tests.ops.world import Street, leader, make_street, project
from tests.passphrase import CHEAP, PASSPHRASE
from tests.security.carriage import members, rewrite
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, export
from zjdesk.ops.session import Session, open_session
from zjdesk.settings import Environment
from zjdesk.store import keys, vault
from zjdesk.store.age import decrypt, encrypt
from zjdesk.sync.format import INDEX, MANIFEST, SIGNATURE
from zjdesk.sync.merge import identities

STORES = ("office", "liaison")
NOON = 1_450_000_000_000


class Town:
    """The office with its stores, and a laptop's bundle taken apart."""

    def __init__(self, folder: Path) -> None:
        vault.COST = CHEAP
        self.folder = folder
        self.spoilt = False
        self.code, self.key_copy = "", b""
        self.env = Environment(NOON, "a fuzzing machine", folder / "anchors", passphrase=PASSPHRASE)
        self.street: Street = make_street(folder, self.env)
        self.project = project(self.street)
        leader(self.street, "示例<b>&王")
        plan = {"project": self.project, "seq": 1, "title": "示例活动", "planned_headcount": 12}
        plan |= {"planned_from": "2015-10-01", "planned_to": "2015-10-31"}
        save(self.street.liaison, [NewRecord("activity_plan", plan)])
        self.bundle = self.sent()
        self.parts = members(self.bundle)
        opened = {name: decrypt(data, self._identities) for name, data in self.parts.items() if name.endswith(".age")}
        self.plain = {name: data for name, data in opened.items() if data is not None}
        self.close()
        for name in STORES:
            shutil.copytree(folder / name, folder / "fresh" / name)
        self._reopen()

    @property
    def _identities(self) -> list[str]:
        return identities(self.street.office.store)

    def sent(self) -> Path:
        """Return the laptop's bundle as it stands now."""
        for old in bundles_in(self.street.stick):
            old.unlink()
        return export(self.street.liaison, self.street.stick, everything=True)[0].files[0]

    def renew(self) -> None:
        """Give office and laptop their first state back."""
        self.close()
        for name in STORES:
            shutil.rmtree(self.folder / name)
            shutil.copytree(self.folder / "fresh" / name, self.folder / name)
        self._reopen()

    def rebuilt(self, plain: dict[str, bytes]) -> Path:
        """Write a bundle with these contents, everything else of it true: sizes, hashes, signature."""
        recipient = self.office.store.street.recipient
        parts = dict(self.parts)
        manifest = orjson.loads(parts[MANIFEST])
        for member in manifest["members"]:
            if plain.get(member["name"]) != self.plain.get(member["name"]):
                data = encrypt(plain[member["name"]], [recipient])
                parts[member["name"]] = data
                member |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        return self.signed(parts, orjson.dumps(manifest))

    def signed(self, parts: dict[str, bytes], manifest: bytes) -> Path:
        """Write a bundle with another manifest, signed by the laptop."""
        private = self.street.liaison.store.installation.private
        path = self.folder / "broken.zjb"
        rewrite(path, {**parts, MANIFEST: manifest, SIGNATURE: keys.sign(private, manifest)})
        return path

    def index(self) -> Any:
        """Return the true index."""
        return orjson.loads(self.plain[INDEX])

    def lines(self, member: str) -> list[bytes]:
        """Return the lines of a piece."""
        return gzip.decompress(self.plain[member]).splitlines()

    def some_piece(self, chance: random.Random) -> str:
        """Return the name of a piece of entries."""
        return chance.choice([name for name in self.plain if name.startswith("feeds/")])

    @property
    def office(self) -> Session:
        """The office's session."""
        return self.street.office

    def _reopen(self) -> None:
        for name in STORES:
            setattr(self.street, name, open_session(self.folder / name, env=self.env))

    def close(self) -> None:
        """Close what is open."""
        for name in STORES:
            getattr(self.street, name).close()
