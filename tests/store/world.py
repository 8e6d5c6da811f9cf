"""Small stores for the log's tests: four forms, any number of laptops, entries carried by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zjdesk.forms.model import Catalogue, Field, Form, LifeCycle, State
from zjdesk.i18n import Label
from zjdesk.settings import Environment
from zjdesk.store.absorb import Absorber
from zjdesk.store.counting import Incoming
from zjdesk.store.database import atomic
from zjdesk.store.digest import digest
from zjdesk.store.entry import DELETED, PARENT, STATE
from zjdesk.store.feeds import Feed, ensure
from zjdesk.store.held import header_of, of_record, values_of
from zjdesk.store.ids import random_id
from zjdesk.store.read import derived_of
from zjdesk.store.rebuild import rebuild
from zjdesk.store.store import Save, Store
from zjdesk.store.vault import KeyFile

KEY = bytes(range(32))
NOON = 1_469_937_600_000  # 2016-07-31 in milliseconds


def _label(text: str) -> Label:
    return Label(text, text)


def _field(name: str, kind: str = "text") -> Field:
    return Field(name=name, type=kind, label=_label(name))


LIFE = LifeCycle("L", _label("L"), "draft", (State("draft", _label("d"), True), State("approved", _label("a"))), ())

FORMS = (
    Form("street", "R01", 1, _label("street"), {}, "street", (_field("name"),)),
    Form("community", "R03", 1, _label("community"), {"street": "street"}, "street", (_field("name"), _field("code"))),
    Form(
        "project",
        "R07",
        1,
        _label("project"),
        {"community": "community"},
        "community",
        (_field("name"), _field("no"), _field("amount", "money"), _field("state")),
        life_cycle=LIFE,
        unique=(("no",),),
        bound=("line",),
    ),
    Form(
        "line",
        "R13",
        1,
        _label("line"),
        {"project": "project"},
        "community",
        (_field("item"), _field("amount", "money")),
    ),
)


def catalogue() -> Catalogue:
    """Return the four forms."""
    return Catalogue.of(FORMS)


@dataclass
class Laptop:
    """One installation of the test world, with shorthand for what a person does there."""

    store: Store
    author: str = "a" * 32
    clock: int = NOON
    written: list[str] = field(default_factory=list)

    def add(self, form: str, parent: str | None, scope: str, values: dict[str, Any], record: str | None = None) -> str:
        """Make a record."""
        own = record or random_id()
        self.append(scope, [Save(own, form, 1, {PARENT: parent, **values})])
        return own

    def append(self, scope: str, saves: Sequence[Save]) -> None:
        """Write one group."""
        self.clock += 1000
        self.store.env = self.store.env.at(self.clock)
        self.store.append(self.author, [(scope, saves)])

    def heads(self, record: str) -> dict[str, tuple[str, ...]]:
        """Return a record's heads."""
        derived = derived_of(self.store.conn, record)
        assert derived is not None
        return dict(derived.heads)

    def edit(self, record: str, scope: str, values: dict[str, Any], *, blind: bool = False) -> str:
        """Set fields over the heads shown; ``blind`` names nothing."""
        heads = {} if blind else self.heads(record)
        over = {name: list(heads[name]) for name in values if name in heads}
        turning = STATE in values or DELETED in values
        seen = {
            name: list(ids) for name, ids in heads.items() if name != PARENT and (turning or name in (STATE, DELETED))
        }
        held = of_record(self.store.conn, bytes.fromhex(record))
        named = {entry for ids in (*over.values(), *seen.values()) for entry in ids}
        after = max((entry.header.time + 1 for entry in held if entry.id in named), default=0)
        self.append(scope, [Save(record, held[0].header.form, 1, values, over, seen, after)])
        return self.last()

    def delete(self, record: str, scope: str) -> str:
        """Delete a record as shown."""
        return self.edit(record, scope, {DELETED: True})

    def last(self) -> str:
        """Return the id of the newest entry here."""
        row = self.store.conn.execute("SELECT id FROM log_entry ORDER BY n DESC LIMIT 1").fetchone()
        return str(row[0].hex())

    def value(self, form: str, record: str, name: str) -> Any:
        """Return one cell of a state table."""
        row = self.store.conn.execute(f"SELECT {name} FROM {form} WHERE _id = ?", (bytes.fromhex(record),)).fetchone()
        return row[0] if row else None

    def conflicts(self) -> list[str]:
        """Return the kinds of the open questions, sorted."""
        return sorted(row[0] for row in self.store.conn.execute("SELECT kind FROM state_conflict"))

    def statuses(self) -> list[int]:
        """Return the statuses of all entries, sorted."""
        return sorted(row[0] for row in self.store.conn.execute("SELECT status FROM log_entry"))

    def digest(self) -> str:
        """Return this store's digest."""
        return digest(self.store.conn, self.store.catalogue)

    def rebuilt(self) -> str:
        """Rebuild the state and return the digest after it."""
        rebuild(self.store.conn, self.store.catalogue)
        return self.digest()


@dataclass(frozen=True)
class Piece:
    """A run of one feed, carried by hand."""

    key: str
    incarnation: str
    scope: str
    rows: tuple[Incoming, ...]


def pieces(laptop: Laptop, cut: int = 10**9) -> Iterator[Piece]:
    """Yield everything a store holds, in pieces of at most ``cut`` entries."""
    conn = laptop.store.conn
    for n, key, incarnation, scope in conn.execute("SELECT n, key, incarnation, scope FROM log_feed").fetchall():
        rows = [
            Incoming(own, header_of(raw), raw, body, values_of(body))
            for own, raw, body in conn.execute(
                "SELECT id, header, body FROM log_entry WHERE feed = ? ORDER BY seq, id", (n,)
            )
        ]
        for start in range(0, len(rows), cut):
            yield Piece(key.hex(), incarnation.hex(), scope, tuple(rows[start : start + cut]))


def give(laptop: Laptop, carried: Sequence[Piece]) -> None:
    """Let a store take in pieces, in one transaction."""
    conn = laptop.store.conn
    with atomic(conn):
        absorber = Absorber(conn, laptop.store.catalogue)
        for piece in carried:
            feed: Feed = ensure(conn, piece.key, piece.incarnation, piece.scope)
            absorber.take(feed, piece.rows)
        absorber.finish()


def laptop(folder: Path, name: str, kind: str = "office") -> Laptop:
    """Make a new installation."""
    env = Environment(NOON, f"machine of {name}", folder / "anchors")
    store = Store.create(folder / name, catalogue(), env, key=KEY, key_file=KeyFile(), name=name, kind=kind)
    return Laptop(store)
