"""The programme's own bundles, merged again elsewhere: any order, any number of times, the same store."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.flows.conftest import copied, surroundings
from zjdesk.ops.exchange import digest, export, merge
from zjdesk.ops.maintain import doctor
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session
from zjdesk.ops.setup import create_office, installations

COMMUNITIES = ("C01", "C10", "C27")


@pytest.fixture(scope="module")
def bundles(programme: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What three liaisons sent in rounds 1 and 3, and what the office holds of their communities."""
    folder = tmp_path_factory.mktemp("stick")
    with copied(programme, tmp_path_factory.mktemp("sender")) as office:
        labels = _labels(office)
        own = [
            path for label in labels for one in export(office, folder, to=label, everything=True) for path in one.files
        ]
    sent = [
        path
        for stage in ("round-1", "round-3")
        for path in sorted((programme / "usb" / stage).rglob("*.zjb"))
        if path.name.startswith(tuple(labels))
    ]
    assert len(sent) == 2 * len(COMMUNITIES)
    return [*sent, *own]


def _labels(office: Session) -> list[str]:
    codes = {item.id: item.values["code"] for item in list_records(office, "community")}
    return [
        item["name"]
        for item in installations(office)
        if item["kind"] == "liaison" and codes[item["communities"][0]] in COMMUNITIES
    ]


def _merged(folder: Path, paths: Sequence[Path]) -> list[str]:
    with create_office(folder / "fresh", "示例复核", env=surroundings(folder)) as fresh:
        for path in paths:
            merge(fresh, path)
        return [digest(fresh, code) for code in COMMUNITIES]


@pytest.mark.parametrize("order", ["backwards", "twice", "shuffled"])
def test_any_order_and_repetition_give_the_office_s_own_store(
    programme: Path, bundles: list[Path], tmp_path: Path, order: str
) -> None:
    chosen = {"backwards": bundles[::-1], "twice": [path for path in bundles for _ in range(2)], "shuffled": bundles[:]}
    if order == "shuffled":
        random.Random(7).shuffle(chosen[order])
    (tmp_path / "office").mkdir()
    with copied(programme, tmp_path / "office") as office:
        expected = [digest(office, code) for code in COMMUNITIES]
    assert _merged(tmp_path, chosen[order]) == expected


def test_a_rebuilt_office_is_the_same(programme: Path, tmp_path: Path) -> None:
    with copied(programme, tmp_path) as office:
        before = digest(office)
        assert doctor(office, repair=True).sound
        assert digest(office) == before
