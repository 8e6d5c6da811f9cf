"""The completeness board tells apart laptops that bear the same name."""

from __future__ import annotations

from pathlib import Path

from tests.ops.world import leader, make_street
from zjdesk.ops.exchange import board
from zjdesk.ops.setup import invite, join
from zjdesk.settings import Environment


def test_two_laptops_of_one_name_are_two(tmp_path: Path, env: Environment) -> None:
    street = make_street(tmp_path, env)
    rows = [{"label": "福沈居委", "kind": "liaison", "communities": "C01"}]
    (invited,) = invite(street.office, rows, tmp_path / "again")
    second = join(tmp_path / "second", invited.file, invited.code, "示例替班", env=env)
    with street.office as office, street.liaison as first, second:
        leader(street)
        street.carry(first, office)
        street.carry(second, office)
        lines = [line for line in board(office) if line["installation"] == "福沈居委"]
        own = {line["installation_id"] for line in lines if line["community"] == "C01"}
        assert own == {first.store.installation.id}
        assert {line["installation_id"] for line in lines} == {first.store.installation.id, invited.installation}
