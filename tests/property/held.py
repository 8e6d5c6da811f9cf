"""Reads what a store holds for the oracle: raw lines, parsed by the standard library alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from zjdesk.forms.load import load_catalogue
from zjdesk.forms.model import Catalogue
from zjdesk.paths import forms_dir
from zjdesk.store.store import Store

Json = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Entry:
    """One held entry: its id, the key and scope of its feed, its header, and its body (None: not here)."""

    id: str
    key: str
    scope: str
    header: Json
    body: bytes | None

    @property
    def form(self) -> str:
        """The form that the header names."""
        return str(self.header["form"])

    @property
    def record(self) -> str:
        """The record that the header names."""
        return str(self.header["record"])

    @property
    def feed(self) -> str:
        """The feed that the header names."""
        return str(self.header["feed"])

    @property
    def seq(self) -> int:
        """The number in the feed."""
        return int(self.header["seq"])

    @property
    def order(self) -> tuple[int, str]:
        """Time, then id."""
        return int(self.header["time"]), self.id

    def over(self, field: str) -> list[str]:
        """The entries that this one replaces in a field."""
        return list(self.header["over"].get(field, ()))


@lru_cache(maxsize=64)
def _declared(issued: frozenset[tuple[str, str]]) -> Catalogue:
    built_in = load_catalogue(forms_dir())
    return built_in.issued(dict(issued)) if issued else built_in


def declared(issued: Mapping[str, str]) -> Catalogue:
    """Return the declarations built in, with those that were issued (name, text) in the place of older ones."""
    return _declared(frozenset(issued.items()))


@dataclass(frozen=True)
class World:
    """Everything that the state is a function of beside the declarations: the entries, and whom the store trusts.

    ``own`` says what the installation is by its own invitation.
    """

    entries: tuple[Entry, ...]
    verifying: str | None
    own: Json


def world_of(store: Store) -> World:
    """Read a store's log and what it trusts; nothing that was derived."""
    rows = store.conn.execute(
        "SELECT e.id, f.id, f.key, f.scope, e.header, e.body FROM log_entry e JOIN log_feed f ON f.n = e.feed"
    ).fetchall()
    entries = []
    for own, feed, key, scope, header, body in rows:
        entry = Entry(own.hex(), key.hex(), scope, json.loads(header), body)
        assert entry.feed == feed.hex()
        entries.append(entry)
    said = dict(store.conn.execute("SELECT name, value FROM local_setting").fetchall())
    verifying = json.loads(said["street"])["verifying"] if "street" in said else None
    own = {"key": said["public_key"], "kind": said["kind"], "installation": said["installation"], "accounts": []}
    own["communities"] = json.loads(said["communities"])
    return World(tuple(entries), verifying, own)
