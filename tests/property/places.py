"""Stores as people carry them about: opened, copied, put back, and given to a fresh one in any order."""

from __future__ import annotations

import contextlib
import random
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

from tests.passphrase import PASSPHRASE
from zjdesk.forms.load import load_catalogue
from zjdesk.forms.model import Catalogue
from zjdesk.ops.session import Session, open_session
from zjdesk.paths import forms_dir
from zjdesk.settings import Environment
from zjdesk.store.absorb import Absorber
from zjdesk.store.anchor import anchor_path
from zjdesk.store.counting import Incoming
from zjdesk.store.digest import digest
from zjdesk.store.feeds import ensure
from zjdesk.store.held import header_of, values_of
from zjdesk.store.read import Record
from zjdesk.store.rebuild import rebuild
from zjdesk.store.schema import quoted
from zjdesk.store.store import Store
from zjdesk.store.vault import KeyFile

NOON = 1_469_937_600_000
Texts = Mapping[str, str]
TRUST = ("street", "past_streets", "public_key", "kind", "communities", "installation")


@contextlib.contextmanager
def declared_once() -> Iterator[None]:
    """Read every declaration once, however many stores and runs ask for it: half of the time would go there."""
    made: dict[object, Catalogue] = {}
    issue = Catalogue.issued

    def issued(self: Catalogue, texts: Texts, earlier: Mapping[str, Sequence[str]] | None = None) -> Catalogue:
        older = sorted((name, tuple(those)) for name, those in (earlier or {}).items())
        key = (self.digest(), tuple(sorted(texts.items())), tuple(older))
        if key not in made:
            made[key] = issue(self, texts, earlier)
        return made[key]

    with patch.object(Catalogue, "issued", issued), patch.object(tomllib, "loads", lru_cache(None)(tomllib.loads)):
        yield


@dataclass
class Place:
    """A store in use: who sits there, what the clock says, and which records stand open in a window."""

    name: str
    path: Path
    env: Environment
    session: Session
    windows: dict[str, Record] = field(default_factory=dict)
    copies: list[Path] = field(default_factory=list)

    @property
    def store(self) -> Store:
        """The open store."""
        return self.session.store

    @property
    def kind(self) -> str:
        """What kind of installation it is."""
        return self.store.installation.kind

    def tick(self, milliseconds: int = 1000) -> None:
        """Let the clock go on, or jump."""
        self.env = self.env.at(max(0, self.env.now() + milliseconds))
        self.store.env = self.env

    def reopen(self) -> None:
        """Start the program again."""
        self.session = open_session(self.path, env=self.env)
        self.windows.clear()

    def copy(self, target: Path) -> Path:
        """Copy the whole folder while the program is closed."""
        self.session.close()
        shutil.copytree(self.path, target)
        self.reopen()
        return target

    def put_back(self, source: Path) -> None:
        """Put an older copy in the place of the store; the anchor stays."""
        self.session.close()
        shutil.rmtree(self.path)
        shutil.copytree(source, self.path)
        self.reopen()

    def digest(self, scope: str | None = None) -> str:
        """Return the store's digest."""
        return digest(self.store.conn, self.store.catalogue, scope)

    def rebuilt(self) -> list[str]:
        """Return where the state derived again from the log alone differs; nothing is changed."""
        now, before = self.digest(), picture(self.store)
        with self.store.rehearsal():
            rebuild(self.store.conn, self.store.catalogue)
            after = picture(self.store)
            same = self.digest() == now
        found = [f"rebuilt alone: {line}" for line in after - before] + [
            f"kept alone: {line}" for line in before - after
        ]
        return [] if same else found or ["the digest differs"]


def opened(name: str, source: Path, path: Path, env: Environment, anchor: Path | None) -> Place:
    """Open a copy of a store at another place; with ``anchor`` it does not know that it is one."""
    shutil.copytree(source, path)
    if anchor is not None:
        own = anchor.read_bytes()
        anchor_path(env.anchors, _installation(own), path).write_bytes(own)
    return Place(name, path, env, open_session(path, env=env))


