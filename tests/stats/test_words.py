"""Every refusal of the statistics has a sentence and a remedy in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zjdesk.i18n import LANGUAGES, area, has, text

PACKAGE = Path(__file__).parents[2] / "zjdesk" / "stats"
RAISED = sorted(
    set(re.findall(r'"(stats\.[a-z_]+)"', "".join(path.read_text("utf-8") for path in PACKAGE.glob("*.py"))))
)


@pytest.mark.parametrize("key", RAISED)
def test_a_refusal_says_what_to_do(key: str) -> None:
    assert has(key)
    assert has(f"{key}_remedy")
    assert all(text(lang, key) for lang in LANGUAGES)


def test_no_sentence_is_left_over() -> None:
    assert {name.removesuffix("_remedy") for name in area("stats")} == {key.removeprefix("stats.") for key in RAISED}
