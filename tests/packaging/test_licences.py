"""Nothing is taken without saying what its licence asks."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_locked_library_is_listed() -> None:
    listed = (ROOT / "packaging" / "LICENSES.md").read_text("utf-8").lower()
    names = set()
    for lock in ("requirements.lock", "requirements-test.lock"):
        names |= set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
    assert len(names) > 50
    assert not [name for name in sorted(names) if not re.search(rf"(?<![\w-]){name}(?![\w-])", listed)]


def test_fonts_and_pictures_say_whose_they_are() -> None:
    listed = (ROOT / "packaging" / "LICENSES.md").read_text("utf-8")
    assert "resources/fonts/" in listed
    assert "resources/icons/" in listed


def test_the_licence_is_the_whole_gpl() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.lstrip().startswith("GNU GENERAL PUBLIC LICENSE")
    assert "Version 3, 29 June 2007" in text
    assert len(text) > 35_000