def _installation(anchor: bytes) -> str:
    import json

    return str(json.loads(anchor)["installation"])


def anchor_of(place: Place) -> Path:
    """Return where a store's anchor lies."""
    return anchor_path(place.env.anchors, place.store.installation.id, place.path)


def picture(store: Store) -> set[str]:
    """Return in lines what the digest of a store is made of."""
    lines = {f"declared {store.catalogue.digest()}"}
    for query in (
        "SELECT hex(e.id), e.status, e.body IS NULL, r.reason, e.header FROM log_entry e"
        " LEFT JOIN log_reason r ON r.entry = e.n",
        "SELECT kind, field, candidates, hex(record) FROM state_conflict",
        *(f"SELECT '{name}', * FROM {quoted(name)}" for name in store.catalogue.names()),
    ):
        lines |= {str(row) for row in store.conn.execute(query)}
    return lines


Lines = Mapping[str, bytes]


class Replica:
    """A store that takes in what another holds, in any order, and forgets it again."""

    def __init__(self, folder: Path) -> None:
        env = Environment(NOON, "a replica", folder / "anchors", passphrase=PASSPHRASE)
        self._store = Store.create(
            folder / "replica",
            load_catalogue(forms_dir()),
            env,
            key=bytes(32),
            key_file=KeyFile(),
            name="",
            kind="office",
        )

    def compare(self, place: Place, bodies: Lines, chance: random.Random) -> list[str]:
        """Return where this differs after taking in all that a store holds in pieces, shuffled, some of them twice.

        ``bodies`` are the bodies as they were first written, so that what was erased comes as on an old stick.
        """
        pieces = list(_pieces(place.store, bodies, chance))
        pieces += chance.sample(pieces, len(pieces) // 4)
        chance.shuffle(pieces)
        step = chance.choice((1, 3, len(pieces)))
        with self._store.rehearsal():
            for name in TRUST:
                if place.store.get(name):
                    self._store.set(name, place.store.get(name))
            for start in range(0, len(pieces), step):
                self._take(pieces[start : start + step])
            if digest(self._store.conn, self._store.catalogue) == place.digest():
                return []
            here, there = picture(self._store), picture(place.store)
            return [f"other order alone: {line}" for line in here - there] + [
                f"store alone: {line}" for line in there - here
            ]

    def _take(self, pieces: Iterable[tuple[tuple[str, str, str], list[Incoming]]]) -> None:
        absorber = Absorber(self._store.conn, self._store.catalogue)
        for origin, rows in pieces:
            absorber.take(ensure(self._store.conn, *origin), rows)
        absorber.finish()
        self._store.take_issued()

    def close(self) -> None:
        """Close the store."""
        self._store.close()


def _pieces(
    store: Store, bodies: Lines, chance: random.Random
) -> Iterable[tuple[tuple[str, str, str], list[Incoming]]]:
    conn = store.conn
    for n, key, incarnation, scope in conn.execute("SELECT n, key, incarnation, scope FROM log_feed").fetchall():
        rows: list[Incoming] = []
        left = chance.randint(1, 8)
        for own, raw, body in conn.execute(
            "SELECT id, header, body FROM log_entry WHERE feed = ? ORDER BY seq, id", (n,)
        ).fetchall():
            header = header_of(raw)
            if rows and (left == 0 or header.prev != rows[-1].id.hex()):
                yield (key.hex(), incarnation.hex(), scope), rows
                rows, left = [], chance.randint(1, 8)
            line = bodies.get(own.hex(), body) if body is not None else None
            rows.append(Incoming(own, header, raw, line, values_of(line)))
            left -= 1
        if rows:
            yield (key.hex(), incarnation.hex(), scope), rows
