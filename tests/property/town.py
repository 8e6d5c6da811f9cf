"""A street office with its laptops, and everything that people do there, from honest work to copied disks."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from tests.ops.world import office_with_community
from tests.passphrase import PASSPHRASE
from tests.property.compare import differences
from tests.property.held import world_of
from tests.property.oracle import Oracle
from tests.property.places import NOON, Place, Replica, anchor_of, opened
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, export, merge
from zjdesk.ops.session import Session
from zjdesk.ops.setup import invite, join
from zjdesk.settings import Environment

LAPTOPS = (("office-2", "office", ""), ("liaison", "liaison", "C01"), ("supervisor", "supervisor", "C01 C02"))
ROUNDS = 5


class Template:
    """The stores that every run starts from, made once: two offices, a liaison, a supervisor, two communities."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = Environment(NOON, "a machine", folder / "anchors", passphrase=PASSPHRASE)
        office, first, self.cycle = office_with_community(folder, self.env)
        second = save(office, [NewRecord("community", {"code": "C02", "name": "三航", "committee_name": "三航居委会"})])
        self.communities = (first, second.ids[0])
        rows = [{"label": label, "kind": kind, "communities": codes} for label, kind, codes in LAPTOPS]
        stick = folder / "stick"
        stick.mkdir()
        sessions = {"office": office}
        for (label, _, _), invited in zip(LAPTOPS, invite(office, rows, folder / "invitations"), strict=True):
            sessions[label] = join(folder / label, invited.file, invited.code, f"示例{label}", env=self.env)
        for _ in range(2):
            self._all_to_all(sessions, stick)
        self.anchors = {}
        for label, session in sessions.items():
            self.anchors[label] = anchor_of(Place(label, folder / label, self.env, session))
            session.close()
        self.replica = Replica(folder)

    def _all_to_all(self, sessions: dict[str, Session], stick: Path) -> None:
        for sender in sessions.values():
            export(sender, stick)
            for path in bundles_in(stick):
                for receiver in sessions.values():
                    if receiver is not sender and reads(receiver, path):
                        merge(receiver, path)
                path.unlink()

    def close(self) -> None:
        """Close what is open."""
        self.replica.close()


def reads(session: Session, path: Path) -> bool:
    """Tell whether a store can open a bundle."""
    from zjdesk.ops.exchange import inspect

    return bool(inspect(session, path)["readable"])


