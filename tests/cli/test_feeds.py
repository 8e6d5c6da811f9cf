"""The completeness board on the command line: who is overdue, what to ask for, and the list on paper."""

from __future__ import annotations

from pathlib import Path

from tests.cli.terminal import Pair
from tests.cli.test_bundles import PERSON
from tests.ops.test_extract import read


def test_what_to_ask_for_is_told_and_printed(pair: Pair, tmp_path: Path) -> None:
    pair.liaison.add("person", {**PERSON, "community": pair.community})
    pair.carry(pair.liaison, pair.office)
    assert pair.office("feeds", "--asks", "--json").json == []
    pair.office.add("community", {"code": "C02", "name": "崂二", "committee_name": "崂二居委会"})
    (ask,) = pair.office("feeds", "--asks", "--json").json
    assert (ask["kind"], ask["name"], ask["communities"]) == ("invite", "崂二", ["C02"])
    assert "还没有电脑" in ask["message"]
    assert "还没有电脑" in pair.office("feeds", "--asks").out
    said = pair.office("feeds", "-o", tmp_path / "asks.pdf")
    assert said.lines == [str(tmp_path / "asks.pdf")]
    assert "崂二" in read(tmp_path / "asks.pdf")


def test_every_line_tells_when_it_is_due(pair: Pair) -> None:
    pair.liaison.add("person", {**PERSON, "community": pair.community})
    pair.carry(pair.liaison, pair.office)
    rows = pair.office("feeds", "--json").json
    own = [row for row in rows if row["installation"] == "福沈居委会"]
    assert own
    assert all(row["handed_in"] and row["overdue"] is False for row in own)
