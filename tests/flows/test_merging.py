"""The programme's own bundles, merged again elsewhere: any order, any number of times, the same store."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.flows.conftest import copied, surroundings
from zjdesk.ops.exchange import digest, inspect, merge, scope_id
from zjdesk.ops.maintain import doctor
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session
from zjdesk.ops.setup import Invited, installations, invite, join
from zjdesk.sync.write import export as write_bundle

COMMUNITIES = ("C01", "C10", "C27")


@dataclass(frozen=True)
class Carried:
    """What a second computer of the office is given: its invitation, and bundles."""

    invited: Invited
    bundles: list[Path]


@pytest.fixture(scope="module")
def carried(programme: Path, tmp_path_factory: pytest.TempPathFactory) -> Carried:
    """What three liaisons sent in rounds 1 and 3, and what the office holds, for a second computer of the office."""
    folder = tmp_path_factory.mktemp("stick")
    with copied(programme, tmp_path_factory.mktemp("sender")) as office:
        (invited,) = invite(office, [{"label": "示例第二台", "kind": "office"}], folder)
        scopes = ["street", *(scope_id(office, code) for code in COMMUNITIES)]
        street = office.store.street.recipient
        own = write_bundle(office.store, folder, receiver=invited.installation, recipients=[street], scopes=scopes)
        labels = set(_labels(office))
        sent = [
            path
            for stage in ("round-1", "round-3")
            for path in sorted((programme / "usb" / stage).rglob("*.zjb"))
            if (inspect(office, path)["sender"] or {}).get("name") in labels
        ]
    assert len(sent) == 2 * len(COMMUNITIES)
    return Carried(invited, [*sent, *own.files])


def _labels(office: Session) -> list[str]:
    codes = {item.id: item.values["code"] for item in list_records(office, "community")}
    return [
        item["name"]
        for item in installations(office)
        if item["kind"] == "liaison" and codes[item["communities"][0]] in COMMUNITIES
    ]


def _merged(folder: Path, invited: Invited, paths: Sequence[Path]) -> list[str]:
    env = surroundings(folder)
    with join(folder / "fresh", invited.file, invited.code, "示例复核", env=env) as fresh:
        for path in paths:
            merge(fresh, path)
        return [digest(fresh, code) for code in COMMUNITIES]


@pytest.mark.parametrize("order", ["backwards", "twice", "shuffled"])
def test_any_order_and_repetition_give_the_office_s_own_store(
    programme: Path, carried: Carried, tmp_path: Path, order: str
) -> None:
    given = carried.bundles
    chosen = {"backwards": given[::-1], "twice": [path for path in given for _ in range(2)], "shuffled": given[:]}
    if order == "shuffled":
        random.Random(7).shuffle(chosen[order])
    (tmp_path / "office").mkdir()
    with copied(programme, tmp_path / "office") as office:
        expected = [digest(office, code) for code in COMMUNITIES]
    assert _merged(tmp_path, carried.invited, chosen[order]) == expected


def test_a_rebuilt_office_is_the_same(programme: Path, tmp_path: Path) -> None:
    with copied(programme, tmp_path) as office:
        before = digest(office)
        assert doctor(office, repair=True).sound
        assert digest(office) == before
