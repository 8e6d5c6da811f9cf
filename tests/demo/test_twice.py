"""Two runs of the programme give the same figures and the same report."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.passphrase import PASSPHRASE
from zjdesk.demo.play import play
from zjdesk.ops import figures
from zjdesk.ops.session import open_session
from zjdesk.settings import Environment


def built(folder: Path) -> tuple[list[object], str]:
    """Build the programme; returns every figure and the report's text."""
    env = Environment(None, "a test machine", folder.with_name(f"{folder.name}-anchors"), passphrase=PASSPHRASE)
    play(folder, env=env)
    with open_session(folder / "office", env=env) as office:
        shown: list[object] = [figures.show(office, name) for name in figures.names()]
    pages: Any = import_module("pypdfium2").PdfDocument(folder / "report.pdf")
    text = "\f".join(page.get_textpage().get_text_bounded() for page in pages)
    pages.close()
    return shown, text


@pytest.mark.slow
def test_two_runs_give_equal_figures_and_equal_text(tmp_path: Path) -> None:
    (first, first_text), (second, second_text) = built(tmp_path / "one"), built(tmp_path / "two")
    assert first == second
    assert first_text == second_text
    assert "119" in first_text
