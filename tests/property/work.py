"""What people do with records, written through the verbs' own maker of entries.

Form rules are left aside: they say what may be entered, not what a merge makes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.property.held import Json
from tests.property.places import Place
from tests.property.town import Town
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops import erase as erasing
from zjdesk.ops import settle, undo
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import remember
from zjdesk.ops.saves import SaveMaker
from zjdesk.store.entry import JOINED, STATE
from zjdesk.store.held import of_record
from zjdesk.store.ids import random_id
from zjdesk.store.read import Record, record
from zjdesk.store.schema import quoted

# The forms worked with, each with the forms it may lie in, and the fields that are edited and how.
PARENTS = {
    "person": ("community",),
    "person_private": ("person",),
    "project": ("community",),
    "budget_line": ("project",),
    "activity_record": ("project",),
    "photo": ("activity_record",),
    "cycle": (),
}
FIELDS = {
    "person": ("name", "phone", "address", "birth_year"),
    "person_private": ("bank_account",),
    "project": ("name", "no", "leader", "target_count"),
    "budget_line": ("item", "amount"),
    "activity_record": ("title", "date", "place"),
    "photo": ("caption", "file"),
    "cycle": ("name",),
}
ERASABLE = {"person": ("name", "phone", "address"), "person_private": ("bank_account",), "photo": ("caption", "file")}
REFUSED = (InputError, NotAllowed)


def records(place: Place, forms: tuple[str, ...], *, shown: bool = False) -> list[tuple[str, str]]:
    """Return (form, id) of all records of these forms, deleted ones too unless only shown ones are wanted."""
    found = []
    for form in forms:
        where = " WHERE _deleted = 0" if shown else ""
        rows = place.store.conn.execute(f"SELECT _id FROM {quoted(form)}{where} ORDER BY _id")
        found += [(form, row[0].hex()) for row in rows]
    return found


def pick(place: Place, forms: tuple[str, ...], number: int, *, shown: bool = False) -> Record:
    """Return one of the records, by number; the newest first."""
    known = records(place, forms, shown=shown)[::-1]
    if not known:
        raise NotAllowed("ops.no_such_record", id="")
    found = record(place.store.conn, place.store.catalogue, known[number % len(known)][1])
    assert found is not None
    return found


def written(place: Place, make: Callable[[SaveMaker], Any], why: str = "") -> None:
    """Write one action that can be undone."""
    maker = SaveMaker(place.store)
    make(maker)
    with place.store.transaction():
        actions = list(maker.actions.items())
        place.store.append(place.session.account.id, actions, why, remember(place.session))


def value(town: Town, place: Place, form: str, name: str, number: int, scope: str) -> Any:
    """Return a value for a field: every third a common one, so that people agree or double by chance.

    Common values are a scope's own: who holds one community only cannot see doubles in another.
    """
    if name == "leader":
        return pick(place, ("person",), number).id
    if name in ("target_count", "birth_year", "amount"):
        return "两百" if number % 7 == 6 else number % 5
    if name == "date":
        return f"2016-03-0{1 + number % 2}"
    if name == "file":
        return place.store.files.add([f"photo {number % 4} {scope}".encode()])
    if name == "no":
        return f"ZJ-{scope[-4:]}-{number % 3}"
    return town.token() if number % 3 else f"示例{form}{number % 2}{scope[-4:]}"


def create(town: Town, place: Place, form: str, number: int, with_child: bool) -> None:
    """Make a record, perhaps with a first child in the same action."""
    parents, scope = PARENTS[form], ""
    above = pick(place, parents, number, shown=True) if parents else None
    if above is not None:
        scope = above.id if above.form == "community" else above.scope
    given: Json = {name: value(town, place, form, name, number, scope) for name in FIELDS[form] if name != "leader"}
    if above is not None:
        given[place.store.catalogue.form(form).parent_field(above.form)] = above.id
    own = random_id()

    def make(maker: SaveMaker) -> None:
        cycle = place.store.catalogue.form(form).life_cycle
        maker.new(NewRecord(form, given), own, {**given, **({STATE: cycle.initial} if cycle else {})})
        below = next((child for child, above in PARENTS.items() if form in above), None)
        if with_child and below is not None:
            names = [name for name in FIELDS[below] if name != "leader"]
            child = {name: value(town, place, below, name, number + 1, scope) for name in names}
            field = place.store.catalogue.form(below).parent_field(form)
            maker.new(NewRecord(below, {**child, field: own}), random_id(), child)

    written(place, make)


def edit(town: Town, place: Place, number: int, field: int, content: int, *, late: bool) -> None:
    """Set one or two fields over what is shown, or over what a window has shown since some time (``late``)."""
    base = pick(place, tuple(FIELDS), number)
    base = place.windows.get(base.id, base) if late else base
    names = FIELDS[base.form]
    chosen = {names[field % len(names)], names[content % len(names)]}
    values = {name: value(town, place, base.form, name, content, base.scope) for name in sorted(chosen)}
    written(place, lambda maker: maker.edit(EditRecord(base.id, values), base, values))


def look(place: Place, number: int) -> None:
    """Open a record in a window and leave it open."""
    base = pick(place, tuple(FIELDS), number)
    place.windows[base.id] = base


def step(place: Place, number: int, target: int) -> None:
    """Take a record a step in its life cycle, or back."""
    base = pick(place, ("project", "activity_record", "cycle"), number)
    cycle = place.store.catalogue.form(base.form).life_cycle
    assert cycle is not None
    states = [one.code for one in cycle.states][:3]
    values = {STATE: states[target % len(states)]}
    written(place, lambda maker: maker.edit(EditRecord(base.id, values), base, values))


def delete(place: Place, number: int) -> None:
    """Delete a record and every child shown, or restore it."""
    base = pick(place, tuple(FIELDS), number)
    written(place, lambda maker: maker.restore(base) if base.deleted else maker.delete(base))


def restore(place: Place, number: int) -> None:
    """Restore a record that was deleted."""
    deleted = [one for one in records(place, tuple(FIELDS)) if one not in records(place, tuple(FIELDS), shown=True)]
    found = [record(place.store.conn, place.store.catalogue, own) for _, own in deleted]
    gone = [one for one in found if one is not None and one.deleted]
    if not gone:
        raise NotAllowed("ops.no_such_record", id="")
    base = gone[number % len(gone)]
    written(place, lambda maker: maker.restore(base))


def join(place: Place, number: int, other: int) -> None:
    """Let a record stand for another, or take that back."""
    base = pick(place, ("person", "project", "activity_record"), number)
    into = pick(place, (base.form,), other)
    if into.scope != base.scope:
        raise NotAllowed("ops.cannot_join")
    target = None if into.id == base.id else into.id
    written(place, lambda maker: maker.resolve(base, JOINED, target))


def answer(town: Town, place: Place, number: int, how: int) -> None:
    """Settle an open question by one of its candidates, by another value, or by keeping all."""
    rows = place.store.conn.execute("SELECT lower(hex(id)), candidates FROM state_conflict ORDER BY id").fetchall()
    if not rows:
        raise NotAllowed("ops.no_such_conflict", id="")
    own, candidates = rows[number % len(rows)]
    import json

    ids = json.loads(candidates)
    if how % 3 == 0:
        settle.keep(place.session, own)
    elif how % 3 == 1:
        settle.take(place.session, own, ids[how % len(ids)])
    else:
        settle.set_value(place.session, own, town.token())


def take_back(place: Place, *, again: bool) -> None:
    """Undo the newest own action, or do it again."""
    if again:
        undo.redo(place.session)
    else:
        undo.undo(place.session)


def decide(place: Place, number: int, size: int, *, admit: bool) -> None:
    """Admit or withdraw some entries."""
    rows = place.store.conn.execute(
        "SELECT lower(hex(id)) FROM log_entry WHERE json_extract(CAST(header AS TEXT), '$.form') NOT LIKE '\\_%'"
        " ESCAPE '\\' ORDER BY status DESC, n DESC"
    ).fetchall()
    ids = [rows[(number + more) % len(rows)][0] for more in range(1 + size % 3)] if rows else []
    settle.decide(place.session, "admit" if admit else "withdraw", list(dict.fromkeys(ids)), why="核对")


def erase(town: Town, place: Place, number: int, field: int) -> None:
    """Erase a field of a record, whatever keeping period there is, and remember what must not come back."""
    base = pick(place, tuple(ERASABLE), number)
    names = ERASABLE[base.form]
    name = names[field % len(names)]
    erasing._office(place.session)
    what = erasing._erasing(place.session, base, [name])
    held = of_record(place.store.conn, bytes.fromhex(base.id))
    gone = {one.values.get(name) for one in held if one.id in what.entries}
    erasing._write(place.session, [what], "本人要求")
    own = place.store.conn.execute("SELECT lower(hex(id)) FROM log_entry ORDER BY n DESC LIMIT 1").fetchone()[0]
    unique = {one for one in gone if isinstance(one, str) and one.endswith("号")}
    town.erased[own] = unique
    for sha in what.files:
        assert not place.store.files.has(sha)
