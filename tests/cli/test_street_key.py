"""The street's keys on the command line: whether they are backed up, split on paper, and taken back."""

from __future__ import annotations

from pathlib import Path

from tests.cli.terminal import Pair


def test_the_state_of_the_street_keys_is_told(pair: Pair, tmp_path: Path) -> None:
    assert pair.office("street-key", "status", "--json").json["due"] is True
    assert pair.office("street-key", "copy", tmp_path).code == 0
    made = pair.office("street-key", "status", "--json").json
    assert (made["due"], bool(made["copied"]), made["split"]) == (False, True, None)
    assert made["key"] in pair.office("street-key", "status").out
    assert pair.office("street-key", "split", "-o", tmp_path).lines == [
        str(tmp_path / f"sheet-{number}.txt") for number in (1, 2)
    ]
    assert pair.office("street-key", "restore", tmp_path / "sheet-2.txt", tmp_path / "sheet-1.txt").code == 0