class Town:
    """One run's stores and the stick between them."""

    def __init__(self, template: Template, folder: Path, names: list[str]) -> None:
        self.template = template
        self.folder = folder
        self.stick = folder / "stick"
        self.stick.mkdir(parents=True)
        self.bodies: dict[str, bytes] = {}
        self.erased: dict[str, set[str]] = {}
        self.places: list[Place] = []
        self.seen: Counter[str] = Counter()
        self.lost: set[str] = set()
        self.tokens = 0
        self.touched: set[str] = set()
        for name in names:
            env = replace(template.env, anchors=folder / "anchors")
            env.anchors.mkdir(exist_ok=True)
            self.places.append(opened(name, template.folder / name, folder / name, env, template.anchors[name]))

    def place(self, number: int) -> Place:
        """Return a store by number."""
        place = self.places[number % len(self.places)]
        self.touched.add(place.name)
        place.tick()
        return place

    def office(self, number: int) -> Place:
        """Return a store of the office."""
        offices = [one for one in self.places if one.kind == "office"]
        return self.place(self.places.index(offices[number % len(offices)]))

    def token(self) -> str:
        """Return a text that was never used before."""
        self.tokens += 1
        return f"示例值{self.tokens:05}号"

    def remember(self) -> None:
        """Keep every body as it was first written, as old sticks do."""
        for place in self.places:
            if place.name in self.touched:
                rows = place.store.conn.execute("SELECT id, body, header FROM log_entry WHERE body IS NOT NULL")
                for own, body, header in rows:
                    if own.hex() not in self.bodies and sha256(body).hexdigest().encode() in header:
                        self.bodies[own.hex()] = body

    # What must always hold.

    def check(self) -> None:
        """Compare what was touched with the oracle."""
        self.remember()
        for place in self.places:
            if place.name in self.touched:
                found = differences(place.store)
                assert not found, f"{place.name} differs from the oracle:\n" + "\n".join(found)
        self.touched.clear()

    def check_whole(self, chance: random.Random) -> None:
        """State = rebuilt state = the state of a store that got the same in another order."""
        for place in self.places:
            found = place.rebuilt() or self.template.replica.compare(place, self.bodies, chance)
            assert not found, f"{place.name} comes out otherwise:\n" + "\n".join(found)

    def agree(self, chance: random.Random) -> None:
        """Let everybody exchange with everybody; then offices agree, and nothing erased is anywhere."""
        before = {entry for place in self.places for entry in self._ids(place)}
        copies = self.seen["clone"] + self.seen["fork"] > 0
        offices = [place for place in self.places if place.kind == "office"]
        quiet = False
        for turn in range(1, ROUNDS + 1):
            last = quiet or turn == ROUNDS
            digests = [place.digest() for place in self.places]
            self.exchange_all(everything=copies and last)
            self.touched |= {place.name for place in self.places}
            self.check()
            if last:
                break
            quiet = digests == [place.digest() for place in self.places]
            quiet = quiet and not any(before - self._ids(place) for place in offices)
        for place in offices:
            lost = before - self._ids(place)
            assert not lost, f"{place.name} never got {self._told(lost)}"
        assert len({place.digest() for place in offices}) == 1, "the offices differ"
        self.check_whole(chance)
        self._check_scopes()
        self._check_erased()

    def exchange_all(self, *, everything: bool = False) -> None:
        """Every store exports for everybody and merges what it can open."""
        for sender in self.places:
            sender.tick()
            folder = self.folder / "round"
            folder.mkdir()
            sent = export(sender.session, folder, everything=everything)
            for path in [path for one in sent for path in one.files]:
                for receiver in self.places:
                    if receiver is not sender and reads(receiver.session, path):
                        receiver.tick()
                        merge(receiver.session, path)
            shutil.rmtree(folder)

    def _told(self, entries: set[str]) -> list[str]:
        """Say of entries where they are held."""
        return [
            f"{place.name} holds {feed.hex()[:6]} {seq} {header.decode()}"
            for place in self.places
            for own, seq, feed, header in place.store.conn.execute(
                "SELECT e.id, e.seq, f.id, e.header FROM log_entry e JOIN log_feed f ON f.n = e.feed"
            )
            if own.hex() in entries
        ]

    def _ids(self, place: Place) -> set[str]:
        return {row[0].hex() for row in place.store.conn.execute("SELECT id FROM log_entry")}

    def _check_scopes(self) -> None:
        """Stores that hold the same of the street and of a community agree on it."""
        said: dict[tuple[str, frozenset[str]], dict[str, str]] = {}
        for place in self.places:
            rows = place.store.conn.execute(
                "SELECT f.scope, e.id FROM log_entry e JOIN log_feed f ON f.n = e.feed"
            ).fetchall()
            for scope in {scope for scope, _ in rows}:
                community = scope.partition(":")[2]
                near = (scope, "street", f"community:{community}")
                ids = frozenset(own.hex() for at, own in rows if at in near)
                said.setdefault((scope, ids), {})[place.name] = place.digest(scope)
        for (scope, _), digests in said.items():
            assert len(set(digests.values())) == 1, f"{scope} differs: {digests}"

    def _check_erased(self) -> None:
        """No value that a counting erasure removed is in any table, save where it waits for a person's decision."""
        for place in self.places:
            oracle = Oracle(world_of(place.store))
            known = {one.id for one in oracle.counting("_erasure")}
            late = {own for own, (_, reason) in oracle.status.items() if reason == "erased"}
            for erasure, values in self.erased.items():
                for value in values if erasure in known else ():
                    found = _holding(place, value, late)
                    assert not found, f"{place.name} holds the erased {value} in {found}"

    def close(self) -> None:
        """Close every store."""
        for place in self.places:
            place.session.close()


def _holding(place: Place, value: str, late: set[str]) -> list[str]:
    """Return the tables and rows that hold a value; what is withheld because of the erasure may."""
    conn = place.store.conn
    found = []
    for (table,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in conn.execute(f'SELECT * FROM "{table}"'):
            own = row[1].hex() if table == "log_entry" else ""
            cells = (cell if isinstance(cell, bytes) else str(cell).encode() for cell in row)
            if own not in late and any(value.encode() in cell for cell in cells):
                found.append(f"{table} {own}")
    return found
