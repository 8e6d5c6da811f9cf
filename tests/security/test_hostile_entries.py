"""What a changed program on a certified laptop may write: nothing of it breaks a reader."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.fuzz.targets import entry, index, look, manifest, piece
from tests.fuzz.town import Town
from tests.ops.world import Street, make_street
from zjdesk.errors import InputError, UserError
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import export, merge
from zjdesk.ops.session import Session
from zjdesk.settings import Environment
from zjdesk.store.entry import DECISION, ERASURE, FORM, INSTALLATION, LATEST, SETTLED, read_header
from zjdesk.store.ids import uuid7
from zjdesk.store.store import Save
from zjdesk.sync.format import INDEX

FOREIGN: list[Any] = [None, 7, "x", [], {}, [None], {"a": [1]}, "\x00", "f" * 31, 1 << 52]


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """An office and a laptop whose bundle can be rewritten."""
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def reasons(session: Session) -> set[str]:
    return {row[0] for row in session.store.conn.execute("SELECT reason FROM log_reason")}


def write(street: Street, form: str, values: dict[str, Any], scope: str = "street") -> None:
    """Write an entry at the laptop without asking its program, and carry it to the office."""
    own = uuid7(street.liaison.store.env.now())
    street.liaison.store.append(street.liaison.account.id, [(scope, [Save(own, form, 1, values)])])
    (sent,) = export(street.liaison, street.stick)
    merge(street.office, sent.files[0])


@pytest.mark.parametrize("form", [SETTLED, DECISION, INSTALLATION, ERASURE, FORM])
def test_a_body_that_is_none_of_its_form_is_withheld_or_says_nothing(street: Street, form: str) -> None:
    from zjdesk.store.sound import sound

    named = ["conflict", "candidates", "record", "ranges", "action", "accounts", "communities", "name", "version"]
    values = dict(zip([*named, "_entries", "_files", "_fields"], FOREIGN * 2, strict=False))
    assert not sound(form, values)
    scope = f"community:{street.community}"
    write(street, form, values, scope)
    assert reasons(street.office) & {"malformed", "role", "key"}
    save(street.office, [NewRecord("community", {"code": "C09", "name": "示例", "committee_name": "示例居委会"})])


@pytest.mark.parametrize("time", [-1, LATEST + 1])
def test_a_time_that_no_calendar_knows_is_refused(street: Street, time: int) -> None:
    (line,) = street.liaison.store.conn.execute("SELECT header FROM log_entry LIMIT 1").fetchone()
    said = orjson.loads(line)
    assert read_header(line).time == said["time"]
    with pytest.raises(InputError):
        read_header(orjson.dumps(said | {"time": time}, option=orjson.OPT_SORT_KEYS))


SHAPES = {"sender": dict, "receiver": str, "written": int, "vector": dict, "feeds": list, "files": list}
MISSHAPEN = [(part, wrong) for part, shape in SHAPES.items() for wrong in FOREIGN[:6] if type(wrong) is not shape]


@pytest.mark.parametrize(("part", "wrong"), [*MISSHAPEN, ("sender", {}), ("feeds", [None]), ("files", [{}])])
def test_an_index_of_another_shape_is_refused(town: Town, part: str, wrong: object) -> None:
    said = orjson.dumps(town.index() | {part: wrong})
    with pytest.raises(UserError):
        merge(town.office, town.rebuilt({**town.plain, INDEX: said}))


@pytest.mark.parametrize("number", range(40))
def test_a_broken_bundle_is_taken_or_refused(town: Town, number: int) -> None:
    chance = random.Random(f"suite/{number}")
    try:
        chance.choice((manifest, index, piece))(town, chance)
    except UserError:
        return
    look(town)


@pytest.mark.parametrize("number", range(12))
def test_any_entries_of_a_certified_laptop_leave_the_office_readable(town: Town, number: int) -> None:
    entry(town, random.Random(f"suite/{number}"))
    assert not town.spoilt
