"""A report under way tells how far it is, and a cancelled one leaves no trace."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from tests.ops.world import Street
from zjdesk.errors import Cancelled
from zjdesk.ops.reporting import render_report, write_report


class Stop:
    """Hears how far the report is, and asks to stop once a part has been reached."""

    def __init__(self, at: str = "") -> None:
        self.at = at
        self.heard: list[tuple[int, int, str]] = []

    def __call__(self, done: int, total: int, key: str) -> None:
        self.heard.append((done, total, key))

    def is_set(self) -> bool:
        """Return whether to stop."""
        return any(key == self.at for _, _, key in self.heard)


def test_progress_runs_from_the_first_sentence_to_the_last_page(street: Street) -> None:
    watch = Stop()
    render_report(street.office, lang="zh", progress=watch, cancel=watch)
    done = [done for done, _, _ in watch.heard]
    assert done == sorted(done)
    assert watch.heard[0][0] == 0
    assert watch.heard[-1][:2] == (1000, 1000)
    assert [key for key, _ in groupby(key for _, _, key in watch.heard)] == ["report.writing", "report.printing"]
    assert len(set(done)) > 50


@pytest.mark.parametrize("at", ["report.writing", "report.printing"])
def test_a_cancelled_report_stops_at_once_and_leaves_the_old_file(street: Street, tmp_path: Path, at: str) -> None:
    target = tmp_path / "out" / "report.pdf"
    target.parent.mkdir()
    target.write_bytes(b"the old one")
    watch = Stop(at)
    with pytest.raises(Cancelled):
        write_report(street.office, target, lang="zh", progress=watch, cancel=watch)
    assert watch.heard[-1][2] == at
    assert [item[2] for item in watch.heard].count(at) == 1
    assert target.read_bytes() == b"the old one"
    assert list(target.parent.iterdir()) == [target]
