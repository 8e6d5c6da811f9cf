"""Bundles cut, flipped, swapped, forged and stretched: a sentence each; nothing taken that is not covered."""

from __future__ import annotations

import random
from collections.abc import Callable

import orjson

from tests.fuzz.mutate import broken_bytes
from tests.fuzz.targets import index, manifest, piece
from tests.fuzz.town import Town
from zjdesk.errors import UserError
from zjdesk.i18n import explain
from zjdesk.ops.exchange import digest, merge, preview
from zjdesk.ops.maintain import doctor

RENEW = 40


def once(town: Town, seed: int, number: int) -> str:
    """Break one bundle and let the office look at it and merge it; returns what came of it."""
    chance = random.Random(f"{seed}/{number}")
    if number % RENEW == 0:
        town.renew()
    around = _around(town)
    before = _held(town)
    try:
        came = _KINDS[number % len(_KINDS)](town, chance)
    except UserError as error:
        assert explain("zh", error), error.key
        assert explain("en", error), error.key
        came = f"refused {error.key}"
        assert _held(town) == before, "refused, and yet something was taken"
    assert _around(town) == around, "something outside the store was touched"
    if number % RENEW == RENEW - 1:
        found = doctor(town.office)
        assert (found.damaged, found.broken_chain, found.state_differs) == ((), (), False), found
    _covered(town)
    return came


def _carriage(town: Town, chance: random.Random) -> str:
    path = town.folder / "broken.zjb"
    path.write_bytes(broken_bytes(town.bundle.read_bytes(), chance))
    before = digest(town.office)
    preview(town.office, path)
    assert digest(town.office) == before, "a preview took something"
    merge(town.office, path)
    return "taken whole or in part"


def _swapped(town: Town, chance: random.Random) -> str:
    """Two members change places; the manifest, signed by the laptop, says so."""
    names = [name for name in town.parts if name.endswith(".age")]
    one, other = chance.sample(names, 2) if len(names) > 1 else (names[0], names[0])
    parts = {**town.parts, one: town.parts[other], other: town.parts[one]}
    said = orjson.loads(parts["manifest.json"])
    by_name = {member["name"]: dict(member) for member in said["members"]}
    for name, true in ((one, other), (other, one)):
        next(m for m in said["members"] if m["name"] == name).update(
            size=by_name[true]["size"], sha256=by_name[true]["sha256"]
        )
    merge(town.office, town.signed(parts, orjson.dumps(said)))
    return "swapped and taken"


def _named(target: Callable[[Town, random.Random], None]) -> Callable[[Town, random.Random], str]:
    def run(town: Town, chance: random.Random) -> str:
        target(town, chance)
        return f"{target.__name__} taken"

    return run


_KINDS = (_carriage, _carriage, _named(manifest), _named(index), _named(piece), _swapped)


def _held(town: Town) -> int:
    return int(town.office.store.conn.execute("SELECT count(*) FROM log_entry").fetchone()[0])


def _covered(town: Town) -> None:
    """Every entry leads to a seal that is held, or was written here."""
    uncovered = town.office.store.conn.execute(
        "SELECT count(*) FROM log_entry e JOIN log_feed f ON f.n = e.feed WHERE lower(hex(f.key)) <> ? AND e.seq >"
        " (SELECT coalesce(max(s.seq), 0) FROM log_seal s WHERE s.feed = e.feed)",
        (town.office.store.installation.public,),
    ).fetchone()[0]
    assert uncovered == 0


def _around(town: Town) -> list[str]:
    inside = {"office", "liaison", "anchors", "fresh"}
    return sorted(
        str(path.relative_to(town.folder))
        for path in town.folder.rglob("*")
        if path.relative_to(town.folder).parts[0] not in inside and path.name != "broken.zjb"
    )
