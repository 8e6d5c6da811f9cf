"""A store and a bundle of every version are opened for ever: what they said then they say now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kept.reading import read
from tests.source import ROOT

VERSIONS = sorted(path.parent for path in (ROOT / "tests/kept").glob("*/holds.json"))


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda path: path.name)
def test_a_kept_store_and_its_bundle_say_what_they_said(folder: Path, tmp_path: Path) -> None:
    was: dict[str, Any] = json.loads((folder / "holds.json").read_text("utf-8"))
    now = read(folder, tmp_path)
    for when in ("before", "after"):
        assert now[when]["entries"] == was[when]["entries"]
        assert now[when]["files"] == was[when]["files"]
        assert [asked for asked in was[when]["questions"] if asked not in now[when]["questions"]] == []
        for form, records in was[when]["records"].items():
            assert set(now[when]["records"][form]) == set(records)
            for own, values in records.items():
                assert {name: now[when]["records"][form][own].get(name) for name in values} == values
    assert (now["new"], now["revised"]) == (was["new"], was["revised"])
    assert (now["damaged"], now["state_differs"]) == ([], False)


def test_there_is_one_of_this_version() -> None:
    assert [folder.name for folder in VERSIONS]
